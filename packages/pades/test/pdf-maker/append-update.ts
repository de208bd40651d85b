import type { MadePdf } from "./made-pdf.ts";
import { type DictionarySource, joinBytes, type PdfSource } from "./pdf-source.ts";
import { writeSection, type XrefForm } from "./write-section.ts";

export interface UpdateSettings {
  /** New or other objects by number. Two dictionaries are not merged: this is the whole object. */
  objects?: Readonly<Record<number, PdfSource>>;
  /** Numbers of objects that are deleted. */
  free?: readonly number[];
  /** More or other entries of the trailer. */
  trailer?: DictionarySource;
  /** Default as the file was made. `empty`: a table without entries; `none`: neither table nor `startxref`. */
  xref?: XrefForm;
  /** Default false. */
  objectStream?: boolean;
  /** Numbers that stay outside of the object stream. */
  plain?: readonly number[];
  /** Whether `%%EOF` follows. Default true. */
  endMarker?: boolean;
  /** What `startxref` says, when it is wrong. */
  startxref?: number;
  /** What /Prev says, when it is wrong. */
  previous?: number;
}

/** One incremental update (ISO 32000-2, section 7.5.6). */
export function appendUpdate(pdf: MadePdf, settings: UpdateSettings): MadePdf {
  const { objects = {}, free = [], trailer = {}, xref = pdf.xref, endMarker = true, startxref } = settings;
  const section = writeSection({
    start: pdf.bytes.length,
    objects,
    free: new Map(free.map((number) => [number, 1])),
    size: pdf.size,
    trailer: {
      ...pdf.trailer,
      Prev: String(settings.previous ?? pdf.xrefOffset),
      ...trailer,
    },
    xref,
    objectStream: settings.objectStream ?? false,
    plain: settings.plain ?? [],
    endMarker,
    ...(startxref !== undefined && { startxref }),
  });
  const known = new Map(pdf.objects);
  for (const number of free) known.delete(number);
  for (const [number, source] of Object.entries(objects)) known.set(Number(number), source);
  return {
    ...pdf,
    bytes: joinBytes([pdf.bytes, section.bytes]),
    objects: known,
    xrefOffset: section.xrefOffset ?? pdf.xrefOffset,
    size: section.size,
  };
}
