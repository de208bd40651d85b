import { PdfError } from "./pdf-error.ts";

/**
 * What reading one document may still cost. Objects can overlap in a hostile file, so that the same bytes are parsed again and again;
 * streams can grow a thousandfold. Both count down here.
 */
export class WorkBudget {
  #parsedBytes: number;
  #decodedBytes: number;

  constructor(parsedBytes: number, decodedBytes: number) {
    this.#parsedBytes = parsedBytes;
    this.#decodedBytes = decodedBytes;
  }

  get decodedBytesLeft(): number {
    return this.#decodedBytes;
  }

  /** Throws a {@link PdfError} of the code `limit`. */
  takeParsed(count: number): void {
    this.#parsedBytes -= count;
    if (this.#parsedBytes < 0) throw new PdfError("limit", "objects that overlap too much");
  }

  /** Throws a {@link PdfError} of the code `limit`. */
  takeDecoded(count: number): void {
    this.#decodedBytes -= count;
    if (this.#decodedBytes < 0) throw new PdfError("limit", "streams that are too large together");
  }
}
