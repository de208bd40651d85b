import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTestCertificateAuthority } from "../src/testing/index.ts";
import { readTrustedList, type TrustedList } from "../src/trusted-list/index.ts";
import { certificateOf, extension, listXml, qualification, rsaSha256, signList } from "./trusted-list-maker.ts";

const authority = createTestCertificateAuthority({ name: "Example List CA" });
const signer = authority.issue({
  subject: "Example List Signer",
  keyType: "rsa2048",
  notBefore: new Date("2020-01-01"),
});
const stranger = authority.issue({ subject: "Example Stranger", keyType: "rsa2048" });
const issuer = createTestCertificateAuthority({ name: "Example Qualified CA" });
const at = new Date("2024-03-01T00:00:00Z");
const signers = [certificateOf(signer)];
const granted = { certificates: [issuer.certificate] };
const text = (xml: Uint8Array) => Buffer.from(xml).toString();

async function read(xml: Uint8Array | string, options: Partial<Parameters<typeof readTrustedList>[1]> = {}) {
  return readTrustedList(typeof xml === "string" ? Buffer.from(xml) : xml, { signers, at, ...options });
}

async function accepted(xml: Uint8Array | string): Promise<TrustedList> {
  const list = await read(xml);
  if (!list.ok) throw list.error;
  return list.value;
}

async function refusal(xml: Uint8Array | string, options: Partial<Parameters<typeof readTrustedList>[1]> = {}) {
  const list = await read(xml, options);
  return list.ok ? "accepted" : { code: list.error.code, reason: list.error.reason };
}

const refusedFor = (reason: string) => ({ code: "invalid_response", reason });

describe("a signed trusted list", () => {
  it("says what it is, who made it and until when it holds", async () => {
    const list = await accepted(signList(listXml({ version: 6, sequenceNumber: 7, territory: "NO" }), signer));
    expect(list).toMatchObject({
      version: 6,
      sequenceNumber: 7,
      territory: "NO",
      operatorName: "Example Supervision",
      issuedAt: new Date("2024-01-01T00:00:00Z"),
      nextUpdate: new Date("2024-07-01T00:00:00Z"),
      findings: [],
    });
    expect(list.signer.fingerprintSha256).toBe(certificateOf(signer).fingerprintSha256);
  });

  it("is read with a byte order mark", async () => {
    const xml = signList(listXml(), signer);
    await accepted(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), xml]));
  });

  it("is read when the reference names the root", async () => {
    await accepted(signList(listXml(), signer, { byId: true }));
  });

  it("gives its pointers with the signers of the other lists", async () => {
    const pointers = [{ territory: "SE", signers: [signer.certificate, stranger.certificate] }];
    const list = await accepted(signList(listXml({ pointers }), signer));
    expect(list.pointers).toMatchObject([
      { territory: "SE", location: "https://lists.example/SE.xml", mimeType: "application/vnd.etsi.tsl+xml" },
    ]);
    expect(list.pointers[0]?.signers.map(({ subject }) => subject.text)).toEqual([
      certificateOf(signer).subject.text,
      certificateOf(stranger).subject.text,
    ]);
  });

  it("gives a service with its periods, newest first", async () => {
    const history = [
      { status: "granted", from: "2016-06-30T22:00:00Z" },
      { status: "accredited", from: "2010-01-01T00:00:00Z", extensions: "" },
    ];
    const services = [{ ...granted, status: "withdrawn", from: "2023-01-01T00:00:00Z", history }];
    const [service] = (await accepted(signList(listXml({ services }), signer))).services;
    expect(service).toMatchObject({ providerName: "Example Trust", name: "Example CA service", territory: "XX" });
    expect(service?.certificates.map(({ subject }) => subject.text)).toEqual([certificateOf(issuer).subject.text]);
    expect(service?.periods.map(({ status }) => status.split("/").at(-1))).toEqual([
      "withdrawn",
      "granted",
      "accredited",
    ]);
    expect(service?.periods[0]?.additionalInformation).toEqual([
      "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures",
    ]);
  });

  it("gives qualifications with their criteria, and keeps what it does not know as unknown", async () => {
    const criteria = `<ns5:CriteriaList assert="atLeastOne">
      <ns5:KeyUsage><ns5:KeyUsageBit name="crlSign">false</ns5:KeyUsageBit></ns5:KeyUsage>
      <ns5:PolicySet><ns5:PolicyIdentifier><ns3:Identifier Qualifier="OIDAsURN">urn:oid:1.2.3</ns3:Identifier></ns5:PolicyIdentifier></ns5:PolicySet>
      <ns5:CriteriaList assert="none"><ns5:otherCriteriaList><ns4:ExtendedKeyUsage><ns4:KeyPurposeId><ns3:Identifier>1.2.4</ns3:Identifier></ns4:KeyPurposeId></ns4:ExtendedKeyUsage></ns5:otherCriteriaList></ns5:CriteriaList>
      <ns5:Novelty/><ns5:Description>in words</ns5:Description></ns5:CriteriaList>`;
    const extensions = qualification(["QCWithQSCD", "QCForESig"], criteria);
    const list = await accepted(signList(listXml({ services: [{ ...granted, extensions }] }), signer));
    expect(list.services[0]?.periods[0]?.qualifications).toEqual([
      {
        qualifiers: ["QCWithQSCD", "QCForESig"],
        criteria: {
          assertion: "atLeastOne",
          criteria: [
            { kind: "keyUsage", bits: [{ name: "cRLSign", isSet: false }] },
            { kind: "policies", oids: ["1.2.3"] },
            {
              kind: "list",
              list: { assertion: "none", criteria: [{ kind: "extendedKeyUsage", oids: ["1.2.4"] }] },
            },
            { kind: "unknown" },
          ],
        },
      },
    ]);
  });

  it("notes critical extensions that are not known", async () => {
    const extensions = `${extension("<Novelty/>")}${extension("<Other/>", false)}${extension("<TakenOverBy/>")}`;
    const list = await accepted(signList(listXml({ services: [{ ...granted, extensions }] }), signer));
    expect(list.services[0]?.periods[0]?.unknownCriticalExtensions).toEqual(["Novelty"]);
  });
});

