import { isDigit, isWhiteSpace } from "./characters.ts";
import type { ReaderAnomaly, XrefEntry } from "./document.ts";
import type { Lexer } from "./lexer.ts";
import { parseDictionary } from "./parse-object.ts";
import { PdfError } from "./pdf-error.ts";
import type { XrefSection, XrefSource } from "./xref-section.ts";

const letterF = 0x66;
const letterN = 0x6e;
const highestGeneration = 65535;

/**
 * Reads a cross-reference table and its trailer (ISO 32000-2, sections 7.5.4 and 7.5.5). The lexer stands behind `xref`.
 * Entries of another length than 20 bytes are accepted, since they say the same. Throws a {@link PdfError}.
 */
export function readXrefTable(source: XrefSource, lexer: Lexer, offset: number): XrefSection {
  const table = new TableReader(source, lexer);
  try {
    table.readSubsections();
  } finally {
    source.budget.takeParsed(lexer.position - offset);
  }
  const trailerStart = lexer.position;
  lexer.skipBlank();
  if (lexer.bytes.toString("latin1", lexer.position, lexer.position + 2) !== "<<") {
    throw new PdfError("unreadable", "a trailer without a dictionary");
  }
  let trailer: XrefSection["trailer"];
  try {
    trailer = parseDictionary(lexer, source.maxDepth);
  } finally {
    source.budget.takeParsed(lexer.position - trailerStart);
  }
  const { entries, anomalies } = table;
  const extents = [{ start: offset, end: lexer.position }];
  return { offset, end: lexer.position, kind: "table", trailer, entries, extents, anomalies };
}

class TableReader {
  readonly entries = new Map<number, XrefEntry>();
  readonly anomalies: ReaderAnomaly[] = [];
  readonly #source: XrefSource;
  readonly #lexer: Lexer;

  constructor(source: XrefSource, lexer: Lexer) {
    this.#source = source;
    this.#lexer = lexer;
  }

  /** Reads up to and with the keyword `trailer`. */
  readSubsections(): void {
    for (;;) {
      this.#lexer.skipBlank();
      if (this.#lexer.takeKeyword("trailer")) return;
      if (this.#takeTrailerBeforeDictionary()) return;
      this.#readSubsection(this.#number(), this.#number());
    }
  }

  /** `trailer<<` ends at a delimiter and is taken above; some files write `trailer` and a digit or a letter at once. */
  #takeTrailerBeforeDictionary(): boolean {
    if (isDigit(this.#lexer.next)) return false;
    throw new PdfError("unreadable", "a cross-reference table without an end");
  }

  #readSubsection(start: number, count: number): void {
    let first = start;
    for (let index = 0; index < count; index++) {
      this.#skipWhiteSpace();
      const at = this.#lexer.position;
      if (!isDigit(this.#lexer.next)) {
        this.anomalies.push({ code: "entry_wrong", at }); // fewer entries than announced
        return;
      }
      const offset = this.#number();
      const generation = this.#number();
      const isInUse = this.#readKind();
      if (index === 0 && start === 1 && !isInUse && offset === 0 && generation === highestGeneration) {
        first = 0; // the head of the free list is object 0: the numbering is off by one
        this.anomalies.push({ code: "entry_wrong", at });
      }
      this.#add(first + index, { offset, generation, isInUse, at });
    }
  }

  #add(objectNumber: number, entry: { offset: number; generation: number; isInUse: boolean; at: number }): void {
    if (this.entries.has(objectNumber)) {
      this.anomalies.push({ code: "entry_wrong", at: entry.at }); // readers take the first one
      return;
    }
    const { generation } = entry;
    const isInUse = entry.isInUse && entry.offset > 0 && objectNumber > 0;
    const offset = entry.offset + this.#source.base;
    this.entries.set(objectNumber, isInUse ? { kind: "inUse", generation, offset } : { kind: "free", generation });
    this.#source.counter.count(this.entries.size);
  }

  #readKind(): boolean {
    this.#skipWhiteSpace();
    const letter = this.#lexer.next;
    if (letter !== letterN && letter !== letterF) throw new PdfError("unreadable", "an entry that cannot be read");
    this.#lexer.position += 1;
    return letter === letterN;
  }

  #number(): number {
    this.#skipWhiteSpace();
    const value = this.#lexer.takeDigits();
    if (value === undefined) throw new PdfError("unreadable", "expected a number");
    return value;
  }

  #skipWhiteSpace(): void {
    while (isWhiteSpace(this.#lexer.next)) this.#lexer.position += 1;
  }
}
