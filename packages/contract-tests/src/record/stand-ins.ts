import { type CalendarDate, type DateFormat, isoDate, partialFormats, readDates, writeDate } from "./date-formats.ts";
import { foldText } from "./fold-text.ts";
import { isKeptWord } from "./kept-words.ts";
import { type KeyedNumbers, keyedNumbers } from "./keyed-bytes.ts";
import type { KnownValues } from "./known-values.ts";
import { inCaseOf, madeUpWord, sameClasses } from "./letters.ts";
import { shiftDate } from "./shift-date.ts";
import type { ValueKind } from "./value-kind.ts";

/** Kinds with a stand-in of their own; the others are taken apart first. */
export type ReplacedKind = Exclude<ValueKind, "code" | "region" | "country" | "time" | "word" | "mrz" | "url">;

export interface StandInSettings {
  key: Uint8Array;
  /** Dates stay on their side of this moment. */
  recordedAt: Date;
  known: KnownValues;
}

const mostAttempts = 64;

/**
 * Makes and remembers stand-ins. One follows from the key, the kind and the folded value, so that a value has the same
 * one in every form; a stand-in that is itself a value of the traffic, or taken already, is passed over.
 */
export class StandIns {
  readonly #settings: StandInSettings;
  readonly #made = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(settings: StandInSettings) {
    this.#settings = settings;
  }

  /** The stand-in of a value, in its form. The kind that the value was seen as elsewhere counts before the given one. */
  of(given: ReplacedKind, value: string): string {
    const known = this.#settings.known.kindOf(value);
    const kind = known !== undefined && known in this.#makers ? (known as ReplacedKind) : given;
    return this.#makers[kind](value);
  }

  /** The stand-in of one word, folded as upper case. */
  word(word: string): string {
    const { known } = this.#settings;
    const parts = known.partsOf(word);
    if (parts !== undefined) return parts.map((part) => this.word(part)).join("");
    const plain = known.plainWord(word);
    return this.#make("word", plain, (numbers) => madeUpWord(plain, numbers)).toUpperCase();
  }

  date(date: CalendarDate): CalendarDate {
    const iso = this.#make("date", isoDate(date), (numbers) =>
      isoDate(shiftDate(date, this.#settings.recordedAt, numbers)),
    );
    return readDates(iso)[0]?.date ?? date;
  }

  /** Letters and digits of the same classes; separators, and what is no letter or digit, stay. */
  number(value: string): string {
    const signs = value.replace(/[^\p{L}\p{N}]/gu, "");
    const made = [...this.#make("number", signs.toUpperCase(), (numbers) => sameClasses(signs, numbers))];
    return value.replace(/\p{L}|\p{N}/gu, (sign) => {
      const next = made.shift() ?? sign;
      return sign === sign.toLowerCase() ? next.toLowerCase() : next.toUpperCase();
    });
  }

  /** A whole JSON number with as many digits. */
  wholeNumber(value: number): number {
    const text = String(value);
    return Number(this.#make("number", text, (numbers) => sameClasses(text, numbers, true)));
  }

  readonly #makers: Readonly<Record<ReplacedKind, (value: string) => string>> = {
    secret: (value) => this.#secret(value),
    assertion: (value) => this.#secret(value),
    uuid: (value) => this.#uuid(value),
    email: (value) => this.#make("email", foldText(value), (numbers) => `person-${numbers.hex(10)}@example.com`),
    ip: (value) => this.#ip(value),
    date: (value) => this.#dateText(value),
    phone: (value) => this.#afterPrefix(value, /^\+\d{2}/),
    number: (value) => this.number(value),
    identifier: (value) => this.#afterPrefix(value, /^(?:[A-Za-z]+[_:-])+(?=.)/),
    name: (value) => this.#words(value),
    text: (value) => this.#words(value),
  };

  #words(value: string): string {
    return value.normalize("NFC").replace(/[\p{L}\p{M}]+|\d+/gu, (run) => {
      if (/^\d/.test(run)) return this.number(run);
      return inCaseOf(run, this.word(run));
    });
  }

  #secret(value: string): string {
    // Without its dots a token is opaque also for who would read it.
    return this.#make("secret", value, (numbers) => sameClasses(value.replace(/\./g, "x"), numbers));
  }

  #afterPrefix(value: string, pattern: RegExp): string {
    const prefix = pattern.exec(value)?.[0] ?? "";
    return prefix + this.number(value.slice(prefix.length));
  }

  #uuid(value: string): string {
    const made = this.#make("uuid", foldText(value), (numbers) => {
      const version = foldText(value)[12] ?? "4";
      const variant = "89ab"[numbers.below(4)] ?? "8";
      const parts = [
        numbers.hex(8),
        numbers.hex(4),
        version + numbers.hex(3),
        variant + numbers.hex(3),
        numbers.hex(12),
      ];
      return parts.join("-");
    });
    const written = value.includes("-") ? made : made.replaceAll("-", "");
    return value === value.toLowerCase() ? written : written.toUpperCase();
  }

  /** Documentation ranges: RFC 5737 for IPv4, RFC 3849 for IPv6. */
  #ip(value: string): string {
    const isVersion6 = value.includes(":");
    return this.#make("ip", value.toLowerCase(), (numbers) => {
      if (isVersion6)
        return `2001:db8::${(1 + numbers.below(65_534)).toString(16)}:${numbers.below(65_535).toString(16)}`;
      const ranges = ["192.0.2", "198.51.100", "203.0.113"];
      return `${ranges[numbers.below(ranges.length)]}.${1 + numbers.below(254)}`;
    });
  }

  #dateText(value: string): string {
    const day = value.split(/[T ](?=\d\d:)/, 1)[0] ?? value;
    const readings = readDates(day);
    const reading = readings.find(({ date }) => this.#settings.known.hasDate(date)) ?? readings[0];
    if (reading === undefined) return this.#words(value);
    const written = this.#writeShifted(reading.date, reading.format);
    return (day === day.toUpperCase() ? written.toUpperCase() : written) + value.slice(day.length);
  }

  #writeShifted(date: CalendarDate, format: DateFormat): string {
    if (!(partialFormats as readonly string[]).includes(format)) return writeDate(this.date(date), format);
    const kind = `date ${format}`;
    return this.#make(kind, isoDate(date), (numbers) =>
      writeDate(shiftDate(date, this.#settings.recordedAt, numbers), format),
    );
  }

  #make(kind: string, value: string, make: (numbers: KeyedNumbers) => string): string {
    const name = `${kind} ${value}`;
    const before = this.#made.get(name);
    if (before !== undefined) return before;
    let made = value;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      made = make(keyedNumbers(this.#settings.key, kind, value, attempt));
      const folded = foldText(made);
      const isFree = !this.#taken.has(folded) && this.#settings.known.kindOf(made) === undefined && !isKeptWord(made);
      if (isFree && folded !== foldText(value)) break;
    }
    this.#made.set(name, made);
    this.#taken.add(foldText(made));
    return made;
  }
}
