import { beforeAll, describe, expect, it } from "vitest";
import { type QualificationRequest, qualify } from "../src/qualified/qualification.ts";
import {
  createTestCertificateAuthority,
  type TestIdentity,
  type TestIssueSettings,
  type TestQualifiedStatements,
} from "../src/testing/index.ts";
import { createTrustedLists, readTrustedList, type TrustedLists } from "../src/trusted-list/index.ts";
import {
  certificateOf,
  extension,
  forSignatures,
  listXml,
  type PeriodSettings,
  qualification,
  type ServiceSettings,
  signList,
} from "./trusted-list-maker.ts";

const listSigner = createTestCertificateAuthority({ name: "Example List CA" }).issue({
  subject: "Example List Signer",
  keyType: "rsa2048",
});
const root = createTestCertificateAuthority({ name: "Example Root CA" });
const issuer = createTestCertificateAuthority({ name: "Example Qualified CA", parent: root });
const at = new Date("2024-03-01T00:00:00Z");
const granted: ServiceSettings = { certificates: [issuer.certificate] };
const qualifiedWithDevice: TestQualifiedStatements = { compliant: true, device: true, types: ["esign"] };

function issue(qualifiedStatements?: TestQualifiedStatements, settings: Partial<TestIssueSettings> = {}) {
  return issuer.issue({
    subject: "Kari Nordmann",
    ...(qualifiedStatements !== undefined && { qualifiedStatements }),
    ...settings,
  });
}

async function listsOf(...services: readonly ServiceSettings[]): Promise<TrustedLists> {
  const options = { signers: [certificateOf(listSigner)], at };
  const list = await readTrustedList(signList(listXml({ services }), listSigner), options);
  if (!list.ok) throw list.error;
  return createTrustedLists([list.value]);
}

function answer(leaf: TestIdentity, trustedLists?: TrustedLists, more: Partial<QualificationRequest> = {}) {
  const path = [leaf, issuer, root].map(certificateOf);
  const { reasons, ...result } = qualify({
    certificate: certificateOf(leaf),
    path,
    at,
    ...(trustedLists !== undefined && { trustedLists }),
    ...more,
  });
  return { ...result, reasons: reasons.map(({ code }) => code) };
}

describe("what a certificate claims, without trusted lists", () => {
  it.each([
    ["compliance, device and type esign: QES", qualifiedWithDevice, "QES", []],
    ["compliance and device without a type: QES", { compliant: true, device: true }, "QES", []],
    ["compliance without device: AdES with a qualified certificate", { compliant: true }, "AdES-QC", ["no_qscd"]],
    ["a device without compliance: AdES", { device: true }, "AdES", ["no_qc_compliance"]],
    ["no statements: AdES", undefined, "AdES", ["no_qc_compliance"]],
    ["another law: AdES", { ...qualifiedWithDevice, legislation: ["CH"] }, "AdES", ["foreign_legislation"]],
    ["a seal: unknown", { ...qualifiedWithDevice, types: ["eseal"] }, "unknown", ["type_not_esign"]],
    ["a web site: unknown", { ...qualifiedWithDevice, types: ["web"] }, "unknown", ["type_not_esign"]],
  ] as const)("%s", (_, statements, claims, reasons) => {
    expect(answer(issue(statements))).toEqual({ claims, reasons: [...reasons, "no_trusted_list"] });
  });
});

