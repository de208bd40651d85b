import { describe, expect, it } from "vitest";
import type { PdfObject } from "../src/reader/object.ts";
import { appendUpdate, createPdf } from "./pdf-maker/index.ts";
import { codesOf, RawPdf, read } from "./raw-pdf.ts";

const textOf = (object: PdfObject) => {
  if (object.kind === "string") return Buffer.from(object.bytes).toString("latin1");
  return object.kind === "stream" ? Buffer.from(object.rawData).toString("latin1") : object.kind;
};

describe("views", () => {
  const pdf = new RawPdf().catalogue().object(3, "(old)").object(4, "(kept)").table([1, 2, 3, 4]).end();
  const base = pdf.lastSection;
  pdf.update({ 3: "(new)", 5: "(added)" });
  const second = pdf.lastSection;
  pdf.lastSection = pdf.size;
  pdf.add(`xref\n4 1\n${pdf.line(0, "f", 1)}trailer\n<< /Size 6 /Root 1 0 R /Prev ${second} /Base ${base} >>\n`).end();
  const document = read(pdf.bytes);

  it("show the objects as they were after each revision", () => {
    expect([0, 1, 2].map((index) => textOf(document.at(index).get(3)))).toEqual(["old", "new", "new"]);
    expect([0, 1, 2].map((index) => textOf(document.at(index).get(4)))).toEqual(["kept", "kept", "null"]);
    expect([0, 1, 2].map((index) => textOf(document.at(index).get(5)))).toEqual(["null", "added", "added"]);
    expect([0, 1, 2].map((index) => [...document.at(index).objectNumbers()])).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 5],
    ]);
  });

  it("know which revision had the last word", () => {
    expect([1, 3, 4, 5, 6].map((number) => document.last.definedIn(number))).toEqual([0, 1, 2, 1, undefined]);
    expect([1, 3, 4, 5, 6].map((number) => document.at(0).definedIn(number))).toEqual([0, 0, 0, undefined, undefined]);
  });

  it("give null where the generation is another one", () => {
    expect(document.last.get(3, 0).kind).toBe("string");
    expect(document.last.get(3, 1).kind).toBe("null");
  });

  it("give the same object each time and in each view that sees it", () => {
    expect(document.at(0).get(1)).toBe(document.last.get(1));
  });

  it("have no revision of another index", () => {
    expect(() => document.at(3)).toThrow(RangeError);
  });

  it("follow references, but not in circles", () => {
    const circle = new RawPdf().catalogue().object(3, "4 0 R").object(4, "3 0 R").object(5, "6 0 R").object(6, "(x)");
    const { last } = read(circle.table([1, 2, 3, 4, 5, 6]).end().bytes);
    expect(last.resolve(last.get(3)).kind).toBe("null");
    expect(textOf(last.resolve(last.get(5)))).toBe("x");
    expect(last.resolve(undefined).kind).toBe("null");
    expect(last.lookup(undefined, "Any").kind).toBe("null");
    expect(last.lookup(last.root, "Any").kind).toBe("null");
  });

  it("have no catalogue where /Root is none", () => {
    const without = new RawPdf().object(1, "(no catalogue)").table([1]).end();
    expect(read(without.bytes).last.root).toBeUndefined();
  });

  it("do not see objects that stand in later bytes, whole or in part", () => {
    const shadow = new RawPdf().catalogue();
    const planned = 600;
    shadow.offsets.set(3, planned);
    shadow.object(4, "(begins here"); // never closed in this revision
    shadow.table([1, 2, 3, 4]).end();
    shadow.add(" ".repeat(planned - shadow.size)).update({ 3: "(later) )" });
    expect(shadow.offsets.get(3)).toBe(planned);
    const view = read(shadow.bytes);
    expect([textOf(view.at(0).get(3)), textOf(view.last.get(3))]).toEqual(["null", "later"]);
    expect(textOf(view.at(0).get(4))).toBe("null");
    expect(view.anomalies.map(({ code }) => code)).toContain("entry_wrong");
  });
});

