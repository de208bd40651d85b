import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { verifyPdf } from "../src/index.ts";
import { appendUpdate, pageContent } from "./pdf-maker/index.ts";
import { contract, sign, signed } from "./verify-pdf-setup.ts";

/** The part of the files labelled good that has to be intact. */
const leastGoodPart = 0.94;

type Label = "good" | "bad" | "neutral";

/** Paths of the PDFs in a folder with a MANIFEST.tsv, by the column `accept`. */
function readManifest(folder: string): Record<Label, string[]> {
  const [head = "", ...lines] = readFileSync(join(folder, "MANIFEST.tsv"), "utf8").trimEnd().split("\n");
  const names = head.split("\t");
  const [path, accept] = [names.indexOf("path"), names.indexOf("accept")];
  if (path < 0 || accept < 0) throw new Error("MANIFEST.tsv has no columns path and accept");
  const rows = lines.map((line) => line.split("\t")).filter((cells) => cells[path]?.endsWith(".pdf"));
  const labelled = (label: Label) => rows.flatMap((cells) => (cells[accept] === label ? (cells[path] ?? []) : []));
  return { good: labelled("good"), bad: labelled("bad"), neutral: labelled("neutral") };
}

/** Those of some files that are reported intact. */
async function intactOf(folder: string, paths: readonly string[]): Promise<string[]> {
  const intact: string[] = [];
  for (const path of paths) {
    const result = await verifyPdf(new Uint8Array(readFileSync(join(folder, path))));
    if (result.ok && result.value.documentIntact) intact.push(path);
  }
  return intact;
}

describe("labelled files that the test makes", () => {
  const folder = mkdtempSync(join(tmpdir(), "idvkit-corpus-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const files: Record<string, Uint8Array> = {
    "signed.pdf": signed.bytes,
    "certified.pdf": sign(contract, { docMdp: 1 }).bytes,
    "changed.pdf": appendUpdate(signed, { objects: { 6: pageContent("Other") } }).bytes,
    "cut.pdf": signed.bytes.subarray(0, -100),
    "unsigned.pdf": contract.bytes,
    "list.xml": new Uint8Array(),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const rows = [
    ["bytes", "path", "accept"],
    ["1", "signed.pdf", "good"],
    ["1", "certified.pdf", "good"],
    ["1", "changed.pdf", "bad"],
    ["1", "cut.pdf", "bad"],
    ["1", "unsigned.pdf", "neutral"],
    ["1", "list.xml", "good"],
  ];
  writeFileSync(join(folder, "MANIFEST.tsv"), `${rows.map((row) => row.join("\t")).join("\n")}\n`);

  it("are read by their labels, whatever the order of the columns", () => {
    expect(readManifest(folder)).toEqual({
      good: ["signed.pdf", "certified.pdf"],
      bad: ["changed.pdf", "cut.pdf"],
      neutral: ["unsigned.pdf"],
    });
  });

  it("are intact when they are good, and not when they are bad", async () => {
    const { good, bad, neutral } = readManifest(folder);
    expect(await intactOf(folder, good)).toEqual(good);
    expect(await intactOf(folder, [...bad, ...neutral])).toEqual([]);
  });
});

const corpus = join(process.env.IDVKIT_CORPORA ?? "", "pades");
const corpora = process.env.IDVKIT_CORPORA !== undefined && existsSync(join(corpus, "MANIFEST.tsv")) ? [corpus] : [];
if (corpora.length === 0)
  process.emitWarning("IDVKIT_CORPORA names no labelled PDFs: verifyPdf was measured on made files only");

describe.each(corpora)("the labelled files of others", (folder) => {
  const { good, bad, neutral } = readManifest(folder);

  it("no bad one is intact", async () => {
    expect(bad.length).toBeGreaterThan(0);
    expect(await intactOf(folder, bad)).toEqual([]);
  });

  it(`at least ${leastGoodPart * 100} % of the good ones are intact`, async () => {
    const intact = await intactOf(folder, good);
    const refused = good.filter((path) => !intact.includes(path));
    expect(intact.length / good.length, refused.join(", ")).toBeGreaterThanOrEqual(leastGoodPart);
  });

  it.each(neutral)("%s ends, with a result or an error", async (path) => {
    const result = await verifyPdf(new Uint8Array(readFileSync(join(folder, path))));
    expect(result.ok || result.error.code === "invalid_input").toBe(true);
  });
});
