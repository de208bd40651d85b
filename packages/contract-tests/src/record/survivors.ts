import { stripAccents } from "./fold-text.ts";
import { isKeptWord } from "./kept-words.ts";
import type { KnownValues } from "./known-values.ts";
import type { Problems } from "./problems.ts";
import { patternOf, searchTerms } from "./search-terms.ts";
import type { StandIns } from "./stand-ins.ts";

const shortestEncoded = 5;

/**
 * The last look, at the finished files: no value that had to be replaced stands in them, in any case, percent-encoded,
 * in base64 at any offset, in hex or with its accents lost. What does makes the recording fail.
 */
export function findSurvivors(
  files: ReadonlyMap<string, Uint8Array>,
  { known, standIns, vocabulary }: { known: KnownValues; standIns: StandIns; vocabulary: string },
  problems: Problems,
): void {
  const terms = searchTerms(known, standIns).filter(
    ({ text }) => !isKeptWord(text) && !isInVocabulary(text, vocabulary),
  );
  const plain = terms.length === 0 ? undefined : new RegExp(terms.map(patternOf).join("|"), "iu");
  const encoded = terms.flatMap(({ text }) => casesOf(text).flatMap(encodingsOf));
  for (const [name, bytes] of files) {
    const text = new TextDecoder().decode(bytes).normalize("NFC");
    const forms = [text, stripAccents(text), percentDecoded(text), text.replace(/\\(["\\/])/g, "$1")];
    const isFound = forms.some((form) => plain?.test(form)) || encoded.some((form) => text.includes(form));
    if (isFound) problems.add({ part: `file ${name}` }, "survivor");
  }
}

/** A word that the traffic uses as a name of members, hosts or paths gives nobody away. */
function isInVocabulary(text: string, vocabulary: string): boolean {
  return /^[A-Za-z]+$/.test(text) && new RegExp(`(?<![a-z])${text}(?![a-z])`, "i").test(vocabulary);
}

function casesOf(text: string): string[] {
  const lower = text.toLowerCase();
  return [...new Set([text, lower, text.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)])];
}

function encodingsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // Only the signs that depend on nothing but the value.
    const from = Math.ceil((offset * 8) / 6);
    const core = whole.slice(from, Math.floor(((offset + bytes.length) * 8) / 6));
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...base64, bytes.toString("hex")].filter((form) => form.length >= shortestEncoded);
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString());
}
