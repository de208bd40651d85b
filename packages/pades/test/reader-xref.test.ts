import { describe, expect, it } from "vitest";
import { appendUpdate, createPdf, objectNumbers } from "./pdf-maker/index.ts";
import { codesOf, RawPdf, read } from "./raw-pdf.ts";

const kindsOf = (bytes: Uint8Array) => read(bytes).revisions.map(({ xrefKind }) => xrefKind);
const pagesType = (bytes: Uint8Array) => {
  const { last } = read(bytes);
  const pages = last.lookup(last.root, "Pages");
  return pages.kind === "dictionary" ? pages.entries.get("Type") : undefined;
};
const found = expect.objectContaining({ kind: "name", name: "Pages" });

describe("cross-reference sections", () => {
  it.each([
    ["tables", { xref: "table" }, "table"],
    ["streams", { xref: "stream" }, "stream"],
    ["streams with object streams", { objectStreams: true }, "stream"],
    ["hybrid files", { xref: "hybrid" }, "hybrid"],
  ] as const)("reads %s, and the objects they name", (_, settings, kind) => {
    const pdf = createPdf({ ...settings, textFields: [{ name: "place" }] });
    expect(kindsOf(pdf.bytes)).toEqual([kind]);
    expect(codesOf(pdf.bytes)).toEqual([]);
    const { last } = read(pdf.bytes);
    expect(pagesType(pdf.bytes)).toEqual(found);
    expect(last.get(objectNumbers.form).kind).toBe("dictionary");
    expect([...last.objectNumbers()]).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]));
  });

  it("reads updates of every kind behind files of every kind", () => {
    for (const first of ["table", "stream", "hybrid"] as const) {
      for (const second of ["table", "stream", "hybrid"] as const) {
        const pdf = appendUpdate(createPdf({ xref: first }), { xref: second, objects: { 50: { Late: "true" } } });
        expect(kindsOf(pdf.bytes)).toEqual([first, second]);
        expect(codesOf(pdf.bytes)).toEqual([]);
        expect(read(pdf.bytes).last.get(50).kind).toBe("dictionary");
        expect(read(pdf.bytes).at(0).get(50).kind).toBe("null");
      }
    }
  });

  it("reads a table with other ends of line, entries of 19 bytes and comments", () => {
    const pdf = new RawPdf().catalogue();
    pdf.lastSection = pdf.size;
    const line = (number: number) => `${String(pdf.offsets.get(number)).padStart(10, "0")} 00000 n`;
    pdf.add(
      `xref\r1 2\r${line(1)}\r${line(2)}\r%trailer\rtrailer<</Size 3/Root 1 0 R>>\rstartxref\r${pdf.lastSection}\r%%EOF\r`,
    );
    expect(codesOf(pdf.bytes)).toEqual([]);
    expect(pagesType(pdf.bytes)).toEqual(found);
  });

  it("reads a table whose numbering is off by one, and says so", () => {
    const pdf = new RawPdf().catalogue();
    pdf.lastSection = pdf.size;
    const lines = [pdf.line(0, "f", 65535), pdf.line(pdf.offsets.get(1) ?? 0), pdf.line(pdf.offsets.get(2) ?? 0)];
    pdf.add(`xref\n1 3\n${lines.join("")}trailer\n<< /Size 3 /Root 1 0 R >>\n`).end();
    expect(pagesType(pdf.bytes)).toEqual(found);
    expect(codesOf(pdf.bytes)).toEqual(["entry_wrong"]);
  });

  it("reads a table with fewer entries than it announces, and says so", () => {
    const pdf = new RawPdf().catalogue();
    pdf.lastSection = pdf.size;
    const lines = [pdf.line(pdf.offsets.get(1) ?? 0), pdf.line(pdf.offsets.get(2) ?? 0)];
    pdf.add(`xref\n1 7\n${lines.join("")}trailer\n<< /Size 3 /Root 1 0 R >>\n`).end();
    expect(pagesType(pdf.bytes)).toEqual(found);
    expect(codesOf(pdf.bytes)).toEqual(["entry_wrong"]);
  });

  it("takes the first of two entries for an object in one section, and says so", () => {
    const pdf = new RawPdf().catalogue().object(3, "(first)");
    const first = pdf.offsets.get(3) ?? 0;
    pdf.object(3, "(second)");
    const second = pdf.offsets.get(3) ?? 0;
    pdf.offsets.set(3, first);
    pdf.lastSection = pdf.size;
    pdf.add(`xref\n3 1\n${pdf.line(first)}3 1\n${pdf.line(second)}trailer\n<< >>\n`).end();
    expect(read(pdf.bytes).last.get(3)).toMatchObject({ kind: "string", bytes: Buffer.from("first") });
    expect(codesOf(pdf.bytes)).toEqual(["entry_wrong"]);
  });

  it("counts offsets from the header where the file does", () => {
    const junk = Buffer.from("junk of a mail gateway\r\n");
    const pdf = new RawPdf().whole().update({ 3: "(new)" });
    const bytes = Buffer.concat([junk, pdf.bytes]);
    expect(pagesType(bytes)).toEqual(found);
    expect(codesOf(bytes)).toEqual([]);
    expect(read(bytes).revisions.map(({ start }) => start)).toEqual(
      [0, read(pdf.bytes).revisions[0]?.end ?? 0].map((at, index) => (index === 0 ? 0 : at + junk.length)),
    );
  });

  it("counts offsets from the first byte where the file does, junk or not", () => {
    expect(codesOf(new RawPdf("junk\n%PDF-1.7\n").whole().bytes)).toEqual([]);
  });

  it("finds a section that stands a few bytes beside its offset, and says so", () => {
    for (const shift of [-9, 7]) {
      const pdf = new RawPdf().catalogue().table([1, 2]);
      pdf.end(pdf.lastSection + shift);
      expect(pagesType(pdf.bytes)).toEqual(found);
      expect(codesOf(pdf.bytes)).toEqual(["startxref_wrong"]);
    }
    const stream = createPdf({ xref: "stream" });
    const text = Buffer.from(stream.bytes).toString("latin1");
    const moved = text.replace(`startxref\n${stream.xrefOffset}`, `startxref\n${stream.xrefOffset + 5}`);
    expect(codesOf(Buffer.from(moved, "latin1"))).toEqual(["startxref_wrong"]);
  });

  it("does not mind white space before a section or an object", () => {
    const pdf = new RawPdf().catalogue();
    for (const [number, offset] of pdf.offsets) pdf.offsets.set(number, offset - 1);
    pdf
      .add("\r\n  ")
      .table([1, 2])
      .end(pdf.lastSection - 3);
    expect(codesOf(pdf.bytes)).toEqual([]);
    expect(pagesType(pdf.bytes)).toEqual(found);
  });
});