describe("findings of a list that is read", () => {
  const cases = [
    ["list_expired", listXml({ nextUpdate: "2024-02-01T00:00:00Z" })],
    ["list_not_yet_issued", listXml({ issuedAt: "2024-03-02T00:00:00Z" })],
    ["list_closed", listXml({ nextUpdate: null })],
    ["list_version", listXml({ version: 4 })],
    ["list_signer_not_valid", listXml({ issuedAt: "2019-12-31T00:00:00Z" })],
    ["service_unreadable", listXml({ services: [{ ...granted, from: "yesterday" }] })],
    ["certificate_unreadable", listXml({ services: [{ certificates: [new Uint8Array([1, 2, 3])] }] })],
    ["list_structure", listXml({ services: [granted] }).replace("<ServiceInformationExtensions>", supplyPoint("type"))],
  ] as const;

  it.each(cases)("%s", async (code, xml) => {
    const { findings } = await accepted(signList(xml, signer));
    expect(findings).toEqual([expect.objectContaining({ code, territory: "XX" })]);
  });

  it("allows the type of a supply point from version 6 on", async () => {
    const xml = listXml({ version: 6, services: [granted] });
    const list = signList(xml.replace("<ServiceInformationExtensions>", supplyPoint("type")), signer);
    expect((await accepted(list)).findings).toEqual([]);
  });

  it("list_signer_not_named, when the signed properties name another certificate", async () => {
    const mixed = { certificate: stranger.certificate, privateKey: signer.privateKey };
    const list = await accepted(signList(listXml(), mixed, { named: signer.certificate }));
    expect(list.findings).toEqual([{ code: "list_signer_not_named", territory: "XX" }]);
  });
});

describe("who may sign", () => {
  it("refuses a list of another signer, whose certificate is in the document", async () => {
    expect(await refusal(signList(listXml(), stranger))).toEqual(refusedFor("list_signer_unknown"));
    expect(await refusal(signList(listXml(), signer), { signers: [] })).toEqual(refusedFor("list_signer_unknown"));
  });

  it("refuses a list of another signer that names the right one", async () => {
    const xml = signList(listXml(), stranger, { named: signer.certificate });
    expect(await refusal(xml)).toEqual(refusedFor("list_signature_invalid"));
  });

  it("refuses a list that does not name its signer", async () => {
    expect(await refusal(signList(listXml(), signer, { named: null }))).toEqual(refusedFor("list_signer_unknown"));
  });
});

