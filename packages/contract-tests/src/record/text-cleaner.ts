import { foldText } from "./fold-text.ts";
import type { KnownValues } from "./known-values.ts";
import { literalPattern } from "./literal-pattern.ts";
import { patternOf, type SearchTerm, searchTerms, shortWords } from "./search-terms.ts";
import type { StandIns } from "./stand-ins.ts";
import { isIpAddress, isMrz, shapesInText } from "./text-shapes.ts";

export interface CleanedText {
  text: string;
  /** What was not replaced. */
  rest: string;
}

export interface TextTools {
  known: KnownValues;
  standIns: StandIns;
  replaceMrz: (text: string) => string;
  replaceUrl: (text: string) => string;
  ownUrls: readonly { from: string; to: string }[];
}

interface Piece {
  text: string;
  isClean: boolean;
}

type Step = { pattern: RegExp; replace: (found: string) => string | undefined };

const termsAtOnce = 200;

/** Looks in any text for whatever is known or shows what it is, and puts the stand-ins there. */
export function createTextCleaner(tools: TextTools): (text: string) => CleanedText {
  const { known, standIns } = tools;
  const steps: Step[] = [
    { pattern: shapesInText.url, replace: (found) => (URL.canParse(found) ? tools.replaceUrl(found) : undefined) },
    ...tools.ownUrls.map(({ from, to }) => ({
      pattern: new RegExp(`${literalPattern(from)}(?![\\w-]|\\.\\w)`, "g"),
      replace: () => to,
    })),
    { pattern: shapesInText.email, replace: (found) => standIns.of("email", found) },
    { pattern: shapesInText.uuid, replace: (found) => standIns.of("uuid", found) },
    { pattern: shapesInText.mrz, replace: (found) => (isMrz(found) ? tools.replaceMrz(found) : undefined) },
    ...termSteps(searchTerms(known, standIns)),
    { pattern: shapesInText.ip, replace: (found) => (isIpAddress(found) ? standIns.of("ip", found) : undefined) },
  ];
  const short = shortWords(known);
  const shortStep: Step = {
    pattern: /(?<![\p{L}\p{N}])\p{L}{2,3}(?![\p{L}\p{N}])/gu,
    replace: (found) => (short.has(found) ? standIns.of("name", found) : undefined),
  };

  return (text) => {
    const running = /\s/.test(text) && short.size > 0 ? [shortStep] : [];
    const pieces = [...steps, ...running].reduce(applyStep, [{ text: text.normalize("NFC"), isClean: false }]);
    return {
      text: pieces.map((piece) => piece.text).join(""),
      rest: pieces.map((piece) => (piece.isClean ? " " : piece.text)).join(""),
    };
  };
}

function termSteps(terms: readonly SearchTerm[]): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < terms.length; at += termsAtOnce) {
    const some = terms.slice(at, at + termsAtOnce);
    const byText = new Map(some.map((term) => [foldText(term.text), term]));
    const exact = new Map(some.map((term) => [term.text.toLowerCase(), term]));
    const pattern = new RegExp(some.map(patternOf).join("|"), "giu");
    const replace = (found: string) =>
      (exact.get(found.toLowerCase()) ?? byText.get(foldText(found)))?.replace(found) ?? "x".repeat(found.length);
    steps.push({ pattern, replace });
  }
  return steps;
}

function applyStep(pieces: Piece[], { pattern, replace }: Step): Piece[] {
  return pieces.flatMap((piece) => {
    if (piece.isClean || piece.text === "") return [piece];
    const parts: Piece[] = [];
    let end = 0;
    for (const match of piece.text.matchAll(pattern)) {
      const replaced = replace(match[0]);
      if (replaced === undefined) continue;
      parts.push({ text: piece.text.slice(end, match.index), isClean: false }, { text: replaced, isClean: true });
      end = match.index + match[0].length;
    }
    return [...parts, { text: piece.text.slice(end), isClean: false }];
  });
}
