import { signCms, type TestCmsSettings } from "@idvkit/trust/testing";
import { describe, expect, it } from "vitest";
import { type FindingCode, verifyPdf } from "../src/index.ts";
import {
  addDocumentTimestamp,
  addDss,
  addUsageRights,
  appendSignedDictionary,
  appendUpdate,
  type CreatePdfSettings,
  createPdf,
  type MadePdf,
  objectNumbers,
  patchPdf,
  reference,
} from "./pdf-maker/index.ts";
import {
  allCodes,
  authority,
  contract,
  edited,
  secondSigner,
  sign,
  signed,
  signedAt,
  signer,
  stampedAt,
  unit,
  verify,
  verifyOne,
} from "./verify-pdf-setup.ts";

const stamp = (pdf: MadePdf, fieldName = "Timestamp1") =>
  addDocumentTimestamp(pdf, { unit, time: stampedAt, fieldName, contentsSize: 4096 });
const errorsOf = (codes: readonly { code: string; severity: string }[]) =>
  codes.filter(({ severity }) => severity === "error").map(({ code }) => code);

describe("what a verification says", () => {
  it("of a PDF with one signature", async () => {
    const { signatures, documentIntact, findings, revisions } = await verify(signed);
    expect(signatures).toEqual([
      {
        fieldName: "Signature1",
        kind: "signature",
        subFilter: "ETSI.CAdES.detached",
        byteRange: signed.signatures[0]?.byteRange,
        coversWholeDocument: true,
        intact: true,
        modifications: "none",
        signer: {
          subject: "CN=Erika Mustermann",
          issuer: "CN=Example Root",
          commonName: "Erika Mustermann",
          serialNumber: "1001",
          notBefore: new Date("2024-01-01T00:00:00Z"),
          notAfter: new Date("2044-01-01T00:00:00Z"),
          certificate: signer.certificate,
        },
        signingTime: { claimed: signedAt },
        level: "B-B",
        trust: "unknown",
        qualification: expect.objectContaining({ claims: "AdES" }),
        timestamps: [],
        findings: [],
      },
    ]);
    expect(documentIntact).toBe(true);
    expect(findings).toEqual([]);
    expect(revisions).toEqual([
      { index: 0, start: 0, end: contract.bytes.length, signedBy: [] },
      { index: 1, start: contract.bytes.length, end: signed.bytes.length, signedBy: ["Signature1"] },
    ]);
  });

  it("of a PDF without signatures: an empty list, and nothing that is intact", async () => {
    const verification = await verify(contract);
    expect(verification).toMatchObject({ signatures: [], documentIntact: false, findings: [] });
    expect(verification.revisions).toHaveLength(1);
  });

  it("of a PDF that holds a ByteRange nowhere that a revision leads to: that it is there", async () => {
    const { signatures, findings, documentIntact } = await verify(createPdf({ texts: ["/ByteRange"] }));
    expect({ signatures, documentIntact }).toEqual({ signatures: [], documentIntact: false });
    expect(findings.map(({ code }) => code)).toEqual(["signature_unreachable"]);
  });

  it("of a field that waits for its signature: nothing", async () => {
    expect((await verify(createPdf({ signatureFields: [{ name: "Seller" }] }))).signatures).toEqual([]);
  });

  it.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "not_pdf"],
    ["a text", Buffer.from("This is no PDF."), "not_pdf"],
    ["zeros", new Uint8Array(2000), "not_pdf"],
    ["a header only", Buffer.from("%PDF-1.7\n"), "unreadable"],
    ["a PDF cut off before its first cross-reference", contract.bytes.subarray(0, 400), "unreadable"],
  ])("of %s: invalid input", async (_, bytes, reason) => {
    const result = await verifyPdf(bytes);
    expect(result.ok ? undefined : [result.error.code, result.error.reason]).toEqual(["invalid_input", reason]);
  });

  it("of what is no bytes at all: invalid input", async () => {
    const result = await verifyPdf("%PDF-1.7" as unknown as Uint8Array);
    expect(result.ok ? undefined : [result.error.code, result.error.reason]).toEqual(["invalid_input", "not_pdf"]);
  });

  it("of a signed file cut off inside its last revision: not intact", async () => {
    const cut = await verify(signed.bytes.subarray(0, signed.bytes.length - 40));
    expect(cut.documentIntact).toBe(false);
  });
});

