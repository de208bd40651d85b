import {
  createTestCertificateAuthority,
  createTimestampToken,
  type TestTimestampSettings,
  testPurposes,
} from "@idvkit/trust/testing";
import { describe, expect, it } from "vitest";
import type { FindingCode } from "../src/index.ts";
import { addDocumentTimestamp, addDss, type DocumentTimestampSettings, type MadePdf } from "./pdf-maker/index.ts";
import {
  allCodes,
  authority,
  contract,
  secondSigner,
  sign,
  signed,
  stampedAt,
  unit,
  verify,
  verifyOne,
} from "./verify-pdf-setup.ts";

const later = new Date("2027-03-01T10:00:00Z");
/** A signature with a timestamp inside. */
const stamped = (settings: Partial<TestTimestampSettings> = {}): MadePdf =>
  sign(contract, {
    contentsSize: 8192,
    cms: {
      timestamp: (value) => createTimestampToken({ unit, imprintOf: [value], time: stampedAt, ...settings }),
    },
  });
const archived = (pdf: MadePdf, settings: Partial<DocumentTimestampSettings> = {}): MadePdf =>
  addDocumentTimestamp(pdf, { unit, time: later, contentsSize: 4096, ...settings });

describe("a timestamp inside a signature", () => {
  it("proves the time, and is told with its authority", async () => {
    const signature = await verifyOne(stamped());
    expect(signature).toMatchObject({ intact: true, level: "B-T", signingTime: { proven: stampedAt } });
    expect(signature.timestamps).toEqual([
      {
        kind: "signature",
        valid: true,
        time: stampedAt,
        trust: "unknown",
        authority: "CN=Example Time-Stamping Unit",
        findings: [],
      },
    ]);
  });

  const notForTimestamps = authority.issue({ subject: "Example Not A Unit" });
  const notOnlyForTimestamps = authority.issueTimestampUnit({
    extendedKeyUsage: { purposes: [testPurposes.timeStamping, testPurposes.clientAuth], critical: true },
  });
  const notCritical = authority.issueTimestampUnit({ extendedKeyUsage: { purposes: [testPurposes.timeStamping] } });
  it.each<[string, Partial<TestTimestampSettings>, FindingCode]>([
    [
      "over another signature's value",
      { imprintOf: [signed.signatures[0]?.contents ?? signed.bytes] },
      "timestamp_imprint_mismatch",
    ],
    ["with one bit of the imprint turned", { wrongImprint: true }, "timestamp_imprint_mismatch"],
    ["with a wrong signature of its own", { cms: { brokenSignature: true } }, "signature_invalid"],
    ["by a certificate that is not for timestamps", { unit: notForTimestamps }, "timestamp_purpose_missing"],
    ["by a certificate that is for more", { unit: notOnlyForTimestamps }, "timestamp_purpose_not_critical"],
    ["by a certificate whose purpose is not critical", { unit: notCritical }, "timestamp_purpose_not_critical"],
    ["by two signers", { cms: { signerInfos: 2 } }, "signer_count"],
    [
      "whose attributes are in another order",
      { cms: { unsortedAttributes: true, signingTime: stampedAt } },
      "timestamp_attributes_unsorted",
    ],
    ["without a content", { cms: { encapsulated: "no" } }, "timestamp_unreadable"],
  ])("%s proves nothing, and the signature is not intact", async (_, settings, code) => {
    const result = await verify(stamped(settings));
    const [signature] = result.signatures;
    expect(signature).toMatchObject({ intact: false, timestamps: [{ valid: false }] });
    expect(signature?.level).toBe("B-B");
    expect(signature?.signingTime.proven).toBeUndefined();
    expect(result.documentIntact).toBe(false);
    expect(allCodes(result)).toContain(code);
  });

  it("of several, the earliest counts", async () => {
    const token = (time: Date) => (value: Uint8Array) => createTimestampToken({ unit, imprintOf: [value], time });
    const signature = await verifyOne(
      archived(sign(contract, { contentsSize: 8192, cms: { timestamp: token(stampedAt) } })),
    );
    expect(signature.timestamps.map(({ kind, time }) => [kind, time])).toEqual([
      ["signature", stampedAt],
      ["document", later],
    ]);
    expect(signature.signingTime.proven).toEqual(stampedAt);
  });
});

