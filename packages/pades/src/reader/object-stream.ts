import { integerAt } from "./dictionary-values.ts";
import { Lexer } from "./lexer.ts";
import type { PdfObject, PdfStream } from "./object.ts";
import { parseObject } from "./parse-object.ts";
import { PdfError } from "./pdf-error.ts";
import type { WorkBudget } from "./work-budget.ts";

/**
 * The objects of an object stream (ISO 32000-2, section 7.5.7), each read when it is asked for. /Extends is not followed:
 * cross-reference entries name the stream that holds the object itself, so loops of /Extends do no harm.
 */
export class ObjectStream {
  readonly #data: Buffer;
  readonly #places: readonly { objectNumber: number; offset: number }[];
  readonly #budget: WorkBudget;
  readonly #maxDepth: number;
  readonly #objects = new Map<number, PdfObject | undefined>();

  /** Throws a {@link PdfError} where its header cannot be read. */
  constructor(stream: PdfStream, data: Uint8Array, budget: WorkBudget, maxDepth: number) {
    this.#data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#budget = budget;
    this.#maxDepth = maxDepth;
    this.#places = readPlaces(stream, this.#data);
  }

  /** The object at that index when it has that number, else undefined. */
  get(index: number, objectNumber: number): PdfObject | undefined {
    const place = this.#places[index];
    if (place?.objectNumber !== objectNumber) return undefined;
    if (!this.#objects.has(index)) this.#objects.set(index, this.#parse(place.offset));
    return this.#objects.get(index);
  }

  #parse(offset: number): PdfObject | undefined {
    const lexer = new Lexer(this.#data, offset);
    try {
      return parseObject(lexer, this.#maxDepth);
    } catch (error) {
      if (error instanceof PdfError) return undefined;
      throw error;
    } finally {
      this.#budget.takeParsed(lexer.position - offset);
    }
  }
}

function readPlaces(stream: PdfStream, data: Buffer): { objectNumber: number; offset: number }[] {
  const count = integerAt(stream.dictionary, "N");
  const first = integerAt(stream.dictionary, "First");
  if (count === undefined || first === undefined) throw new PdfError("unreadable", "an object stream without a header");
  const lexer = new Lexer(data, 0);
  const places: { objectNumber: number; offset: number }[] = [];
  for (let index = 0; index < count; index++) {
    lexer.skipBlank();
    const objectNumber = lexer.takeDigits();
    lexer.skipBlank();
    const offset = lexer.takeDigits();
    if (objectNumber === undefined || offset === undefined) break;
    places.push({ objectNumber, offset: first + offset });
  }
  return places;
}
