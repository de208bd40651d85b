import { decodeStream } from "./decode-stream.ts";
import type { ReaderLimits } from "./document.ts";
import { hasHeader, type IndirectObject, type ObjectSource, readIndirectObject } from "./indirect-object.ts";
import type { PdfObject, PdfReference, PdfStream } from "./object.ts";
import { ObjectStream } from "./object-stream.ts";
import { PdfError } from "./pdf-error.ts";

export type LengthOf = (reference: PdfReference) => number | undefined;
export type Resolve = (object: PdfObject | undefined) => PdfObject;

/** What a lookup found: `loop` where an object is needed to read itself. */
export type Found<Value> = Value | "loop" | undefined;

/** Objects that were read once, by where they stand. Shared by the views of all revisions. */
export class ObjectStore {
  readonly #source: ObjectSource;
  readonly #limits: ReaderLimits;
  readonly #objects = new Map<number, IndirectObject | undefined>();
  /** Streams of which an older revision sees another /Length. */
  readonly #otherLengths = new Map<string, IndirectObject | undefined>();
  readonly #objectStreams = new WeakMap<PdfStream, ObjectStream | "unreadable">();
  readonly #decoded = new WeakMap<PdfStream, Uint8Array>();
  /** What is being read now. */
  readonly #open = new Set<number | PdfStream>();

  constructor(source: ObjectSource, limits: ReaderLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  /**
   * The object at an offset; undefined where none can be read. `lengthOf` looks up the /Length of a stream in the revision that asks:
   * an update must not change where the streams of older revisions end.
   */
  objectAt(offset: number, lengthOf: LengthOf): Found<IndirectObject> {
    if (this.#open.has(offset) || this.#open.size > this.#limits.maxDepth) return "loop";
    const known = this.#objects.get(offset);
    if (known === undefined && this.#objects.has(offset)) return undefined;
    if (known !== undefined && known.indirectLength === undefined) return known;
    return this.#whileOpen(offset, () => {
      if (known?.indirectLength !== undefined) return this.#withLength(offset, known, known.indirectLength, lengthOf);
      const object = this.#read(offset, lengthOf);
      this.#objects.set(offset, object);
      return object;
    });
  }

  /** Whether a stream was read at that offset: then it is no number, and its own length is of no interest. */
  isKnownStream(offset: number): boolean {
    return this.#objects.get(offset)?.object.kind === "stream";
  }

  /** Whether the object of these numbers begins at an offset. */
  isAt(offset: number, objectNumber: number, generation: number): boolean {
    return hasHeader(this.#source, offset, objectNumber, generation);
  }

  /** The object at an index of an object stream. */
  compressedObject(stream: PdfStream, index: number, objectNumber: number, resolve: Resolve): Found<PdfObject> {
    if (this.#open.has(stream) || this.#open.size > this.#limits.maxDepth) return "loop";
    const objects = this.#objectStreams.get(stream) ?? this.#whileOpen(stream, () => this.#openStream(stream, resolve));
    return objects === "unreadable" ? undefined : objects.get(index, objectNumber);
  }

  /** The data of a stream. Throws a {@link PdfError}. */
  decode(stream: PdfStream, resolve: Resolve): Uint8Array {
    const known = this.#decoded.get(stream);
    if (known !== undefined) return known;
    const data = decodeStream(stream, this.#limits.maxStreamBytes, this.#source.budget, resolve);
    this.#decoded.set(stream, data);
    return data;
  }

  #withLength(
    offset: number,
    known: IndirectObject,
    { reference, value }: { reference: PdfReference; value: number | undefined },
    lengthOf: LengthOf,
  ): IndirectObject | undefined {
    const length = lengthOf(reference);
    if (length === value) return known;
    const key = `${offset} ${length}`;
    if (!this.#otherLengths.has(key))
      this.#otherLengths.set(
        key,
        this.#read(offset, () => length),
      );
    return this.#otherLengths.get(key);
  }

  #read(offset: number, lengthOf: LengthOf): IndirectObject | undefined {
    try {
      return readIndirectObject(this.#source, offset, lengthOf);
    } catch (error) {
      if (error instanceof PdfError && error.code === "unreadable") return undefined;
      throw error;
    }
  }

  #openStream(stream: PdfStream, resolve: Resolve): ObjectStream | "unreadable" {
    let objects: ObjectStream | "unreadable";
    try {
      objects = new ObjectStream(stream, this.decode(stream, resolve), this.#source.budget, this.#limits.maxDepth);
    } catch (error) {
      if (!(error instanceof PdfError) || error.code !== "unreadable") throw error;
      objects = "unreadable";
    }
    this.#objectStreams.set(stream, objects);
    return objects;
  }

  #whileOpen<Result>(key: number | PdfStream, read: () => Result): Result {
    this.#open.add(key);
    try {
      return read();
    } finally {
      this.#open.delete(key);
    }
  }
}
