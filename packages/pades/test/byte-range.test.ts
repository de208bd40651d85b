import { signCms } from "@idvkit/trust/testing";
import { describe, expect, it } from "vitest";
import type { FindingCode } from "../src/index.ts";
import {
  appendBytes,
  appendUpdate,
  bytesOf,
  joinBytes,
  type MadePdf,
  objectNumbers,
  patchPdf,
} from "./pdf-maker/index.ts";
import { contract, edited, secondSigner, sign, signed, signer, verify, verifyOne } from "./verify-pdf-setup.ts";

const codesOf = async (pdf: MadePdf | Uint8Array) => (await verifyOne(pdf)).findings.map(({ code }) => code);

/** Overwrites the source of an entry in the file with another of the same length. */
function overwritten(pdf: MadePdf, entry: RegExp, replacement: (found: string) => string): MadePdf {
  const text = Buffer.from(pdf.bytes).toString("latin1");
  const found = entry.exec(text)?.[0] ?? "";
  return patchPdf(pdf, found, replacement(found).padEnd(found.length));
}

const range = /\/ByteRange \[[0-9 ]+\]/;
const contents = /\/Contents <[0-9a-f]+>/;

describe("universal signature forgery: the entries that say what is signed are spoilt", () => {
  it.each<[string, MadePdf, FindingCode]>([
    ["no /ByteRange", overwritten(signed, range, () => ""), "byte_range_missing"],
    ["/ByteRange null", overwritten(signed, range, () => "/ByteRange null"), "byte_range_missing"],
    ["/ByteRange is a number", overwritten(signed, range, () => "/ByteRange 0"), "byte_range_malformed"],
    ["/ByteRange is a string", overwritten(signed, range, () => "/ByteRange (0 1 2 3)"), "byte_range_malformed"],
    ["/ByteRange is a dictionary", overwritten(signed, range, () => "/ByteRange << >>"), "byte_range_malformed"],
    ["/ByteRange is empty", overwritten(signed, range, () => "/ByteRange []"), "byte_range_malformed"],
    ["/ByteRange of zeros", overwritten(signed, range, () => "/ByteRange [0 0 0 0]"), "byte_range_malformed"],
    ["/ByteRange with nulls", overwritten(signed, range, () => "/ByteRange [0 null 1 2]"), "byte_range_malformed"],
    ["/ByteRange with names", overwritten(signed, range, () => "/ByteRange [/0 /1 /2 /3]"), "byte_range_malformed"],
    ["no /Contents", overwritten(signed, contents, () => ""), "contents_missing"],
    ["/Contents null", overwritten(signed, contents, () => "/Contents null"), "contents_missing"],
    ["/Contents is a number", overwritten(signed, contents, () => "/Contents 0"), "contents_malformed"],
    ["/Contents is a literal string", overwritten(signed, contents, () => "/Contents (30)"), "contents_malformed"],
    [
      "/Contents of zeros",
      overwritten(signed, contents, (all) => all.replace(/[1-9a-f](?=[0-9a-f]*>)/g, "0")),
      "contents_empty",
    ],
    ["/Contents is empty", overwritten(signed, contents, () => "/Contents <>"), "contents_not_in_gap"],
  ])("%s", async (_, pdf, code) => {
    const { documentIntact, signatures } = await verify(pdf);
    const [signature] = signatures;
    expect(signature?.fieldName).toBe("Signature1");
    expect(signature?.intact).toBe(false);
    expect(documentIntact).toBe(false);
    expect(signature?.findings.map(({ code: found }) => found)).toContain(code);
  });
});

