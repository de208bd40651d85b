import { verify } from "node:crypto";
import { createTestCertificateAuthority, der, signCms, testDigest } from "@idvkit/trust/testing";
import { describe, expect, it } from "vitest";
import type { PdfObject } from "../src/reader/object.ts";
import { readPdf } from "../src/reader/read-document.ts";
import {
  addDocumentTimestamp,
  addDss,
  addUsageRights,
  appendBytes,
  appendSignedDictionary,
  appendUpdate,
  type CreatePdfSettings,
  createPdf,
  type MadePdf,
  objectNumbers,
  pageContent,
  patchPdf,
  signPdf,
} from "./pdf-maker/index.ts";

const authority = createTestCertificateAuthority({ name: "Example Root" });
const signer = authority.issue({ subject: "Erika Mustermann" });
const unit = authority.issueTimestampUnit();
const limits = {
  maxBytes: 1e7,
  maxObjects: 1e4,
  maxRevisions: 100,
  maxDepth: 64,
  maxStreamBytes: 1e6,
  maxDecodedBytes: 1e7,
};
const read = (pdf: MadePdf) => readPdf(pdf.bytes, limits);
const namesOf = (object: PdfObject | undefined) => (object?.kind === "dictionary" ? [...object.entries.keys()] : []);
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

const forms: [string, CreatePdfSettings][] = [
  ["a table", {}],
  ["a cross-reference stream", { xref: "stream" }],
  ["object streams", { objectStreams: true }],
  ["a hybrid cross-reference", { xref: "hybrid" }],
];
const fields: CreatePdfSettings = {
  texts: ["One", "Two (2)"],
  textFields: [{ name: "city", value: "Bonn" }],
  signatureFields: [{ name: "Seller" }],
};

/** What the signature is over, and what stands in the gap, taken from the file by hand. */
function cut(pdf: MadePdf, index: number) {
  const [first, firstLength, second, secondLength] = pdf.signatures[index]?.byteRange ?? [0, 0, 0, 0];
  return {
    signed: Buffer.concat([
      pdf.bytes.subarray(first, first + firstLength),
      pdf.bytes.subarray(second, second + secondLength),
    ]),
    gap: latin1(pdf.bytes.subarray(first + firstLength, second)),
    end: second + secondLength,
  };
}

describe.each(forms)("a PDF with %s", (_, form) => {
  const pdf = createPdf({ ...form, ...fields });

  it("is read without anomalies, and is the same each time", () => {
    const { revisions, anomalies, last } = read(pdf);
    expect(revisions).toHaveLength(1);
    expect(anomalies).toEqual([]);
    expect(namesOf(last.root)).toEqual(["Type", "Pages", "AcroForm"]);
    expect(createPdf({ ...form, ...fields }).bytes).toEqual(pdf.bytes);
  });

  it("keeps all bytes and stays readable with each thing that is added", () => {
    const signed = signPdf(pdf, { signer, docMdp: 2, fieldLock: { action: "Include", fields: ["city"] } });
    const again = signPdf(signed, { signer, fieldName: "Seller", existingField: true, visibleText: "Signed" });
    const stored = addDss(again, { certificates: [authority.certificate], vri: true });
    const stamped = addDocumentTimestamp(stored, { unit, time: new Date("2026-01-01T00:00:00Z") });
    for (const [before, after] of [
      [pdf, signed],
      [signed, again],
      [again, stored],
      [stored, stamped],
    ] as const) {
      expect(after.bytes.subarray(0, before.bytes.length)).toEqual(before.bytes);
    }
    const { revisions, anomalies, last } = read(stamped);
    expect(revisions).toHaveLength(5);
    expect(anomalies).toEqual([]);
    expect(namesOf(last.root)).toEqual(["Type", "Pages", "AcroForm", "Perms", "DSS"]);
    expect(stamped.signatures.map(({ fieldName }) => fieldName)).toEqual(["Signature1", "Seller", "Timestamp1"]);
    for (const [index, made] of stamped.signatures.entries()) {
      const { gap, end } = cut(stamped, index);
      expect(gap).toMatch(/^<[0-9a-f]+>$/);
      expect(gap.slice(1)).toMatch(new RegExp(`^${Buffer.from(made.contents).toString("hex")}0*>$`));
      expect(revisions.map((revision) => revision.end)).toContain(end);
    }
  });
});

