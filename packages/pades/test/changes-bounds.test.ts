import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChangeLog, changeFindings } from "../src/changes/change-findings.ts";
import { type ChangeReport, classifyChanges } from "../src/changes/classify-changes.ts";
import { readPdf } from "../src/reader/read-document.ts";
import { appendUpdate, createPdf, type MadePdf, type PdfSource, widget } from "./pdf-maker/index.ts";

const limits = {
  maxBytes: 1e8,
  maxObjects: 1e6,
  maxRevisions: 100,
  maxDepth: 64,
  maxStreamBytes: 1e7,
  maxDecodedBytes: 1e8,
};

function classify({ bytes }: MadePdf, maxSteps?: number): ChangeReport {
  const document = readPdf(bytes, limits);
  const permissions = { locks: [{ action: "Include", fields: ["locked"] }] } as const;
  return classifyChanges(document, {
    from: 0,
    to: document.revisions.length - 1,
    permissions,
    ...(maxSteps && { maxSteps }),
  });
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => 100 + index);
const references = (list: readonly number[]): string => `[${list.map((number) => `${number} 0 R`).join(" ")}]`;

/** A form with many fields, and an update that fills all of them in. */
function filledForm(count: number): MadePdf {
  const field = (number: number, value: string): PdfSource => ({
    FT: "/Tx",
    T: `(f${number})`,
    V: `(${value})`,
    ...widget("[1 1 9 9]"),
  });
  const all = numbers(count);
  const pdf = createPdf({
    catalog: { AcroForm: `<< /Fields ${references(all)} >>` },
    objects: {
      ...Object.fromEntries(all.map((number) => [number, field(number, "old")])),
      5: { Type: "/Page", Parent: "2 0 R", MediaBox: "[0 0 9 9]", Contents: "6 0 R", Annots: references(all) },
    },
  });
  return appendUpdate(pdf, { objects: Object.fromEntries(all.map((number) => [number, field(number, "new")])) });
}

