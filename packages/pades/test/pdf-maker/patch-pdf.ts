import type { MadePdf } from "./made-pdf.ts";
import { bytesOf, joinBytes } from "./pdf-source.ts";

/** Replaces one text in the bytes of the file, by default the first from an offset on. Throws when it is not there. */
export function patchPdf(
  pdf: MadePdf,
  text: string,
  replacement: string,
  { from = 0, last = false }: { from?: number; last?: boolean } = {},
): MadePdf {
  const bytes = Buffer.from(pdf.bytes);
  const at = last ? bytes.lastIndexOf(text, undefined, "latin1") : bytes.indexOf(text, from, "latin1");
  if (at === -1) throw new Error("no such text in the file");
  const rest = pdf.bytes.subarray(at + text.length);
  return { ...pdf, bytes: joinBytes([pdf.bytes.subarray(0, at), bytesOf(replacement), rest]) };
}

/** Adds bytes at the end as they are. */
export function appendBytes(pdf: MadePdf, text: string): MadePdf {
  return { ...pdf, bytes: joinBytes([pdf.bytes, bytesOf(text)]) };
}
