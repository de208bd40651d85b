import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PdfDocument } from "../src/reader/document.ts";
import { PdfError } from "../src/reader/pdf-error.ts";
import { appendUpdate, createPdf } from "./pdf-maker/index.ts";
import { limits, RawPdf, read } from "./raw-pdf.ts";

const limitError = expect.objectContaining({ name: "PdfError", code: "limit" });

/** Milliseconds. Generous, since machines differ: what costs the square of the size takes minutes. */
const patience = 20_000;

/** Asks for everything that there is. */
function readAll(document: PdfDocument): void {
  for (const { index } of document.revisions) {
    const view = document.at(index);
    view.resolve(view.trailer.entries.get("Root"));
    for (const number of view.objectNumbers()) {
      const object = view.get(number);
      if (object.kind === "stream") quietly(() => view.decode(object));
    }
  }
}

/** Lets a PdfError pass, and nothing else. */
function quietly(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
  }
}

function timeOf(run: () => unknown): number {
  const start = performance.now();
  quietly(run);
  return performance.now() - start;
}

describe("limits", () => {
  it("are kept for bytes, objects, revisions and depth", () => {
    const pdf = new RawPdf().whole();
    for (let count = 0; count < 5; count++) pdf.update({ 3: "(x)" });
    expect(() => read(pdf.bytes, { maxBytes: 100 })).toThrow(limitError);
    expect(() => read(pdf.bytes, { maxObjects: 1 })).toThrow(limitError);
    expect(() => read(pdf.bytes, { maxRevisions: 5 })).toThrow(limitError);
    expect(() => read(pdf.bytes, { maxRevisions: 1 })).toThrow(limitError);
    expect(read(pdf.bytes, { maxRevisions: 6 }).revisions).toHaveLength(6);
    const deep = new RawPdf().whole().update({ 3: `${"[".repeat(100)}${"]".repeat(100)}` });
    expect(() => read(deep.bytes)).toThrow(limitError);
    expect(read(deep.bytes, { maxDepth: 100 }).last.get(3).kind).toBe("array");
  });

  it("are kept for cross-reference streams that grow or count without end", () => {
    const section = (entries: string, data: Buffer) => {
      const pdf = new RawPdf();
      const text = data.toString("latin1");
      return pdf.object(1, `<< /Type /XRef ${entries} /Length ${text.length} >>\nstream\n${text}\nendstream`).end(9);
    };
    const bomb = section("/Size 9 /W [0 1 0] /Filter /FlateDecode", deflateSync(Buffer.alloc(2e6)));
    expect(() => read(bomb.bytes)).toThrow(limitError);
    const many = section("/Size 900000 /W [0 1 0] /Filter /FlateDecode", deflateSync(Buffer.alloc(9e5)));
    expect(() => read(many.bytes)).toThrow(limitError);
    const endless = section("/Size 1000000000000 /W [1 1 1]", Buffer.from("abc"));
    expect(read(endless.bytes).anomalies).toMatchObject([{ code: "entry_wrong" }]);
  });
});

