import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { definitionSchema, fromDefinition } from "../src/definition.ts";
import { onfidoAttributes } from "../src/mapping/attributes.ts";
import { doubtReasons } from "../src/mapping/doubt.ts";
import { onfidoFindings } from "../src/mapping/finding-tree.ts";
import { processStatuses } from "../src/mapping/status.ts";
import type { OnfidoOptions } from "../src/options.ts";

/**
 * The tables of the README are made from the tables of the code, or compared with them.
 * `UPDATE_README=1 pnpm vitest run packages/onfido/test/readme.test.ts` writes them.
 */
const file = new URL("../README.md", import.meta.url);
const readme = readFileSync(file, "utf8");

const tables: Readonly<Record<string, string>> = {
  statuses: table(
    ["Assure's status", "Verdict"],
    [...processStatuses].map(([status, verdict]) => [code(status), verdict === null ? "not final" : code(verdict)]),
  ),
  doubts: table(
    ["Warning", "The outcome is inconclusive, because"],
    Object.entries(doubtReasons).map(([name, reason]) => [code(name), reason]),
  ),
  attributes: table(
    ["Attribute", "From"],
    onfidoAttributes.map(({ attribute, sources }) => [code(attribute), sources.map(code).join(", else ")]),
  ),
  findings: table(
    ["Result", "Technique", "Severity", "Sentence"],
    onfidoFindings.map(({ path, technique, severity, message }) => [code(path), code(technique), severity, message]),
  ),
};

describe("the README", () => {
  it.each(Object.entries(tables))("has the table of %s as it is in the code", (name, expected) => {
    if (process.env.UPDATE_README === "1") writeTable(name, expected);
    else expect(tableNamed(readme, name)).toBe(expected);
  });

  it("explains every option, and no others", () => {
    expect(rowsBelow("## Options").toSorted()).toEqual(Object.keys(optionPaths).toSorted());
  });

  it("shows a method definition that loads", () => {
    const definition = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? "");
    const options = fromDefinition(definition, { config: () => "client", secret: () => "secret" });
    expect(options.ok).toBe(true);
  });

  it("names every member of a method definition", () => {
    const section = sectionOf("## JSON method definition");
    expect(Object.keys(definitionSchema.shape).filter((name) => !section.includes(name))).toEqual([]);
  });
});

type Capture = OnfidoOptions["capture"];
type KeysOf<T> = T extends unknown ? keyof T & string : never;
type Below<Name extends "artifacts" | "paths" | "poll" | "http"> =
  `${Name}.${KeysOf<NonNullable<OnfidoOptions[Name]>>}`;

/** Every option by its path. The compiler holds it to the schema of the options. */
const optionPaths: Record<
  | Exclude<keyof OnfidoOptions, "artifacts" | "paths" | "poll" | "http">
  | `capture.${KeysOf<Capture>}`
  | Below<"artifacts">
  | Below<"paths">
  | Below<"poll">
  | Below<"http">,
  true
> = {
  channel: true,
  clientId: true,
  clientSecret: true,
  processType: true,
  capture: true,
  "capture.mode": true,
  "capture.sdk": true,
  "capture.requestDomain": true,
  "capture.uiProfile": true,
  "capture.mobileAppId": true,
  documentType: true,
  documentTypes: true,
  nfcEnabled: true,
  requestExtraDataFromDrivingLicense: true,
  outputs: true,
  "artifacts.images": true,
  "artifacts.fullResult": true,
  callbackSecret: true,
  baseUrl: true,
  tokenPath: true,
  scope: true,
  "paths.startVerification": true,
  "paths.setImages": true,
  "paths.getImage": true,
  "paths.fullResult": true,
  "poll.intervalMs": true,
  "poll.maxIntervalMs": true,
  "poll.deadlineMs": true,
  "http.timeoutMs": true,
  "http.retries": true,
  "http.retryDelayMs": true,
  "http.maxResponseBytes": true,
  axios: true,
};

/** A table in Markdown, its columns aligned as the formatter does it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function between(name: string): RegExp {
  return new RegExp(`(<!-- generated: ${name} -->\\n)([\\s\\S]*?)(<!-- end -->)`);
}

function tableNamed(markdown: string, name: string): string | undefined {
  return between(name).exec(markdown)?.[2]?.trim();
}

function writeTable(name: string, content: string): void {
  const written = readFileSync(file, "utf8");
  writeFileSync(
    file,
    written.replace(between(name), (_, start, __, end) => `${start}\n${content}\n\n${end}`),
  );
}

function sectionOf(heading: string): string {
  return readme.split(/^(?=## )/m).find((section) => section.startsWith(`${heading}\n`)) ?? "";
}

/** First cells of a table's rows, without their backticks. */
function rowsBelow(heading: string): string[] {
  return [...sectionOf(heading).matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name ?? "");
}
