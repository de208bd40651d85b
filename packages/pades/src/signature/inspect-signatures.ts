import type { Certificate } from "@idvkit/trust";
import { textOf } from "../changes/text-of.ts";
import { type Finding, type FindingCode, findingOf } from "../findings.ts";
import type { PdfDocument } from "../reader/document.ts";
import { type ByteRangeReading, isGapOf, readByteRange, type SignedRange } from "./byte-range.ts";
import { type ChangesAfter, changesAfter } from "./changes-after.ts";
import {
  announcedDigests,
  type CheckableSignature,
  type CryptographicCheck,
  checkableSignature,
  checkSignature,
} from "./check-signature.ts";
import { coverageProblem, coveredRevision, coversWholeDocument } from "./coverage.ts";
import type { FoundSignature } from "./find-signatures.ts";
import type { InspectedSignature } from "./inspected-signature.ts";
import { readPdfDate } from "./pdf-date.ts";
import { RangeDigests } from "./range-digests.ts";

interface Candidate {
  found: FoundSignature;
  reading: ByteRangeReading;
  range: SignedRange | undefined;
  checkable: CheckableSignature | undefined;
}

/** Inspects all signatures of a document; the bytes are hashed once for each hash function. */
export function inspectSignatures(
  document: PdfDocument,
  signatures: readonly FoundSignature[],
  certificates: readonly Certificate[],
): InspectedSignature[] {
  const candidates = signatures.map((found): Candidate => {
    const reading = byteRangeOf(document, found);
    const range = "range" in reading ? reading.range : undefined;
    return { found, reading, range, checkable: range === undefined ? undefined : checkableSignature(found, range) };
  });
  const ranges = candidates.flatMap(({ range }) => range ?? []);
  const digests = new RangeDigests(document.bytes, ranges);
  for (const { checkable } of candidates) {
    if (checkable === undefined) continue;
    for (const name of announcedDigests(checkable)) digests.announce(checkable.range, name);
  }
  const changes = new Map<number, ChangesAfter>();
  const cache = new Map<string, Certificate>();
  return candidates.map((candidate) => {
    const { checkable } = candidate;
    const check: CryptographicCheck =
      checkable === undefined ? { codes: [] } : checkSignature(document, checkable, { digests, certificates, cache });
    return inspected(document, candidate, check, { ranges, changes });
  });
}

function byteRangeOf({ bytes, last }: PdfDocument, { dictionary }: FoundSignature): ByteRangeReading {
  const reading = readByteRange(dictionary, last.lookup(dictionary, "ByteRange"), bytes.length);
  if ("problem" in reading || isGapOf(bytes, reading.range, dictionary)) return reading;
  return { problem: "contents_not_in_gap", numbers: reading.numbers };
}

function inspected(
  document: PdfDocument,
  { found, reading, range }: Candidate,
  check: CryptographicCheck,
  { ranges, changes }: { ranges: readonly SignedRange[]; changes: Map<number, ChangesAfter> },
): InspectedSignature {
  const revision = range === undefined ? undefined : coveredRevision(document, range);
  const codes: FindingCode[] = [...found.problems];
  if ("problem" in reading) codes.push(reading.problem);
  const uncovered = range === undefined ? undefined : coverageProblem(document, range);
  if (uncovered !== undefined) codes.push(uncovered);
  if (range !== undefined && overlapsAnother(range, ranges)) codes.push("byte_range_overlap");
  if (found.kind === "usageRights") codes.push("usage_rights");
  const after = revision === undefined ? undefined : changesOf(document, revision.index, changes);
  const findings: Finding[] = [
    ...[...codes, ...check.codes].map((code) => findingOf(code)),
    ...(after?.findings ?? []),
  ];
  const modifications = after?.modifications ?? "forbidden";
  return {
    found,
    byteRange: reading.numbers,
    range,
    revisionIndex: revision?.index,
    coversWholeDocument: range !== undefined && coversWholeDocument(document, range),
    check,
    modifications,
    findings: withoutRepeats(findings),
    intact: modifications !== "forbidden" && findings.every(({ severity }) => severity !== "error"),
    claimedTime: claimedTimeOf(document, found) ?? check.signer?.signingTimeClaimed,
  };
}

/** Several signatures of one revision have the same later changes. */
function changesOf(document: PdfDocument, index: number, known: Map<number, ChangesAfter>): ChangesAfter | undefined {
  const revision = document.revisions[index];
  if (revision === undefined) return undefined;
  const changes = known.get(index) ?? changesAfter(document, revision);
  known.set(index, changes);
  return changes;
}

function overlapsAnother(range: SignedRange, ranges: readonly SignedRange[]): boolean {
  return ranges.some((other) => other !== range && other.gapStart < range.gapEnd && range.gapStart < other.gapEnd);
}

function claimedTimeOf({ last }: PdfDocument, { dictionary }: FoundSignature): Date | undefined {
  const text = textOf(last.lookup(dictionary, "M"));
  return text === undefined ? undefined : readPdfDate(text);
}

function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, objectNumber }) => {
    const key = `${code} ${objectNumber ?? ""}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
