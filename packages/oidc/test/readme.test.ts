import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { code, table } from "../../../scripts/readme/markdown-table.ts";
import { definitionSchema, fromDefinition, presets, refusalReasons } from "../src/index.ts";
import { addressFields } from "../src/mapping/address.ts";
import { authorizationErrors } from "../src/mapping/authorization-errors.ts";
import { checkMethods } from "../src/mapping/check-methods.ts";
import { documentTypeNames } from "../src/mapping/document-types.ts";
import { evidenceTypes } from "../src/mapping/evidence-types.ts";
import { basicFields, extendedFields, type PersonField } from "../src/mapping/person.ts";
import { sexes } from "../src/mapping/person-values.ts";
import { reasons } from "../src/mapping/reasons.ts";
import { signatureTypes } from "../src/mapping/signatures.ts";
import { trustFrameworks } from "../src/mapping/trust-frameworks.ts";
import { warningMeanings } from "../src/mapping/warnings.ts";
import { commonSettings } from "../src/setting-schemas.ts";
import { misbehaviours } from "../src/testing/index.ts";
import { conformanceMarkdown } from "./conformance-markdown.ts";
import { type OptionRow, optionGroups, ownOptions } from "./option-meanings.ts";
import { optionTable, schemaOptions } from "./option-table.ts";
import { presetTable } from "./preset-table.ts";

/**
 * The tables of the README are made from the data of the code.
 * `UPDATE_README=1 pnpm vitest run packages/oidc/test/readme.test.ts` writes them. Its examples are files that
 * packages/demo tests.
 */
const file = new URL("../README.md", import.meta.url);
const readme = readFileSync(file, "utf8");

const tables: Readonly<Record<string, string>> = {
  "options-own": optionTable(ownOptions),
  ...Object.fromEntries(
    Object.entries(optionGroups).map(([group, rows]): [string, string] => [`options-${group}`, optionTable(rows)]),
  ),
  person: table(
    ["Block", "Field", "Claims, the first that has a value", "Left out"],
    [...personRows("basicIdentity", basicFields), ...personRows("extendedIdentity", extendedFields)],
  ),
  sexes: choices("`gender`", "`sex`", sexes),
  "document-types": choices("`document_details.type`", "`documentType`", documentTypeNames),
  "check-methods": table(
    ["`check_method`", "Techniques"],
    Object.entries(checkMethods).map(([word, techniques]) => [code(word), techniques.map(code).join(", ") || "none"]),
  ),
  "signature-types": choices("`signature_type`", "`signatureType`", signatureTypes),
  "evidence-types": table(
    ["`evidence[].type`", "Counts as", "Must hold"],
    Object.entries(evidenceTypes).map(([type, { kind, required, typed, draft }]) => [
      code(type),
      `${code(kind)}${draft === true ? ", of drafts" : ""}`,
      [
        ...required.map(code),
        ...typed.map((member) => `${code(`${member}.type`)} where ${code(member)} is there`),
      ].join(", "),
    ]),
  ),
  "trust-frameworks": [...trustFrameworks].map(code).join(", "),
  reasons: table(
    ["Reason, weightiest first", "Verdict", "Because"],
    Object.entries(reasons).map(([name, { verdict, sentence }]) => [code(name), code(verdict), sentence]),
  ),
  "authorization-errors": table(
    ["`error`", "Becomes"],
    Object.entries(authorizationErrors).map(([error, row]) => [
      code(error),
      "verdict" in row ? `verdict ${code(row.verdict)}` : `error ${code(row.code)}`,
    ]),
  ),
  warnings: table(
    ["Warning", "Meaning"],
    Object.entries(warningMeanings).map(([name, meaning]) => [code(name), meaning]),
  ),
  "refusal-reasons": table(
    ["`error.reason`", "`error.code`", "Meaning"],
    Object.entries(refusalReasons).map(([name, { codes, sentence }]) => [
      code(name),
      codes.map(code).join(", "),
      sentence,
    ]),
  ),
  presets: presetTable(),
  misbehaviours: table(
    ["Name", "What the provider does"],
    Object.entries(misbehaviours).map(([name, { summary }]) => [code(name), summary]),
  ),
  conformance: conformanceMarkdown(),
};