describe("where a signature is found", () => {
  it("in a field below others: by its qualified name", async () => {
    const parts = createPdf({ signatureFields: [{ name: "Seller" }] });
    const tree = appendUpdate(parts, {
      objects: {
        20: { T: "(parties)", Kids: "[10 0 R]" },
        10: edited(parts, 10, { Parent: "20 0 R" }),
        [objectNumbers.form]: edited(parts, objectNumbers.form, { Fields: "[20 0 R]" }),
      },
    });
    expect((await verifyOne(sign(tree, { fieldName: "Seller", existingField: true }))).fieldName).toBe(
      "parties.Seller",
    );
  });

  it("in no field: it is listed with no name", async () => {
    const { pdf } = appendSignedDictionary(contract, {
      objectNumber: contract.size,
      dictionary: { Type: "/Sig", Filter: "/Adobe.PPKLite", SubFilter: "/ETSI.CAdES.detached" },
      contentsSize: 4096,
      sign: (content) => signCms({ signer, content }),
    });
    const { signatures } = await verify(pdf);
    expect(signatures).toHaveLength(1);
    expect(signatures[0]).toMatchObject({ fieldName: null, kind: "signature" });
    expect(signatures[0]?.findings.map(({ code }) => code)).toContain("signature_unreferenced");
  });

  it("as usage rights: listed, and nobody's signature", async () => {
    const { signatures, documentIntact } = await verify(addUsageRights(contract, { signer }));
    expect(signatures).toHaveLength(1);
    expect(signatures[0]).toMatchObject({ fieldName: null, kind: "usageRights" });
    expect(signatures[0]?.findings.map(({ code }) => code)).toContain("usage_rights");
    expect(documentIntact).toBe(false);
  });

  it("beside usage rights: the signature counts alone", async () => {
    const { signatures, documentIntact } = await verify(sign(addUsageRights(contract, { signer: secondSigner })));
    expect(signatures.map(({ kind }) => kind)).toEqual(["signature", "usageRights"]);
    expect(documentIntact).toBe(true);
  });
});

describe("forms of signatures (SubFilter)", () => {
  const rsaSigner = authority.issue({ subject: "Example RSA Signer", keyType: "rsa2048" });
  it.each(["ETSI.CAdES.detached", "adbe.pkcs7.detached", "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1"] as const)(
    "%s is verified",
    async (subFilter) => {
      const pdf = sign(contract, { signer: rsaSigner, subFilter });
      expect(await verifyOne(pdf)).toMatchObject({ subFilter, intact: true });
      const changed = patchPdf(pdf, "(Agreement)", "(Agreemund)");
      expect((await verify(changed)).documentIntact).toBe(false);
    },
  );

  it.each([
    ["of a vendor", { subFilter: "Acme.signature" }, "Acme.signature", "sub_filter_unsupported"],
    ["misspelt", { subFilter: "etsi.cades.detached" }, "etsi.cades.detached", "sub_filter_unsupported"],
    ["that is no name", { dictionary: { SubFilter: "(ETSI.CAdES.detached)" } }, null, "sub_filter_missing"],
  ])("one %s is listed and not verified", async (_, settings, subFilter, code) => {
    const result = await verify(sign(contract, settings));
    expect(result).toMatchObject({ documentIntact: false, signatures: [{ subFilter, intact: false, level: "none" }] });
    expect(allCodes(result)).toContain(code);
  });

  it("ETSI.RFC3161 is a document timestamp", async () => {
    const { signatures, documentIntact } = await verify(stamp(contract));
    expect(documentIntact).toBe(true);
    expect(signatures).toMatchObject([
      { kind: "documentTimestamp", subFilter: "ETSI.RFC3161", intact: true, level: "none" },
    ]);
  });
});

