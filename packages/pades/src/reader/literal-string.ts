import { skipEndOfLine } from "./characters.ts";

const open = 0x28;
const close = 0x29;
const reverseSolidus = 0x5c;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

const escapes: Readonly<Record<number, number>> = {
  110: 0x0a, // n
  114: 0x0d, // r
  116: 0x09, // t
  98: 0x08, // b
  102: 0x0c, // f
};

/** Reads `(...)` at that offset (ISO 32000-2, section 7.3.4.2). Gives undefined where it does not end. */
export function readLiteralString(bytes: Buffer, start: number): { bytes: Uint8Array; end: number } | undefined {
  let depth = 1;
  let isPlain = true;
  let at = start + 1;
  for (; depth > 0; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    if (byte === open) depth += 1;
    else if (byte === close) depth -= 1;
    else if (byte === reverseSolidus) {
      isPlain = false;
      at += 1;
    } else if (byte === carriageReturn) isPlain = false;
  }
  const content = bytes.subarray(start + 1, at - 1);
  return { bytes: isPlain ? content : resolveEscapes(content), end: at };
}

function resolveEscapes(content: Uint8Array): Uint8Array {
  const result = new Uint8Array(content.length);
  let length = 0;
  for (let at = 0; at < content.length; ) {
    const byte = content[at] ?? 0;
    if (byte === reverseSolidus) {
      const { value, end } = readEscape(content, at + 1);
      if (value !== undefined) result[length++] = value;
      at = end;
    } else if (byte === carriageReturn) {
      result[length++] = lineFeed;
      at = skipEndOfLine(content, at);
    } else {
      result[length++] = byte;
      at += 1;
    }
  }
  return result.subarray(0, length);
}

/** `value` is undefined for a line that goes on. */
function readEscape(content: Uint8Array, at: number): { value: number | undefined; end: number } {
  const byte = content[at];
  if (byte === undefined) return { value: undefined, end: at };
  if (byte === carriageReturn || byte === lineFeed) return { value: undefined, end: skipEndOfLine(content, at) };
  if (!isOctal(byte)) return { value: escapes[byte] ?? byte, end: at + 1 };
  let value = 0;
  let end = at;
  for (; end < at + 3 && isOctal(content[end]); end++) value = value * 8 + (content[end] ?? 0) - 0x30;
  return { value: value & 0xff, end };
}

function isOctal(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x37;
}
