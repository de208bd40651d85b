import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { code, table } from "../../../scripts/readme/markdown-table.ts";
import { apiOptionsSchema } from "../src/api/settings.ts";
import { onfidoEvents } from "../src/api/webhook-event.ts";
import { assureOptionsSchema } from "../src/assure/settings.ts";
import { definitionSchema, fromDefinition } from "../src/definition.ts";
import { onfidoAttributes } from "../src/mapping/attributes.ts";
import { doubtReasons } from "../src/mapping/doubt.ts";
import { drivingLicencesWithExtraData } from "../src/mapping/driving-licence-issuers.ts";
import type { DrivingLicenceIssuer } from "../src/mapping/driving-licences.ts";
import { onfidoFindings } from "../src/mapping/finding-tree.ts";
import { reportKinds } from "../src/mapping/report-kind.ts";
import { checkStatuses, processStatuses, workflowRunStatuses } from "../src/mapping/status.ts";
import type { AssureOptions, OnfidoApiOptions } from "../src/options.ts";

/**
 * The tables of the README are made from the tables of the code, or compared with them.
 * `UPDATE_README=1 pnpm vitest run packages/onfido/test/readme.test.ts` writes them.
 */
const file = new URL("../README.md", import.meta.url);
const readme = readFileSync(file, "utf8");

