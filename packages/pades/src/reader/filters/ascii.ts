import { hexadecimalValue, isWhiteSpace } from "../characters.ts";
import { PdfError } from "../pdf-error.ts";

const greaterThan = 0x3e;
const tilde = 0x7e;
const letterZ = 0x7a;

/** ASCIIHexDecode (ISO 32000-2, section 7.4.2). */
export function decodeAsciiHex(data: Uint8Array): Uint8Array {
  const result = new Uint8Array((data.length + 1) >> 1);
  let digits = 0;
  for (const byte of data) {
    if (byte === greaterThan) break;
    if (isWhiteSpace(byte)) continue;
    const value = hexadecimalValue(byte);
    if (value < 0) throw new PdfError("unreadable", "data that is not hexadecimal");
    const at = digits >> 1;
    result[at] = (result[at] ?? 0) + (digits % 2 === 0 ? value * 16 : value);
    digits += 1;
  }
  return result.subarray(0, (digits + 1) >> 1);
}

/** ASCII85Decode (section 7.4.3). `z` stands for four zero bytes. Throws a {@link PdfError} of the code `limit` past `maxBytes`. */
export function decodeAscii85(data: Uint8Array, maxBytes: number): Uint8Array {
  const result = new Uint8Array(sizeOfAscii85(data, maxBytes));
  let length = 0;
  let value = 0;
  let digits = 0;
  for (const byte of data) {
    if (byte === tilde) break;
    if (isWhiteSpace(byte)) continue;
    if (byte === letterZ && digits === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) throw new PdfError("unreadable", "data that is not in base 85");
    value = value * 85 + byte - 0x21;
    digits += 1;
    if (digits === 5) {
      length += writeGroup(result, length, value, 4);
      value = 0;
      digits = 0;
    }
  }
  if (digits === 1) throw new PdfError("unreadable", "data that is not in base 85");
  if (digits > 1) {
    for (let missing = digits; missing < 5; missing++) value = value * 85 + 84;
    length += writeGroup(result, length, value, digits - 1);
  }
  return result.subarray(0, length);
}

/** At most that many bytes come out. */
function sizeOfAscii85(data: Uint8Array, maxBytes: number): number {
  let zeros = 0;
  for (const byte of data) if (byte === letterZ) zeros += 1;
  const size = zeros * 4 + Math.ceil((data.length - zeros) / 5) * 4;
  if (size > maxBytes + 4) throw new PdfError("limit", "a stream that is too large");
  return size;
}

function writeGroup(result: Uint8Array, at: number, value: number, count: number): number {
  if (value > 0xff_ff_ff_ff) throw new PdfError("unreadable", "data that is not in base 85");
  for (let index = 0; index < count; index++) result[at + index] = value / 2 ** (24 - 8 * index);
  return count;
}
