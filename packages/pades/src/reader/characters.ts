/** What a byte is between tokens (ISO 32000-2, section 7.2.3). */
const regular = 0;
const whiteSpace = 1;
const delimiter = 2;

const classes = new Uint8Array(256).fill(regular);
for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) classes[byte] = whiteSpace;
for (const character of "()<>[]{}/%") classes[character.charCodeAt(0)] = delimiter;

/** Whether the byte is white space; a byte behind the end is not. */
export function isWhiteSpace(byte: number | undefined): boolean {
  return byte !== undefined && classes[byte] === whiteSpace;
}

/** Whether the byte can be part of a keyword, a number or a name. */
export function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && classes[byte] === regular;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The offset behind one end of line (CR, LF or both), or the same offset where there is none. */
export function skipEndOfLine(bytes: Uint8Array, offset: number): number {
  if (bytes[offset] === 0x0d) return bytes[offset + 1] === 0x0a ? offset + 2 : offset + 1;
  return bytes[offset] === 0x0a ? offset + 1 : offset;
}

/** The value of a hexadecimal digit, or -1. */
export function hexadecimalValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & ~0x20;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}
