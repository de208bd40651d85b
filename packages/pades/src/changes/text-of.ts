import type { PdfObject } from "../reader/object.ts";

const utf8 = new TextDecoder("utf-8");
const utf16 = new TextDecoder("utf-16be");

/**
 * A text string (ISO 32000-2, section 7.9.2.2) for comparing names: UTF-16BE and UTF-8 by their byte order marks; anything else byte
 * by byte, which is the same for all characters that PDFDocEncoding shares with Latin-1.
 */
export function textOf(object: PdfObject): string | undefined {
  if (object.kind !== "string") return undefined;
  const { bytes } = object;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16.decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8.decode(bytes.subarray(3));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
