import { TrustedListError } from "./list-error.ts";
import { certificatesIn, nameIn, requiredDate, requiredNumber, requiredText } from "./read-values.ts";
import type { ListPointer, TrustedList, TrustedListFinding } from "./trusted-list.ts";
import { namespaces } from "./xml-names.ts";
import { childOf, childrenOf, elementsOf, type XmlElement } from "./xml-tree.ts";

const knownVersions = [5, 6];

/** What a list says about itself (ETSI TS 119 612, section 5.3). Throws a {@link TrustedListError}. */
export function readScheme(
  root: XmlElement,
  findings: TrustedListFinding[],
): Omit<TrustedList, "signer" | "services" | "findings"> {
  if (root.namespace !== namespaces.list || root.name !== "TrustServiceStatusList") {
    throw new TrustedListError("list_structure", "TrustServiceStatusList");
  }
  const scheme = childOf(root, "SchemeInformation");
  const version = requiredNumber(scheme, "TSLVersionIdentifier");
  if (!knownVersions.includes(version)) findings.push({ code: "list_version", element: "TSLVersionIdentifier" });
  const nextUpdate = readNextUpdate(scheme);
  return {
    version,
    sequenceNumber: requiredNumber(scheme, "TSLSequenceNumber"),
    type: requiredText(scheme, "TSLType"),
    territory: requiredText(scheme, "SchemeTerritory"),
    operatorName: nameIn(childOf(scheme, "SchemeOperatorName")),
    issuedAt: requiredDate(scheme, "ListIssueDateTime"),
    ...(nextUpdate !== undefined && { nextUpdate }),
    pointers: readPointers(scheme, findings),
  };
}

/** An empty NextUpdate closes the scheme (section 5.3.15); one that is missing is a mistake. */
function readNextUpdate(scheme: XmlElement | undefined): Date | undefined {
  const element = childOf(scheme, "NextUpdate");
  if (element === undefined) throw new TrustedListError("list_structure", "NextUpdate");
  return element.children.length === 0 ? undefined : requiredDate(element, "dateTime");
}

function readPointers(scheme: XmlElement | undefined, findings: TrustedListFinding[]): ListPointer[] {
  const pointers = childrenOf(childOf(scheme, "PointersToOtherTSL"), "OtherTSLPointer");
  return pointers.map((pointer) => {
    const information = childOf(pointer, "AdditionalInformation");
    const textOf = (name: string) => {
      const found = information && [...elementsOf(information)].find((element) => element.name === name);
      return found?.text ?? "";
    };
    const identities = childrenOf(childOf(pointer, "ServiceDigitalIdentities"), "ServiceDigitalIdentity");
    return {
      location: childOf(pointer, "TSLLocation")?.text ?? "",
      territory: textOf("SchemeTerritory"),
      type: textOf("TSLType"),
      mimeType: textOf("MimeType"),
      signers: certificatesIn(identities, findings),
    };
  });
}