describe("the message inside a signature", () => {
  it.each<[string, Partial<TestCmsSettings>, FindingCode]>([
    ["no signer", { signerInfos: 0 }, "signer_count"],
    ["two signers", { signerInfos: 2 }, "signer_count"],
    ["a content of its own", { encapsulated: "yes" }, "encapsulated_content"],
    ["an empty content of its own", { encapsulated: "empty" }, "encapsulated_content"],
    ["no signed attributes", { hasSignedAttributes: false }, "signed_attributes_missing"],
    ["no message digest", { messageDigest: "missing" }, "message_digest_missing"],
    ["two message digests", { messageDigest: "twice" }, "attribute_repeated"],
    ["a wrong message digest", { messageDigest: "wrong" }, "message_digest_mismatch"],
    ["a wrong signature value", { brokenSignature: true }, "signature_invalid"],
    ["no signing certificate", { signingCertificate: "missing" }, "signing_certificate_missing"],
    ["another signing certificate", { namedCertificate: secondSigner.certificate }, "signing_certificate_mismatch"],
    ["no content type", { contentTypeAttribute: "missing" }, "content_type_missing"],
    ["another content type", { contentType: "1.2.840.113549.1.7.3" }, "content_type_wrong"],
    ["no certificate of the signer", { certificates: [authority.certificate] }, "signer_certificate_missing"],
    ["a digest that contradicts the algorithm", { digestAlgorithm: "sha512" }, "digest_contradicts_algorithm"],
  ])("%s", async (_, cms, code) => {
    const result = await verify(sign(contract, { cms }));
    expect(result).toMatchObject({ documentIntact: false, signatures: [{ intact: false }] });
    expect(allCodes(result)).toContain(code);
  });

  it("Ed448 goes with SHAKE256 and with no other hash", async () => {
    const ed448 = authority.issue({ subject: "Example Ed448", keyType: "ed448" });
    expect((await verifyOne(sign(contract, { signer: ed448 }))).intact).toBe(true);
    const other = await verify(sign(contract, { signer: ed448, cms: { digestAlgorithm: "sha512" } }));
    expect(other.documentIntact).toBe(false);
    expect(allCodes(other)).toContain("digest_contradicts_algorithm");
  });

  it("no CMS at all, or something behind it", async () => {
    const noMessage = sign(contract, {
      subFilter: "adbe.x509.rsa_sha1",
      dictionary: { SubFilter: "/ETSI.CAdES.detached" },
      signer: authority.issue({ subject: "Example RSA", keyType: "rsa2048" }),
    });
    expect(allCodes(await verify(noMessage))).toContain("cms_unreadable");
    const [, gapStart = 0] = signed.signatures[0]?.byteRange ?? [];
    const bytes = Uint8Array.from(signed.bytes);
    bytes[gapStart + 8000] = 0x31;
    expect(allCodes(await verify(bytes))).toContain("cms_unreadable");
  });

  it("weak algorithms are a warning, or refused when the policy says so", async () => {
    const weak = sign(contract, {
      signer: authority.issue({ subject: "Example Weak", keyType: "rsa1024" }),
      cms: { signatureAlgorithm: "rsa-sha1" },
    });
    const reported = await verify(weak);
    expect(reported.documentIntact).toBe(true);
    expect(allCodes(reported)).toEqual(expect.arrayContaining(["weak_hash", "short_key"]));
    expect((await verify(weak, { policy: { weakAlgorithms: "report" } })).documentIntact).toBe(true);
    expect((await verify(weak, { policy: { weakAlgorithms: "refuse" } })).documentIntact).toBe(false);
  });

  it("a DigestInfo without NULL is accepted and said", async () => {
    const rsa = authority.issue({ subject: "Example RSA", keyType: "rsa2048" });
    const signature = await verifyOne(
      sign(contract, { signer: rsa, cms: { signatureAlgorithm: "rsa-sha256-without-null" } }),
    );
    expect(signature.intact).toBe(true);
    expect(signature.findings.map(({ code }) => code)).toEqual(["digest_info_without_null"]);
  });
});

