import { crossReferenceStream, crossReferenceTable, type MadeEntry } from "./cross-reference.ts";
import { bytesOf, type DictionarySource, joinBytes, type PdfSource, sourceBytes, streamSource } from "./pdf-source.ts";

export type XrefForm = "table" | "stream" | "hybrid" | "empty" | "none";

/** What one save writes. */
export interface Section {
  /** Where it begins in the file. */
  start: number;
  objects: Readonly<Record<number, PdfSource>>;
  free: ReadonlyMap<number, number>;
  /** The first number that is not used yet. */
  size: number;
  /** Without /Size. */
  trailer: DictionarySource;
  xref: XrefForm;
  /** Everything that may be goes into an object stream. Always so in a hybrid file. */
  objectStream: boolean;
  /** Numbers that stay outside of it. */
  plain: readonly number[];
  endMarker: boolean;
  /** What `startxref` says, when it is not where the cross-reference is. */
  startxref?: number;
}

export interface WrittenSection {
  bytes: Uint8Array;
  /** Undefined where there is none. */
  xrefOffset: number | undefined;
  size: number;
}

/** Writes objects, cross-reference, `startxref` and end marker. */
export function writeSection(section: Section): WrittenSection {
  const writer = new SectionWriter(section);
  writer.writeObjects();
  const xrefOffset = writer.writeCrossReference();
  if (xrefOffset !== undefined) writer.push(bytesOf(`startxref\n${section.startxref ?? xrefOffset}\n`));
  if (section.endMarker) writer.push(bytesOf("%%EOF\n"));
  return { bytes: joinBytes(writer.parts), xrefOffset, size: writer.size };
}

class SectionWriter {
  readonly parts: Uint8Array[] = [];
  readonly entries = new Map<number, MadeEntry>();
  readonly #section: Section;
  size: number;
  #offset: number;

  constructor(section: Section) {
    this.#section = section;
    this.size = section.size;
    this.#offset = section.start;
    for (const [number, generation] of section.free) this.entries.set(number, { kind: "free", generation });
  }

  push(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.#offset += bytes.length;
  }

  writeObjects(): void {
    const { objects, objectStream, plain, xref } = this.#section;
    const packs = objectStream || xref === "hybrid";
    const all = Object.entries(objects).map(([number, source]) => ({ number: Number(number), source }));
    const isPacked = ({ number, source }: { number: number; source: PdfSource }) =>
      packs && !(source instanceof Uint8Array) && !plain.includes(number);
    for (const object of all.filter((one) => !isPacked(one))) this.#writeObject(object.number, object.source);
    const packed = all.filter(isPacked);
    if (packed.length > 0) this.#writeObjectStream(packed);
    this.size = Math.max(this.size, ...all.map(({ number }) => number + 1));
  }

  #writeObject(number: number, source: PdfSource): void {
    this.entries.set(number, { kind: "inUse", offset: this.#offset });
    this.push(joinBytes([bytesOf(`${number} 0 obj\n`), sourceBytes(source), bytesOf("\nendobj\n")]));
  }

  #writeObjectStream(packed: readonly { number: number; source: PdfSource }[]): void {
    const objectStream = this.#takeNumber();
    let offset = 0;
    const head: string[] = [];
    const bodies = packed.map(({ number, source }, index) => {
      head.push(`${number} ${offset}`);
      this.entries.set(number, { kind: "compressed", objectStream, index });
      const body = joinBytes([sourceBytes(source), bytesOf("\n")]);
      offset += body.length;
      return body;
    });
    const first = bytesOf(`${head.join(" ")}\n`);
    const entries = { Type: "/ObjStm", N: String(packed.length), First: String(first.length) };
    this.#writeObject(objectStream, streamSource(entries, joinBytes([first, ...bodies]), true));
  }

  writeCrossReference(): number | undefined {
    const { xref } = this.#section;
    if (xref === "none") return undefined;
    if (xref === "stream") return this.#writeStream(this.entries);
    const packed = [...this.entries].filter(([, entry]) => entry.kind === "compressed");
    const hidden = xref === "hybrid" ? { XRefStm: String(this.#writeStream(new Map(packed))) } : {};
    const offset = this.#offset;
    this.push(crossReferenceTable(xref === "empty" ? new Map() : this.entries, this.#trailer(hidden)));
    return offset;
  }

  #writeStream(listed: Map<number, MadeEntry>): number {
    const number = this.#takeNumber();
    const offset = this.#offset;
    listed.set(number, { kind: "inUse", offset });
    this.#writeObject(number, crossReferenceStream(listed, this.#trailer({})));
    return offset;
  }

  #trailer(more: DictionarySource): DictionarySource {
    return { Size: String(this.size), ...this.#section.trailer, ...more };
  }

  #takeNumber(): number {
    const used = Object.keys(this.#section.objects).map(Number);
    const number = Math.max(this.size, ...used.map((one) => one + 1));
    this.size = number + 1;
    return number;
  }
}
