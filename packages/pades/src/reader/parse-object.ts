import { isDigit } from "./characters.ts";
import type { Lexer } from "./lexer.ts";
import type { PdfDictionary, PdfObject } from "./object.ts";
import { PdfError } from "./pdf-error.ts";

const openParenthesis = 0x28;
const lessThan = 0x3c;
const greaterThan = 0x3e;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const solidus = 0x2f;
const numberStarts = new Set([0x2b, 0x2d, 0x2e]);

/**
 * Reads the object at the lexer's position (ISO 32000-2, section 7.3), streams excepted: these are a dictionary and more.
 * Throws a {@link PdfError}: `unreadable`, or `limit` where it is nested deeper than `depth`.
 */
export function parseObject(lexer: Lexer, depth: number): PdfObject {
  if (depth < 0) throw new PdfError("limit", "objects that are nested too deeply");
  lexer.skipBlank();
  const byte = lexer.next;
  switch (byte) {
    case solidus:
      return lexer.readName();
    case openParenthesis:
      return lexer.readLiteralString();
    case openBracket:
      return parseArray(lexer, depth);
    case lessThan:
      return lexer.bytes[lexer.position + 1] === lessThan
        ? parseDictionary(lexer, depth)
        : lexer.readHexadecimalString();
    default:
      if (isDigit(byte)) return parseReference(lexer) ?? lexer.readNumber();
      if (byte !== undefined && numberStarts.has(byte)) return lexer.readNumber();
      return parseKeyword(lexer);
  }
}

/** Reads `<<...>>`. */
export function parseDictionary(lexer: Lexer, depth: number): PdfDictionary {
  const start = lexer.position;
  lexer.position += 2;
  const entries = new Map<string, PdfObject>();
  const repeatedKeys: string[] = [];
  for (;;) {
    lexer.skipBlank();
    if (lexer.next === greaterThan) break;
    const { name } = lexer.readName();
    if (entries.has(name)) repeatedKeys.push(name);
    entries.set(name, parseObject(lexer, depth - 1));
  }
  if (lexer.bytes[lexer.position + 1] !== greaterThan) throw new PdfError("unreadable", "a dictionary without an end");
  lexer.position += 2;
  return { kind: "dictionary", entries, repeatedKeys, start, end: lexer.position };
}

function parseArray(lexer: Lexer, depth: number): PdfObject {
  const start = lexer.position;
  lexer.position += 1;
  const items: PdfObject[] = [];
  for (;;) {
    lexer.skipBlank();
    if (lexer.next === closeBracket) break;
    items.push(parseObject(lexer, depth - 1));
  }
  lexer.position += 1;
  return { kind: "array", items, start, end: lexer.position };
}

/** `12 0 R`, or undefined; the position stays then. */
function parseReference(lexer: Lexer): PdfObject | undefined {
  const start = lexer.position;
  const objectNumber = lexer.takeDigits();
  if (objectNumber !== undefined) {
    const behindNumber = lexer.position;
    lexer.skipBlank();
    const generation = lexer.position > behindNumber ? lexer.takeDigits() : undefined;
    if (generation !== undefined) {
      lexer.skipBlank();
      if (lexer.takeKeyword("R")) return { kind: "reference", objectNumber, generation, start, end: lexer.position };
    }
  }
  lexer.position = start;
  return undefined;
}

function parseKeyword(lexer: Lexer): PdfObject {
  const start = lexer.position;
  const keyword = lexer.readKeyword();
  const end = lexer.position;
  if (keyword === "null") return { kind: "null", start, end };
  if (keyword === "true" || keyword === "false") return { kind: "boolean", value: keyword === "true", start, end };
  throw new PdfError("unreadable", "expected an object");
}