describe("a document timestamp", () => {
  it("proves that the signatures before it were there", async () => {
    const { signatures, documentIntact } = await verify(archived(signed));
    expect(documentIntact).toBe(true);
    expect(signatures).toMatchObject([
      { kind: "signature", level: "B-T", signingTime: { proven: later }, timestamps: [{ kind: "document" }] },
      { kind: "documentTimestamp", level: "none", signingTime: { proven: later }, timestamps: [{ kind: "document" }] },
    ]);
    expect(signatures[1]?.signer?.commonName).toBe("Example Time-Stamping Unit");
  });

  it("before the signature gives nothing", async () => {
    const first = archived(contract);
    const { signatures, documentIntact } = await verify(sign(first));
    const signature = signatures.find(({ kind }) => kind === "signature");
    expect(documentIntact).toBe(true);
    expect(signature).toMatchObject({ level: "B-B", timestamps: [], intact: true });
    expect(signature?.signingTime.proven).toBeUndefined();
    expect(signature?.findings.map(({ code }) => code)).toEqual(["timestamp_before_signature"]);
  });

  it("between two signatures counts for the first one only", async () => {
    const { signatures } = await verify(sign(archived(signed), { signer: secondSigner, fieldName: "Signature2" }));
    expect(signatures.map(({ fieldName, level }) => [fieldName, level])).toEqual([
      ["Signature1", "B-T"],
      ["Timestamp1", "none"],
      ["Signature2", "B-B"],
    ]);
  });

  it("copied from another document is not intact and gives nothing", async () => {
    const copied = archived(signed, { token: { imprintOf: [contract.bytes] } });
    const { signatures, documentIntact } = await verify(copied);
    expect(documentIntact).toBe(false);
    expect(signatures).toMatchObject([
      { kind: "signature", intact: true, level: "B-B" },
      { kind: "documentTimestamp", intact: false },
    ]);
    expect(signatures[1]?.findings.map(({ code }) => code)).toContain("timestamp_imprint_mismatch");
  });

  it("of the type Sig gives nothing", async () => {
    const { signatures } = await verify(archived(signed, { dictionary: { Type: "/Sig" } }));
    expect(signatures).toMatchObject([
      { kind: "signature", level: "B-B" },
      { kind: "documentTimestamp", timestamps: [{ valid: false }] },
    ]);
    expect(signatures[1]?.findings.map(({ code }) => code)).toContain("timestamp_type_wrong");
    expect(signatures[0]?.signingTime.proven).toBeUndefined();
  });

  it("whose message is an ordinary signature is none", async () => {
    const pdf = sign(contract, { subFilter: "ETSI.RFC3161", dictionary: { Type: "/DocTimeStamp" } });
    const result = await verify(pdf);
    expect(result).toMatchObject({ documentIntact: false, signatures: [{ kind: "documentTimestamp", intact: false }] });
    expect(allCodes(result)).toContain("timestamp_unreadable");
  });

  it("changed by a later update gives nothing any more", async () => {
    const pdf = archived(signed);
    const bytes = Uint8Array.from(pdf.bytes);
    const [, , gapEnd = 0] = pdf.signatures[1]?.byteRange ?? [];
    const at = Buffer.from(bytes).indexOf("/Filter", gapEnd - 9_000);
    bytes[at + 1] = 0x47;
    const { signatures } = await verify(bytes);
    expect(signatures[0]?.level).toBe("B-B");
    expect(signatures[1]?.intact).toBe(false);
  });
});