describe("the numbers of a /ByteRange", () => {
  type Numbers = readonly [number, number, number, number];
  it.each<[string, (right: Numbers) => readonly number[], FindingCode]>([
    ["two", ([a, b]) => [a, b], "byte_range_malformed"],
    ["three", ([a, b, c]) => [a, b, c], "byte_range_malformed"],
    ["six", ([a, b, c, d]) => [a, b, c, d, 0, 0], "byte_range_malformed"],
    ["do not begin at 0", ([, b, c, d]) => [9, b - 9, c, d], "byte_range_malformed"],
    ["are negative", ([a, b, c]) => [a, b, c, -1], "byte_range_malformed"],
    ["have no gap", ([a, b, , d]) => [a, b, b, d], "byte_range_malformed"],
    ["go backwards", ([a, b, , d]) => [a, b, b - 1, d], "byte_range_malformed"],
    ["are no whole numbers", ([a, b, c, d]) => [a, b, c, d - 0.5], "byte_range_malformed"],
    ["reach one byte past the end", ([a, b, c, d]) => [a, b, c, d + 1], "byte_range_beyond_file"],
    ["reach far past the end", ([a, b, c]) => [a, b, c, 4_000_000_000], "byte_range_beyond_file"],
    ["are beyond whole numbers", ([a, b, c]) => [a, b, c, 1e19], "byte_range_malformed"],
    ["leave out a byte before the gap", ([a, b, c, d]) => [a, b - 1, c, d], "contents_not_in_gap"],
    ["leave out a byte behind the gap", ([a, b, c, d]) => [a, b, c + 1, d - 1], "contents_not_in_gap"],
    ["take in the `<`", ([a, b, c, d]) => [a, b + 1, c, d], "contents_not_in_gap"],
    ["take in the `>`", ([a, b, c, d]) => [a, b, c - 1, d + 1], "contents_not_in_gap"],
    ["end before the revision does", ([a, b, c, d]) => [a, b, c, d - 12], "signed_end_inside_revision"],
    ["leave out the last letter of the end marker", ([a, b, c, d]) => [a, b, c, d - 2], "signed_end_inside_revision"],
    ["end in the dictionary", ([a, b, c]) => [a, b, c, 10], "signed_end_inside_revision"],
  ])("%s", async (_, writtenByteRange, code) => {
    const { signatures, documentIntact } = await verify(sign(contract, { writtenByteRange }));
    expect(signatures.map(({ intact }) => intact)).toEqual([false]);
    expect(documentIntact).toBe(false);
    expect(signatures[0]?.findings.map(({ code: found }) => found)).toContain(code);
  });

  it("are reported as they are written", async () => {
    expect((await verifyOne(signed)).byteRange).toEqual(signed.signatures[0]?.byteRange);
    expect((await verifyOne(sign(contract, { writtenByteRange: ([a, b]) => [a, b] }))).byteRange).toHaveLength(2);
    expect((await verifyOne(overwritten(signed, range, () => ""))).byteRange).toBeNull();
  });
});

/** Bytes of the gap of `signed`: two digits for each byte of the message, and the brackets. */
const gapSize = 2 * 4096 + 2;

/** What stands in a gap beside the digits. */
interface GapSource {
  /** Before the last of the digits. */
  inside?: string;
  /** After `>`. */
  behind?: string;
}

/** Signs with such a gap, as large as the one of `signed`. The message is right for these very bytes. */
function signedWithGap({ inside = "", behind = "" }: GapSource): Uint8Array {
  const { bytes } = sign(contract);
  const [, start = 0, end = 0] = signed.signatures[0]?.byteRange ?? [];
  const parts = [bytes.subarray(0, start), bytes.subarray(end)];
  const digits = gapSize - 2 - inside.length - behind.length;
  const message = Buffer.from(signCms({ signer, content: parts }))
    .toString("hex")
    .padEnd(digits, "0");
  const gap = `<${message.slice(0, 4000)}${inside}${message.slice(4000)}>${behind}`;
  return joinBytes([parts[0] ?? bytes, bytesOf(gap), parts[1] ?? bytes]);
}