describe("signed PDFs of the tests", () => {
  it("hold the digest of the range", () => {
    const signed = signPdf(createPdf(), { signer });
    const digest = testDigest("sha256", cut(signed, 0).signed);
    expect(Buffer.from(signed.signatures[0]?.contents ?? []).includes(Buffer.from(digest))).toBe(true);
    expect(latin1(signed.bytes).includes(`/ByteRange [${signed.signatures[0]?.byteRange.join(" ")}`)).toBe(true);
  });

  it("hold a bare RSA signature for adbe.x509.rsa_sha1", () => {
    const rsa = authority.issue({ subject: "Max Mustermann", keyType: "rsa2048" });
    const signed = signPdf(createPdf(), { signer: rsa, subFilter: "adbe.x509.rsa_sha1" });
    const contents = signed.signatures[0]?.contents ?? new Uint8Array();
    const signature = contents.subarray(4);
    expect(contents).toEqual(der.octetString(signature));
    expect(verify("sha1", cut(signed, 0).signed, rsa.publicKey, signature)).toBe(true);
  });

  it("hold the SHA-1 digest as content for adbe.pkcs7.sha1", () => {
    const signed = signPdf(createPdf(), { signer, subFilter: "adbe.pkcs7.sha1" });
    const digest = testDigest("sha1", cut(signed, 0).signed);
    expect(Buffer.from(signed.signatures[0]?.contents ?? []).includes(Buffer.from(der.octetString(digest)))).toBe(true);
  });

  it("may write another range than the one that is signed, and other entries", () => {
    const signed = signPdf(createPdf(), {
      signer,
      writtenByteRange: ([first, length]) => [first, length],
      dictionary: { Reason: "(because)" },
    });
    expect(latin1(signed.bytes)).toMatch(/\/Reason \(because\) \/ByteRange \[0 \d+ +\]/);
  });

  it("may be usage rights, in no field", () => {
    const pdf = addUsageRights(createPdf(fields), { signer });
    expect(pdf.signatures).toEqual([]);
    expect(latin1(pdf.bytes).includes("/Perms << /UR3 12 0 R >>")).toBe(true);
    expect(read(pdf).anomalies).toEqual([]);
  });

  it("may be in no field and named by nothing", () => {
    const dictionary = { Type: "/Sig", SubFilter: "/adbe.pkcs7.detached" };
    const sign = (content: readonly Uint8Array[]) => signCms({ signer, content });
    const start = createPdf();
    const { pdf, byteRange } = appendSignedDictionary(start, {
      objectNumber: start.size,
      dictionary,
      contentsSize: 4096,
      sign,
    });
    expect(byteRange[2] - byteRange[1]).toBe(2 * 4096 + 2);
    expect(latin1(pdf.bytes).includes("/AcroForm")).toBe(false);
  });

  it("show a text in a field that was there, without touching other objects", () => {
    const start = createPdf({ ...fields, signatureFields: [{ name: "Seller" }, { name: "Buyer" }] });
    const signed = signPdf(start, { signer, fieldName: "Seller", existingField: true, visibleText: "Signed" });
    const changed = [...(read(signed).revisions[1]?.entries.keys() ?? [])].sort((left, right) => left - right);
    expect(changed).toEqual([objectNumbers.form, 11, start.size, start.size + 2]);
  });

  it("refuse a message that is too large for its place", () => {
    expect(() => signPdf(createPdf(), { signer, contentsSize: 100 })).toThrow("contentsSize 100 is too small");
  });

  it("take the settings of the message", () => {
    const signed = signPdf(createPdf(), { signer, cms: { signerInfos: 0 } });
    const empty = signCms({ signer, content: [], signerInfos: 0 });
    expect(signed.signatures[0]?.contents).toEqual(empty);
  });
});

describe("updates of the tests", () => {
  const signed = signPdf(createPdf(), { signer });
  const other = { [objectNumbers.content]: pageContent("Other") };
  const codes = (pdf: MadePdf) => read(pdf).anomalies.map(({ code }) => code);

  it("replace an object", () => {
    const changed = appendUpdate(signed, { objects: other });
    expect(codes(changed)).toEqual([]);
    expect(read(changed).last.definedIn(objectNumbers.content)).toBe(2);
  });

  it("delete an object", () => {
    expect(read(appendUpdate(signed, { free: [6] })).last.get(6).kind).toBe("null");
  });

  it("may have an empty cross-reference, none, or no end marker", () => {
    expect(codes(appendUpdate(signed, { objects: other, xref: "empty" }))).toContain("xref_unreadable");
    expect(codes(appendUpdate(signed, { objects: other, xref: "none" }))).toContain("unaccounted_bytes");
    expect(codes(appendUpdate(signed, { objects: other, endMarker: false }))).toContain("end_marker_missing");
  });

  it("may be no updates: bytes replaced or added", () => {
    const patched = patchPdf(signed, "(Agreement)", "(Agreements)");
    expect(patched.bytes.length).toBe(signed.bytes.length + 1);
    expect(latin1(appendBytes(signed, "more").bytes).endsWith("%%EOF\nmore")).toBe(true);
    expect(() => patchPdf(signed, "(nothing)", "")).toThrow("no such text");
  });
});
