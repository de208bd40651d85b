import type { Hash } from "node:crypto";
import { copyDigest, type DigestName, startDigest } from "@idvkit/trust";
import { PdfError } from "../reader/pdf-error.ts";
import type { SignedRange } from "./byte-range.ts";

/** How often all signatures together may have the file hashed beyond the shared pass; and some more in small files. */
const hashedPerByte = 12;
const hashedAtLeast = 2 ** 29;

/**
 * Digests of many signatures over one file in one pass for each hash: what lies before a gap is the same for all that
 * come later, so the state is copied there.
 */
export class RangeDigests {
  readonly #bytes: Uint8Array;
  readonly #ranges: readonly SignedRange[];
  readonly #hashNames = new Map<SignedRange, Set<DigestName>>();
  readonly #digests = new Map<SignedRange, Map<DigestName, Buffer>>();

  #bytesLeft: number;

  constructor(bytes: Uint8Array, ranges: readonly SignedRange[]) {
    this.#bytes = bytes;
    this.#bytesLeft = bytes.length * hashedPerByte + hashedAtLeast;
    this.#ranges = ranges.toSorted((left, right) => left.gapStart - right.gapStart);
  }

  /** Says beforehand what will be asked, so that one pass serves all. */
  announce(range: SignedRange, hashName: DigestName): void {
    const names = this.#hashNames.get(range) ?? new Set<DigestName>();
    this.#hashNames.set(range, names.add(hashName));
  }

  /**
   * Counts bytes that a signature has hashed for itself alone: in a hostile file many signatures can each want all of it. Throws a
   * {@link PdfError} of the code `limit`.
   */
  charge(count: number): void {
    this.#bytesLeft -= count;
    if (this.#bytesLeft < 0) throw new PdfError("limit", "signatures that hash too much");
  }

  of(range: SignedRange, hashName: DigestName): Buffer {
    const known = this.#digests.get(range)?.get(hashName);
    if (known !== undefined) return known;
    this.announce(range, hashName);
    this.#pass(hashName);
    return this.#digests.get(range)?.get(hashName) ?? Buffer.alloc(0);
  }

  #pass(hashName: DigestName): void {
    const shared = startDigest(hashName);
    let at = 0;
    for (const range of this.#ranges) {
      if (this.#hashNames.get(range)?.has(hashName) !== true) continue;
      if (this.#digests.get(range)?.has(hashName)) continue;
      shared.update(this.#bytes.subarray(at, range.gapStart));
      at = range.gapStart;
      this.#keep(range, hashName, copyDigest(hashName, shared));
    }
  }

  #keep(range: SignedRange, hashName: DigestName, state: Hash): void {
    this.charge(range.end - range.gapEnd);
    const digest = state.update(this.#bytes.subarray(range.gapEnd, range.end)).digest();
    const digests = this.#digests.get(range) ?? new Map<DigestName, Buffer>();
    this.#digests.set(range, digests.set(hashName, digest));
  }
}