describe("entries that lead to something else", () => {
  it.each([
    ["another number", "4 0 obj\n(x)\nendobj\n"],
    ["another generation", "3 1 obj\n(x)\nendobj\n"],
    ["no object", "hello"],
    ["the end of a longer number", "13 0 obj\n(x)\nendobj\n"],
    ["an object that cannot be read", "3 0 obj\n<< /A >>\nendobj\n"],
  ])("give null and an anomaly: %s", (name, text) => {
    const pdf = new RawPdf().catalogue();
    pdf.offsets.set(3, pdf.size + (name.includes("longer") ? 1 : 0));
    const document = read(pdf.add(text).table([1, 2, 3]).end().bytes);
    expect(document.anomalies).toEqual([]);
    expect(document.last.get(3).kind).toBe("null");
    expect(document.last.get(3).kind).toBe("null");
    expect(document.anomalies).toEqual([{ code: "entry_wrong", at: pdf.offsets.get(3) }]);
  });

  it("accept a missing endobj", () => {
    const pdf = new RawPdf().catalogue();
    pdf.offsets.set(3, pdf.size);
    expect(textOf(read(pdf.add("3 0 obj(x)\n").table([1, 2, 3]).end().bytes).last.get(3))).toBe("x");
  });
});

describe("streams", () => {
  const streamOf = (length: string, body = "\nabc\nendstream") => {
    const pdf = new RawPdf().catalogue().object(3, `<< /Length ${length} >>\nstream${body}`);
    pdf.object(4, "3").object(5, "(no number)").object(6, `<< /Length 6 0 R >>\nstream\nself\nendstream`);
    return read(pdf.table([1, 2, 3, 4, 5, 6]).end().bytes);
  };

  it.each([
    ["a direct length", "3", undefined],
    ["an indirect length", "4 0 R", undefined],
    ["a length that is too small", "1", undefined],
    ["a length that is too large", "99999", undefined],
    ["a length that is negative", "-3", undefined],
    ["a length that is no number", "5 0 R", undefined],
    ["a length that is nowhere", "77 0 R", undefined],
    ["CR and LF", "3", "\r\nabc\r\nendstream"],
    ["spaces before the end of line", "3", "  \nabc endstream"],
    ["no end of line before endstream", "3", "\nabcendstream"],
    ["a wrong length and CR and LF", "0", "\r\nabc\r\nendstream"],
  ])("end where they end: %s", (_, length, body) => {
    const document = streamOf(length, body);
    expect(textOf(document.last.get(3))).toBe("abc");
    expect(document.anomalies).toEqual([]);
  });

  it("may hold the word endstream, when the length says so", () => {
    expect(textOf(streamOf("15", "\nabc endstream x\nendstream").last.get(3))).toBe("abc endstream x");
  });

  it("whose length is in themselves end at endstream, with an anomaly", () => {
    const document = streamOf("3");
    expect(textOf(document.last.get(6))).toBe("self");
    expect(document.anomalies.map(({ code }) => code)).toEqual(["loop"]);
  });

  it("keep their end in older revisions when an update changes the length", () => {
    const pdf = new RawPdf()
      .catalogue()
      .object(3, "<< /Length 4 0 R >>\nstream\nabc endstream x\nendstream")
      .object(4, "15");
    pdf.table([1, 2, 3, 4]).end().update({ 4: "3" });
    const document = read(pdf.bytes);
    expect(textOf(document.last.get(3))).toBe("abc");
    expect(textOf(document.at(0).get(3))).toBe("abc endstream x");
    expect(textOf(document.last.get(3))).toBe("abc");
  });
});

