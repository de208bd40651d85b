import { PdfError } from "./pdf-error.ts";

/** How many times an object may be named over all cross-reference sections, as a multiple of the number of objects. */
const namesPerObject = 8;

/** Counts the entries of all cross-reference sections against the limit of objects. */
export class EntryCounter {
  readonly #maxObjects: number;
  #count = 0;

  constructor(maxObjects: number) {
    this.#maxObjects = maxObjects;
  }

  /** Throws a {@link PdfError} of the code `limit`. `size` is what the section has by now. */
  count(size: number): void {
    this.#count += 1;
    if (size > this.#maxObjects || this.#count > this.#maxObjects * namesPerObject) {
      throw new PdfError("limit", "too many objects");
    }
  }
}