describe("time is bounded", () => {
  it("for a hundred thousand objects", () => {
    const pdf = new RawPdf().catalogue();
    const parts: string[] = [];
    let offset = pdf.size;
    for (let number = 3; number < 100_000; number++) {
      const text = `${number} 0 obj\n<< /A ${number} 0 R /B (x) >>\nendobj\n`;
      pdf.offsets.set(number, offset);
      parts.push(text);
      offset += text.length;
    }
    pdf
      .add(parts.join(""))
      .table([...pdf.offsets.keys()])
      .end();
    const { bytes } = pdf.update({ 5: "(changed)" });
    expect(timeOf(() => readAll(read(bytes)))).toBeLessThan(patience);
  });

  it("for a long chain of updates", () => {
    const pdf = new RawPdf().whole();
    for (let count = 0; count < 900; count++) pdf.update({ 3: "(x)" });
    const { bytes } = pdf;
    expect(timeOf(() => readAll(read(bytes, { maxRevisions: 1000 })))).toBeLessThan(patience);
  });

  it.each([
    ["strings that each reach to the end", (number: number) => `${number} 0 obj (`],
    ["hexadecimal strings that do not end", (number: number) => `${number} 0 obj <`],
    ["streams without an end", (number: number) => `${number} 0 obj <<>> stream\n`],
    ["comments", (number: number) => `${number} 0 obj %`],
    ["white space", (number: number) => `${number} ${" ".repeat(20)}`],
    ["keywords of the end", (number: number) => `startxref ${number} %`],
    ["arrays", (number: number) => `${number} 0 obj [`],
    ["lengths that need each other", (number: number) => `${number} 0 obj << /Length ${number + 1} 0 R >> stream\nx`],
  ])("for objects that overlap: %s", (_, textOf) => {
    const pdf = new RawPdf().catalogue();
    const parts: string[] = [];
    let offset = pdf.size;
    for (let number = 3; number < 10_000; number++) {
      const text = textOf(number);
      pdf.offsets.set(number, offset);
      parts.push(text);
      offset += text.length;
    }
    pdf
      .add(parts.join(""))
      .add("\n")
      .table([...pdf.offsets.keys()])
      .end();
    const { bytes } = pdf;
    expect(timeOf(() => readAll(read(bytes)))).toBeLessThan(patience);
    const previous = pdf.lastSection;
    const again = pdf.table([...pdf.offsets.keys()], `/Prev ${previous}`).end().bytes;
    expect(timeOf(() => readAll(read(again)))).toBeLessThan(patience);
  });

  it("for many sections in one comment, each leading to the next", () => {
    const pdf = new RawPdf("%PDF-1.7\n%");
    let previous = 0;
    for (let count = 0; count < 2000; count++) {
      const offset = pdf.size;
      pdf.add(`xref 0 0 trailer<</Prev ${previous}>> `);
      previous = offset;
    }
    const { bytes } = pdf.add("x".repeat(2e6)).add("\n").end(previous);
    expect(timeOf(() => read(bytes, { maxRevisions: 1e4 }))).toBeLessThan(patience);
  });
});

describe("whatever the bytes are", () => {
  const files = [
    createPdf({ textFields: [{ name: "place" }] }),
    createPdf({ xref: "hybrid" }),
    appendUpdate(createPdf({ objectStreams: true }), {
      objectStream: true,
      objects: { 40: { A: "1" }, 41: { B: "2" } },
    }),
    appendUpdate(createPdf(), { objects: { 5: { Type: "/Page" } } }),
  ].map(({ bytes }) => bytes);

  const change = fc.record({
    file: fc.nat(files.length - 1),
    cut: fc.option(fc.nat(), { freq: 3 }),
    flips: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
    copy: fc.option(fc.tuple(fc.nat(), fc.nat(400), fc.nat()), { freq: 3 }),
    insert: fc.option(
      fc.tuple(
        fc.nat(),
        fc.constantFrom("endobj", "startxref\n9\n%%EOF\n", "<<", ">>", "[", "(", "99 0 obj", "stream\n", "%%EOF"),
      ),
      { freq: 3 },
    ),
  });

  it("reading ends with a document or a PdfError, and so does all that is asked of it", () => {
    fc.assert(
      fc.property(change, ({ file, cut, flips, copy, insert }) => {
        let bytes = Buffer.from(files[file] ?? []);
        for (const [at, value] of flips) bytes[at % bytes.length] = value;
        if (copy !== null) {
          const from = copy[0] % bytes.length;
          const to = copy[2] % bytes.length;
          bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, from + copy[1]), bytes.subarray(to)]);
        }
        if (insert !== null) {
          const at = insert[0] % bytes.length;
          bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(insert[1]), bytes.subarray(at)]);
        }
        if (cut !== null) bytes = bytes.subarray(0, cut % bytes.length);
        quietly(() => {
          const document = read(bytes);
          readAll(document);
          expectOrder(document);
        });
      }),
      { numRuns: 1500 },
    );
  });

  it("reading a file that is cut off anywhere ends so, too", () => {
    for (const bytes of files) {
      for (let end = 0; end < bytes.length; end += 7) quietly(() => readAll(read(bytes.subarray(0, end))));
    }
  });

  it("reading noise ends so, too", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        quietly(() => readAll(read(Buffer.concat([Buffer.from("%PDF-1.7\n"), noise]))));
      }),
    );
  });
});

/** Revisions follow each other and end within the file. */
function expectOrder(document: PdfDocument): void {
  let end = 0;
  for (const revision of document.revisions) {
    expect(revision.start).toBe(end);
    expect(revision.end).toBeGreaterThanOrEqual(revision.start);
    end = revision.end;
  }
  expect(end).toBeLessThanOrEqual(document.bytes.length);
  expect(document.anomalies.length).toBeLessThanOrEqual(1000 * limits.maxRevisions);
}