describe("object streams", () => {
  it("hold objects, also for later updates", () => {
    const pdf = appendUpdate(createPdf({ objectStreams: true }), {
      objectStream: true,
      objects: { 40: { Packed: "true" } },
    });
    const document = read(pdf.bytes);
    expect(document.last.get(40)).toMatchObject({ kind: "dictionary" });
    expect(document.last.get(40)).toBe(document.last.get(40));
    expect(document.last.get(40, 1).kind).toBe("null");
    expect(document.anomalies).toEqual([]);
  });

  /** A cross-reference stream that has object 3 at an index of object stream 4. */
  const compressed = (objectStream: string, holder = 4, index = 0) => {
    const pdf = new RawPdf().catalogue().object(4, objectStream);
    const rows = [1, 2, 4].map((number) => [1, pdf.offsets.get(number) ?? 0, 0]);
    const all = [rows[0], rows[1], [2, holder, index], rows[2]];
    const data = all.flatMap((row = []) => [row[0] ?? 0, (row[1] ?? 0) >> 8, (row[1] ?? 0) & 0xff, row[2] ?? 0]);
    pdf.lastSection = pdf.size;
    const text = Buffer.from(data).toString("latin1");
    const entries = "/Type /XRef /Size 5 /Root 1 0 R /W [1 2 1] /Index [1 4]";
    return read(pdf.object(5, `<< ${entries} /Length ${text.length} >>\nstream\n${text}\nendstream`).end().bytes);
  };
  const stream = (entries: string, data: string) =>
    `<< ${entries} /Length ${data.length} >>\nstream\n${data}\nendstream`;

  it("give the object at the index", () => {
    expect(textOf(compressed(stream("/N 1 /First 4", "3 0 (x)")).last.get(3))).toBe("x");
    expect(textOf(compressed(stream("/N 2 /First 8", "9 0 3 4 (a) (b)"), 4, 1).last.get(3))).toBe("b");
  });

  it.each([
    ["another object is at the index", stream("/N 1 /First 4", "9 0 (x)"), 4],
    ["there is no such index", stream("/N 0 /First 4", "3 0 (x)"), 4],
    ["it has no header", stream("/N 1", "3 0 (x)"), 4],
    ["it cannot be decoded", stream("/N 1 /First 4 /Filter /FlateDecode", "3 0 (x)"), 4],
    ["the object cannot be read", stream("/N 1 /First 4", "3 0 >>"), 4],
    ["it is no stream", "(x)", 4],
    ["it is not there", stream("/N 1 /First 4", "3 0 (x)"), 77],
    ["it is in itself", stream("/N 1 /First 4", "3 0 (x)"), 3],
  ])("give null and an anomaly where %s", (_, source, holder) => {
    const document = compressed(source, holder);
    expect(document.last.get(3).kind).toBe("null");
    expect(document.anomalies.map(({ code }) => code)).toEqual(["entry_wrong"]);
  });

  it("say where an object is needed to read itself", () => {
    const document = compressed(stream("/N 1 /First 4 /Filter 3 0 R", "3 0 /AHx"));
    document.last.get(3);
    expect(document.anomalies.map(({ code }) => code)).toContain("loop");
  });

  it("do not follow /Extends, so a circle of it does no harm", () => {
    expect(textOf(compressed(stream("/N 1 /First 4 /Extends 4 0 R", "3 0 (x)")).last.get(3))).toBe("x");
  });
});

describe("encrypted documents", () => {
  it("are read without decryption: no objects from object streams, no data of streams", () => {
    const pdf = createPdf({ objectStreams: true, trailer: { Encrypt: "<< /Filter /Standard >>" } });
    const document = read(pdf.bytes);
    expect(document.isEncrypted).toBe(true);
    expect(document.last.root).toBeUndefined();
    const streams = [...document.last.objectNumbers()].map((number) => document.last.get(number));
    const stream = streams.find(({ kind }) => kind === "stream");
    expect(() => document.last.decode(stream ?? { kind: "null", start: 0, end: 0 })).toThrow(
      expect.objectContaining({ name: "PdfError", code: "unreadable" }),
    );
  });

  it("keep their plain objects", () => {
    const document = read(createPdf({ trailer: { Encrypt: "<< /Filter /Standard >>" } }).bytes);
    expect(document.last.root?.kind).toBe("dictionary");
  });

  it("are told from others", () => {
    expect(read(createPdf().bytes).isEncrypted).toBe(false);
    expect(read(createPdf({ trailer: { Encrypt: "null" } }).bytes).isEncrypted).toBe(false);
    expect(codesOf(createPdf().bytes)).toEqual([]);
  });

  it("refuse to decode what is no stream", () => {
    const { last } = read(createPdf().bytes);
    expect(() => last.decode(last.get(1))).toThrow(expect.objectContaining({ code: "unreadable" }));
  });
});
