import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitAppendix } from "../src/index.ts";
import { bytesOf, joinBytes } from "./pdf-maker/index.ts";
import { contract, sign, signed, verify } from "./verify-pdf-setup.ts";

const reasonOf = (signedBytes: Uint8Array, unsigned: number | Uint8Array) => {
  const result = splitAppendix(signedBytes, unsigned);
  return result.ok ? undefined : [result.error.code, result.error.reason];
};

describe("a signed PDF is cut into the document that was signed and what signing appended", () => {
  it("by the original", () => {
    const result = splitAppendix(signed.bytes, contract.bytes);
    if (!result.ok) throw result.error;
    const { original, appendix } = result.value;
    expect(original).toEqual(contract.bytes);
    expect(appendix).toEqual(signed.bytes.subarray(contract.bytes.length));
    expect(joinBytes([original, appendix])).toEqual(signed.bytes);
  });

  it("by the length of the original", () => {
    expect(splitAppendix(signed.bytes, contract.bytes.length)).toEqual(splitAppendix(signed.bytes, contract.bytes));
  });

  it("without copying: both are views on what was given", () => {
    const result = splitAppendix(signed.bytes, contract.bytes);
    expect(result.ok && [result.value.original.buffer, result.value.appendix.buffer]).toEqual([
      signed.bytes.buffer,
      signed.bytes.buffer,
    ]);
  });

  it("behind an earlier signature, which then belongs to the original", async () => {
    const again = sign(signed, { fieldName: "Signature2" });
    const result = splitAppendix(again.bytes, signed.bytes);
    if (!result.ok) throw result.error;
    expect((await verify(result.value.original)).documentIntact).toBe(true);
  });

  it.each(["", "\n", "\r", "\r\n"])("whatever end of line the original has: %j", (end) => {
    const original = bytesOf(`%PDF-1.7\n%%EOF${end}`);
    expect(splitAppendix(joinBytes([original, bytesOf("more")]), original).ok).toBe(true);
  });
});

describe("what is no signed PDF of that original", () => {
  const changed = Uint8Array.from(contract.bytes);
  changed[100] = (changed[100] ?? 0) ^ 1;
  it.each<[string, Uint8Array, number | Uint8Array, string]>([
    ["one byte of the original differs", signed.bytes, changed, "original_differs"],
    ["the original is longer than the signed file", contract.bytes, signed.bytes, "original_differs"],
    ["nothing was appended", signed.bytes, signed.bytes, "appendix_empty"],
    ["nothing was appended, by length", signed.bytes, signed.bytes.length, "appendix_empty"],
    ["the length cuts the original short", signed.bytes, contract.bytes.length - 10, "original_incomplete"],
    ["the length reaches into the appendix", signed.bytes, contract.bytes.length + 1, "original_incomplete"],
    ["an empty original", signed.bytes, new Uint8Array(), "original_differs"],
    ["a length of zero", signed.bytes, 0, "original_differs"],
    ["a negative length", signed.bytes, -1, "original_differs"],
    ["a length that is no whole number", signed.bytes, 1.5, "original_differs"],
    ["a length that is no number", signed.bytes, Number.NaN, "original_differs"],
    ["a length beyond the file", signed.bytes, signed.bytes.length + 1, "original_differs"],
  ])("%s", (_, signedBytes, unsigned, reason) => {
    expect(reasonOf(signedBytes, unsigned)).toEqual(["invalid_input", reason]);
  });

  it("no length but the ends of revisions divides the file", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: signed.bytes.length - 2 }), (length) => {
        const isEnd = length >= contract.bytes.length - 1 && length <= contract.bytes.length;
        return splitAppendix(signed.bytes, length).ok === isEnd;
      }),
      { examples: [[contract.bytes.length], [contract.bytes.length - 1], [contract.bytes.length - 2]] },
    );
  });
});
