import { PdfError } from "../pdf-error.ts";

const endOfData = 128;

/** RunLengthDecode (ISO 32000-2, section 7.4.5). Throws a {@link PdfError} of the code `limit` past `maxBytes`. */
export function decodeRunLength(data: Uint8Array, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let at = 0; at < data.length; ) {
    const control = data[at] ?? endOfData;
    if (control === endOfData) break;
    const isRun = control > endOfData;
    const part = isRun
      ? new Uint8Array(257 - control).fill(data[at + 1] ?? 0)
      : data.subarray(at + 1, at + 2 + control);
    parts.push(part);
    length += part.length;
    if (length > maxBytes) throw new PdfError("limit", "a stream that is too large");
    at += isRun ? 2 : control + 2;
  }
  return Buffer.concat(parts);
}
