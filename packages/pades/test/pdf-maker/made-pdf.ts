import type { DictionarySource, PdfSource } from "./pdf-source.ts";

/** A signature or document timestamp that was made. */
export interface MadeSignature {
  fieldName: string;
  /** Of the signature dictionary. */
  objectNumber: number;
  /** Of the field, which is its widget too. */
  fieldNumber: number;
  byteRange: readonly [number, number, number, number];
  /** The message, without the zeros after it. */
  contents: Uint8Array;
}

/** A PDF with what is known about it, so that more can be added. Each step gives a new one. */
export interface MadePdf {
  bytes: Uint8Array;
  /** The newest source of each object. */
  objects: ReadonlyMap<number, PdfSource>;
  /** Where the last cross-reference begins. */
  xrefOffset: number;
  /** The first number that is not used yet. */
  size: number;
  /** What each trailer says: /Root, /Info and /ID. */
  trailer: DictionarySource;
  /** How later updates are written when nothing is said. */
  xref: "table" | "stream";
  signatures: readonly MadeSignature[];
}

/** Numbers of the objects that {@link createPdf} makes. Fields follow from `firstField` on. */
export const objectNumbers = {
  catalog: 1,
  pages: 2,
  font: 3,
  form: 4,
  page: 5,
  content: 6,
  secondPage: 7,
  secondContent: 8,
  info: 9,
  firstField: 10,
} as const;

/** The entries of an object. Throws when it is none, or was given as text. */
export function dictionaryOf(pdf: MadePdf, objectNumber: number): DictionarySource {
  const source = pdf.objects.get(objectNumber);
  if (source === undefined || typeof source === "string" || source instanceof Uint8Array) {
    throw new Error(`object ${objectNumber} is not known as a dictionary`);
  }
  return source;
}

/** The number of the field of that name. */
export function fieldNumberOf(pdf: MadePdf, fieldName: string): number {
  for (const [number, source] of pdf.objects) {
    if (typeof source === "string" || source instanceof Uint8Array) continue;
    if (source.FT !== undefined && source.T === `(${fieldName})`) return number;
  }
  throw new Error("no field of that name");
}
