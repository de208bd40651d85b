import { dateFormats, writeDate } from "./date-formats.ts";
import { stripAccents, transliterate } from "./fold-text.ts";
import { type KnownValues, wordsOf } from "./known-values.ts";
import { literalPattern } from "./literal-pattern.ts";
import type { ReplacedKind, StandIns } from "./stand-ins.ts";

/** A string to look for in any text, and what stands in for what was found. */
export interface SearchTerm {
  text: string;
  replace: (found: string) => string;
}

/** Shorter words are looked for only as words of their own in running text. */
const shortestWord = 4;
const shortestSecret = 6;
/** Fewer digits are also years, counts and codes. */
const shortestDigits = 6;
/** Scripts without spaces between words, in which two signs are a name. */
const wholeWordSigns = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** From here on a value is looked for inside longer words too. */
const surelyTelling = 8;

/** Every spelling in which a known value can stand in a text. */
export function searchTerms(known: KnownValues, standIns: StandIns): SearchTerm[] {
  const terms = new Map<string, SearchTerm>();
  function add(text: string, replace: (found: string) => string): void {
    const key = text.toLowerCase();
    if (!isLongEnough(text) || terms.has(key)) return;
    terms.set(key, { text, replace });
    const encoded = encodeURIComponent(text);
    if (encoded === text) return;
    terms.set(encoded.toLowerCase(), { text: encoded, replace: () => encodeURIComponent(replace(text)) });
  }

  for (const date of known.dates) {
    for (const format of dateFormats) {
      add(writeDate(date, format), (found) => {
        const written = writeDate(standIns.date(date), format);
        return found === found.toUpperCase() ? written.toUpperCase() : written;
      });
    }
  }
  for (const { text, kind } of known.all) {
    if (kind === "mrz" || kind === "date" || (kind === "secret" && text.length < shortestSecret)) continue;
    const replace = (found: string) => standIns.of(kind as ReplacedKind, found);
    // A secret is what it is to the letter; of everything else the case may differ.
    add(text, kind === "secret" || kind === "assertion" ? () => standIns.of(kind, text) : replace);
    if (kind === "number" || kind === "identifier" || kind === "uuid" || kind === "phone") {
      add(text.replace(/[\s.-]/g, ""), replace);
    }
    if (kind !== "name" && kind !== "text") continue;
    for (const word of wordsOf(text)) {
      for (const spelling of [word, stripAccents(word), transliterate(word)]) {
        add(spelling, (found) => standIns.of("name", found));
      }
    }
    for (const spelling of [stripAccents(text), transliterate(text), text.replace(/['’ʼ]/g, "")])
      add(spelling, replace);
  }
  return [...terms.values()].sort((a, b) => b.text.length - a.text.length);
}

/** Words too short to be looked for everywhere. */
export function shortWords(known: KnownValues): Set<string> {
  const names = known.all.filter(({ kind }) => kind === "name").flatMap(({ text }) => wordsOf(text));
  return new Set(names.filter((word) => word.length < shortestWord && word.length > 1));
}

/** The source of a regular expression that finds the term. A short one must not be a part of a longer word. */
export function patternOf({ text }: SearchTerm): string {
  const escaped = literalPattern(text).replace(/ +/g, "[\\s_+,.<-]+");
  // The time of a message may fall on a day of the person's documents.
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? "(?!T(?!00:00))" : "";
  if (text.length >= surelyTelling || wholeWordSigns.test(text)) return escaped + date;
  const neighbour = /^\p{L}+$/u.test(text) ? "\\p{L}" : /^\d+$/.test(text) ? "\\d" : "[\\p{L}\\p{N}]";
  return `(?<!${neighbour})${escaped}(?!${neighbour})`;
}

function isLongEnough(text: string): boolean {
  if (wholeWordSigns.test(text)) return [...text].length > 1;
  return text.length >= (/^\d+$/.test(text) ? shortestDigits : shortestWord);
}