describe("what is no modification", () => {
  const forms: [string, CreatePdfSettings][] = [
    ["a table", {}],
    ["a cross-reference stream", { xref: "stream" }],
    ["object streams", { objectStreams: true }],
    ["a hybrid cross-reference", { xref: "hybrid" }],
  ];
  const fields: CreatePdfSettings = { textFields: [{ name: "city" }], signatureFields: [{ name: "Seller" }] };

  it.each(forms)("a second signature, DSS and a timestamp in a file with %s", async (_, form) => {
    const first = sign(createPdf({ ...form, ...fields }), { docMdp: 2 });
    const second = sign(first, { signer: secondSigner, fieldName: "Seller", existingField: true });
    const kept = stamp(addDss(second, { certificates: [authority.certificate], vri: true }));
    const { documentIntact, signatures } = await verify(kept);
    expect(signatures.map(({ fieldName, modifications }) => [fieldName, modifications])).toEqual([
      ["Seller", "ltaUpdates"],
      ["Signature1", "formFilling"],
      ["Timestamp1", "none"],
    ]);
    expect(signatures.flatMap(({ findings }) => errorsOf(findings))).toEqual([]);
    expect(documentIntact).toBe(true);
  });

  it("DSS and document timestamps after a certification with P=1", async () => {
    const kept = stamp(addDss(stamp(addDss(sign(contract, { docMdp: 1 }), { vri: true })), {}), "Timestamp2");
    const { documentIntact, signatures } = await verify(kept);
    expect(documentIntact).toBe(true);
    expect(signatures[0]).toMatchObject({ docMdp: 1, modifications: "ltaUpdates", intact: true });
  });

  it("DSS with arrays that are objects of their own", async () => {
    const stored = addDss(signed, { certificates: [authority.certificate] });
    const dss = signed.size;
    const indirect = appendUpdate(stored, {
      objects: { [dss]: { Type: "/DSS", Certs: "60 0 R" }, 60: `[${reference(dss + 1)}]` },
    });
    expect(await verify(indirect)).toMatchObject({
      documentIntact: true,
      signatures: [{ modifications: "ltaUpdates" }],
    });
  });

  it("twenty-five signatures", async () => {
    let pdf = createPdf();
    for (let index = 1; index <= 25; index += 1)
      pdf = sign(pdf, { fieldName: `Signature${index}`, contentsSize: 2048 });
    const { documentIntact, signatures, revisions } = await verify(pdf);
    expect(signatures).toHaveLength(25);
    expect(documentIntact).toBe(true);
    expect(signatures.filter(({ coversWholeDocument }) => coversWholeDocument)).toHaveLength(1);
    expect(revisions).toHaveLength(26);
  });

  it("an annotation saved again as it was", async () => {
    const noted = appendUpdate(contract, {
      objects: {
        20: { Type: "/Annot", Subtype: "/Link", Rect: "[9 9 20 20]", Border: "[0 0 1]", P: "5 0 R" },
        [objectNumbers.page]: edited(contract, objectNumbers.page, { Annots: "[10 0 R 11 0 R 12 0 R 20 0 R]" }),
      },
    });
    const before = sign(noted);
    const saved = appendUpdate(before, { objects: { 20: edited(before, 20, { Border: "[0.0 0 1.0]" }) } });
    expect(await verify(saved)).toMatchObject({ documentIntact: true, signatures: [{ modifications: "none" }] });
  });

  it("objects that nothing leads to", async () => {
    const { documentIntact } = await verify(appendUpdate(signed, { objects: { 50: { Unused: "true" } } }));
    expect(documentIntact).toBe(true);
  });

  it("the signature of an encrypted document is compared as it stands", async () => {
    const encrypted = createPdf({
      trailer: { Encrypt: "<< /Filter /Standard /V 1 /R 2 /O <00> /U <00> /P -4 >>" },
    });
    const { findings, documentIntact } = await verify(sign(encrypted));
    expect(findings.map(({ code }) => code)).toEqual(["document_encrypted"]);
    expect(documentIntact).toBe(true);
  });
});

describe("claimed times", () => {
  it.each([
    ["(D:20260301110000+01'00')", "2026-03-01T10:00:00.000Z"],
    ["(D:20260301110000+01'00)", "2026-03-01T10:00:00.000Z"],
    ["(D:20260301053000-04'30')", "2026-03-01T10:00:00.000Z"],
    ["(D:20260301100000Z)", "2026-03-01T10:00:00.000Z"],
    ["(D:20260301100000)", "2026-03-01T10:00:00.000Z"],
    ["(D:202603)", "2026-03-01T00:00:00.000Z"],
    ["(20260301)", "2026-03-01T00:00:00.000Z"],
    ["(yesterday)", undefined],
    ["(D:20261301)", undefined],
    ["(D:20260301100000+1)", undefined],
    ["42", undefined],
  ])("/M %s is %s", async (written, expected) => {
    const { signingTime } = await verifyOne(sign(contract, { dictionary: { M: written } }));
    expect(signingTime.claimed?.toISOString()).toBe(expected);
    expect(signingTime.proven).toBeUndefined();
  });

  it("is the one of the message where the dictionary has none", async () => {
    const pdf = sign(contract, { dictionary: { M: "null" }, cms: { signingTime: stampedAt } });
    expect((await verifyOne(pdf)).signingTime.claimed).toEqual(stampedAt);
  });
});
