import { appendUpdate, type UpdateSettings } from "./append-update.ts";
import type { MadePdf } from "./made-pdf.ts";
import type { DictionarySource, PdfSource } from "./pdf-source.ts";
import {
  byteRangeAround,
  fillByteRange,
  fillContents,
  findGap,
  placeholders,
  rangeParts,
} from "./signature-placeholder.ts";

export type ByteRange = readonly [number, number, number, number];

export interface SignedDictionarySettings {
  /** Of the signature dictionary. */
  objectNumber: number;
  /** Without /ByteRange and /Contents. */
  dictionary: DictionarySource;
  /** What else the update writes; it has to name the dictionary if anything should. */
  objects?: Readonly<Record<number, PdfSource>>;
  /** Bytes that are kept for the message. */
  contentsSize: number;
  /** The message over these parts of the file. */
  sign: (parts: readonly Uint8Array[]) => Uint8Array;
  /** What is written as /ByteRange, given the right one; the message is made over the right one. */
  writtenByteRange?: (right: ByteRange) => readonly number[];
  update?: UpdateSettings;
}

/** Appends a signature dictionary, in no field, and fills in range and message. */
export function appendSignedDictionary(
  pdf: MadePdf,
  settings: SignedDictionarySettings,
): { pdf: MadePdf; byteRange: ByteRange; contents: Uint8Array } {
  const { objectNumber, dictionary, objects = {}, contentsSize, update = {} } = settings;
  const prepared = appendUpdate(pdf, {
    ...update,
    objects: { [objectNumber]: { ...dictionary, ...placeholders(contentsSize) }, ...objects, ...update.objects },
    plain: [objectNumber, ...(update.plain ?? [])],
  });
  const from = pdf.bytes.length;
  const gap = findGap(prepared.bytes, from);
  const byteRange = byteRangeAround(gap, prepared.bytes.length);
  const ranged = fillByteRange(prepared.bytes, from, settings.writtenByteRange?.(byteRange) ?? byteRange);
  const contents = settings.sign(rangeParts(ranged, byteRange));
  return { pdf: { ...prepared, bytes: fillContents(ranged, gap, contents) }, byteRange, contents };
}