describe("what a trusted list confirms", () => {
  let trustedLists: TrustedLists;
  beforeAll(async () => {
    trustedLists = await listsOf(granted);
  });

  it("QES: qualified, with a device, from a granted service for signatures", () => {
    expect(answer(issue(qualifiedWithDevice), trustedLists)).toEqual({
      claims: "QES",
      confirmed: "QES_EIDAS",
      reasons: [],
    });
  });

  it("AES with a qualified certificate: without a device", () => {
    expect(answer(issue({ compliant: true }), trustedLists)).toMatchObject({ confirmed: "AES_EIDAS" });
  });

  it("nothing for a certificate that is not qualified, is for seals, or under another law", () => {
    for (const statements of [
      { device: true },
      { ...qualifiedWithDevice, types: ["eseal"] },
      { ...qualifiedWithDevice, legislation: ["CH"] },
    ]) {
      expect(answer(issue(statements), trustedLists)).not.toHaveProperty("confirmed");
    }
  });

  it("nothing when the issuer is not listed", () => {
    const stranger = createTestCertificateAuthority({ name: "Unlisted CA" });
    const leaf = stranger.issue({ subject: "Kari Nordmann", qualifiedStatements: qualifiedWithDevice });
    const path = [leaf, stranger].map(certificateOf);
    expect(answer(leaf, trustedLists, { path })).toEqual({ claims: "QES", reasons: ["issuer_not_listed"] });
  });

  it("nothing when a path only names the listed issuer, whose key did not sign the certificate", () => {
    const impostor = createTestCertificateAuthority({ name: "Example Qualified CA" });
    const leaf = impostor.issue({ subject: "Kari Nordmann", qualifiedStatements: qualifiedWithDevice });
    expect(answer(leaf, trustedLists)).toEqual({ claims: "QES", reasons: ["path_not_verified"] });
  });

  it("nothing when a certificate between that is no authority signed it", () => {
    const between = createTestCertificateAuthority({
      name: "No Authority",
      parent: issuer,
      basicConstraints: { isCa: false },
    });
    const leaf = between.issue({ subject: "Kari Nordmann", qualifiedStatements: qualifiedWithDevice });
    const path = [leaf, between, issuer].map(certificateOf);
    expect(answer(leaf, trustedLists, { path })).toEqual({ claims: "QES", reasons: ["path_not_verified"] });
  });

  it("nothing when the certificate had ended", () => {
    const leaf = issue(qualifiedWithDevice, { notAfter: new Date("2024-02-15T00:00:00Z") });
    expect(answer(leaf, trustedLists)).toEqual({ claims: "QES", reasons: ["path_not_verified"] });
  });

  it("the same when an authority between is not listed itself", () => {
    const between = createTestCertificateAuthority({ name: "Issuing CA", parent: issuer });
    const leaf = between.issue({ subject: "Kari Nordmann", qualifiedStatements: qualifiedWithDevice });
    const path = [leaf, between, issuer, root].map(certificateOf);
    expect(answer(leaf, trustedLists, { path })).toMatchObject({ confirmed: "QES_EIDAS" });
  });

  it("says when the list was out of date", async () => {
    const xml = signList(listXml({ services: [granted], nextUpdate: "2024-02-01T00:00:00Z" }), listSigner);
    const list = await readTrustedList(xml, { signers: [certificateOf(listSigner)], at });
    if (!list.ok) throw list.error;
    expect(answer(issue(qualifiedWithDevice), createTrustedLists([list.value]))).toMatchObject({
      confirmed: "QES_EIDAS",
      reasons: ["list_expired"],
    });
  });
});