describe("levels", () => {
  const crl = authority.crl({
    thisUpdate: new Date("2026-03-01T12:00:00Z"),
    nextUpdate: new Date("2026-06-01T12:00:00Z"),
  });
  const ocsp = (...signers: readonly { serialNumber: bigint }[]) =>
    signers.map(({ serialNumber }) =>
      authority.ocspResponse({
        answers: [{ serialNumber, status: "good", thisUpdate: stampedAt }],
        producedAt: stampedAt,
      }),
    );
  const person = authority.issue({ subject: "Kari Nordmann" });
  const stamping = authority.issueTimestampUnit();
  const stampedBy = (pdf: MadePdf) =>
    sign(pdf, {
      signer: person,
      contentsSize: 8192,
      cms: { timestamp: (value) => createTimestampToken({ unit: stamping, imprintOf: [value], time: stampedAt }) },
    });
  const basic = stampedBy(contract);
  const stranger = authority.crl({ thisUpdate: later, issuerName: "Example Other CA" });

  it.each<[string, MadePdf, string]>([
    ["a signature alone", signed, "B-B"],
    ["without /M", sign(contract, { dictionary: { M: "null" } }), "PAdES-BES"],
    ["with the old signing certificate attribute", sign(contract, { cms: { signingCertificate: "v1" } }), "B-B"],
    ["adbe.pkcs7.detached", sign(contract, { subFilter: "adbe.pkcs7.detached" }), "PKCS7"],
    ["with a timestamp", basic, "B-T"],
    ["with a timestamp and an empty DSS", addDss(basic, {}), "B-T"],
    ["with certificates only in the DSS", addDss(basic, { certificates: [authority.certificate] }), "B-T"],
    ["with a CRL of another authority", addDss(basic, { crls: [stranger] }), "B-T"],
    ["with the CRL of the authority", addDss(basic, { crls: [crl] }), "B-LT"],
    ["with OCSP responses for signer and authority", addDss(basic, { ocspResponses: ocsp(person, stamping) }), "B-LT"],
    ["with an OCSP response for the signer only", addDss(basic, { ocspResponses: ocsp(person) }), "B-T"],
    ["with an OCSP response for the authority only", addDss(basic, { ocspResponses: ocsp(stamping) }), "B-T"],
    ["without a timestamp, with revocation data", addDss(signed, { crls: [crl] }), "B-B"],
    ["with DSS, then a document timestamp", archived(addDss(basic, { crls: [crl] })), "B-LTA"],
    ["with a document timestamp, then the DSS", addDss(archived(basic), { crls: [crl] }), "B-LT"],
    ["with the only timestamp over DSS and signature", archived(addDss(signed, { crls: [crl] })), "B-LTA"],
    [
      "with revocation data for the document timestamp only after it",
      addDss(archived(addDss(basic, { ocspResponses: ocsp(person, stamping) })), { crls: [crl] }),
      "B-LT",
    ],
  ])("%s: %s", async (_, pdf, level) => {
    const { signatures, documentIntact } = await verify(pdf);
    expect(signatures[0]?.level).toBe(level);
    expect(documentIntact).toBe(true);
  });

  it("B-LT takes revocation data of the CAs between, too", async () => {
    const between = createTestCertificateAuthority({ name: "Example Issuing CA", parent: authority });
    const signedBelow = sign(contract, {
      signer: between.issue({ subject: "Ola Nordmann" }),
      contentsSize: 8192,
      cms: { timestamp: (value) => createTimestampToken({ unit: stamping, imprintOf: [value], time: stampedAt }) },
    });
    const certificates = [authority.certificate];
    const nextUpdate = new Date("2026-06-01T12:00:00Z");
    const ofLeaf = [between.crl({ thisUpdate: stampedAt, nextUpdate })];
    const responses = ocsp(stamping);
    const without = await verifyOne(addDss(signedBelow, { certificates, crls: ofLeaf, ocspResponses: responses }));
    const whole = await verifyOne(addDss(signedBelow, { certificates, crls: [...ofLeaf, crl] }));
    expect([without.level, whole.level]).toEqual(["B-T", "B-LT"]);
  });

  it("a signature that does not verify has none", async () => {
    expect((await verifyOne(sign(contract, { cms: { brokenSignature: true } }))).level).toBe("none");
  });

  it("the message of a signature may hold what a DSS would: that is no B-LT", async () => {
    const inside = sign(contract, { contentsSize: 8192, cms: { revocationArchival: { crls: [crl] } } });
    expect((await verifyOne(inside)).level).toBe("B-B");
  });
});