describe("what the signature has to be", () => {
  it("refuses a list without signature", async () => {
    expect(await refusal(listXml())).toEqual(refusedFor("list_unsigned"));
  });

  it("refuses a list that was changed", async () => {
    const xml = text(signList(listXml({ services: [granted] }), signer));
    expect(await refusal(xml.replace("Svcstatus/granted", "Svcstatus/accredited"))).toEqual(
      refusedFor("list_signature_invalid"),
    );
    expect(await refusal(xml.replace("signed-properties", "unsigned-properties"))).toEqual(
      refusedFor("list_signature_invalid"),
    );
  });

  it("refuses a second signature, and one that is not a child of the root", async () => {
    const xml = text(signList(listXml(), signer));
    const signature = /<ds:Signature[ >].*<\/ds:Signature>/s.exec(xml)?.[0] ?? "";
    const twice = xml.replace(signature, `${signature}${signature}`);
    const moved = xml.replace(signature, `<Wrapper>${signature}</Wrapper>`);
    expect(await refusal(twice)).toEqual(refusedFor("list_signature_invalid"));
    expect(await refusal(moved)).toEqual(refusedFor("list_signature_invalid"));
  });

  it("refuses a list that holds another signature, also when that was signed along", async () => {
    const other = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>';
    const xml = listXml().replace("<SchemeInformation>", `<SchemeInformation>${other}`);
    expect(await refusal(signList(xml, signer))).toEqual(refusedFor("list_signature_invalid"));
  });

  it("refuses references to anything but the list and parts of the signature", async () => {
    const xml = listXml().replace("<SchemeInformation>", '<SchemeInformation Id="part">');
    const also = "//*[local-name(.)='SchemeInformation']";
    expect(await refusal(signList(xml, signer, { also }))).toEqual(refusedFor("list_signature_invalid"));
  });

  it("refuses a signature over a part of the list", async () => {
    const part = listXml().replace("<SchemeInformation>", '<SchemeInformation Id="part">');
    const xml = signList(part, signer, { xpath: "//*[local-name(.)='SchemeInformation']", byId: true });
    expect(await refusal(xml)).toEqual(refusedFor("list_signature_invalid"));
  });

  it("refuses a signed list that is wrapped into an unsigned one", async () => {
    const inner = text(signList(listXml(), signer, { byId: true })).replace(/<\?xml[^>]*>/, "");
    const outer = listXml({ sequenceNumber: 99 }).replace('Id="the-list"', 'Id="other"');
    const wrapped = outer.replace("</TrustServiceStatusList>", `${inner}</TrustServiceStatusList>`);
    expect(await refusal(wrapped)).toEqual(refusedFor("list_signature_invalid"));
  });

  it("refuses transforms that could leave something out", async () => {
    const inclusive = [
      "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
      "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    ];
    expect(await refusal(signList(listXml(), signer, { transforms: inclusive }))).toEqual(
      refusedFor("list_signature_invalid"),
    );
  });

  it("takes nothing from comments and processing instructions, which are not signed", async () => {
    const xml = text(signList(listXml({ territory: "XX" }), signer));
    const list = await accepted(xml.replace("<SchemeTerritory>XX<", "<SchemeTerritory>X<!-- NO -->X<"));
    expect(list.territory).toBe("XX");
  });
});

describe("algorithms", () => {
  const more = "http://www.w3.org/2001/04/xmldsig-more#";
  const newer = "http://www.w3.org/2007/05/xmldsig-more#";
  const p256 = authority.issue({ subject: "Example Curve Signer", keyType: "p256" });

  it.each([
    ["RSA with SHA-256, as the library signs", signer, { algorithm: rsaSha256, ownTables: true }],
    ["PSS with SHA-256, as the library signs", signer, { algorithm: `${newer}sha256-rsa-MGF1`, ownTables: true }],
    ["RSA with SHA-384", signer, { algorithm: `${more}rsa-sha384`, digest: `${more}sha384` }],
    ["RSA with SHA-512", signer, { algorithm: `${more}rsa-sha512`, digest: "http://www.w3.org/2001/04/xmlenc#sha512" }],
    ["PSS with SHA3-256", signer, { algorithm: `${newer}sha3-256-rsa-MGF1`, digest: `${newer}sha3-256` }],
    ["ECDSA with SHA-256", p256, { algorithm: `${more}ecdsa-sha256` }],
  ])("takes %s", async (_, identity, settings) => {
    const list = await read(signList(listXml(), identity, settings), { signers: [certificateOf(identity)] });
    expect(list.ok).toBe(true);
  });

  it("refuses SHA-1, in the signature and in a digest", async () => {
    const sha1 = { algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1", ownTables: true };
    const digest = { digest: "http://www.w3.org/2000/09/xmldsig#sha1", ownTables: true };
    expect(await refusal(signList(listXml(), signer, sha1))).toEqual(refusedFor("list_signature_algorithm"));
    expect(await refusal(signList(listXml(), signer, digest))).toEqual(refusedFor("list_signature_algorithm"));
  });

  it("refuses a key of another kind than the algorithm", async () => {
    const xml = signList(listXml(), signer, { named: p256.certificate });
    expect(await refusal(xml, { signers: [certificateOf(p256)] })).toEqual(refusedFor("list_signature_invalid"));
    const curveAsRsa = signList(listXml(), p256, { algorithm: rsaSha256, ownTables: true });
    expect(await refusal(curveAsRsa, { signers: [certificateOf(p256)] })).toEqual(refusedFor("list_signature_invalid"));
  });
});

describe("input that is no list", () => {
  const signed = (change: (xml: string) => string) => signList(change(listXml()), signer);

  it.each([
    ["no XML", "nothing"],
    ["two roots", "<a/><b/>"],
    ["an attribute without quotes", "<a b=c/>"],
    ["an entity that is not declared", "<a>&b;</a>"],
    ["an unclosed element", "<TrustServiceStatusList>"],
    ["a document type", `<!DOCTYPE a [<!ENTITY b "c">]>${listXml().slice(38)}`],
    ["another encoding", listXml().replace("UTF-8", "ISO-8859-1")],
    ["bytes that are no UTF-8", Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e])],
  ])("refuses %s", async (_, xml) => {
    expect(await refusal(xml)).toEqual(refusedFor("list_unreadable"));
  });

  it.each([
    ["another root", (xml: string) => xml.replaceAll("TrustServiceStatusList", "SomethingElse")],
    ["no sequence number", (xml: string) => xml.replace(/<TSLSequenceNumber>.*<\/TSLSequenceNumber>/, "")],
    ["a sequence number in words", (xml: string) => xml.replace(/(<TSLSequenceNumber>).*(<)/, "$1one$2")],
    ["a date without time zone", (xml: string) => xml.replace("2024-01-01T00:00:00Z", "2024-01-01T00:00:00")],
    ["no next update", (xml: string) => xml.replace(/<NextUpdate>.*<\/NextUpdate>/, "")],
  ])("refuses %s, also when it is signed", async (_, change) => {
    expect(await refusal(signed(change))).toEqual(refusedFor("list_structure"));
  });

  it("refuses what is over the limits", async () => {
    const xml = signed((text) => text);
    const deep = `${"<a>".repeat(100)}${"</a>".repeat(100)}`;
    expect(await refusal(xml, { limits: { maxBytes: 1000 } })).toEqual(refusedFor("list_too_large"));
    expect(await refusal(xml, { limits: { maxElements: 10 } })).toEqual(refusedFor("list_too_large"));
    expect(await refusal(deep)).toEqual(refusedFor("list_too_large"));
  });

  const many = (count: number, make: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => make(index)).join("");

  it.each([
    ["children", many(10_000, () => "<a/>")],
    ["elements", many(300_000, () => "<a/>")],
    ["comments", many(10_000, () => "<!-- -->")],
    ["attributes", `<a ${many(5000, (index) => `a${index}="" `)}/>`],
    ["namespaces", `<a ${many(200, (index) => `xmlns:a${index}="urn:a" `)}/>`],
  ])("refuses more %s than a list has", async (_, content) => {
    const xml = text(signList(listXml(), signer));
    const flooded = xml.replace("<SchemeInformation>", `<SchemeInformation>${content}`);
    expect(await refusal(flooded)).toEqual(refusedFor("list_too_large"));
  });
});

