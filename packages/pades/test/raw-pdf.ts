import type { ReaderLimits } from "../src/reader/document.ts";
import { readPdf } from "../src/reader/read-document.ts";

export const limits: ReaderLimits = {
  maxBytes: 1e8,
  maxObjects: 2e5,
  maxRevisions: 100,
  maxDepth: 64,
  maxStreamBytes: 1e6,
  maxDecodedBytes: 1e7,
};

export const read = (bytes: Uint8Array, changes: Partial<ReaderLimits> = {}) =>
  readPdf(bytes, { ...limits, ...changes });

/** The codes of all anomalies, each once. */
export const codesOf = (bytes: Uint8Array) => [...new Set(read(bytes).anomalies.map(({ code }) => code))].sort();

/** Writes a file piece by piece and knows the offsets, for files that no writer should make. */
export class RawPdf {
  readonly offsets = new Map<number, number>();
  lastSection = 0;
  text: string;

  constructor(header = "%PDF-1.7\n") {
    this.text = header;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(Buffer.from(this.text, "latin1"));
  }

  get size(): number {
    return this.text.length;
  }

  add(text: string): this {
    this.text += text;
    return this;
  }

  object(objectNumber: number, body: string): this {
    this.offsets.set(objectNumber, this.size);
    return this.add(`${objectNumber} 0 obj\n${body}\nendobj\n`);
  }

  /** A catalogue and a page tree without pages, as objects 1 and 2. */
  catalogue(more = ""): this {
    return this.object(1, `<< /Type /Catalog /Pages 2 0 R ${more} >>`).object(
      2,
      "<< /Type /Pages /Kids [] /Count 0 >>",
    );
  }

  /** A table with one subsection for each object, without `startxref`. */
  table(objectNumbers: readonly number[], trailer = ""): this {
    this.lastSection = this.size;
    const lines = objectNumbers.map((number) => `${number} 1\n${this.line(this.offsets.get(number) ?? 0)}`);
    return this.add(`xref\n${lines.join("")}trailer\n<< /Size 100 /Root 1 0 R ${trailer} >>\n`);
  }

  line(offset: number, kind = "n", generation = 0): string {
    return `${String(offset).padStart(10, "0")} ${String(generation).padStart(5, "0")} ${kind} \n`;
  }

  end(target = this.lastSection): this {
    return this.add(`startxref\n${target}\n%%EOF\n`);
  }

  /** Everything of a file without updates. */
  whole(): this {
    return this.catalogue().table([1, 2]).end();
  }

  /** An update of these objects. */
  update(objects: Readonly<Record<number, string>>): this {
    const previous = this.lastSection;
    for (const [number, body] of Object.entries(objects)) this.object(Number(number), body);
    return this.table(Object.keys(objects).map(Number), `/Prev ${previous}`).end();
  }
}
