import type { ReaderAnomaly, ReaderLimits, XrefEntry } from "./document.ts";
import type { EntryCounter } from "./entry-counter.ts";
import type { ObjectSource } from "./indirect-object.ts";
import type { Extent, PdfDictionary } from "./object.ts";

/** One cross-reference section, with what a hybrid file adds to it. */
export interface XrefSection {
  /** Of its first byte. */
  offset: number;
  /** Behind its trailer or its stream. */
  end: number;
  kind: "table" | "stream" | "hybrid";
  trailer: PdfDictionary;
  entries: Map<number, XrefEntry>;
  /** All bytes that belong to it; two places in a hybrid file. */
  extents: Extent[];
  anomalies: ReaderAnomaly[];
}

/** What reading a section needs. */
export interface XrefSource extends ObjectSource {
  limits: ReaderLimits;
  counter: EntryCounter;
  /** Added to every offset that the file names: not 0 where its writer counted from `%PDF-` and other bytes stand before that. */
  base: number;
}
