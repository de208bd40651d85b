/**
 * All places of a keyword, found in one pass when somebody first asks. Looking each time from where one stands would cost
 * the square of the file's size where the keyword is missing.
 */
export class KeywordPositions {
  readonly #bytes: Buffer;
  readonly #keyword: string;
  #positions: readonly number[] | undefined;

  constructor(bytes: Buffer, keyword: string) {
    this.#bytes = bytes;
    this.#keyword = keyword;
  }

  get all(): readonly number[] {
    this.#positions ??= this.#find();
    return this.#positions;
  }

  /** The first one at that offset or behind it. */
  firstFrom(offset: number): number | undefined {
    return firstAtLeast(this.all, offset, (position) => position);
  }

  #find(): number[] {
    const positions: number[] = [];
    for (let at = this.#bytes.indexOf(this.#keyword); at >= 0; at = this.#bytes.indexOf(this.#keyword, at + 1)) {
      positions.push(at);
    }
    return positions;
  }
}

/** The first item of an ascending list that is not below a bound. */
export function firstAtLeast<Item>(
  items: readonly Item[],
  bound: number,
  keyOf: (item: Item) => number,
): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && keyOf(item) < bound) low = middle + 1;
    else high = middle;
  }
  return items[low];
}
