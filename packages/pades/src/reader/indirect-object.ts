import { isDigit, isWhiteSpace, skipEndOfLine } from "./characters.ts";
import { integerOf } from "./dictionary-values.ts";
import type { KeywordPositions } from "./keyword-positions.ts";
import { Lexer } from "./lexer.ts";
import type { PdfDictionary, PdfObject, PdfReference, PdfStream } from "./object.ts";
import { parseObject } from "./parse-object.ts";
import type { WorkBudget } from "./work-budget.ts";

/** `N G obj ... endobj` (ISO 32000-2, section 7.3.10). */
export interface IndirectObject {
  objectNumber: number;
  generation: number;
  object: PdfObject;
  start: number;
  /** Behind `endobj`, or behind the object where that is missing. */
  end: number;
  /** Of a stream whose /Length stands elsewhere: where, and what was found there. */
  indirectLength?: { reference: PdfReference; value: number | undefined };
}

/** What reading an indirect object needs to know of the file. */
export interface ObjectSource {
  bytes: Buffer;
  endstreams: KeywordPositions;
  budget: WorkBudget;
  maxDepth: number;
}

/** How much white space may stand between where an entry points and the object. */
export const maximumLead = 32;

/**
 * Reads the object at an offset. Gives undefined where no `N G obj` stands there.
 * Throws a {@link PdfError} where what follows cannot be read.
 */
export function readIndirectObject(
  source: ObjectSource,
  offset: number,
  lengthOf: (reference: PdfReference) => number | undefined,
): IndirectObject | undefined {
  const lexer = new Lexer(source.bytes, offset);
  let dataLength = 0;
  try {
    const header = readHeader(lexer);
    if (header === undefined) return undefined;
    const plain = parseObject(lexer, source.maxDepth);
    const stream = plain.kind === "dictionary" ? readStream(source, lexer, plain, lengthOf) : undefined;
    dataLength = stream?.object.rawData.length ?? 0;
    skipEndobj(lexer);
    return { ...header, object: plain, end: lexer.position, ...stream };
  } finally {
    source.budget.takeParsed(lexer.position - offset - dataLength);
  }
}

/** Whether `N G obj` of these numbers stands at an offset; what follows is not read. */
export function hasHeader(source: ObjectSource, offset: number, objectNumber: number, generation: number): boolean {
  const lexer = new Lexer(source.bytes, offset);
  const header = readHeader(lexer);
  source.budget.takeParsed(lexer.position - offset);
  return header?.objectNumber === objectNumber && header.generation === generation;
}

function skipEndobj(lexer: Lexer): void {
  const behind = lexer.position;
  lexer.skipBlank();
  if (!lexer.takeKeyword("endobj")) lexer.position = behind;
}

function readHeader(lexer: Lexer): { objectNumber: number; generation: number; start: number } | undefined {
  const { bytes, position: offset } = lexer;
  if (isDigit(bytes[offset - 1]) && isDigit(bytes[offset])) return undefined; // in the midst of another number
  while (lexer.position < offset + maximumLead && isWhiteSpace(lexer.next)) lexer.position += 1;
  const start = lexer.position;
  const objectNumber = lexer.takeDigits();
  lexer.skipBlank();
  const generation = lexer.takeDigits();
  lexer.skipBlank();
  if (objectNumber === undefined || generation === undefined || !takeObj(lexer)) return undefined;
  return { objectNumber, generation, start };
}

/** `obj`, behind which a digit or letter may follow at once in files that readers accept (`1 0 obj42`). */
function takeObj(lexer: Lexer): boolean {
  if (lexer.bytes.toString("latin1", lexer.position, lexer.position + 3) !== "obj") return false;
  lexer.position += 3;
  return true;
}

interface StreamBody {
  object: PdfStream;
  indirectLength?: { reference: PdfReference; value: number | undefined };
}

function readStream(
  source: ObjectSource,
  lexer: Lexer,
  dictionary: PdfDictionary,
  lengthOf: (reference: PdfReference) => number | undefined,
): StreamBody | undefined {
  const behindDictionary = lexer.position;
  lexer.skipBlank();
  if (!lexer.takeKeyword("stream")) {
    lexer.position = behindDictionary;
    return undefined;
  }
  const start = skipEndOfLine(source.bytes, skipSpaces(source.bytes, lexer.position));
  const written = dictionary.entries.get("Length");
  const value = written?.kind === "reference" ? lengthOf(written) : integerOf(written);
  const dataEnd = endOfData(source, start, value);
  lexer.position = dataEnd.behind;
  const rawData = source.bytes.subarray(start, dataEnd.end);
  return {
    object: { kind: "stream", dictionary, rawData, start: dictionary.start, end: dataEnd.behind },
    ...(written?.kind === "reference" && { indirectLength: { reference: written, value } }),
  };
}

/** Spaces before the end of the line of `stream`: wrong, and in many files. */
function skipSpaces(bytes: Buffer, offset: number): number {
  let at = offset;
  while (at < offset + maximumLead && bytes[at] === 0x20) at += 1;
  return bytes[at] === 0x0a || bytes[at] === 0x0d ? at : offset;
}

/** Where the data ends, and where `endstream` ends. A /Length that does not lead to `endstream` does not count. */
function endOfData(source: ObjectSource, start: number, length: number | undefined): { end: number; behind: number } {
  const { bytes } = source;
  if (length !== undefined && start + length <= bytes.length) {
    const lexer = new Lexer(bytes, start + length);
    while (lexer.position < start + length + maximumLead && isWhiteSpace(lexer.next)) lexer.position += 1;
    if (lexer.takeKeyword("endstream")) return { end: start + length, behind: lexer.position };
  }
  const found = source.endstreams.firstFrom(start);
  if (found === undefined) return { end: bytes.length, behind: bytes.length };
  return { end: Math.max(start, beforeEndOfLine(bytes, found)), behind: found + "endstream".length };
}

function beforeEndOfLine(bytes: Buffer, offset: number): number {
  if (bytes[offset - 1] === 0x0a) return bytes[offset - 2] === 0x0d ? offset - 2 : offset - 1;
  return bytes[offset - 1] === 0x0d ? offset - 1 : offset;
}
