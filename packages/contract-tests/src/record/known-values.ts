import { type CalendarDate, isoDate, readDates } from "./date-formats.ts";
import { foldText, transliterate } from "./fold-text.ts";
import { shapeOf } from "./text-shapes.ts";
import { type ValueKind, valueKinds } from "./value-kind.ts";

export interface KnownValue {
  kind: ValueKind;
  text: string;
}

const wordRun = /[\p{L}\p{M}]+/gu;

/** All secrets and personal values that were seen: what has to be replaced wherever it stands. */
export class KnownValues {
  readonly #kinds = new Map<string, ValueKind>();
  readonly #texts = new Map<string, KnownValue>();
  readonly #dates = new Map<string, CalendarDate>();
  readonly #aliases = new Map<string, string>();
  readonly #joined = new Map<string, string[]>();

  add(kind: ValueKind, value: string): void {
    const text = value.normalize("NFC");
    const folded = foldText(text);
    if (folded === "" || kind === "url") return;
    const known = this.#kinds.get(folded);
    if (known === undefined || valueKinds.indexOf(kind) < valueKinds.indexOf(known)) this.#kinds.set(folded, kind);
    this.#texts.set(text, { kind: this.#kinds.get(folded) ?? kind, text });
    if (kind === "date") this.#addDate(text);
    if (kind !== "name" && kind !== "text") return;
    for (const word of wordsOf(text)) this.#addAliases(word);
    // A machine-readable zone has `OHARA` for O'Hara.
    for (const joined of text.match(/[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)+/gu) ?? []) {
      this.#joined.set(foldText(transliterate(joined)), wordsOf(joined));
    }
  }

  /** The strictest kind that the value was seen as. */
  kindOf(value: string): ValueKind | undefined {
    return this.#kinds.get(foldText(value));
  }

  get all(): KnownValue[] {
    return [...this.#texts.values()].map(({ text, kind }) => ({ text, kind: this.kindOf(text) ?? kind }));
  }

  get dates(): CalendarDate[] {
    return [...this.#dates.values()];
  }

  hasDate(date: CalendarDate): boolean {
    return this.#dates.has(isoDate(date));
  }

  /** The word that another spelling of it stands for (`MUELLER`: `MULLER`), folded. */
  plainWord(word: string): string {
    const folded = foldText(word);
    return this.#aliases.get(folded) ?? folded;
  }

  /** The words that a word was put together from (`OHARA`: `O`, `Hara`). */
  partsOf(word: string): string[] | undefined {
    return this.#joined.get(foldText(word));
  }

  /** Folded words, with their other spellings, that begin so. */
  wordsFrom(start: string): string[] {
    return [...this.#aliases.keys(), ...this.#aliases.values()].filter((word) => word.startsWith(start));
  }

  #addDate(text: string): void {
    const [day = ""] = text.split(/[T ](?=\d\d:)/, 1);
    const readings = readDates(day);
    const [first] = readings.filter(({ date }) => this.hasDate(date)).concat(readings);
    if (first !== undefined) this.#dates.set(isoDate(first.date), first.date);
  }

  #addAliases(word: string): void {
    const plain = foldText(word);
    for (const spelling of [plain, foldText(transliterate(word))]) {
      if (!this.#aliases.has(spelling)) this.#aliases.set(spelling, plain);
    }
  }
}

/** The runs of letters of a name or an address. */
export function wordsOf(text: string): string[] {
  return text.match(wordRun) ?? [];
}

/** What a value is that the caller names without a kind. */
export function guessKind(text: string): ValueKind {
  const shape = shapeOf(text);
  if (shape !== undefined) return shape === "url" ? "text" : shape;
  if (readDates(text).length > 0) return "date";
  if (!/\d/.test(text)) return "name";
  return /\s/.test(text) && /\p{L}{3}/u.test(text) ? "text" : "number";
}
