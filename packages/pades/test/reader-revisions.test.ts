import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendBytes, appendUpdate, createPdf } from "./pdf-maker/index.ts";
import { codesOf, RawPdf, read } from "./raw-pdf.ts";

const extentsOf = (bytes: Uint8Array) => read(bytes).revisions.map(({ start, end }) => [start, end]);

describe("revisions", () => {
  it("end behind the end of the line of their end marker", () => {
    for (const end of ["\n", "\r", "\r\n", ""]) {
      const pdf = new RawPdf().catalogue().table([1, 2]);
      pdf.add(`startxref\n${pdf.lastSection}\n%%EOF${end}`);
      expect(extentsOf(pdf.bytes)).toEqual([[0, pdf.size]]);
    }
  });

  it("follow each other without gaps, oldest first", () => {
    const pdf = new RawPdf().whole();
    const ends = [pdf.size, pdf.update({ 3: "(a)" }).size, pdf.update({ 3: "(b)", 4: "(c)" }).size];
    expect(extentsOf(pdf.bytes)).toEqual([
      [0, ends[0]],
      [ends[0], ends[1]],
      [ends[1], ends[2]],
    ]);
    const { revisions } = read(pdf.bytes);
    expect(revisions.map(({ entries }) => [...entries.keys()])).toEqual([[1, 2], [3], [3, 4]]);
    expect(revisions.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(codesOf(pdf.bytes)).toEqual([]);
  });

  it("give the line end before an update to the update, and find its first object there", () => {
    const pdf = new RawPdf().catalogue().table([1, 2]);
    pdf.add(`startxref\n${pdf.lastSection}\n%%EOF`);
    const previous = pdf.lastSection;
    pdf.offsets.set(3, pdf.size); // the offset of the line end, not of the object
    pdf.add("\n3 0 obj\n(new)\nendobj\n").table([3], `/Prev ${previous}`).end();
    expect(codesOf(pdf.bytes)).toEqual([]);
    expect(read(pdf.bytes).last.get(3).kind).toBe("string");
  });

  it("take both sections of a linearized file as one, updates of it as others", () => {
    const pdf = linearized();
    expect(extentsOf(pdf.bytes)).toEqual([[0, pdf.size]]);
    expect(codesOf(pdf.bytes)).toEqual([]);
    const { last, revisions } = read(pdf.bytes);
    expect(revisions[0]?.xrefOffset).toBe(pdf.lastSection);
    expect([...last.objectNumbers()].sort()).toEqual([1, 2, 7]);
    expect(last.root?.kind).toBe("dictionary");
    const end = pdf.size;
    pdf.update({ 3: "(new)" });
    expect(extentsOf(pdf.bytes)).toEqual([
      [0, end],
      [end, pdf.size],
    ]);
    expect(codesOf(pdf.bytes)).toEqual([]);
  });

  it("take both sections as one, too, where something stands before the end marker, and do not fall for an earlier one", () => {
    const pdf = linearized("8 0 obj\n(between)\nendobj\n");
    expect(extentsOf(pdf.bytes)).toEqual([[0, pdf.size]]);
    expect(codesOf(pdf.bytes)).toEqual([]);
  });

  it("count a section that hides in older bytes to the update that leads there", () => {
    const pdf = new RawPdf().catalogue().object(3, "(shown)");
    const shown = pdf.offsets.get(3) ?? 0;
    pdf.object(3, "(hidden)");
    const main = pdf.size + 300;
    const hidden = pdf.size;
    pdf.table([3], `/Prev ${main}`).add(" ".repeat(main - pdf.size));
    pdf.offsets.set(3, shown);
    pdf.table([1, 2, 3]).end();
    const signed = pdf.size;
    const third = (index: number) =>
      Buffer.from((read(pdf.bytes).at(index).get(3) as { bytes: Uint8Array }).bytes).toString();
    expect(third(0)).toBe("shown");
    pdf.end(hidden);
    expect(extentsOf(pdf.bytes)).toEqual([
      [0, signed],
      [signed, pdf.size],
    ]);
    expect([third(0), third(1)]).toEqual(["shown", "hidden"]);
  });

  it("count it so when it stands between the update's own section and the older ones, too", () => {
    const pdf = new RawPdf().catalogue().object(3, "(hidden)");
    const main = pdf.size + 300;
    const hidden = pdf.size;
    pdf.table([3], `/Prev ${main}`).add(" ".repeat(main - pdf.size));
    pdf.table([1, 2]).end();
    const signed = pdf.size;
    pdf.lastSection = hidden;
    pdf.update({ 4: "(new)" });
    expect(extentsOf(pdf.bytes)).toEqual([
      [0, signed],
      [signed, pdf.size],
    ]);
    const { revisions } = read(pdf.bytes);
    expect(revisions.map(({ entries }) => [...entries.keys()].sort())).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("end somewhere even when their end marker names another section or is missing", () => {
    const wrong = new RawPdf().catalogue().table([1, 2]).add("startxref\n12345\n%%EOF\n");
    const end = wrong.size;
    expect(extentsOf(wrong.update({ 3: "(a)" }).bytes)).toEqual([
      [0, end],
      [end, wrong.size],
    ]);
    expect(codesOf(wrong.bytes)).toEqual(["startxref_wrong"]);
    const missing = new RawPdf().catalogue().table([1, 2]);
    expect(read(missing.update({ 3: "(a)" }).bytes).revisions).toHaveLength(2);
    expect(codesOf(missing.bytes)).toEqual(["end_marker_missing"]);
  });

  it("stop where /Prev leads to nothing or in a circle", () => {
    const pdf = new RawPdf().whole();
    const lost = new RawPdf().catalogue().table([1, 2], "/Prev 5").end();
    expect(codesOf(lost.bytes)).toEqual(["xref_unreadable"]);
    expect(codesOf(new RawPdf().catalogue().table([1, 2], "/Prev 1 0 R").end().bytes)).toEqual(["xref_unreadable"]);
    expect(codesOf(new RawPdf().catalogue().table([1, 2], "/Prev 0").end().bytes)).toEqual([]);
    const self = new RawPdf().catalogue();
    self.table([1, 2], `/Prev ${self.size}`).end();
    expect(codesOf(self.bytes)).toEqual(["loop"]);
    const circle = pdf.size;
    const first = new RawPdf().catalogue();
    first.table([1, 2], `/Prev ${String(circle).padStart(6, "0")}`).end();
    const second = first.size;
    const closed = Buffer.from(first.update({ 3: "(a)" }).bytes).toString("latin1");
    const target = String(closed.lastIndexOf("xref\n3")).padStart(6, "0");
    const bytes = Buffer.from(closed.replace(/\/Prev 0\d{5}/, `/Prev ${target}`), "latin1");
    expect(codesOf(bytes)).toEqual(["loop"]);
    expect(extentsOf(bytes)[0]).toEqual([0, second]);
  });
});

describe("bytes of updates", () => {
  const base = () => new RawPdf().whole();

  it.each([
    ["an object that no section names", "9 0 obj\n(x)\nendobj\n"],
    ["text", "hello\n"],
    ["another end marker", "startxref\n5\n%%EOF\n"],
    ["a comment with an object in it", "%9 0 obj (x) endobj\n"],
  ])("are unaccounted: %s", (_, text) => {
    const pdf = base();
    const at = pdf.size;
    pdf.add(text).update({ 3: "(a)" });
    expect(codesOf(pdf.bytes)).toEqual(["unaccounted_bytes"]);
    expect(read(pdf.bytes).revisions[1]?.anomalies).toEqual([{ code: "unaccounted_bytes", at }]);
  });

  it("are unaccounted behind the objects, too", () => {
    const pdf = base();
    const previous = pdf.lastSection;
    pdf.object(3, "(a)").add("9 0 obj\n(x)\nendobj\n").table([3], `/Prev ${previous}`).end();
    expect(codesOf(pdf.bytes)).toEqual(["unaccounted_bytes"]);
  });

  it("may be white space and comments", () => {
    expect(codesOf(base().add("\n \r\n\0% a comment\n").update({ 3: "(a)" }).bytes)).toEqual([]);
  });

  it("are not looked at in the original file", () => {
    expect(codesOf(new RawPdf().add("9 0 obj\n(x)\nendobj\nhello\n").whole().bytes)).toEqual([]);
  });

  it("are unaccounted where a whole revision is left out by /Prev", () => {
    const pdf = base();
    const oldest = pdf.lastSection;
    pdf.update({ 3: "(a)" }).object(4, "(b)").table([4], `/Prev ${oldest}`).end();
    expect(codesOf(pdf.bytes)).toEqual(["unaccounted_bytes"]);
    expect(read(pdf.bytes).last.get(3).kind).toBe("null");
  });

  it("that belong to an object streams and cross-reference streams are accounted for", () => {
    const pdf = appendUpdate(createPdf({ objectStreams: true }), {
      objectStream: true,
      objects: { 50: { A: "1" }, 51: { B: "2" } },
    });
    expect(codesOf(pdf.bytes)).toEqual([]);
  });

  it("are unaccounted where an entry names them wrongly", () => {
    const pdf = base();
    const previous = pdf.lastSection;
    pdf.object(3, "(a)");
    pdf.offsets.set(3, (pdf.offsets.get(3) ?? 0) + 1);
    pdf.table([3], `/Prev ${previous}`).end();
    expect(codesOf(pdf.bytes)).toEqual(["entry_wrong", "unaccounted_bytes"]);
    expect(read(pdf.bytes).last.get(3).kind).toBe("null");
  });

  it("may lead back to older objects, but not astray", () => {
    const back = base();
    const previous = back.lastSection;
    expect(codesOf(back.table([1, 2], `/Prev ${previous}`).end().bytes)).toEqual([]);
    const astray = base();
    astray.offsets.set(2, 40);
    expect(codesOf(astray.table([2], `/Prev ${previous}`).end().bytes)).toEqual(["entry_wrong"]);
  });
});

describe("the attack of the empty cross-reference", () => {
  const page = "5 0 obj\n<< /Type /Page >>\nendobj\n";

  it("is not silent: an empty section, without end marker", () => {
    const pdf = appendUpdate(createPdf(), { xref: "empty", endMarker: false, objects: { 5: { Type: "/Page" } } });
    expect(codesOf(pdf.bytes)).toEqual(["end_marker_missing", "unaccounted_bytes", "xref_unreadable"]);
  });

  it("is not silent: no section at all", () => {
    const pdf = appendUpdate(createPdf(), { xref: "none", objects: { 5: { Type: "/Page" } } });
    expect(codesOf(pdf.bytes)).toEqual(["bytes_after_end", "unaccounted_bytes"]);
    expect(read(pdf.bytes).revisions).toHaveLength(2);
  });

  it("is not silent: a section that cannot be read", () => {
    const pdf = appendBytes(createPdf(), `${page}xref\nrubbish\nstartxref\n700\n`);
    expect(codesOf(pdf.bytes)).toEqual([
      "bytes_after_end",
      "end_marker_missing",
      "startxref_wrong",
      "unaccounted_bytes",
      "xref_unreadable",
    ]);
  });

  it("puts the uncovered bytes into a revision of their own, which defines nothing", () => {
    const pdf = new RawPdf().whole();
    const end = pdf.size;
    const { revisions, last } = read(pdf.add(page).bytes);
    expect(revisions.map((revision) => [revision.start, revision.end])).toEqual([
      [0, end],
      [end, pdf.size],
    ]);
    expect(revisions[1]?.entries.size).toBe(0);
    expect(last.get(5).kind).toBe("null");
    expect(last.root).toEqual(read(pdf.bytes).at(0).root);
  });

  it("is not silent: whatever is appended is a revision or an anomaly, and the original view stays", () => {
    const { bytes } = createPdf({ textFields: [{ name: "place" }] });
    const before = read(bytes).last;
    const pieces = fc.constantFrom(
      page,
      "xref\n",
      "0 0\n",
      "0 1\n",
      "trailer\n",
      "<< /Root 1 0 R >>\n",
      "startxref\n",
      "9\n",
      "%%EOF\n",
      "%x\n",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (tail) => {
        const document = read(Buffer.concat([bytes, Buffer.from(tail.join(""))]));
        const isBlank = tail.join("").trim() === "";
        expect(document.revisions.length > 1 && document.anomalies.length > 0).toBe(!isBlank);
        expect(document.revisions[0]?.end).toBe(bytes.length);
        expect([...document.at(0).objectNumbers()]).toEqual([...before.objectNumbers()]);
        for (const number of before.objectNumbers()) expect(document.at(0).get(number)).toEqual(before.get(number));
      }),
      { numRuns: 300 },
    );
  });

  it("does not take some white space at the end for bytes after it", () => {
    expect(codesOf(new RawPdf().whole().add("\r\n\0\0\0").bytes)).toEqual([]);
    expect(codesOf(new RawPdf().whole().add(" ".repeat(2000)).bytes)).toEqual([
      "bytes_after_end",
      "end_marker_missing",
    ]);
    expect(codesOf(new RawPdf().whole().add("%%EOF\n").bytes)).toEqual(["bytes_after_end"]);
  });
});

/** A first-page section before the main one, of which only the first is named at the end (ISO 32000-2, annex F). */
function linearized(between = ""): RawPdf {
  const pdf = new RawPdf();
  pdf.object(7, "<< /Linearized 1 >>");
  const first = pdf.size + "(startxref 1000)\n".length;
  pdf.add(`(startxref ${String(first).padStart(4, "0")})\n`);
  const sectionSize = 200;
  pdf.add(" ".repeat(sectionSize)).catalogue();
  const main = pdf.size;
  pdf.table([2]).add(between).end(first);
  const written = new RawPdf("");
  for (const [number, offset] of pdf.offsets) written.offsets.set(number, offset);
  written.table([1, 7], `/Prev ${main}`).add("startxref\n0\n%%EOF\n");
  pdf.text = pdf.text.slice(0, first) + written.text.padEnd(sectionSize) + pdf.text.slice(first + sectionSize);
  pdf.lastSection = first;
  return pdf;
}