describe("the status of the service at that time", () => {
  const withHistory = (current: PeriodSettings, ...history: readonly PeriodSettings[]) =>
    listsOf({ ...granted, ...current, history });

  it("counts as it was at the time of signing", async () => {
    const trustedLists = await withHistory({ status: "withdrawn", from: "2024-02-15T00:00:00Z" }, {});
    const leaf = issue(qualifiedWithDevice);
    expect(answer(leaf, trustedLists)).toEqual({ claims: "QES", reasons: ["service_not_granted"] });
    const before = { at: new Date("2024-02-14T00:00:00Z") };
    expect(answer(leaf, trustedLists, before)).toMatchObject({ confirmed: "QES_EIDAS" });
  });

  it("has to be granted when the certificate was issued, too", async () => {
    const trustedLists = await withHistory({ from: "2024-02-15T00:00:00Z" }, { status: "withdrawn" });
    expect(answer(issue(qualifiedWithDevice), trustedLists)).toEqual({
      claims: "QES",
      reasons: ["service_not_granted_at_issuance"],
    });
  });

  it("was supervised or accredited before the regulation, and needs no word about signatures there", async () => {
    const period = { from: "2010-01-01T00:00:00Z" };
    const leaf = issue({ compliant: true, device: true }, { notBefore: new Date("2014-01-01") });
    for (const status of ["undersupervision", "supervisionincessation", "accredited"]) {
      const silent = await withHistory({ status, ...period, extensions: "" });
      expect(answer(leaf, silent, { at: new Date("2015-01-01") })).toMatchObject({ confirmed: "QES_EIDAS" });
      const forever = await withHistory({ status, ...period });
      expect(answer(leaf, forever)).toEqual({ claims: "QES", reasons: ["service_not_granted"] });
    }
  });

  it("has to be for signatures since the regulation", async () => {
    const trustedLists = await withHistory({ extensions: forSignatures.replace("ForeSignatures", "ForeSeals") });
    expect(answer(issue(qualifiedWithDevice), trustedLists)).toEqual({
      claims: "QES",
      reasons: ["service_not_for_signatures"],
    });
  });

  it("proves nothing with a critical extension that is not known", async () => {
    const trustedLists = await withHistory({ extensions: `${forSignatures}${extension("<Novelty/>")}` });
    expect(answer(issue(qualifiedWithDevice), trustedLists)).toEqual({
      claims: "QES",
      reasons: ["service_extension_unknown"],
    });
  });
});

describe("an issuer that is listed more than once", () => {
  it("may be listed for seals besides", async () => {
    const forSeals = { ...granted, extensions: forSignatures.replace("ForeSignatures", "ForeSeals") };
    expect(answer(issue(qualifiedWithDevice), await listsOf(forSeals, granted))).toMatchObject({
      confirmed: "QES_EIDAS",
    });
  });

  it("confirms nothing when the entries disagree", async () => {
    const withdrawn = { ...granted, status: "withdrawn" };
    expect(answer(issue(qualifiedWithDevice), await listsOf(withdrawn, granted))).toEqual({
      claims: "QES",
      reasons: ["service_not_granted", "service_not_granted_at_issuance", "services_disagree"],
    });
  });
});

