import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { code, table } from "../../../scripts/readme/markdown-table.ts";
import { countExamples, fillReadme } from "../../../scripts/readme/readme-parts.ts";
import { pathReasons, revocationReasons } from "../src/index.ts";

/** `UPDATE_README=1 pnpm vitest run packages/trust/test/readme.test.ts` writes the examples and tables. */
const file = new URL("../README.md", import.meta.url);
const readme = readFileSync(file, "utf8");

const tables: Readonly<Record<string, string>> = {
  "path-reasons": table(
    ["Code", "Untrusted", "Meaning"],
    Object.entries(pathReasons).map(([name, { isFatal, sentence }]) => [code(name), isFatal ? "yes" : "no", sentence]),
  ),
  "revocation-reasons": table(
    ["Code", "Meaning"],
    Object.entries(revocationReasons).map(([name, sentence]) => [code(name), sentence]),
  ),
};

describe("the README of trust", () => {
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
