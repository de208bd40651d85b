import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentSchemas, dataBlockTypes, idvErrorCodes, replyStatuses, verdictSpellings } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { table } from "../../../scripts/readme/markdown-table.ts";
import { countExamples, fillReadme } from "../../../scripts/readme/readme-parts.ts";

/**
 * What the READMEs say is what the code does. Examples are files of test/examples, so that they are type-checked;
 * tables come from the code. `UPDATE_README=1 pnpm vitest run packages/demo/test/readme.test.ts` writes both.
 */
const root = fileURLToPath(new URL("../../../", import.meta.url));
const readmes = [
  "README.md",
  "packages/core/README.md",
  "packages/driver-kit/README.md",
  "packages/onfido/README.md",
  "packages/oidc/README.md",
];
const read = (path: string) => readFileSync(join(root, path), "utf8");

const tables: Readonly<Record<string, () => string>> = {
  fixtures: fixturesTable,
  blocks: blocksTable,
  verdicts: () =>
    table(
      ["Verdict", "`verification.status`", "`documentVerification.verdict.status`", "Step"],
      Object.entries(verdictSpellings).map(([verdict, spelling]) =>
        [verdict, spelling.verification, spelling.documentVerification, spelling.step].map((word) => `\`${word}\``),
      ),
    ),
  errors: () =>
    table(
      ["Code", "Meaning", "Reply"],
      idvErrorCodes.map((code) => [`\`${code}\``, meaningOf(code), String(replyStatuses[code])]),
    ),
};

describe.each(readmes)("%s", (path) => {
  it("shows the examples and tables as they are in the code", () => {
    const written = read(path);
    const filled = fillReadme(written, {
      example: (name) => read(`packages/demo/test/examples/${name}.ts`),
      // A driver's own tables are its own test's.
      generated: (name) => tables[name]?.() ?? keptTable(written, name),
    });
    if (process.env.UPDATE_README === "1") writeFileSync(join(root, path), filled);
    else expect(written).toBe(filled);
  });

  it("has no TypeScript that is not type-checked", () => {
    const { blocks, marked } = countExamples(read(path));
    expect(blocks).toBe(marked);
  });

  it("links only to what there is", () => {
    const targets = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? "");
    expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });
});

describe("the README of the root", () => {
  const text = read("README.md");

  it("lists the packages that are published, and no others", () => {
    const published = readdirSync(join(root, "packages"))
      .map((folder) => JSON.parse(read(`packages/${folder}/package.json`)))
      .filter(({ private: isPrivate }) => isPrivate !== true)
      .map(({ name }) => name);
    const listed = [...text.matchAll(/^\| \[(@idvkit\/[a-z-]+)\]/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(published.toSorted());
  });

  it("explains every root script, and no others", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const explained = [...text.matchAll(/^\| `npm (?:run )?([a-z]+)/gm)].map(([, name]) => name ?? "");
    expect(explained.filter((name) => scripts[name] === undefined)).toEqual([]);
    for (const name of ["demo", "test", "check", "bench", "mutate", "build"]) expect(explained).toContain(name);
  });

  it("quotes a measured figure for each limit", () => {
    const measures = text.slice(text.indexOf("## Measures"));
    const rows = [...measures.matchAll(/^\| .+? +\| ([\d.]+(?: kB)?) +\| ([\d.]+(?: kB)?) +\|$/gm)];
    expect(rows.map(([, , limit]) => limit)).toEqual(["2.50", "2.50", "1.20", "1.15", "40 kB", "40 kB"]);
    for (const [, measured = "", limit = ""] of rows) {
      expect(Number.parseFloat(measured)).toBeLessThanOrEqual(Number.parseFloat(limit));
    }
  });
});

function fixturesTable(): string {
  const kinds = ["recorded", "published", "constructed"];
  const scenarios = globSync("fixtures/*/*/scenario.json", { cwd: root }).map((path) => ({
    provider: path.split(/[\\/]/)[1] ?? "",
    kind: String(JSON.parse(read(path)).provenance.kind),
  }));
  const providers = [...new Set(scenarios.map(({ provider }) => provider))].sort();
  const count = (provider: string, kind: string) =>
    String(scenarios.filter((scenario) => scenario.provider === provider && scenario.kind === kind).length);
  return table(
    ["Provider", ...kinds],
    providers.map((provider) => [provider, ...kinds.map((kind) => count(provider, kind))]),
  );
}

function blocksTable(): string {
  const rows = dataBlockTypes.map((type) => {
    const shape: Record<string, { isOptional(): boolean }> = contentShape(type);
    const fields = Object.entries(shape).map(([name, field]) => (field.isOptional() ? `${name}?` : name));
    return [`\`${type}\``, fields.length > 0 ? `\`${fields.join("`, `")}\`` : "open"];
  });
  return table(["Block", "Fields of its content (? may be absent)"], rows);
}

function contentShape(type: keyof typeof contentSchemas) {
  const schema: object = contentSchemas[type];
  return "shape" in schema ? (schema.shape as Record<string, { isOptional(): boolean }>) : {};
}

/** The meanings stand once, in the doc comment of the codes. */
function meaningOf(code: string): string {
  return new RegExp(`^ \\* \\| ${code} \\| (.+) \\|$`, "m").exec(read("packages/core/src/error.ts"))?.[1] ?? "";
}

function keptTable(markdown: string, name: string): string {
  const kept = new RegExp(`<!-- generated: ${name} -->\\n([\\s\\S]*?)<!-- end -->`).exec(markdown)?.[1];
  if (kept === undefined) throw new Error(`no table named ${name}`);
  return kept.trim();
}