describe("the README", () => {
  it.each(Object.entries(tables))("has the table of %s as it is in the code", (name, expected) => {
    if (process.env.UPDATE_README === "1") writeTable(name, expected);
    else expect(tableNamed(name)).toBe(expected);
  });

  it("has no other generated table, and each once", () => {
    const names = [...readme.matchAll(/<!-- generated: ([a-z-]+) -->/g)].map(([, name]) => name ?? "");
    expect(names.toSorted()).toEqual(Object.keys(tables).toSorted());
  });

  it("explains every option of the schema once, and no others", () => {
    const explained = Object.values(optionGroups).flatMap((rows: Readonly<Record<string, OptionRow>>) =>
      Object.keys(rows),
    );
    expect(explained.toSorted()).toEqual([...schemaOptions.keys()].toSorted());
  });

  it("says of every preset that rests on memory that it is unconfirmed", () => {
    const sentences = Object.values(presets).flatMap(({ unconfirmed }) => unconfirmed);
    const shown = tableNamed("presets") ?? "";
    expect(shown).toMatch(/\| Unconfirmed/i);
    expect(sentences.filter((sentence) => !shown.includes(sentence.replaceAll("|", "\\|")))).toEqual([]);
  });

  it("shows method definitions that load", () => {
    const definitions = [...sectionOf("## JSON method definition").matchAll(/```json\n([\s\S]*?)```/g)];
    const loaded = definitions.map(([, json]) =>
      fromDefinition(JSON.parse(json ?? ""), { config: () => "client", secret: () => "secret" }),
    );
    expect(loaded.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it("names every member of a method definition that is no option", () => {
    const section = sectionOf("## JSON method definition");
    const own = Object.keys(definitionSchema.shape).filter((name) => !Object.hasOwn(commonSettings, name));
    expect(own.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });

  it("links to its own headings only where they are", () => {
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchorOf(text));
    const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});

/** Rows for one block. An address is one claim with several fields. */
function personRows(block: string, fields: readonly PersonField[]): string[][] {
  return fields.flatMap(({ field, names, confirmed }) => {
    if (field === "address") return addressRows(block);
    const unverified = names.map((name) => code(`${name}_verified`)).join(", ");
    return [[code(block), code(field), names.map(code).join(", "), confirmed ? `where ${unverified} is false` : ""]];
  });
}

function addressRows(block: string): string[][] {
  const parts = addressFields.map(([member, field]) => [code(block), code(field), code(`address.${member}`), ""]);
  const country = ["address.country_code", "address.country"].map(code).join(", ");
  return [...parts, [code(block), code("residentCountry"), country, "where it is no ISO 3166-1 alpha-2 code"]];
}

function choices(from: string, to: string, words: Readonly<Record<string, string>>): string {
  const targets = [...new Set(Object.values(words))];
  return table(
    [to, from],
    targets.map((target) => [
      code(target),
      Object.keys(words)
        .filter((word) => words[word] === target)
        .map(code)
        .join(", "),
    ]),
  );
}

function between(name: string): RegExp {
  return new RegExp(`(<!-- generated: ${name} -->\\n)([\\s\\S]*?)(<!-- end -->)`);
}

function tableNamed(name: string): string | undefined {
  return between(name).exec(readme)?.[2]?.trim();
}

function writeTable(name: string, content: string): void {
  const written = readFileSync(file, "utf8");
  writeFileSync(
    file,
    written.replace(between(name), (_, start, __, end) => `${start}\n${content}\n\n${end}`),
  );
}

/** A section with all that is below it. */
function sectionOf(heading: string): string {
  const from = readme.indexOf(`\n${heading}\n`) + 1;
  const next = /^## /m.exec(readme.slice(from + heading.length));
  return readme.slice(from, next === null ? undefined : from + heading.length + next.index);
}

/** The anchor that a heading gets: small letters, no punctuation, hyphens between words. */
function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
