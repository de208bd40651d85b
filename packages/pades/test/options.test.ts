import { parseCertificate } from "@idvkit/trust";
import { describe, expect, it } from "vitest";
import { defaultLimits, type VerifyPdfOptions, verifyPdf } from "../src/index.ts";
import { appendUpdate, createPdf, streamSource } from "./pdf-maker/index.ts";
import { allCodes, authority, contract, sign, signed, verify } from "./verify-pdf-setup.ts";

const errorOf = async (options: VerifyPdfOptions, bytes = signed.bytes) => {
  const result = await verifyPdf(bytes, options);
  return result.ok ? undefined : { code: result.error.code, message: result.error.message };
};

describe("options that are wrong fail with `configuration` and name the option", () => {
  it.each<[string, VerifyPdfOptions]>([
    ["options.anchors[0]: no certificate", { anchors: [new Uint8Array([1, 2, 3])] }],
    ["options.anchors[1]: no certificate", { anchors: [authority.certificate, new Uint8Array()] }],
    ["options.anchors[0]: no certificate", { anchors: [Uint8Array.from([...authority.certificate, 0])] }],
    ["options.at: no time", { at: new Date("no time") }],
    ...Object.keys(defaultLimits).map((name): [string, VerifyPdfOptions] => [
      `options.limits.${name}: no limit`,
      { limits: { [name]: 0 } },
    ]),
    ["options.limits.maxBytes: no limit", { limits: { maxBytes: 1.5 } }],
    ["options.limits.maxBytes: no limit", { limits: { maxBytes: Number.POSITIVE_INFINITY } }],
    ["options.limits.maxObjects: no limit", { limits: { maxObjects: -1 } }],
    ["options.limits.maxDepth: no limit", { limits: { maxDepth: Number.NaN } }],
  ])("%s", async (message, options) => {
    expect(await errorOf(options)).toEqual({ code: "configuration", message });
  });

  it("before the bytes are looked at", async () => {
    expect(await errorOf({ at: new Date(Number.NaN) }, new Uint8Array())).toMatchObject({ code: "configuration" });
  });

  it("no option has to be given", async () => {
    expect(await errorOf({})).toBeUndefined();
    expect(await errorOf({ anchors: [], limits: {}, policy: {}, revocation: {} })).toBeUndefined();
    const parsed = parseCertificate(authority.certificate);
    expect(parsed.ok && (await errorOf({ anchors: [parsed.value] }))).toBeUndefined();
  });
});

describe("limits end what would take too long", () => {
  const bomb = createPdf({
    objectStreams: true,
    objects: { 20: { Long: `(${"x".repeat(100_000)})` } },
  });
  it.each<[string, VerifyPdfOptions["limits"], Uint8Array]>([
    ["maxBytes", { maxBytes: 100 }, signed.bytes],
    ["maxObjects", { maxObjects: 3 }, signed.bytes],
    ["maxRevisions", { maxRevisions: 1 }, signed.bytes],
    ["maxStreamBytes", { maxStreamBytes: 50_000 }, bomb.bytes],
    ["maxDecodedBytes", { maxDecodedBytes: 50_000 }, bomb.bytes],
  ])("%s", async (_, limits, bytes) => {
    const result = await verifyPdf(bytes, { limits: limits ?? {} });
    expect(result.ok ? undefined : [result.error.code, result.error.reason]).toEqual(["invalid_input", "limit"]);
  });

  it("maxDepth: what is deeper is not compared", async () => {
    const nested = (depth: number, inner: string) => `${"[".repeat(depth)}${inner}${"]".repeat(depth)}`;
    const deep = sign(createPdf({ objects: { 20: nested(200, "0") }, catalog: { Deep: "20 0 R" } }));
    const changed = appendUpdate(deep, { objects: { 20: nested(200, "1") } });
    expect(await errorOf({}, changed.bytes)).toEqual({ code: "invalid_input", message: "pdf: limit" });
    expect(await errorOf({ limits: { maxDepth: 1_000 } }, changed.bytes)).toBeUndefined();
  });

  it("maxSignatures: the rest is not listed, and the document is not intact", async () => {
    const twice = sign(signed, { fieldName: "Signature2" });
    const result = await verify(twice, { limits: { maxSignatures: 1 } });
    expect(result).toMatchObject({ documentIntact: false, signatures: [{ fieldName: "Signature1", intact: true }] });
    expect(allCodes(result)).toContain("too_many_signatures");
    expect((await verify(twice, { limits: { maxSignatures: 2 } })).documentIntact).toBe(true);
  });
});

/** Each has to end, and soon: with an error or a finding, and never intact. */
describe("hostile files", () => {
  const fewSeconds = 10_000;
  const manyKids = Array.from({ length: 100_000 }, (_, index) => `${100 + index} 0 R`).join(" ");
  it.each<[string, () => Uint8Array]>([
    ["a /Prev that leads to its own section", () => selfReferring()],
    [
      "a /Prev that leads into the signature",
      () => appendUpdate(signed, { previous: contract.bytes.length + 10 }).bytes,
    ],
    [
      "a tree of pages with a loop",
      () => appendUpdate(signed, { objects: { 2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>" } }).bytes,
    ],
    ["fields that are each other's kids", () => loopOfFields()],
    [
      "a string of 5 MB without an end",
      () => appendUpdate(signed, { objects: { 6: `(${"(".repeat(5_000_000)}` } }).bytes,
    ],
    [
      "an array of a million opening brackets",
      () => appendUpdate(signed, { objects: { 6: "[".repeat(1_000_000) } }).bytes,
    ],
    [
      "100,000 kids that are not there",
      () => appendUpdate(signed, { objects: { 2: `<< /Type /Pages /Kids [${manyKids}] /Count 100000 >>` } }).bytes,
    ],
    [
      "an inflate bomb as a page",
      () => appendUpdate(signed, { objects: { 6: streamSource({}, new Uint8Array(68_000_000), true) } }).bytes,
    ],
    [
      "a hundred thousand words that look like objects",
      () => Buffer.concat([signed.bytes, Buffer.from("1 0 obj ".repeat(100_000))]),
    ],
    [
      "a hundred thousand end markers",
      () => Buffer.concat([signed.bytes, Buffer.from("startxref 0 %%EOF ".repeat(100_000))]),
    ],
    [
      "ten thousand /ByteRange in a comment",
      () => Buffer.concat([signed.bytes, Buffer.from(`%${"/ByteRange ".repeat(10_000)}`)]),
    ],
  ])("%s", async (_, make) => {
    const bytes = make();
    const start = performance.now();
    const result = await verifyPdf(bytes);
    expect(performance.now() - start).toBeLessThan(fewSeconds);
    expect(result.ok && result.value.documentIntact).toBe(false);
  });

  function selfReferring(): Uint8Array {
    const right = appendUpdate(signed, { objects: { 6: "<< >>" } });
    return appendUpdate(signed, { objects: { 6: "<< >>" }, previous: right.xrefOffset }).bytes;
  }

  function loopOfFields(): Uint8Array {
    return appendUpdate(signed, {
      objects: {
        10: "<< /FT /Tx /T (a) /Kids [11 0 R] >>",
        11: "<< /FT /Tx /T (b) /Kids [10 0 R] >>",
      },
    }).bytes;
  }

  it("are no reason for an error that says what is in them", async () => {
    const secret = createPdf({ catalog: { Secret: "(Erika Mustermann" } });
    const result = await verifyPdf(secret.bytes);
    expect(JSON.stringify(result)).not.toContain("Mustermann");
  });
});
