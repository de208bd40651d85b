import type { PdfArray, PdfDictionary, PdfObject } from "../reader/object.ts";

/** The bytes that a signature is over: from 0 to the gap, and from behind it to the end. */
export interface SignedRange {
  gapStart: number;
  gapEnd: number;
  end: number;
}

export type ByteRangeProblem =
  | "byte_range_missing"
  | "byte_range_malformed"
  | "byte_range_beyond_file"
  | "signature_key_repeated"
  | "contents_missing"
  | "contents_not_in_gap"
  | "contents_malformed";

export type ByteRangeReading =
  | { range: SignedRange; numbers: readonly number[] }
  | { problem: ByteRangeProblem; numbers: readonly number[] | null };

/**
 * Reads `/ByteRange` and holds it against the dictionary that it stands in. The gap has to be the dictionary's own
 * `/Contents`, exactly: white space, odd digits or a second value there are where signatures are moved into other files.
 */
export function readByteRange(dictionary: PdfDictionary, byteRange: PdfObject, fileSize: number): ByteRangeReading {
  const numbers = numbersOf(byteRange);
  const problem = problemOf(dictionary, byteRange, numbers, fileSize);
  if (problem !== undefined || numbers === null) return { problem: problem ?? "byte_range_malformed", numbers };
  const [, gapStart = 0, gapEnd = 0, length = 0] = numbers;
  return { range: { gapStart, gapEnd, end: gapEnd + length }, numbers };
}

function problemOf(
  dictionary: PdfDictionary,
  byteRange: PdfObject,
  numbers: readonly number[] | null,
  fileSize: number,
): ByteRangeProblem | undefined {
  if (byteRange.kind === "null") return "byte_range_missing";
  if (numbers?.length !== 4) return "byte_range_malformed";
  const [start = -1, gapStart = -1, gapEnd = -1, length = -1] = numbers;
  if (start !== 0 || gapStart <= 0 || gapStart >= gapEnd || length < 0) return "byte_range_malformed";
  if (gapEnd + length > fileSize) return "byte_range_beyond_file";
  if (dictionary.repeatedKeys.some((key) => key === "ByteRange" || key === "Contents")) return "signature_key_repeated";
  const contents = dictionary.entries.get("Contents");
  if (contents === undefined || contents.kind === "null") return "contents_missing";
  if (contents.kind !== "string" || contents.form === "literal") return "contents_malformed";
  if (contents.start !== gapStart || contents.end !== gapEnd) return "contents_not_in_gap";
  return contents.form === "hexadecimal" ? undefined : "contents_malformed";
}

/**
 * Whether the gap in the file is this value of `/Contents`. A dictionary in an object stream has positions of its own, and what
 * stands at the same place of the file would be anything.
 */
export function isGapOf(file: Uint8Array, { gapStart, gapEnd }: SignedRange, dictionary: PdfDictionary): boolean {
  const contents = dictionary.entries.get("Contents");
  if (contents?.kind !== "string" || file[gapStart] !== 0x3c || file[gapEnd - 1] !== 0x3e) return false;
  const digits = Buffer.from(file.buffer, file.byteOffset + gapStart + 1, gapEnd - gapStart - 2).toString("latin1");
  return Buffer.compare(Buffer.from(digits, "hex"), contents.bytes) === 0;
}

/** Whole numbers that are not negative; null for anything else. */
function numbersOf(object: PdfObject): number[] | null {
  if (object.kind !== "array") return null;
  const numbers = wholeNumbers(object);
  return numbers.length === object.items.length ? numbers : null;
}

function wholeNumbers({ items }: PdfArray): number[] {
  return items.flatMap((item) =>
    item.kind === "number" && item.isInteger && item.value >= 0 && Number.isSafeInteger(item.value) ? [item.value] : [],
  );
}
