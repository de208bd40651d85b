/**
 * How the verifier stands on labelled PDFs: `node --conditions=idvkit-source packages/pades/scripts/scoreboard.ts [FOLDER]`.
 * The folder holds MANIFEST.tsv (path, ..., accept: good, bad or neutral); default: `pades` in IDVKIT_CORPORA.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PdfVerification, verifyPdf } from "../src/index.ts";

interface Row {
  path: string;
  label: string;
  expected: string;
}

const folder =
  process.argv.slice(2).find((word) => !word.startsWith("--")) ??
  (process.env.IDVKIT_CORPORA && join(process.env.IDVKIT_CORPORA, "pades"));
if (folder === undefined) throw new Error("name a folder, or set IDVKIT_CORPORA");

const rows = readManifest(folder);
const times: number[] = [];
const wrong: string[] = [];
const counts = { goodIntact: 0, good: 0, badIntact: 0, bad: 0, neutral: 0 };
for (const row of rows) {
  const bytes = readFileSync(join(folder, row.path));
  const start = performance.now();
  const result = await verifyPdf(bytes);
  times.push(performance.now() - start);
  const intact = result.ok && result.value.documentIntact;
  const codes = result.ok ? codesOf(result.value) : [result.error.reason ?? result.error.code];
  if (row.label === "good") counts.good += 1;
  if (row.label === "bad") counts.bad += 1;
  if (row.label === "neutral") counts.neutral += 1;
  if (row.label === "good" && intact) counts.goodIntact += 1;
  if (row.label === "bad" && intact) counts.badIntact += 1;
  if ((row.label === "good") !== intact && row.label !== "neutral") {
    wrong.push(`  ${row.label} ${row.path}\n      ${row.expected}\n      ${codes.join(" ")}`);
  }
  if (process.argv.includes("--all")) process.stdout.write(`${row.label} ${intact} ${row.path}: ${codes.join(" ")}\n`);
}
if (wrong.length > 0) process.stdout.write(`wrong:\n${wrong.join("\n")}\n`);
process.stdout.write(`bad reported intact: ${counts.badIntact} of ${counts.bad}\n`);
process.stdout.write(`good intact: ${counts.goodIntact} of ${counts.good}\n`);
process.stdout.write(`neutral: ${counts.neutral}; median ${median(times).toFixed(1)} ms a file, in process\n`);

function codesOf({ signatures, findings }: PdfVerification): string[] {
  const own = signatures.map(
    (signature) =>
      `[${signature.fieldName} ${signature.kind} ${signature.level} ${signature.modifications} ${signature.intact ? "intact" : "broken"}: ${signature.findings
        .filter(({ severity }) => severity === "error")
        .map(({ code, objectNumber }) => (objectNumber === undefined ? code : `${code}(${objectNumber})`))
        .join(",")}]`,
  );
  return [...own, ...findings.map(({ code }) => code)];
}

function readManifest(path: string): Row[] {
  const [head = "", ...lines] = readFileSync(join(path, "MANIFEST.tsv"), "utf8").trimEnd().split("\n");
  const names = head.split("\t");
  return lines
    .map((line) => Object.fromEntries(line.split("\t").map((cell, index) => [names[index] ?? "", cell])))
    .filter(({ path: file }) => file?.endsWith(".pdf"))
    .map(({ path: file = "", accept = "", expected = "" }) => ({ path: file, label: accept, expected }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
