import { constants, inflateRawSync, inflateSync } from "node:zlib";
import { PdfError } from "../pdf-error.ts";

/**
 * FlateDecode (ISO 32000-2, section 7.4.4; RFC 1950). Bytes behind the data, a missing or wrong checksum and a missing end
 * are accepted, as by the usual readers. Throws a {@link PdfError}: `limit` when more than `maxBytes` come out, else `unreadable`.
 */
export function inflate(data: Uint8Array, maxBytes: number): Uint8Array {
  if (data.length === 0) return data;
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, maxBytes) };
  try {
    return inflateSync(data, options);
  } catch (error) {
    if (isTooLarge(error)) throw new PdfError("limit", "a stream that is too large");
  }
  try {
    return inflateRawSync(data.subarray(2), options);
  } catch (error) {
    if (isTooLarge(error)) throw new PdfError("limit", "a stream that is too large");
    throw new PdfError("unreadable", "compressed data that cannot be read");
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}
