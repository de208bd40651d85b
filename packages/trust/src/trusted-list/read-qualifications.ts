import type { KeyUsageName } from "../certificate/certificate.ts";
import type { CriteriaAssertion, CriteriaList, Criterion, Qualification } from "./trusted-list.ts";
import { childOf, childrenOf, elementsOf, type XmlElement } from "./xml-tree.ts";

const qualifierPrefix =
  /^https?:\/\/uri\.etsi\.org\/TrstSvc\/(?:TrustedList|eSigDir-1999-93-EC-TrustedList)\/SvcInfoExt\//;
const assertions: readonly string[] = ["all", "atLeastOne", "none"] satisfies CriteriaAssertion[];

/** The lists and the certificates write one of the names in two ways. */
const keyUsageNames: Readonly<Record<string, KeyUsageName>> = {
  digitalSignature: "digitalSignature",
  nonRepudiation: "nonRepudiation",
  contentCommitment: "nonRepudiation",
  keyEncipherment: "keyEncipherment",
  dataEncipherment: "dataEncipherment",
  keyAgreement: "keyAgreement",
  keyCertSign: "keyCertSign",
  crlSign: "cRLSign",
  cRLSign: "cRLSign",
  encipherOnly: "encipherOnly",
  decipherOnly: "decipherOnly",
};

type CriterionReader = (element: XmlElement) => readonly Criterion[];

const criterionReaders: Readonly<Record<string, CriterionReader>> = {
  KeyUsage: (element) => [readKeyUsage(element)],
  PolicySet: (element) => [{ kind: "policies", oids: identifiersIn(element) }],
  CriteriaList: (element) => [{ kind: "list", list: readCriteriaList(element) }],
  ExtendedKeyUsage: (element) => [{ kind: "extendedKeyUsage", oids: identifiersIn(element) }],
  CertSubjectDNAttribute: (element) => [{ kind: "subjectAttributes", oids: identifiersIn(element) }],
  otherCriteriaList: (element) => element.children.flatMap(readCriterion),
  Description: () => [],
};

/** The Qualifications extension of a service (ETSI TS 119 612, section 5.5.9.2). What is not understood is kept as unknown. */
export function readQualifications(extension: XmlElement): Qualification[] {
  return childrenOf(extension, "QualificationElement").map((element) => ({
    qualifiers: childrenOf(childOf(element, "Qualifiers"), "Qualifier").map(({ attributes }) =>
      (attributes.get("uri") ?? "").replace(qualifierPrefix, ""),
    ),
    criteria: readCriteriaList(childOf(element, "CriteriaList")),
  }));
}

function readCriteriaList(element: XmlElement | undefined): CriteriaList {
  const assertion = element?.attributes.get("assert") ?? "";
  return {
    assertion: assertions.includes(assertion) ? (assertion as CriteriaAssertion) : "unknown",
    criteria: element?.children.flatMap(readCriterion) ?? [],
  };
}

function readCriterion(element: XmlElement): readonly Criterion[] {
  const read = Object.hasOwn(criterionReaders, element.name) ? criterionReaders[element.name] : undefined;
  return read?.(element) ?? [{ kind: "unknown" }];
}

function readKeyUsage(element: XmlElement): Criterion {
  const bits: { name: KeyUsageName; isSet: boolean }[] = [];
  for (const { attributes, text } of childrenOf(element, "KeyUsageBit")) {
    const given = attributes.get("name") ?? "";
    const name = Object.hasOwn(keyUsageNames, given) ? keyUsageNames[given] : undefined;
    if (name === undefined) return { kind: "unknown" };
    bits.push({ name, isSet: text === "true" || text === "1" });
  }
  return { kind: "keyUsage", bits };
}

function identifiersIn(element: XmlElement): readonly string[] {
  const identifiers = [...elementsOf(element)].filter(({ name }) => name === "Identifier" || name === "KeyPurposeId");
  return identifiers.filter(({ text }) => text !== "").map(({ text }) => text.replace(/^urn:oid:/i, ""));
}
