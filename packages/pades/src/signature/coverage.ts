import { isWhiteSpace } from "../reader/characters.ts";
import type { PdfDocument, Revision } from "../reader/document.ts";
import type { SignedRange } from "./byte-range.ts";

/** An end of line behind `%%EOF`: signing software cuts before, inside or behind it. */
const mostSlackBytes = 2;
/** As much white space as the reader takes for the end of the file. */
const mostPaddingBytes = 1024;

export type CoverageProblem = "signed_end_inside_revision" | "signature_outside_revision";

/** The revision whose end a signature signs; undefined where what is signed ends elsewhere. */
export function coveredRevision({ bytes, revisions }: PdfDocument, { end }: SignedRange): Revision | undefined {
  const revision = revisions.find((one) => end <= one.end && end >= one.end - mostSlackBytes);
  return revision !== undefined && bytes.subarray(end, revision.end).every(isEndOfLine) ? revision : undefined;
}

function isEndOfLine(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** A signature has to stand in the revision that it signs: it cannot have been there before. */
export function coverageProblem(document: PdfDocument, range: SignedRange): CoverageProblem | undefined {
  const revision = coveredRevision(document, range);
  if (revision === undefined) return "signed_end_inside_revision";
  return range.gapStart >= revision.start ? undefined : "signature_outside_revision";
}

/** Whether nothing but white space lies behind what is signed: the end of a line, or padding of a transport. */
export function coversWholeDocument({ bytes }: PdfDocument, { end }: SignedRange): boolean {
  return bytes.length - end <= mostPaddingBytes && bytes.subarray(end).every(isWhiteSpace);
}
