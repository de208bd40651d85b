import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import type { Certificate } from "../certificate/certificate.ts";
import { readTrustedList, type TrustedListLimits } from "./read-trusted-list.ts";
import type { ListPointer, TrustedList, TrustedListFinding } from "./trusted-list.ts";

export interface TrustedListsOptions {
  /** The list of lists, such as that of the EU. */
  lotl: Uint8Array;
  /** Who may have signed it: the certificates that the Official Journal names. */
  lotlSigners: readonly Certificate[];
  /** The national lists, in any order. */
  lists: readonly Uint8Array[];
  at: Date;
  limits?: TrustedListLimits;
}

/** The list of lists and the national lists that it points to. */
export interface VerifiedLists {
  listOfLists: TrustedList;
  /** One for a territory: the one with the highest sequence number. */
  lists: readonly TrustedList[];
  findings: readonly TrustedListFinding[];
}

const listMimeType = "application/vnd.etsi.tsl+xml";
const listOfListsType = /listofthelists$/i;

/**
 * Verifies a list of lists, and national lists with the signers that it names (ETSI TS 119 615, section 4.1). A national list
 * counts only when a pointer names both its territory and its signer. One that is refused is left out with a finding;
 * only a list of lists that is refused fails the call, with the codes of {@link readTrustedList}.
 */
export async function readTrustedLists(options: TrustedListsOptions): Promise<IdvResult<VerifiedLists>> {
  const { lotl, lotlSigners, lists, ...common } = options;
  const listOfLists = await readTrustedList(lotl, { signers: lotlSigners, ...common });
  if (!listOfLists.ok) return listOfLists;
  if (!listOfListsType.test(listOfLists.value.type)) return failure(noListOfLists());
  const pointers = listOfLists.value.pointers.filter(isNationalPointer);
  const signers = pointers.flatMap((pointer) => pointer.signers);
  const findings: TrustedListFinding[] = [...listOfLists.value.findings];
  const newest = new Map<string, TrustedList>();
  for (const xml of lists) {
    const list = await readTrustedList(xml, { signers, ...common });
    if (list.ok) keepNewest(list.value, pointers, newest, findings);
    else findings.push({ code: "list_refused", ...(list.error.reason !== undefined && { reason: list.error.reason }) });
  }
  findings.push(...[...newest.values()].flatMap((list) => list.findings));
  return success({ listOfLists: listOfLists.value, lists: [...newest.values()], findings });
}

function isNationalPointer({ mimeType, type }: ListPointer): boolean {
  return mimeType === listMimeType && !listOfListsType.test(type);
}

function keepNewest(
  list: TrustedList,
  pointers: readonly ListPointer[],
  newest: Map<string, TrustedList>,
  findings: TrustedListFinding[],
): void {
  const { territory } = list;
  if (!pointers.some((pointer) => pointsTo(pointer, list))) {
    findings.push({ code: "list_not_pointed_to", territory });
    return;
  }
  const other = newest.get(territory);
  if (other !== undefined) findings.push({ code: "list_superseded", territory });
  if (other === undefined || other.sequenceNumber < list.sequenceNumber) newest.set(territory, list);
}

function pointsTo({ territory, type, signers }: ListPointer, list: TrustedList): boolean {
  const key = list.signer.subjectPublicKeyInfo;
  const isSigner = signers.some(({ subjectPublicKeyInfo }) => Buffer.compare(subjectPublicKeyInfo, key) === 0);
  return isSigner && territory === list.territory && type === list.type;
}

function noListOfLists(): IdvError {
  const message = "trusted list refused: list_structure (TSLType): no list of lists";
  return new IdvError({ code: "invalid_response", reason: "list_structure", message });
}
