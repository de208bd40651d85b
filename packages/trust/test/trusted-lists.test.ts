import { describe, expect, it } from "vitest";
import { createTestCertificateAuthority } from "../src/testing/index.ts";
import { createTrustedLists, readTrustedList, readTrustedLists } from "../src/trusted-list/index.ts";
import { certificateOf, type ListSettings, listXml, signList } from "./trusted-list-maker.ts";

const authority = createTestCertificateAuthority({ name: "Example List CA" });
const signerOf = (subject: string) =>
  authority.issue({ subject, keyType: "rsa2048", notBefore: new Date("2020-01-01") });
const unionSigner = signerOf("Union Signer");
const northSigner = signerOf("North Signer");
const eastSigner = signerOf("East Signer");
const at = new Date("2024-03-01T00:00:00Z");
const listOfLists = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists";

const lotl = signList(
  listXml({
    territory: "EU",
    type: listOfLists,
    pointers: [
      { territory: "EU", signers: [unionSigner.certificate], type: listOfLists },
      { territory: "NO", signers: [northSigner.certificate] },
      { territory: "ES", signers: [eastSigner.certificate] },
      { territory: "ES", signers: [northSigner.certificate], mimeType: "application/pdf" },
    ],
  }),
  unionSigner,
);
const lotlSigners = [certificateOf(unionSigner)];
const national = (territory: string, signer: typeof northSigner, more: ListSettings = {}) =>
  signList(listXml({ territory, ...more }), signer);

async function readLists(lists: readonly Uint8Array[]) {
  const result = await readTrustedLists({ lotl, lotlSigners, lists, at });
  if (!result.ok) throw result.error;
  return result.value;
}

describe("a list of lists and the national lists", () => {
  it("verifies each national list with the signers that its pointer names", async () => {
    const { listOfLists, lists, findings } = await readLists([national("NO", northSigner), national("ES", eastSigner)]);
    expect(listOfLists.territory).toBe("EU");
    expect(lists.map(({ territory }) => territory)).toEqual(["NO", "ES"]);
    expect(findings).toEqual([]);
  });

  it("leaves out a list that is signed by the signer of another country, or only of the printed list", async () => {
    const { lists, findings } = await readLists([national("ES", northSigner)]);
    expect(lists).toEqual([]);
    expect(findings).toEqual([{ code: "list_not_pointed_to", territory: "ES" }]);
  });

  it("leaves out a list that is signed by the signer of the list of lists", async () => {
    const { lists, findings } = await readLists([national("NO", unionSigner), Buffer.from("nothing")]);
    expect(lists).toEqual([]);
    expect(findings).toEqual([
      { code: "list_refused", reason: "list_signer_unknown" },
      { code: "list_refused", reason: "list_unreadable" },
    ]);
  });

  it("leaves out a list of another type than the pointer says", async () => {
    const { findings } = await readLists([national("NO", northSigner, { type: listOfLists })]);
    expect(findings).toEqual([{ code: "list_not_pointed_to", territory: "NO" }]);
  });

  it("takes the list with the highest sequence number, in whatever order they come", async () => {
    const old = national("NO", northSigner, { sequenceNumber: 3 });
    const young = national("NO", northSigner, { sequenceNumber: 4 });
    for (const given of [
      [old, young],
      [young, old],
    ]) {
      const { lists, findings } = await readLists(given);
      expect(lists.map(({ sequenceNumber }) => sequenceNumber)).toEqual([4]);
      expect(findings).toEqual([{ code: "list_superseded", territory: "NO" }]);
    }
  });

  it("passes on what was found in the lists", async () => {
    const { findings } = await readLists([national("NO", northSigner, { nextUpdate: "2024-02-01T00:00:00Z" })]);
    expect(findings).toEqual([{ code: "list_expired", territory: "NO" }]);
  });

  it("fails when the list of lists is refused, or is none", async () => {
    const lists = [national("NO", northSigner)];
    const strange = await readTrustedLists({ lotl, lotlSigners: [certificateOf(eastSigner)], lists, at });
    expect(!strange.ok && strange.error).toMatchObject({ code: "invalid_response", reason: "list_signer_unknown" });
    const none = await readTrustedLists({
      lotl: national("NO", northSigner),
      lotlSigners: [certificateOf(northSigner)],
      lists,
      at,
    });
    expect(!none.ok && none.error).toMatchObject({ code: "invalid_response", reason: "list_structure" });
  });
});

describe("finding the service of an issuer", () => {
  const issuer = createTestCertificateAuthority({ name: "Qualified CA" });
  const below = createTestCertificateAuthority({ name: "Issuing CA", parent: issuer });
  const unlisted = createTestCertificateAuthority({ name: "Unlisted CA" });
  const history = [{ status: "accredited", from: "2010-01-01T00:00:00Z" }];
  const services = [
    { certificates: [issuer.certificate], history },
    { certificates: [unlisted.certificate], type: "TSA/QTST" },
  ];

  async function lists() {
    const list = await readTrustedList(national("NO", northSigner, { services }), {
      signers: [certificateOf(northSigner)],
      at,
    });
    if (!list.ok) throw list.error;
    return createTrustedLists([list.value]);
  }

  it("finds the nearest listed issuer with its period at that time", async () => {
    const found = (await lists()).findService([certificateOf(below), certificateOf(issuer)], new Date("2012-01-01"));
    expect(found?.index).toBe(1);
    expect(found?.issuer.subject.text).toBe(certificateOf(issuer).subject.text);
    expect(found?.candidates.map(({ period }) => period.status.split("/").at(-1))).toEqual(["accredited"]);
  });

  it("finds nothing before the first period", async () => {
    expect((await lists()).findService([certificateOf(issuer)], new Date("2009-01-01"))).toBeUndefined();
  });

  it("finds a service by name and key: another certificate of the same authority will do", async () => {
    const keyPair = { publicKey: issuer.publicKey, privateKey: issuer.privateKey };
    const renewed = createTestCertificateAuthority({ name: "Qualified CA", keyPair, serialNumber: 77n });
    const renamed = createTestCertificateAuthority({ name: "Other CA", keyPair });
    const impostor = createTestCertificateAuthority({ name: "Qualified CA" });
    const trustedLists = await lists();
    expect(trustedLists.findService([certificateOf(renewed)], at)).toBeDefined();
    expect(trustedLists.findService([certificateOf(renamed)], at)).toBeUndefined();
    expect(trustedLists.findService([certificateOf(impostor)], at)).toBeUndefined();
  });

  it("finds only services that issue qualified certificates, and gives their certificates as anchors", async () => {
    const trustedLists = await lists();
    expect(trustedLists.findService([certificateOf(unlisted)], at)).toBeUndefined();
    expect(trustedLists.certificateAuthorities.map(({ subject }) => subject.text)).toEqual([
      certificateOf(issuer).subject.text,
    ]);
  });
});
