import type { PdfDictionary, PdfObject } from "./object.ts";

/** Where a cross-reference section says that an object is (ISO 32000-2, sections 7.5.4 and 7.5.8). */
export type XrefEntry =
  | { kind: "free"; generation: number }
  | { kind: "inUse"; generation: number; offset: number }
  | { kind: "compressed"; objectStream: number; index: number };

/** What is not as the standard has it; `code` is stable, `at` an offset in the file. */
export interface ReaderAnomaly {
  code: ReaderAnomalyCode;
  at: number;
}

export type ReaderAnomalyCode =
  /** Appended bytes hold an object, or other bytes that are no white space or comment, that no cross-reference accounts for. */
  | "unaccounted_bytes"
  /** A cross-reference section of an update is empty or cannot be read. */
  | "xref_unreadable"
  /** No `%%EOF` where the revision should end. */
  | "end_marker_missing"
  /** Bytes after the last end marker. */
  | "bytes_after_end"
  /** Of `/Prev` or of object streams. */
  | "loop"
  /** `startxref` does not point to a cross-reference section. */
  | "startxref_wrong"
  /** An entry points to something that is not that object. */
  | "entry_wrong"
  /** An entry of a hybrid file hides another object than readers without cross-reference streams see. */
  | "hybrid_differs";

/**
 * What one save wrote: the original file, or one incremental update (section 7.5.6). Bytes behind the last end marker are the last
 * one, with no entries and the anomaly `bytes_after_end`.
 */
export interface Revision {
  /** 0 for the original. */
  index: number;
  /** First byte that this revision added. */
  start: number;
  /** Behind its `%%EOF` and the end of that line. */
  end: number;
  /** What its `startxref` says. */
  xrefOffset: number;
  xrefKind: "table" | "stream" | "hybrid";
  trailer: PdfDictionary;
  /** Only what this revision's own sections say, by object number. */
  entries: ReadonlyMap<number, XrefEntry>;
  anomalies: readonly ReaderAnomaly[];
}

/** The document as a reader saw it after one revision. */
export interface RevisionView {
  revision: Revision;
  trailer: PdfDictionary;
  /** The document catalogue. */
  root: PdfDictionary | undefined;
  /** The object of that number; null where there is none, where it is free, or where the generation is another one. */
  get(objectNumber: number, generation?: number): PdfObject;
  /** Follows references until something else is there. Gives null for a loop of references. */
  resolve(object: PdfObject | undefined): PdfObject;
  /** The value of a key, references followed. */
  lookup(dictionary: PdfDictionary | undefined, key: string): PdfObject;
  /** Numbers of all objects that are not free. */
  objectNumbers(): Iterable<number>;
  /** Index of the revision whose cross-reference has the word on this object, undefined where none has. */
  definedIn(objectNumber: number): number | undefined;
  /** The data of a stream, filters undone. Throws a `PdfError` where the filter is unknown or a limit is passed. */
  decode(stream: PdfObject): Uint8Array;
}

export interface PdfDocument {
  bytes: Uint8Array;
  /** Oldest first; at least one. */
  revisions: readonly Revision[];
  /** Anomalies of all revisions. Those of single objects come up when the objects are read first. */
  anomalies: readonly ReaderAnomaly[];
  isEncrypted: boolean;
  /** The view after the revision of that index. */
  at(revisionIndex: number): RevisionView;
  /** The view after the last revision. */
  last: RevisionView;
}

/** Bounds of reading. */
export interface ReaderLimits {
  maxBytes: number;
  maxObjects: number;
  maxRevisions: number;
  maxDepth: number;
  /** Of one stream, after its filters. */
  maxStreamBytes: number;
  /** Of all streams of one call together. */
  maxDecodedBytes: number;
}