const tables: Readonly<Record<string, string>> = {
  "process-statuses": statusTable("Status of Assure's process", processStatuses),
  "check-statuses": statusTable("Status of Onfido's check", checkStatuses),
  "run-statuses": statusTable("Status of Onfido's workflow run", workflowRunStatuses),
  events: table(
    ["Event", "Subject", "May revise"],
    Object.entries(onfidoEvents).map(([name, { subject, mayRevise }]) => [
      code(name),
      code(subject),
      mayRevise ? "yes" : "no",
    ]),
  ),
  doubts: table(
    ["Warning", "The outcome is inconclusive, because"],
    Object.entries(doubtReasons).map(([name, reason]) => [code(name), reason]),
  ),
  reports: table(
    ["Report name", "Branch"],
    [...reportKinds].map(([name, kind]) => [code(name), code(kind)]),
  ),
  attributes: table(
    ["Attribute", "From"],
    onfidoAttributes.map(({ attribute, sources }) => [code(attribute), sources.map(code).join(", else ")]),
  ),
  "driving-licences": table(
    ["Issuers", "Code and name"],
    [
      ["countries", issuers(drivingLicencesWithExtraData.countries)],
      ["states of the USA", issuers(drivingLicencesWithExtraData.usStates)],
    ],
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

  it("has no other generated table", () => {
    const names = [...readme.matchAll(/<!-- generated: ([a-z-]+) -->/g)].map(([, name]) => name ?? "");
    expect(names.toSorted()).toEqual(Object.keys(tables).toSorted());
  });

  it.each([
    ["### Options of both channels", () => bothPaths],
    ["### Options of Assure", () => assurePaths],
    ["### Options of Onfido directly", () => apiPaths],
  ])("explains under %s every option, and no others", (heading, paths) => {
    expect(rowsBelow(heading).toSorted()).toEqual(Object.keys(paths()).toSorted());
  });

  it.each([
    ["Assure", assureOptionsSchema, () => ({ ...bothPaths, ...assurePaths })],
    ["Onfido directly", apiOptionsSchema, () => ({ ...bothPaths, ...apiPaths })],
  ])("leaves out no member of the schema of %s", (_, schema: z.ZodObject, paths) => {
    const explained = new Set(Object.keys(paths()).map((path) => path.split(".", 1)[0]));
    expect([...explained].toSorted()).toEqual(Object.keys(schema.shape).toSorted());
  });

  it("shows a method definition of each channel that loads", () => {
    const definitions = [...sectionOf("## JSON method definition").matchAll(/```json\n([\s\S]*?)```/g)];
    const loaded = definitions.map(([, json]) =>
      fromDefinition(JSON.parse(json ?? ""), { config: () => "client", secret: () => "secret" }),
    );
    expect(loaded.map((options) => options.ok && options.value.channel)).toEqual(["assure", "onfido"]);
  });

  it("names every member of either method definition", () => {
    const section = sectionOf("## JSON method definition");
    const names = definitionSchema.options.flatMap(({ shape }) => Object.keys(shape));
    expect(names.filter((name) => !section.includes(name))).toEqual([]);
  });

  it("links to its own headings only where they are", () => {
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchorOf(text));
    const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});

type KeysOf<T> = T extends unknown ? keyof T & string : never;
type Below<Options, Name extends keyof Options> = Name extends keyof Options & string
  ? `${Name}.${KeysOf<NonNullable<Options[Name]>>}`
  : never;

type Api = OnfidoApiOptions;
type Grouped = "poll" | "http" | "artifacts";
/** What both channels have, but each in its own way. */
type Credentials = "clientId" | "clientSecret";
type OfBoth =
  | Exclude<keyof AssureOptions & keyof Api, Grouped | Credentials>
  | Below<AssureOptions | Api, "poll" | "http">
  | Extract<Below<AssureOptions, "artifacts" | "capture">, Below<Api, "artifacts" | "capture">>;

/** Every option by its path. The compiler holds the paths to the schemas of the options. */
const bothPaths: Record<OfBoth, true> = {
  channel: true,
  processType: true,
  capture: true,
  "capture.mode": true,
  "capture.mobileAppId": true,
  documentType: true,
  documentTypes: true,
  nfcEnabled: true,
  requestExtraDataFromDrivingLicense: true,
  outputs: true,
  "artifacts.images": true,
  "artifacts.fullResult": true,
  "poll.intervalMs": true,
  "poll.maxIntervalMs": true,
  "poll.deadlineMs": true,
  "http.timeoutMs": true,
  "http.retries": true,
  "http.retryDelayMs": true,
  "http.maxResponseBytes": true,
  baseUrl: true,
  axios: true,
};

const assurePaths: Record<
  Exclude<keyof AssureOptions | Below<AssureOptions, "capture" | "artifacts" | "paths">, OfBoth | Grouped | "paths">,
  true
> = {
  clientId: true,
  clientSecret: true,
  "capture.sdk": true,
  "capture.requestDomain": true,
  "capture.uiProfile": true,
  callbackSecret: true,
  enterpriseEnvironment: true,
  tokenPath: true,
  scope: true,
  "paths.startVerification": true,
  "paths.setImages": true,
  "paths.getImage": true,
  "paths.fullResult": true,
};

const apiPaths: Record<
  Exclude<
    keyof Api | Below<Api, "capture" | "artifacts" | "product" | "unnamedApplicant" | "rateLimit" | "sandbox">,
    OfBoth | Grouped
  >,
  true
> = {
  region: true,
  apiToken: true,
  clientId: true,
  clientSecret: true,
  environment: true,
  product: true,
  "product.kind": true,
  "product.reports": true,
  "product.workflowId": true,
  "product.customData": true,
  "capture.language": true,
  "capture.expiresAfterMs": true,
  "capture.referrer": true,
  "capture.crossDeviceUrl": true,
  unnamedApplicant: true,
  "unnamedApplicant.firstName": true,
  "unnamedApplicant.lastName": true,
  identityStepId: true,
  webhookTokens: true,
  "artifacts.checkReport": true,
  "artifacts.signedEvidenceFile": true,
  "artifacts.evidenceFolder": true,
  "artifacts.timelineFile": true,
  "artifacts.waitMs": true,
  rateLimit: true,
  "rateLimit.requests": true,
  "rateLimit.intervalMs": true,
  rateLimiter: true,
  sandbox: true,
  "sandbox.subResult": true,
  "sandbox.consider": true,
};

function statusTable(title: string, statuses: typeof processStatuses): string {
  return table(
    [title, "Verdict"],
    [...statuses].map(([status, verdict]) => [code(status), verdict === null ? "not final" : code(verdict)]),
  );
}

function issuers(listed: readonly DrivingLicenceIssuer[]): string {
  return listed.map(({ country, state, name }) => `${code(state ?? country)} ${name}`).join(", ");
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

/** A section with all that is below it. */
function sectionOf(heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const from = readme.indexOf(`\n${heading}\n`) + 1;
  const next = new RegExp(`^#{1,${level}} `, "m").exec(readme.slice(from + heading.length));
  return readme.slice(from, next === null ? undefined : from + heading.length + next.index);
}

/** First cells of a table's rows, without their backticks. */
function rowsBelow(heading: string): string[] {
  return [...sectionOf(heading).matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name ?? "");
}

/** The anchor that a heading gets: small letters, no punctuation, hyphens between words. */
function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
