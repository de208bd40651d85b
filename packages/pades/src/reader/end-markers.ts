import { isRegular, isWhiteSpace, skipEndOfLine } from "./characters.ts";
import { firstAtLeast, KeywordPositions } from "./keyword-positions.ts";
import { Lexer } from "./lexer.ts";
import { sectionOffset } from "./read-section.ts";
import type { XrefSource } from "./xref-section.ts";

const keyword = "startxref";
const endOfFileMarker = "%%EOF";
const percent = 0x25;

/** `startxref`, its number, `%%EOF` (ISO 32000-2, section 7.5.5). */
export interface EndMarker {
  start: number;
  /** Behind the end of the line of `%%EOF`, or behind the number where that is missing. */
  end: number;
  /** The offset of the section to which the number leads. */
  target: number;
  hasEndOfFile: boolean;
}

/** All end markers of a file. */
export class EndMarkers {
  readonly #source: XrefSource;
  #byTarget: ReadonlyMap<number, readonly EndMarker[]> | undefined;

  constructor(source: XrefSource) {
    this.#source = source;
  }

  /** The one that comes next behind an offset, with nothing but white space and comments between. */
  directlyBehind(offset: number): EndMarker | undefined {
    const lexer = new Lexer(this.#source.bytes, offset);
    lexer.skipBlank();
    this.#source.budget.takeParsed(lexer.position - offset);
    return this.at(lexer.position);
  }

  at(position: number): EndMarker | undefined {
    const lexer = new Lexer(this.#source.bytes, position);
    if (isRegular(lexer.bytes[position - 1]) || !lexer.takeKeyword(keyword)) return undefined;
    lexer.skipBlank();
    const written = lexer.takeDigits();
    const behindNumber = lexer.position;
    const endOfFile = written === undefined ? undefined : takeEndOfFile(lexer);
    this.#source.budget.takeParsed(lexer.position - position);
    if (written === undefined) return undefined;
    return {
      start: position,
      end: endOfFile ?? skipEndOfLine(lexer.bytes, behindNumber),
      target: sectionOffset(this.#source, written),
      hasEndOfFile: endOfFile !== undefined,
    };
  }

  /** The first one that leads to this section and starts at an offset or behind it. */
  leadingTo(target: number, from: number): EndMarker | undefined {
    this.#byTarget ??= this.#collect();
    return firstAtLeast(this.#byTarget.get(target) ?? [], from, (marker) => marker.start);
  }

  /** From the last one to the first. */
  *backwards(): Generator<EndMarker> {
    const { bytes } = this.#source;
    let at = bytes.lastIndexOf(keyword);
    while (at >= 0) {
      const marker = this.at(at);
      if (marker !== undefined) yield marker;
      at = at === 0 ? -1 : bytes.lastIndexOf(keyword, at - 1);
    }
  }

  #collect(): ReadonlyMap<number, readonly EndMarker[]> {
    const byTarget = new Map<number, EndMarker[]>();
    for (const position of new KeywordPositions(this.#source.bytes, keyword).all) {
      const marker = this.at(position);
      if (marker === undefined) continue;
      const others = byTarget.get(marker.target);
      if (others === undefined) byTarget.set(marker.target, [marker]);
      else others.push(marker);
    }
    return byTarget;
  }
}

/** The offset behind `%%EOF` and the end of its line; other comments may stand before it. */
function takeEndOfFile(lexer: Lexer): number | undefined {
  for (;;) {
    while (isWhiteSpace(lexer.next)) lexer.position += 1;
    if (lexer.next !== percent) return undefined;
    const { position, bytes } = lexer;
    if (bytes.toString("latin1", position, position + endOfFileMarker.length) === endOfFileMarker) {
      return skipEndOfLine(bytes, position + endOfFileMarker.length);
    }
    lexer.skipComment();
  }
}