describe("any change of a signed list", () => {
  const original = signList(listXml({ services: [granted] }), signer);
  const anywhere = fc.nat(original.length - 1);
  const changed = fc.oneof(
    fc.tuple(anywhere, fc.integer({ min: 1, max: 255 })).map(([at, bits]) => {
      const copy = Uint8Array.from(original);
      copy[at] = (copy[at] ?? 0) ^ bits;
      return copy;
    }),
    fc.tuple(anywhere, anywhere).map(([from, to]) => original.subarray(Math.min(from, to), Math.max(from, to))),
    fc.tuple(anywhere, anywhere, anywhere).map(([at, from, to]) => {
      const part = original.subarray(Math.min(from, to), Math.max(from, to));
      return Buffer.concat([original.subarray(0, at), part, original.subarray(at)]);
    }),
  );

  it("is refused, or changes nothing of what is read", async () => {
    const { signer: _, ...expected } = await accepted(original);
    await fc.assert(
      fc.asyncProperty(changed, async (xml) => {
        const list = await read(xml);
        if (list.ok) expect(list.value).toMatchObject(expected);
      }),
      { numRuns: 60 },
    );
  });
});

function supplyPoint(attribute: string): string {
  return `<ServiceSupplyPoints><ServiceSupplyPoint ${attribute}="http://example.org/ocsp">http://ocsp.example</ServiceSupplyPoint></ServiceSupplyPoints><ServiceInformationExtensions>`;
}
