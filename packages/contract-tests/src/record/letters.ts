import type { KeyedNumbers } from "./keyed-bytes.ts";

interface Letters {
  pattern: RegExp;
  /** Taken in turn, so that what comes out can be spoken where the script has vowels. */
  turns: readonly string[];
}

const scripts: readonly Letters[] = [
  { pattern: /\p{Script=Latin}/u, turns: ["bdfgklmnprstvz", "aeiou"] },
  { pattern: /\p{Script=Cyrillic}/u, turns: ["бвгдзклмнпрст", "аеиоу"] },
  { pattern: /\p{Script=Greek}/u, turns: ["βγδζκλμνπρτ", "αειου"] },
  { pattern: /\p{Script=Arabic}/u, turns: ["بتجدرسعفكلمنهي"] },
  { pattern: /\p{Script=Hebrew}/u, turns: ["בגדהזחטילמנסעפקרשת"] },
  { pattern: /\p{Script=Han}/u, turns: ["山川水木林田石金玉明春秋東西南北天文光華"] },
  { pattern: /\p{Script=Hiragana}/u, turns: ["かきくけこさしすせそたちつてとなにぬねのまみむめも"] },
  { pattern: /\p{Script=Katakana}/u, turns: ["カキクケコサシスセソタチツテトナニヌネノマミムメモ"] },
  { pattern: /\p{Script=Hangul}/u, turns: ["가나다라마바사아자차카타파하고노도로모보소"] },
  { pattern: /\p{Script=Devanagari}/u, turns: ["कखगघचजटडतदनपबमयरलवसह"] },
  { pattern: /\p{Script=Thai}/u, turns: ["กขคจชดตนบปพมยรลวสห"] },
];
const latin: readonly string[] = ["bdfgklmnprstvz", "aeiou"];

/** A made-up word in the script of the given one, as many letters long, in lower case. */
export function madeUpWord(word: string, numbers: KeyedNumbers): string {
  const turns = scripts.find(({ pattern }) => pattern.test(word))?.turns ?? latin;
  const start = numbers.below(turns.length);
  return [...word].map((_, index) => letterOf(turns[(start + index) % turns.length] ?? "", numbers)).join("");
}

function letterOf(letters: string, numbers: KeyedNumbers): string {
  const all = [...letters];
  return all[numbers.below(all.length)] ?? "";
}

/** Gives a word the case of another: all upper, all lower, capitalised, or letter by letter. */
export function inCaseOf(model: string, word: string): string {
  if (model === model.toUpperCase()) return word.toUpperCase();
  if (model === model.toLowerCase()) return word.toLowerCase();
  const [modelLetters, letters] = [[...model], [...word.toLowerCase()]];
  return letters.map((letter, at) => (isUpper(modelLetters[at]) ? letter.toUpperCase() : letter)).join("");
}

function isUpper(letter: string | undefined): boolean {
  return letter !== undefined && letter !== letter.toLowerCase();
}

const upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Another letter or digit for each one, of the same class; everything else stays. */
export function sameClasses(text: string, numbers: KeyedNumbers, isNumber = false): string {
  let isFirst = isNumber;
  return text.replace(/\p{L}|\p{N}/gu, (sign) => {
    if (/\p{N}/u.test(sign)) {
      // A JSON number begins with no zero.
      const digit = isFirst ? 1 + numbers.below(9) : numbers.below(10);
      isFirst = false;
      return String(digit);
    }
    const letter = upperLetters[numbers.below(26)] ?? "X";
    return isUpper(sign) ? letter : letter.toLowerCase();
  });
}