describe("entries of cross-reference streams", () => {
  const withRows = (rows: readonly number[], entries: string) => {
    const pdf = new RawPdf().whole();
    const previous = pdf.lastSection;
    pdf.lastSection = pdf.size;
    const text = Buffer.from(rows).toString("latin1");
    const dictionary = `<< /Type /XRef /Size 9 /Root 1 0 R /Prev ${previous} ${entries} /Length ${text.length} >>`;
    return pdf.object(5, `${dictionary}\nstream\n${text}\nendstream`).end().bytes;
  };
  const entriesOf = (bytes: Uint8Array) => Object.fromEntries(read(bytes).revisions[1]?.entries ?? []);

  it("have a default type, and widths as the stream says", () => {
    const bytes = withRows([0, 9, 0, 5], "/W [0 2 0] /Index [1 2]");
    expect(entriesOf(bytes)).toEqual({
      1: { kind: "inUse", offset: 9, generation: 0 },
      2: { kind: "inUse", offset: 5, generation: 0 },
    });
  });

  it("of an unknown type stand for no object, with an anomaly", () => {
    const bytes = withRows([3, 9, 0, 0, 0, 0], "/W [1 1 1] /Index [2 1 6 1]");
    expect(entriesOf(bytes)).toEqual({ 2: { kind: "free", generation: 0 }, 6: { kind: "free", generation: 0 } });
    expect(codesOf(bytes)).toEqual(["entry_wrong"]);
  });

  it("that come twice count once, with an anomaly", () => {
    const bytes = withRows([1, 9, 0, 0, 0, 0], "/W [1 1 1] /Index [1 1 1 1]");
    expect(entriesOf(bytes)).toEqual({ 1: { kind: "inUse", offset: 9, generation: 0 } });
    expect(codesOf(bytes)).toEqual(["entry_wrong"]);
  });
});

