import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { code, table } from "../../../scripts/readme/markdown-table.ts";
import { countExamples, fillReadme } from "../../../scripts/readme/readme-parts.ts";
import { defaultLimits, findingTable } from "../src/index.ts";

/** `UPDATE_README=1 pnpm vitest run packages/pades/test/readme.test.ts` writes the examples and tables. */
const file = new URL("../README.md", import.meta.url);
const readme = readFileSync(file, "utf8");

const limitMeanings: Readonly<Record<keyof typeof defaultLimits, string>> = {
  maxBytes: "size of the file, in bytes",
  maxObjects: "entries of cross-references",
  maxRevisions: "revisions",
  maxDepth: "nesting of objects",
  maxStreamBytes: "one stream after its filters, in bytes",
  maxDecodedBytes: "all streams of one call together, in bytes",
  maxSignatures: "signatures that are verified",
};

const tables: Readonly<Record<string, string>> = {
  findings: table(
    ["Code", "Severity", "Meaning"],
    Object.entries(findingTable).map(([name, { severity, message }]) => [code(name), severity, message]),
  ),
  limits: table(
    ["Limit", "Default", "Of"],
    Object.entries(defaultLimits).map(([name, value]) => [
      code(name),
      value.toLocaleString("en-US"),
      limitMeanings[name as keyof typeof defaultLimits],
    ]),
  ),
};

describe("the README of pades", () => {
  it("shows the examples and tables as they are in the code", () => {
    const filled = fillReadme(readme, {
      example: (name) => readFileSync(new URL(`examples/${name}.ts`, import.meta.url), "utf8"),
      generated: (name) => tables[name] ?? "",
    });
    if (process.env.UPDATE_README === "1") writeFileSync(file, filled);
    else expect(readme).toBe(filled);
  });

  it("has no TypeScript that is not type-checked", () => {
    const { blocks, marked } = countExamples(readme);
    expect(blocks).toBe(marked);
  });

  it("links only to what there is", () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? "");
    expect(targets.filter((target) => !existsSync(new URL(`../${target}`, import.meta.url)))).toEqual([]);
  });
});
