import type { RevisionView } from "../reader/document.ts";
import type { PdfArray, PdfDictionary, PdfObject, PdfReference, PdfStream } from "../reader/object.ts";
import { PdfError } from "../reader/pdf-error.ts";

/**
 * Keys that point back to, or across to, an object that the classification judges by itself: a field, an annotation, a structure element.
 * Behind them such an object is compared by identity only. Behind any other key its content must be the same too, so that an object
 * which serves two purposes is judged for both. Pages need no such key: nothing that may change in a page shows anywhere else.
 */
const linkKeys: ReadonlySet<string> = new Set(
  "P Pg Obj Parent Kids K Popup IRT Ref Dest D A AA First Last Next Prev Names Nums Fields T CO B Annots Data SD".split(
    " ",
  ),
);

/** Stream entries that say how the data is written, not what it is. */
const storageKeys: ReadonlySet<string> = new Set(["Length", "Filter", "DecodeParms"]);
const lengthKey: ReadonlySet<string> = new Set(["Length"]);
const noKeys: ReadonlySet<string> = new Set();

/** How much work all comparisons of one classification may do. */
export class StepBudget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  spend(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new PdfError("limit", "The comparison of two revisions passed its limit");
  }
}

export interface EqualitySides {
  before: RevisionView;
  after: RevisionView;
  /** Both are the same object of the document model, which is judged elsewhere. `isLink`: a key that leads to such objects names them. */
  isSameRole(before: PdfReference, after: PdfReference, isLink: boolean): boolean;
  budget: StepBudget;
}

interface Pair {
  before: PdfObject;
  after: PdfObject;
  key: string;
}

/**
 * Whether a reader sees the same before and after: deep, through references, whatever the object numbers are. Numbers are equal by value,
 * strings by bytes, streams by their data (decoded where it is stored differently), absent and null are the same.
 */
export class ObjectEquality {
  readonly #sides: EqualitySides;
  /** Pairs of references that are known to be equal. */
  readonly #proven = new Set<PairName>();
  /** Objects of the earlier revision that were compared as a part of what must not change. */
  readonly frozen = new Set<number>();

  constructor(sides: EqualitySides) {
    this.#sides = sides;
  }

  /** `isFrozen`: the caller demands equality, so what is found on the way counts as content. */
  areEqual(before: PdfObject | undefined, after: PdfObject | undefined, key: string, isFrozen = false): boolean {
    if (before === undefined && after === undefined) return true;
    // A pair is assumed to be equal while it is being compared: that ends loops. One difference refutes all assumptions.
    const assumed = new Set<PairName>();
    const work: Pair[] = [];
    const push = (left: PdfObject | undefined, right: PdfObject | undefined, at: string): boolean => {
      this.#sides.budget.spend();
      if (left === undefined || right === undefined)
        return this.#isNull(left, "before") && this.#isNull(right, "after");
      if (isPlain(left) && isPlain(right)) return isSamePlain(left, right);
      work.push({ before: left, after: right, key: at });
      return true;
    };
    if (!push(before, after, key)) return false;
    for (let pair = work.pop(); pair !== undefined; pair = work.pop()) {
      if (!this.#step(pair, assumed, push, isFrozen)) return false;
    }
    for (const name of assumed) this.#proven.add(name);
    return true;
  }

  #isNull(object: PdfObject | undefined, side: "before" | "after"): boolean {
    return object === undefined || this.#sides[side].resolve(object).kind === "null";
  }

  #step(pair: Pair, assumed: Set<PairName>, push: Push, isFrozen: boolean): boolean {
    const { before, after, key } = pair;
    if (before.kind === "reference" && after.kind === "reference") {
      if (this.#sides.isSameRole(before, after, linkKeys.has(key))) return true;
      const name = nameOf(before, after);
      if (assumed.has(name) || (this.#proven.has(name) && (!isFrozen || this.frozen.has(before.objectNumber))))
        return true;
      assumed.add(name);
    }
    // Whoever signs or fills in does not take content apart: a direct object does not become a reference, nor the other way round.
    if (isFrozen && (before.kind === "reference") !== (after.kind === "reference")) return false;
    if (isFrozen && before.kind === "reference") this.frozen.add(before.objectNumber);
    return this.#sameContent(this.#sides.before.resolve(before), this.#sides.after.resolve(after), key, push);
  }

  #sameContent(before: PdfObject, after: PdfObject, key: string, push: Push): boolean {
    if (isPlain(before)) return isPlain(after) && isSamePlain(before, after);
    switch (before.kind) {
      case "reference":
        return false;
      case "array":
        if (after.kind !== "array" || after.items.length !== before.items.length) return false;
        return before.items.every((item, index) => push(item, after.items[index], key));
      case "dictionary":
        return after.kind === "dictionary" && pushEntries(before, after, noKeys, push);
      case "stream":
        return after.kind === "stream" && this.#sameStream(before, after, push);
    }
  }

  #sameStream(before: PdfStream, after: PdfStream, push: Push): boolean {
    if (sameBytes(before.rawData, after.rawData))
      return pushEntries(before.dictionary, after.dictionary, lengthKey, push);
    if (!pushEntries(before.dictionary, after.dictionary, storageKeys, push)) return false;
    try {
      return sameBytes(this.#sides.before.decode(before), this.#sides.after.decode(after));
    } catch (error) {
      if (error instanceof PdfError) return false;
      throw error;
    }
  }
}

/** A number where both references are the same: most are, and a number costs less than a text. */
type PairName = number | string;

const generations = 65_536;

function nameOf(before: PdfReference, after: PdfReference): PairName {
  const isSame = before.objectNumber === after.objectNumber && before.generation === after.generation;
  if (isSame && before.generation < generations && before.objectNumber <= 0xff_ff_ff_ff)
    return before.objectNumber * generations + before.generation;
  return `${before.objectNumber}.${before.generation} ${after.objectNumber}.${after.generation}`;
}

type Push = (before: PdfObject | undefined, after: PdfObject | undefined, key: string) => boolean;

type PlainObject = Exclude<PdfObject, PdfReference | PdfArray | PdfDictionary | PdfStream>;

function isPlain(object: PdfObject): object is PlainObject {
  const { kind } = object;
  return kind !== "reference" && kind !== "array" && kind !== "dictionary" && kind !== "stream";
}

function isSamePlain(before: PlainObject, after: PlainObject): boolean {
  switch (before.kind) {
    case "null":
      return after.kind === "null";
    case "boolean":
    case "number":
      return after.kind === before.kind && after.value === before.value;
    case "name":
      return after.kind === "name" && after.name === before.name;
    case "string":
      return after.kind === "string" && sameBytes(before.bytes, after.bytes);
  }
}

function pushEntries(before: PdfDictionary, after: PdfDictionary, except: ReadonlySet<string>, push: Push): boolean {
  for (const [key, value] of before.entries) {
    if (!except.has(key) && !push(value, after.entries.get(key), key)) return false;
  }
  for (const [key, value] of after.entries) {
    if (!except.has(key) && !before.entries.has(key) && !push(undefined, value, key)) return false;
  }
  return true;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  if (left.buffer === right.buffer && left.byteOffset === right.byteOffset) return true;
  return Buffer.compare(left, right) === 0;
}