describe("signature wrapping: the gap is exactly the /Contents, or nothing is signed", () => {
  it("accepts digits in pairs between angle brackets", async () => {
    const bytes = signedWithGap({});
    expect(bytes.length).toBe(signed.bytes.length);
    expect(await codesOf(bytes)).toEqual([]);
  });

  it.each<[string, GapSource, FindingCode]>([
    ["white space between the digits", { inside: " \n" }, "contents_malformed"],
    ["an odd number of digits", { inside: " ", behind: "" }, "contents_malformed"],
    ["an odd number of digits and a byte behind", { behind: " " }, "contents_not_in_gap"],
    ["white space behind the string", { behind: "    " }, "contents_not_in_gap"],
    ["a comment behind the string", { behind: "%rest\r\n " }, "contents_not_in_gap"],
    ["another entry behind the string", { behind: "/Reason (xyz)" }, "contents_not_in_gap"],
    ["another object behind it", { behind: ">>endobj 6 0 obj<</Length 9>>stream " }, "contents_not_in_gap"],
    ["a second /Contents", { behind: "/Contents <00>  " }, "signature_key_repeated"],
    ["a second /ByteRange", { behind: "/ByteRange [0 1 2 3] " }, "signature_key_repeated"],
    ["letters that are no digits", { inside: "xy" }, "contents_malformed"],
  ])("refuses %s", async (_, gap, code) => {
    const bytes = signedWithGap(gap);
    expect(bytes.length).toBe(signed.bytes.length);
    expect(await codesOf(bytes)).toContain(code);
    expect((await verify(bytes)).documentIntact).toBe(false);
  });

  it("refuses a range whose gap is larger than the /Contents, with a message that is right for it", async () => {
    const wider = sign(contract, { writtenByteRange: ([a, b, c, d]) => [a, b - 10, c, d] });
    expect(await codesOf(wider)).toContain("contents_not_in_gap");
  });
});

describe("ranges of several signatures", () => {
  it("may be nested: each signs what was there before", async () => {
    const twice = sign(signed, { signer: secondSigner, fieldName: "Signature2" });
    const { documentIntact, signatures } = await verify(twice);
    expect(documentIntact).toBe(true);
    expect(signatures.map(({ coversWholeDocument }) => coversWholeDocument)).toEqual([false, true]);
  });

  it("refuses a second dictionary that reuses the range and the message of the first", async () => {
    const { byteRange, contents: message } = signed.signatures[0] ?? { byteRange: [], contents: new Uint8Array() };
    const reused = sign(signed, {
      signer: secondSigner,
      fieldName: "Signature2",
      writtenByteRange: () => byteRange,
      cms: {},
    });
    expect(message.length).toBeGreaterThan(0);
    const { documentIntact, signatures } = await verify(reused);
    expect(documentIntact).toBe(false);
    const second = signatures.find(({ fieldName }) => fieldName === "Signature2");
    expect(second?.intact).toBe(false);
    expect(second?.findings.map(({ code }) => code)).toContain("contents_not_in_gap");
  });

  /** One more field whose value is another object. */
  const withField = (value: string, more: Readonly<Record<number, string>> = {}) =>
    appendUpdate(signed, {
      objects: {
        30: { FT: "/Sig", T: "(Copy)", V: value },
        4: edited(signed, objectNumbers.form, { Fields: "[10 0 R 11 0 R 12 0 R 14 0 R 30 0 R]" }),
        ...more,
      },
    });

  it("reports a second field with the signature of the first", async () => {
    const { documentIntact, signatures } = await verify(withField("13 0 R"));
    expect(documentIntact).toBe(false);
    expect(signatures).toHaveLength(1);
    expect(signatures[0]?.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["signature_in_two_fields", "signature_reused"]),
    );
  });

  it("refuses a gap that overlaps with another signature's, when one leads to the other over a second number", async () => {
    const { documentIntact, signatures } = await verify(withField("31 0 R", { 31: "13 0 R" }));
    expect(documentIntact).toBe(false);
    expect(signatures.map(({ findings }) => findings.map(({ code }) => code).includes("byte_range_overlap"))).toEqual([
      true,
      true,
    ]);
  });
});

describe("bytes behind what is signed", () => {
  it.each([
    ["nothing", "", true, true],
    ["a line feed", "\n", true, true],
    ["a carriage return and a line feed", "\r\n", true, true],
    ["three line feeds", "\n\n\n", true, true],
    ["spaces", "  ", true, true],
    ["white space of all kinds", "\0\t\n\f\r ", true, true],
    ["as much padding as counts as none", " ".repeat(1024), true, true],
    ["more padding", " ".repeat(1025), false, false],
    ["a comment", "%", false, false],
    ["text", "more", false, false],
    ["an end marker", "%%EOF\n", false, false],
    ["other zeros", "0000", false, false],
    ["a byte that is no character", "\xff", false, false],
  ])("%s", async (_, more, isIntact, isWhole) => {
    const { documentIntact, signatures } = await verify(appendBytes(signed, more));
    expect(documentIntact).toBe(isIntact);
    expect(signatures[0]?.coversWholeDocument).toBe(isWhole);
    expect(signatures[0]?.modifications).toBe(isIntact ? "none" : "forbidden");
  });
});
