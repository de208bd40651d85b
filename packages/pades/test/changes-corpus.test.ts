import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ChangeReport, classifyChanges } from "../src/changes/classify-changes.ts";
import { readFieldTree } from "../src/changes/field-tree.ts";
import { permissionsInForce } from "../src/changes/permissions.ts";
import { integerOf, itemsOf } from "../src/reader/dictionary-values.ts";
import type { PdfDocument } from "../src/reader/document.ts";
import { readPdf } from "../src/reader/read-document.ts";

const limits = {
  maxBytes: 1e8,
  maxObjects: 1e6,
  maxRevisions: 500,
  maxDepth: 64,
  maxStreamBytes: 1e8,
  maxDecodedBytes: 1e9,
};

const folder = join(process.env.IDVKIT_CORPORA ?? "", "pades");
const manifest = join(folder, "MANIFEST.tsv");
const hasCorpus = process.env.IDVKIT_CORPORA !== undefined && existsSync(manifest);
if (!hasCorpus) process.emitWarning("IDVKIT_CORPORA is not set: the labelled PDFs are not classified");

const rows = hasCorpus ? readFileSync(manifest, "utf8").trim().split("\n").slice(1) : [];
const files = rows.map((row) => row.split("\t")).filter(([path = ""]) => path.endsWith(".pdf"));
const good = files.flatMap(([path = "", , , accept]) => (accept === "good" ? [path] : []));
const modified = files.flatMap(([path = "", , , accept, expected = ""]) =>
  accept === "bad" && expected.startsWith("MODIFIED") ? [path] : [],
);

/** One report for each signature whose /ByteRange ends with a revision. */
function reportsOf(path: string): ChangeReport[] {
  const document = readPdf(readFileSync(join(folder, path)), limits);
  const { last } = document;
  return readFieldTree(last).nodes.flatMap(({ dictionary }) => {
    const signature = last.lookup(dictionary, "V");
    if (signature.kind !== "dictionary") return [];
    const [, , start, length] = itemsOf(last.lookup(signature, "ByteRange")).map(integerOf);
    const from = start === undefined || length === undefined ? undefined : revisionThatEnds(document, start + length);
    if (from === undefined) return [];
    const permissions = permissionsInForce(document.at(from));
    return [classifyChanges(document, { from, to: document.revisions.length - 1, permissions })];
  });
}

function revisionThatEnds(document: PdfDocument, end: number): number | undefined {
  return document.revisions.find((revision) => end <= revision.end && end >= revision.end - 2)?.index;
}

describe("the labelled PDFs", () => {
  it.each(good)("%s: no later change is forbidden", (path) => {
    const reports = reportsOf(path);
    expect(reports.filter(({ level }) => level === "forbidden")).toEqual([]);
  });

  it.each(modified)("%s: a later change is forbidden", (path) => {
    expect(reportsOf(path).some(({ level }) => level === "forbidden")).toBe(true);
  });
});
