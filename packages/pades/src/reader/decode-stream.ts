import { integerOf, itemsOf, nameOf } from "./dictionary-values.ts";
import { decodeAscii85, decodeAsciiHex } from "./filters/ascii.ts";
import { inflate } from "./filters/inflate.ts";
import { decodeLzw } from "./filters/lzw.ts";
import { undoPredictor } from "./filters/predictor.ts";
import { decodeRunLength } from "./filters/run-length.ts";
import type { PdfObject, PdfStream } from "./object.ts";
import { PdfError } from "./pdf-error.ts";
import type { WorkBudget } from "./work-budget.ts";

type Parameter = (key: string, otherwise: number) => number;
type Filter = (data: Uint8Array, parameter: Parameter, maxBytes: number) => Uint8Array;

const maximumFilters = 8;

const flate: Filter = (data, parameter, maxBytes) => predicted(inflate(data, maxBytes), parameter);
const lzw: Filter = (data, parameter, maxBytes) =>
  predicted(decodeLzw(data, parameter("EarlyChange", 1), maxBytes), parameter);
const asciiHex: Filter = (data) => decodeAsciiHex(data);
const ascii85: Filter = (data, _, maxBytes) => decodeAscii85(data, maxBytes);
const runLength: Filter = (data, _, maxBytes) => decodeRunLength(data, maxBytes);

/** ISO 32000-2, table 6; the short names are from inline images, and some writers use them everywhere. */
const filters: ReadonlyMap<string, Filter> = new Map([
  ["FlateDecode", flate],
  ["Fl", flate],
  ["LZWDecode", lzw],
  ["LZW", lzw],
  ["ASCIIHexDecode", asciiHex],
  ["AHx", asciiHex],
  ["ASCII85Decode", ascii85],
  ["A85", ascii85],
  ["RunLengthDecode", runLength],
  ["RL", runLength],
]);

/**
 * Undoes the filters of a stream. `resolve` follows references, which may stand wherever a value may.
 * Throws a {@link PdfError}: `limit` past `maxStreamBytes` or past the budget, `unreadable` for an unknown filter or bad data.
 */
export function decodeStream(
  stream: PdfStream,
  maxStreamBytes: number,
  budget: WorkBudget,
  resolve: (object: PdfObject | undefined) => PdfObject | undefined,
): Uint8Array {
  const names = itemsOf(resolve(stream.dictionary.entries.get("Filter")));
  const parameters = itemsOf(resolve(stream.dictionary.entries.get("DecodeParms")));
  if (names.length > maximumFilters) throw new PdfError("limit", "a stream with too many filters");
  let data = stream.rawData;
  for (const [index, object] of names.entries()) {
    const filter = filters.get(nameOf(resolve(object)) ?? "");
    if (filter === undefined) throw new PdfError("unreadable", "a filter that is not known");
    const dictionary = resolve(parameters[index]);
    const parameter: Parameter = (key, otherwise) =>
      (dictionary?.kind === "dictionary" ? integerOf(resolve(dictionary.entries.get(key))) : undefined) ?? otherwise;
    data = filter(data, parameter, Math.min(maxStreamBytes, budget.decodedBytesLeft));
    budget.takeDecoded(data.length);
  }
  return data;
}

function predicted(data: Uint8Array, parameter: Parameter): Uint8Array {
  return undoPredictor(data, {
    predictor: parameter("Predictor", 1),
    colors: parameter("Colors", 1),
    bitsPerComponent: parameter("BitsPerComponent", 8),
    columns: parameter("Columns", 1),
  });
}
