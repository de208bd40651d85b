import { DerError } from "./der-error.ts";

/** What bounds the reading. `left` counts down over one document. */
interface ReadLimits {
  /** BER where signatures are older than DER's rules: indefinite lengths and lengths that are longer than needed. */
  allowBer: boolean;
  maxDepth: number;
  left: number;
}

export interface ReadOptions {
  /** Default false: DER only (X.690, section 10). */
  allowBer?: boolean;
  /** Bytes after the element. Default `refuse`; `zeros`: only zero bytes, as in the placeholder of a PDF signature. */
  trailing?: "refuse" | "zeros" | "ignore";
  /** Default 64. */
  maxDepth?: number;
  /** Default 100,000. */
  maxElements?: number;
}

export type TagClass = "universal" | "application" | "context" | "private";

/** Where an element is read from: elements inside another one end where its content ends. */
interface Source {
  bytes: Uint8Array;
  end: number;
  limits: ReadLimits;
}

interface Tag {
  tagClass: TagClass;
  tagNumber: number;
  constructed: boolean;
  /** The offset behind it. */
  end: number;
}

/** Offsets of an element: its tag, its content, and what is behind each. */
interface Extent {
  from: number;
  start: number;
  contentEnd: number;
  end: number;
}

/** One element of DER or BER (X.690). Its children are read when they are asked for. */
export class DerElement {
  readonly tagClass: TagClass;
  readonly tagNumber: number;
  readonly constructed: boolean;
  readonly #source: Source;
  readonly #extent: Extent;
  readonly #depth: number;
  #raw: Uint8Array | undefined;
  #content: Uint8Array | undefined;
  #children: readonly DerElement[] | undefined;

  constructor(tag: Tag, source: Source, extent: Extent, depth: number) {
    this.tagClass = tag.tagClass;
    this.tagNumber = tag.tagNumber;
    this.constructed = tag.constructed;
    this.#source = source;
    this.#extent = extent;
    this.#depth = depth;
  }

  /** Tag, length and content, as they stand in the source: what signatures are made over. */
  get raw(): Uint8Array {
    this.#raw ??= this.#source.bytes.subarray(this.#extent.from, this.#extent.end);
    return this.#raw;
  }

  get content(): Uint8Array {
    this.#content ??= this.#source.bytes.subarray(this.#extent.start, this.#extent.contentEnd);
    return this.#content;
  }

  /** The elements inside a constructed one. Throws a {@link DerError} for a primitive one and for bytes that are no DER. */
  get children(): readonly DerElement[] {
    this.#children ??= this.#readChildren();
    return this.#children;
  }

  /** Whether this is the universal type of that number, such as 16 for SEQUENCE. */
  isUniversal(tagNumber: number): boolean {
    return this.tagClass === "universal" && this.tagNumber === tagNumber;
  }

  /** Whether this is `[tagNumber]`. */
  isContext(tagNumber: number): boolean {
    return this.tagClass === "context" && this.tagNumber === tagNumber;
  }

  #readChildren(): readonly DerElement[] {
    if (!this.constructed) throw new DerError("expected a constructed element");
    const { start, contentEnd } = this.#extent;
    const source = { ...this.#source, end: contentEnd };
    const children: DerElement[] = [];
    for (let offset = start; offset < contentEnd; ) {
      const { element, end } = readElement(source, offset, this.#depth + 1);
      children.push(element);
      offset = end;
    }
    return children;
  }
}

const tagClasses: readonly TagClass[] = ["universal", "application", "context", "private"];

/** Reads one element from the beginning of the bytes. Throws a {@link DerError}. */
export function readDer(bytes: Uint8Array, options: ReadOptions = {}): DerElement {
  const { allowBer = false, trailing = "refuse", maxDepth = 64, maxElements = 100_000 } = options;
  // A Buffer makes its parts much more slowly than a plain array.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const source = { bytes: plain, end: plain.length, limits: { allowBer, maxDepth, left: maxElements } };
  const { element, end } = readElement(source, 0, 0);
  if (trailing === "refuse" && end !== bytes.length) throw new DerError("bytes after the element");
  if (trailing === "zeros" && !isZeroFrom(plain, end)) throw new DerError("bytes after the element");
  return element;
}

/** A loop: what is left of a placeholder is thousands of bytes. */
function isZeroFrom(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}

function readElement(source: Source, from: number, depth: number): { element: DerElement; end: number } {
  const { limits } = source;
  if (depth > limits.maxDepth) throw new DerError("nested too deeply");
  limits.left -= 1;
  if (limits.left < 0) throw new DerError("too many elements");
  const tag = readTag(source, from);
  const { length, start } = readLength(source, tag.end);
  const end = length === undefined ? endOfIndefinite(source, start, tag.constructed, depth) : start + length;
  if (end > source.end) throw new DerError("cut off");
  const contentEnd = length === undefined ? end - 2 : end;
  return { element: new DerElement(tag, source, { from, start, contentEnd, end }, depth), end };
}

function readTag(source: Source, offset: number): Tag {
  const first = byteAt(source, offset);
  const tagClass = tagClasses[first >> 6] ?? "universal";
  const constructed = (first & 0x20) !== 0;
  if ((first & 0x1f) !== 0x1f) return { tagClass, constructed, tagNumber: first & 0x1f, end: offset + 1 };
  let tagNumber = 0;
  for (let at = offset + 1; ; at++) {
    const byte = byteAt(source, at);
    if (at === offset + 1 && byte === 0x80) throw new DerError("a tag with leading zeros");
    tagNumber = tagNumber * 128 + (byte & 0x7f);
    if (tagNumber > 0x7f_ff_ff) throw new DerError("a tag that is too large");
    if (byte < 0x80) return { tagClass, constructed, tagNumber, end: at + 1 };
  }
}

/** `length` is undefined for the indefinite form. */
function readLength(source: Source, offset: number): { length: number | undefined; start: number } {
  const { allowBer } = source.limits;
  const first = byteAt(source, offset);
  if (first < 0x80) return { length: first, start: offset + 1 };
  const size = first & 0x7f;
  if (size === 0) {
    if (!allowBer) throw new DerError("an indefinite length");
    return { length: undefined, start: offset + 1 };
  }
  if (size > 4 && !allowBer) throw new DerError("a length that is too large");
  let length = 0;
  for (let at = offset + 1; at <= offset + size; at++) {
    length = length * 256 + byteAt(source, at);
    if (length > 0xff_ff_ff_ff) throw new DerError("a length that is too large");
  }
  const isShortest = length >= 0x80 && length >= 256 ** (size - 1);
  if (!allowBer && !isShortest) throw new DerError("a length that is longer than needed");
  return { length, start: offset + 1 + size };
}

/** The offset behind the end-of-contents octets (X.690, section 8.1.5). */
function endOfIndefinite(source: Source, start: number, constructed: boolean, depth: number): number {
  if (!constructed) throw new DerError("an indefinite length of a primitive element");
  for (let offset = start; ; ) {
    if (byteAt(source, offset) === 0 && byteAt(source, offset + 1) === 0) return offset + 2;
    offset = readElement(source, offset, depth + 1).end;
  }
}

function byteAt({ bytes, end }: Source, offset: number): number {
  const byte = offset < end ? bytes[offset] : undefined;
  if (byte === undefined) throw new DerError("cut off");
  return byte;
}
