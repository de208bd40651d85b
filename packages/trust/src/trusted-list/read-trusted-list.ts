import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import type { Certificate } from "../certificate/certificate.ts";
import { TrustedListError } from "./list-error.ts";
import { readScheme } from "./read-scheme.ts";
import { readServices } from "./read-services.ts";
import { namesSigner } from "./signed-properties.ts";
import type { TrustedList, TrustedListFinding } from "./trusted-list.ts";
import { verifyListSignature } from "./verify-list-signature.ts";
import { decodeXml, parseXml, type XmlLimits } from "./xml-tree.ts";

export interface TrustedListOptions {
  /** Who may have signed the list: for a list of lists given by you, for another one taken from its pointer. */
  signers: readonly Certificate[];
  /** When the list is read: it should be the newest one at that time. */
  at: Date;
  limits?: TrustedListLimits;
}

export interface TrustedListLimits {
  /** Default 32 MiB. */
  maxBytes?: number;
  /** Default 100,000: published lists have about 8,000 in a megabyte. */
  maxElements?: number;
  /** How deep elements may be nested. Default 64. */
  maxDepth?: number;
}

const defaultLimits: XmlLimits = { maxBytes: 32 * 1024 * 1024, maxElements: 100_000, maxDepth: 64 };

/**
 * Reads a trusted list (ETSI TS 119 612, versions 5 and 6) and verifies its signature. All that comes back was read from the
 * signed bytes. Never throws. `invalid_response` with a `reason` for a list that is refused:
 *
 * | reason | |
 * |---|---|
 * | list_too_large | over the limits |
 * | list_unreadable | no well-formed UTF-8 XML, or with a document type |
 * | list_structure | no trusted list, or a required part is missing |
 * | list_unsigned | no signature |
 * | list_signature_invalid | does not verify, does not cover the list, or more than one signature |
 * | list_signature_algorithm | SHA-1 or an unknown algorithm |
 * | list_signer_unknown | signed by none of `signers` |
 *
 * `configuration` with `list_library_missing` when xml-crypto or @xmldom/xmldom is not installed. A list that is out of
 * date is not refused: see `findings`.
 */
export async function readTrustedList(xml: Uint8Array, options: TrustedListOptions): Promise<IdvResult<TrustedList>> {
  try {
    return success(await read(xml, options));
  } catch (error) {
    if (error instanceof TrustedListError) return failure(refusal(error));
    // Anything else is a stack or a size that no list of a scheme has.
    return failure(refusal(new TrustedListError("list_unreadable", "document")));
  }
}

async function read(xml: Uint8Array, { signers, at, limits }: TrustedListOptions): Promise<TrustedList> {
  const bounds = { ...defaultLimits, ...limits };
  const text = decodeXml(xml, bounds);
  const { signedText, signer, otherParts } = await verifyListSignature(text, await parseXml(text, bounds), signers);
  const { root } = await parseXml(signedText, bounds);
  const findings: TrustedListFinding[] = [];
  const scheme = readScheme(root, findings);
  const services = readServices(root, { territory: scheme.territory, version: scheme.version, findings });
  const properties = await Promise.all(otherParts.map(async (part) => (await parseXml(part, bounds)).root));
  if (!properties.some((part) => namesSigner(part, signer))) findings.push({ code: "list_signer_not_named" });
  findings.push(...timeFindings({ ...scheme, signer }, at));
  const { territory } = scheme;
  return { ...scheme, signer, services, findings: findings.map((finding) => ({ territory, ...finding })) };
}

function timeFindings(
  { issuedAt, nextUpdate, signer }: Pick<TrustedList, "issuedAt" | "nextUpdate" | "signer">,
  at: Date,
): TrustedListFinding[] {
  const checks: readonly [boolean, TrustedListFinding["code"]][] = [
    [at < issuedAt, "list_not_yet_issued"],
    [nextUpdate === undefined, "list_closed"],
    [nextUpdate !== undefined && at > nextUpdate, "list_expired"],
    [issuedAt < signer.notBefore || issuedAt > signer.notAfter, "list_signer_not_valid"],
  ];
  return checks.flatMap(([applies, code]) => (applies ? [{ code }] : []));
}

function refusal({ reason, message: element }: TrustedListError): IdvError {
  const code = reason === "list_library_missing" ? "configuration" : "invalid_response";
  return new IdvError({ code, reason, message: `trusted list refused: ${reason} (${element})` });
}