describe("the classification of changes is bounded", () => {
  it("takes five thousand filled in fields, reports a thousand and still knows the level", () => {
    const pdf = filledForm(5000);
    const { level, findings } = classify(pdf);
    expect(level).toBe("formFilling");
    expect(findings).toHaveLength(1000);
  });

  it("takes steps in proportion to the fields", () => {
    for (const count of [100, 400, 1600]) expect(classify(filledForm(count), 40 * count).level).toBe("formFilling");
  });

  it("takes arrays that are longer than a call can have arguments", () => {
    const long = `[${"20 0 R ".repeat(200_000)}]`;
    const pdf = createPdf({
      catalog: { StructTreeRoot: "21 0 R", AcroForm: "<< /Fields 22 0 R >>" },
      objects: { 20: { Type: "/StructElem" }, 21: { K: "22 0 R" }, 22: long },
    });
    const update = appendUpdate(pdf, { objects: { 22: long.replace("[", "[9 0 R ") } });
    expect(classify(update).level).toBe("forbidden");
  });

  it("ends where everything leads back to itself", () => {
    const pdf = createPdf({
      catalog: { AcroForm: "<< /Fields [20 0 R] >>", StructTreeRoot: "21 0 R", Outlines: "22 0 R", Loop: "23 0 R" },
      objects: {
        2: { Type: "/Pages", Kids: "[2 0 R 5 0 R]", Count: "1" },
        20: { T: "(a)", Kids: "[20 0 R 20 0 R]" },
        21: { Type: "/StructTreeRoot", K: "21 0 R" },
        22: { First: "22 0 R", Last: "22 0 R", Next: "22 0 R" },
        23: "[23 0 R 24 0 R]",
        24: "24 0 R",
      },
    });
    expect(
      classify(appendUpdate(pdf, { objects: { 22: { First: "22 0 R", Last: "22 0 R", Next: "22 0 R" } } })).level,
    ).toBe("none");
    expect(classify(appendUpdate(pdf, { objects: { 23: "[23 0 R 5 0 R]" } })).level).toBe("forbidden");
  });

  it("sees that two loops of different length show the same", () => {
    const pdf = createPdf({ catalog: { Loop: "20 0 R" }, objects: { 20: "[21 0 R]", 21: "[20 0 R]" } });
    expect(classify(appendUpdate(pdf, { objects: { 20: "[20 0 R]" } })).level).toBe("none");
    expect(classify(appendUpdate(pdf, { objects: { 20: "[20 0 R 20 0 R]" } })).level).toBe("forbidden");
  });

  it("refuses what would take too many steps", () => {
    const { level, findings } = classify(filledForm(50), 100);
    expect([level, findings.at(-1)]).toEqual(["forbidden", { code: "change_limit" }]);
  });

  it("refuses forms and page trees that are nested without sense", () => {
    const chain = (entries: (next: string) => PdfSource): Record<number, PdfSource> =>
      Object.fromEntries(numbers(100).map((number) => [number, entries(`${number + 1} 0 R`)]));
    const fields = createPdf({
      catalog: { AcroForm: "<< /Fields [100 0 R] >>" },
      objects: chain((next) => ({ T: "(a)", Kids: `[${next}]` })),
    });
    const tree = createPdf({
      objects: { ...chain((next) => ({ Type: "/Pages", Kids: `[${next}]` })), 2: { Kids: "[100 0 R]" } },
    });
    for (const pdf of [fields, tree]) {
      expect(classify(appendUpdate(pdf, { objects: { 9: {} } })).findings).toEqual([{ code: "change_limit" }]);
    }
  });

  it("counts a lock even when no finding is added any more", () => {
    const log = new ChangeLog();
    for (let count = 0; count < 3000; count++) log.add("field_filled", count);
    log.add("page_added");
    expect([log.findings.length, log.additions, log.level]).toEqual([1000, 3001, "forbidden"]);
  });
});

describe("the classification of changes, whatever the update is", () => {
  const pdf = createPdf({ textFields: [{ name: "a", value: "x" }], signatureFields: [{ name: "b" }] });
  const used = [1, 2, 3, 4, 5, 6, 10, 11];
  const value = fc.constantFrom(
    "null",
    "true",
    "3",
    "(x)",
    "/Sig",
    "[5 0 R]",
    "10 0 R",
    "<< /N 6 0 R >>",
    "99 0 R",
    "[1 0 R [2 0 R]]",
  );
  const key = fc.constantFrom(
    "Kids",
    "V",
    "AP",
    "Annots",
    "Fields",
    "Parent",
    "K",
    "Type",
    "FT",
    "AcroForm",
    "Pages",
    "Root",
  );
  const object = fc.oneof(fc.dictionary(key, value), value);

  it("never throws, and an update of nothing is nothing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...used.map(String)), object), (objects) => {
        const { level, findings } = classify(
          appendUpdate(pdf, {
            objects: Object.fromEntries(Object.entries(objects).map(([name, source]) => [Number(name), source])),
          }),
        );
        expect(findings.every(({ code }) => code in changeFindings)).toBe(true);
        if (Object.keys(objects).length === 0) expect(level).toBe("none");
      }),
      { numRuns: 150 },
    );
  });

  it("saving objects again as they are is no change", () => {
    fc.assert(
      fc.property(fc.subarray(used), fc.constantFrom("table", "stream", "hybrid"), (list, xref) => {
        const objects = Object.fromEntries(list.map((number) => [number, pdf.objects.get(number) ?? {}]));
        expect(classify(appendUpdate(pdf, { objects, xref })).level).toBe("none");
      }),
      { numRuns: 50 },
    );
  });

  it("freeing any object that is used is forbidden", () => {
    for (const number of used) expect(classify(appendUpdate(pdf, { free: [number] })).level).toBe("forbidden");
  });
});
