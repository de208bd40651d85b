import { PdfError } from "../pdf-error.ts";

const clearTable = 256;
const endOfData = 257;
const maximumCodes = 4096;

/**
 * LZWDecode (ISO 32000-2, section 7.4.4). `earlyChange` is 1 where codes grow one code early, which is the default of PDF.
 * Throws a {@link PdfError}: `limit` past `maxBytes`, else `unreadable`.
 */
export function decodeLzw(data: Uint8Array, earlyChange: number, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let table: Uint8Array[] = [];
  let width = 9;
  let previous: Uint8Array | undefined;
  const reset = () => {
    table = Array.from({ length: 258 }, (_, code) => Uint8Array.of(code & 0xff));
    width = 9;
    previous = undefined;
  };
  reset();
  for (const code of codesOf(data, () => width)) {
    if (code === endOfData) break;
    if (code === clearTable) {
      reset();
      continue;
    }
    const sequence: Uint8Array | undefined = table[code] ?? repeated(previous, code === table.length);
    if (sequence === undefined) throw new PdfError("unreadable", "compressed data that cannot be read");
    parts.push(sequence);
    length += sequence.length;
    if (length > maxBytes) throw new PdfError("limit", "a stream that is too large");
    if (previous !== undefined && table.length < maximumCodes) table.push(extended(previous, sequence[0]));
    previous = sequence;
    if (table.length + earlyChange >= 2 ** width && width < 12) width += 1;
  }
  return Buffer.concat(parts);
}

/** The code that is being defined just now: the sequence before, and its first byte again. */
function repeated(previous: Uint8Array | undefined, isNext: boolean): Uint8Array | undefined {
  return previous !== undefined && isNext ? extended(previous, previous[0]) : undefined;
}

function extended(sequence: Uint8Array, byte: number | undefined): Uint8Array {
  const result = new Uint8Array(sequence.length + 1);
  result.set(sequence);
  result[sequence.length] = byte ?? 0;
  return result;
}

function* codesOf(data: Uint8Array, width: () => number): Generator<number> {
  let bits = 0;
  let count = 0;
  for (const byte of data) {
    bits = ((bits << 8) | byte) & 0xff_ff_ff;
    count += 8;
    if (count < width()) continue;
    count -= width();
    yield (bits >> count) & (2 ** 12 - 1) & ((1 << width()) - 1);
  }
}