describe("qualifiers of the list", () => {
  const always = '<ns5:CriteriaList assert="all"></ns5:CriteriaList>';
  const qualified = (qualifiers: readonly string[], criteria = always) =>
    listsOf({ ...granted, extensions: `${forSignatures}${qualification(qualifiers, criteria)}` });

  it.each([
    ["QCWithQSCD gives a device", ["QCWithQSCD"], { compliant: true }, "QES_EIDAS", []],
    ["QCWithSSCD gives a device", ["QCWithSSCD"], { compliant: true }, "QES_EIDAS", []],
    ["QCNoQSCD takes it", ["QCNoQSCD"], qualifiedWithDevice, "AES_EIDAS", ["listed_without_qscd"]],
    ["QCQSCDStatusAsInCert leaves it", ["QCQSCDStatusAsInCert"], qualifiedWithDevice, "QES_EIDAS", []],
    ["QCStatement makes it qualified", ["QCStatement", "QCForESig"], { device: true }, "QES_EIDAS", []],
    ["NotQualified makes it not", ["NotQualified"], qualifiedWithDevice, undefined, ["listed_not_qualified"]],
    ["QCForESeal makes it a seal", ["QCForESeal"], qualifiedWithDevice, undefined, ["listed_not_for_signatures"]],
    ["QCForESig alone makes nothing qualified", ["QCForESig"], { device: true }, undefined, []],
    [
      "contradictions are no yes",
      ["QCWithQSCD", "QCNoQSCD"],
      { compliant: true },
      "AES_EIDAS",
      ["qualifiers_contradict"],
    ],
    ["an unknown one is noted", ["QCNovelty"], qualifiedWithDevice, "QES_EIDAS", ["qualifier_unknown"]],
  ] as const)("%s", async (_, qualifiers, statements, confirmed, reasons) => {
    const result = answer(issue(statements), await qualified(qualifiers));
    expect(result.confirmed).toBe(confirmed);
    expect(result.reasons).toEqual(expect.arrayContaining([...reasons]));
  });

  const keyUsage = (name: string, value = true) =>
    `<ns5:KeyUsage><ns5:KeyUsageBit name="${name}">${value}</ns5:KeyUsageBit></ns5:KeyUsage>`;
  const policy = (oid: string) =>
    `<ns5:PolicySet><ns5:PolicyIdentifier><ns3:Identifier>${oid}</ns3:Identifier></ns5:PolicyIdentifier></ns5:PolicySet>`;
  const purpose = (oid: string) =>
    `<ns5:otherCriteriaList><ns4:ExtendedKeyUsage><ns4:KeyPurposeId><ns3:Identifier>${oid}</ns3:Identifier></ns4:KeyPurposeId></ns4:ExtendedKeyUsage></ns5:otherCriteriaList>`;
  const attribute = (oid: string) =>
    `<ns5:otherCriteriaList><ns4:CertSubjectDNAttribute><ns4:AttributeOID><ns3:Identifier>${oid}</ns3:Identifier></ns4:AttributeOID></ns4:CertSubjectDNAttribute></ns5:otherCriteriaList>`;
  const list = (assertion: string, ...criteria: readonly string[]) =>
    `<ns5:CriteriaList assert="${assertion}">${criteria.join("")}</ns5:CriteriaList>`;
  const met = keyUsage("nonRepudiation");
  const notMet = policy("1.2.3.9");

  it.each([
    ["a key usage that is set", list("all", met), true],
    ["a key usage that is not set", list("all", keyUsage("crlSign")), false],
    ["a key usage that has to be missing", list("all", keyUsage("crlSign", false)), true],
    ["a policy that is there", list("all", policy("urn:oid:1.2.3.4")), true],
    ["a policy that is not there", list("all", notMet), false],
    ["a purpose that is there", list("all", purpose("1.3.6.1.5.5.7.3.4")), true],
    ["a purpose that is not there", list("all", purpose("1.3.6.1.5.5.7.3.3")), false],
    ["a part of the subject's name that is there", list("all", attribute("2.5.4.3")), true],
    ["a part of the subject's name that is not there", list("all", attribute("2.5.4.97")), false],
    ["all, of which one is not met", list("all", met, notMet), false],
    ["at least one, of which one is met", list("atLeastOne", met, notMet), true],
    ["at least one, of which none is met", list("atLeastOne", notMet), false],
    ["none, of which none is met", list("none", notMet), true],
    ["none, of which one is met", list("none", met, notMet), false],
    ["a list inside", list("all", list("none", notMet), met), true],
    ["a list inside that is not met", list("all", list("none", met), met), false],
  ])("apply by their criteria: %s", async (_, criteria, applies) => {
    const leaf = issue(
      { compliant: true },
      { policies: ["1.2.3.4"], extendedKeyUsage: { purposes: ["1.3.6.1.5.5.7.3.4"] } },
    );
    const result = answer(leaf, await qualified(["QCWithQSCD"], criteria));
    expect(result.confirmed).toBe(applies ? "QES_EIDAS" : "AES_EIDAS");
  });

  const unknownCriterion = "<ns5:Novelty/>";

  it.each([
    ["a criterion", list("all", met, unknownCriterion)],
    ["an assertion", list("mostly", met)],
    ["a criterion of at least one", list("atLeastOne", notMet, unknownCriterion)],
    ["a criterion of none", list("none", notMet, unknownCriterion)],
  ])("do not apply when %s is not known, but for restrictions", async (_, criteria) => {
    const gives = answer(issue({ compliant: true }), await qualified(["QCWithQSCD"], criteria));
    expect(gives).toMatchObject({ confirmed: "AES_EIDAS", reasons: expect.arrayContaining(["criterion_unknown"]) });
    const takes = answer(issue(qualifiedWithDevice), await qualified(["NotQualified"], criteria));
    expect(takes).toEqual({ claims: "QES", reasons: ["criterion_unknown", "listed_not_qualified"] });
  });
});
