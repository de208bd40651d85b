import { isWhiteSpace } from "./characters.ts";
import { integerAt } from "./dictionary-values.ts";
import type { XrefEntry } from "./document.ts";
import { Lexer } from "./lexer.ts";
import { PdfError } from "./pdf-error.ts";
import type { XrefSection, XrefSource } from "./xref-section.ts";
import { readXrefStream } from "./xref-stream.ts";
import { readXrefTable } from "./xref-table.ts";

/** How much white space may stand before a section where an offset points. */
const maximumLead = 32;
/** How far beside an offset a section is looked for. */
const nearness = 64;
const sectionStart = /\bxref\b|\b\d+\s+\d+\s+obj\b/g;

/** Where the section starts to which this number of the file points. */
export function sectionOffset(source: XrefSource, written: number): number {
  let at = written + source.base;
  const last = at + maximumLead;
  while (at < last && isWhiteSpace(source.bytes[at])) at += 1;
  return at;
}

/**
 * Reads the table, the stream, or the table and the stream of a hybrid file, at an offset. Gives undefined where none can be read.
 * Throws a {@link PdfError} of the code `limit` only.
 */
export function readSection(source: XrefSource, offset: number): XrefSection | undefined {
  return quietly(() => {
    const lexer = new Lexer(source.bytes, offset);
    if (!lexer.takeKeyword("xref") && !takeXrefBeforeDigit(lexer)) return readXrefStream(source, offset);
    const table = readXrefTable(source, lexer, offset);
    addHybridPart(source, table);
    return table;
  });
}

/** The same where the offset is off by a few bytes, as some writers have it; that is an anomaly of the section. */
export function readSectionNear(source: XrefSource, offset: number): XrefSection | undefined {
  const exact = readSection(source, offset);
  if (exact !== undefined) return exact;
  const from = Math.max(0, offset - nearness);
  const nearby = source.bytes.toString("latin1", from, offset + nearness);
  const places = [...nearby.matchAll(sectionStart)].map((match) => from + match.index);
  for (const place of places.sort((left, right) => Math.abs(left - offset) - Math.abs(right - offset))) {
    const section = readSection(source, place);
    if (section === undefined) continue;
    section.anomalies.push({ code: "startxref_wrong", at: offset });
    return section;
  }
  return undefined;
}

/** `xref0 5`: seen, and read by all readers. */
function takeXrefBeforeDigit(lexer: Lexer): boolean {
  if (!/^xref\d/.test(lexer.bytes.toString("latin1", lexer.position, lexer.position + 5))) return false;
  lexer.position += 4;
  return true;
}

/** Section 7.5.8.4: what the table has as free or has not at all may stand in the stream that /XRefStm names. */
function addHybridPart(source: XrefSource, table: XrefSection): void {
  const written = integerAt(table.trailer, "XRefStm");
  if (written === undefined) return;
  const at = sectionOffset(source, written);
  const part = quietly(() => readXrefStream(source, at));
  if (part === undefined) {
    table.anomalies.push({ code: "xref_unreadable", at });
    return;
  }
  table.kind = "hybrid";
  table.extents.push(...part.extents);
  table.anomalies.push(...part.anomalies);
  for (const [objectNumber, entry] of part.entries) {
    const listed = table.entries.get(objectNumber);
    if (listed === undefined || listed.kind === "free") table.entries.set(objectNumber, entry);
    else if (!isSameEntry(listed, entry)) table.anomalies.push({ code: "hybrid_differs", at });
  }
}

function isSameEntry(left: XrefEntry, right: XrefEntry): boolean {
  if (left.kind === "inUse" && right.kind === "inUse") {
    return left.offset === right.offset && left.generation === right.generation;
  }
  return false;
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PdfError && error.code === "unreadable") return undefined;
    throw error;
  }
}
