import { decodeStream } from "./decode-stream.ts";
import { integerAt, integerOf, itemsOf, nameOf } from "./dictionary-values.ts";
import type { ReaderAnomaly, XrefEntry } from "./document.ts";
import { readIndirectObject } from "./indirect-object.ts";
import type { PdfDictionary } from "./object.ts";
import { PdfError } from "./pdf-error.ts";
import type { XrefSection, XrefSource } from "./xref-section.ts";

const maximumWidth = 8;
const free = 0;
const inUse = 1;
const compressed = 2;

/**
 * Reads a cross-reference stream (ISO 32000-2, section 7.5.8). Gives undefined where no object stands at the offset.
 * Throws a {@link PdfError}.
 */
export function readXrefStream(source: XrefSource, offset: number): XrefSection | undefined {
  const found = readIndirectObject(source, offset, () => undefined);
  if (found === undefined) return undefined;
  const { object: stream, start, end } = found;
  if (stream.kind !== "stream" || nameOf(stream.dictionary.entries.get("Type")) !== "XRef") {
    throw new PdfError("unreadable", "an object that is no cross-reference stream");
  }
  const trailer = stream.dictionary;
  const data = decodeStream(stream, source.limits.maxStreamBytes, source.budget, (object) => object);
  const anomalies: ReaderAnomaly[] = [];
  const entries = readEntries(source, trailer, data, () => anomalies.push({ code: "entry_wrong", at: start }));
  return { offset: start, end, kind: "stream", trailer, entries, extents: [{ start, end }], anomalies };
}

function readEntries(
  source: XrefSource,
  trailer: PdfDictionary,
  data: Uint8Array,
  onWrong: () => void,
): Map<number, XrefEntry> {
  const widths = widthsOf(trailer);
  const rowBytes = widths[0] + widths[1] + widths[2];
  const entries = new Map<number, XrefEntry>();
  let at = 0;
  for (const { first, count } of subsectionsOf(trailer)) {
    for (let index = 0; index < count; index++, at += rowBytes) {
      if (at + rowBytes > data.length) {
        onWrong(); // fewer entries than announced
        return entries;
      }
      const entry = readEntry(data, at, widths, source.base);
      if (entry === undefined || entries.has(first + index)) onWrong();
      if (!entries.has(first + index)) entries.set(first + index, entry ?? { kind: "free", generation: 0 });
      source.counter.count(entries.size);
    }
  }
  return entries;
}

type Widths = readonly [number, number, number];

function widthsOf(trailer: PdfDictionary): Widths {
  const [type, second, third] = itemsOf(trailer.entries.get("W")).map(integerOf);
  if (type === undefined || second === undefined || third === undefined || second === 0) {
    throw new PdfError("unreadable", "a cross-reference stream without widths");
  }
  if (Math.max(type, second, third) > maximumWidth) throw new PdfError("unreadable", "widths that are too large");
  return [type, second, third];
}

/** /Index, or everything from 0 to /Size. */
function* subsectionsOf(trailer: PdfDictionary): Generator<{ first: number; count: number }> {
  const written = trailer.entries.get("Index");
  if (written === undefined) {
    yield { first: 0, count: integerAt(trailer, "Size") ?? 0 };
    return;
  }
  const numbers = itemsOf(written).map(integerOf);
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    const first = numbers[index];
    const count = numbers[index + 1];
    if (first === undefined || count === undefined) throw new PdfError("unreadable", "an index that cannot be read");
    yield { first, count };
  }
}

/** Table 18. A type that is not known stands for the null object. */
function readEntry(data: Uint8Array, at: number, widths: Widths, base: number): XrefEntry | undefined {
  const type = widths[0] === 0 ? inUse : fieldAt(data, at, widths[0]);
  const second = fieldAt(data, at + widths[0], widths[1]);
  const third = fieldAt(data, at + widths[0] + widths[1], widths[2]);
  if (type === free || (type === inUse && second === 0)) return { kind: "free", generation: third };
  if (type === inUse) return { kind: "inUse", generation: third, offset: second + base };
  return type === compressed ? { kind: "compressed", objectStream: second, index: third } : undefined;
}

function fieldAt(data: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let index = at; index < at + width; index++) value = value * 256 + (data[index] ?? 0);
  return value;
}
