import { DerError } from "../der/der-error.ts";

/** Goes over DER elements of one level without making objects: a CRL can have a million rows. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  #limit: number;
  /** Where the current element begins; its content is from `start` to `end`. */
  from = 0;
  tag = 0;
  start = 0;
  end = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#limit = bytes.length;
  }

  /** Goes into the content between two offsets, before its first element. */
  enter(from: number, limit: number): void {
    this.end = from;
    this.#limit = limit;
  }

  /** Goes to the next element: false behind the last one. Throws a {@link DerError} for what is no DER. */
  next(): boolean {
    if (this.end >= this.#limit) return false;
    this.from = this.end;
    this.tag = this.#bytes[this.from] ?? 0;
    if ((this.tag & 0x1f) === 0x1f) throw new DerError("a tag that is too large");
    const length = this.#readLength(this.from + 1);
    this.end = this.start + length;
    if (this.end > this.#limit) throw new DerError("cut off");
    return true;
  }

  /** Goes to the next element, which must have that identifier octet. */
  expect(tag: number): void {
    if (!this.next() || this.tag !== tag) throw new DerError(`expected the identifier octet ${tag}`);
  }

  #readLength(offset: number): number {
    const first = this.#bytes[offset];
    if (first === undefined) throw new DerError("cut off");
    this.start = offset + 1;
    if (first < 0x80) return first;
    const size = first & 0x7f;
    if (size === 0 || size > 4) throw new DerError("an indefinite length or one that is too large");
    let length = 0;
    for (let at = 0; at < size; at++) length = length * 256 + (this.#bytes[this.start + at] ?? 0);
    this.start += size;
    if (length < 0x80 || length < 256 ** (size - 1)) throw new DerError("a length that is longer than needed");
    return length;
  }
}
