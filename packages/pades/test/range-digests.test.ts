import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { PdfDictionary } from "../src/reader/object.ts";
import { PdfError } from "../src/reader/pdf-error.ts";
import { isGapOf } from "../src/signature/byte-range.ts";
import { RangeDigests } from "../src/signature/range-digests.ts";

const file = new Uint8Array(Buffer.from("aaaa<0102>bbbb<0304>cccc"));
const first = { gapStart: 4, gapEnd: 10, end: 14 };
const second = { gapStart: 14, gapEnd: 20, end: 24 };

function digestOf(name: string, { gapStart, gapEnd, end }: typeof first): string {
  return createHash(name).update(file.subarray(0, gapStart)).update(file.subarray(gapEnd, end)).digest("hex");
}

describe("digests of several signatures", () => {
  it("are those of the bytes of each, whatever was announced", () => {
    const digests = new RangeDigests(file, [second, first]);
    digests.announce(first, "sha256");
    digests.announce(second, "sha256");
    digests.announce(second, "sha512");
    expect(digests.of(second, "sha256").toString("hex")).toBe(digestOf("sha256", second));
    expect(digests.of(first, "sha256").toString("hex")).toBe(digestOf("sha256", first));
    expect(digests.of(second, "sha512").toString("hex")).toBe(digestOf("sha512", second));
    expect(digests.of(first, "sha384").toString("hex")).toBe(digestOf("sha384", first));
  });

  it("end with an error when they hash far more than the file", () => {
    const digests = new RangeDigests(file, [first]);
    expect(() => digests.charge(2 ** 28)).not.toThrow();
    expect(() => digests.charge(2 ** 29)).toThrow(PdfError);
  });
});

describe("the gap of a signature", () => {
  const dictionary = (hexadecimal: string): PdfDictionary => ({
    kind: "dictionary",
    entries: new Map([
      ["Contents", { kind: "string", bytes: Buffer.from(hexadecimal, "hex"), form: "hexadecimal", start: 4, end: 10 }],
    ]),
    repeatedKeys: [],
    start: 0,
    end: 24,
  });

  it.each([
    ["is what stands in the file", "0102", first, true],
    ["is not another value, as a dictionary in an object stream could have it", "0105", first, false],
    ["is not a place without brackets", "0102", { gapStart: 3, gapEnd: 10, end: 14 }, false],
  ])("%s", (_, contents, range, expected) => {
    expect(isGapOf(file, range, dictionary(contents))).toBe(expected);
  });
});