describe("hybrid files", () => {
  /** The table says `listed` of object 3, the stream that it is at the second of two places. */
  const hybrid = (listed: "free" | "first" | "second") => {
    const pdf = new RawPdf().catalogue().object(3, "(first)");
    const first = pdf.offsets.get(3) ?? 0;
    pdf.object(3, "(second)");
    const second = pdf.offsets.get(3) ?? 0;
    const row = Buffer.from([1, second >> 8, second & 0xff, 0]).toString("latin1");
    const stream = pdf.size;
    pdf.object(4, `<< /Type /XRef /Size 5 /W [1 2 1] /Index [3 1] /Length 4 >>\nstream\n${row}\nendstream`);
    pdf.lastSection = pdf.size;
    const entry = listed === "free" ? pdf.line(0, "f") : pdf.line(listed === "first" ? first : second);
    const lines = `1 2\n${pdf.line(pdf.offsets.get(1) ?? 0)}${pdf.line(pdf.offsets.get(2) ?? 0)}3 1\n${entry}`;
    return pdf.add(`xref\n${lines}trailer\n<< /Size 5 /Root 1 0 R /XRefStm ${stream} >>\n`).end();
  };
  const third = (pdf: RawPdf) => {
    const object = read(pdf.bytes).last.get(3);
    return object.kind === "string" ? Buffer.from(object.bytes).toString() : object.kind;
  };

  it("take from the stream what the table hides", () => {
    expect(third(hybrid("free"))).toBe("second");
    expect(codesOf(hybrid("free").bytes)).toEqual([]);
  });

  it("take the table where both speak, and tell where they differ", () => {
    expect(third(hybrid("second"))).toBe("second");
    expect(codesOf(hybrid("second").bytes)).toEqual([]);
    expect(third(hybrid("first"))).toBe("first");
    expect(codesOf(hybrid("first").bytes)).toEqual(["hybrid_differs"]);
  });

  it("may be updated by a writer that copies /XRefStm into its trailer", () => {
    const pdf = hybrid("free");
    const stream = pdf.offsets.get(4);
    const previous = pdf.lastSection;
    pdf.object(3, "(third)").table([3], `/Prev ${previous} /XRefStm ${stream}`).end();
    expect(third(pdf)).toBe("third");
    expect(codesOf(pdf.bytes)).toEqual([]);
  });

  it("say when the stream cannot be read", () => {
    const pdf = new RawPdf().catalogue().table([1, 2], "/XRefStm 3").end();
    expect(codesOf(pdf.bytes)).toEqual(["xref_unreadable"]);
  });
});

describe("files without a way in", () => {
  it.each([
    ["nothing", "", "not_pdf"],
    ["no header", "just text", "not_pdf"],
    ["a header too late", `${" ".repeat(1025)}%PDF-1.7`, "not_pdf"],
    ["a header alone", "%PDF-1.7\n%%EOF", "unreadable"],
    ["a startxref into nothing", "%PDF-1.7\nstartxref\n99999\n%%EOF", "unreadable"],
    ["a section that is text", "%PDF-1.7\nxref\nabc\nstartxref\n9\n%%EOF", "unreadable"],
    ["a table without trailer", "%PDF-1.7\nxref\n0 0\nstartxref\n9\n%%EOF", "unreadable"],
    ["a trailer without dictionary", "%PDF-1.7\nxref\n0 0\ntrailer 5\nstartxref\n9\n%%EOF", "unreadable"],
    ["an object that is no section", "%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF", "unreadable"],
  ])("are refused: %s", (_, text, code) => {
    expect(() => read(Buffer.from(text, "latin1"))).toThrow(expect.objectContaining({ name: "PdfError", code }));
  });

  it.each([
    ["without widths", "/Size 2"],
    ["with widths of nothing", "/Size 2 /W [0 0 0]"],
    ["with widths too large", "/Size 2 /W [1 9 1]"],
    ["with an index that is no number", "/W [1 2 1] /Index [/A 2]"],
  ])("are refused: a cross-reference stream %s", (_, entries) => {
    const pdf = new RawPdf();
    pdf.lastSection = pdf.size;
    pdf.object(1, `<< /Type /XRef ${entries} /Length 4 >>\nstream\nabcd\nendstream`).end();
    expect(() => read(pdf.bytes)).toThrow(expect.objectContaining({ code: "unreadable" }));
  });
});
