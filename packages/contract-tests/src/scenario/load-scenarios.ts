import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JsonObject, StepInputs, SubmitValue } from "@idvkit/core";
import type { z } from "zod";
import type { Exchange, Expected, ExpectedResult, Scenario, ScenarioCall, ScenarioWork } from "./scenario.ts";
import {
  type CallFile,
  type ExchangeFile,
  type ExpectedFile,
  expectedSchemaFor,
  type ScenarioFile,
  scenarioSchema,
} from "./schema.ts";

const defaultStart = "2026-01-15T10:00:00.000Z";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".jpg": "image/jpeg",
  ".json": "application/json",
  ".jwt": "application/jwt",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".xml": "application/xml",
  ".zip": "application/zip",
};

/**
 * Reads every scenario of a folder: each sub-folder that holds a `scenario.json`, in the order of their names.
 * Throws an `Error` that names the file and the path inside it when a file is missing or does not fit its schema, and
 * when the folder holds no scenario.
 */
export function loadScenarios(folder: URL | string): Scenario[] {
  const root = folder instanceof URL ? fileURLToPath(folder) : folder;
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, "scenario.json")))
    .map((entry) => entry.name)
    .sort();
  if (names.length === 0) throw new Error(`${root}: no folder with a scenario.json`);
  return names.map((name) => loadScenario(join(root, name), name));
}

function loadScenario(folder: string, name: string): Scenario {
  const file = read(scenarioSchema, join(folder, "scenario.json"));
  return {
    name,
    title: file.title,
    provenance: file.provenance,
    options: file.options as JsonObject,
    work: workOf(file),
    startsAt: file.startsAt ?? defaultStart,
    calls: file.calls.map((call) => callOf(folder, call)),
    exchanges: file.exchanges.map((exchange) => exchangeOf(folder, exchange)),
    ...(file.cancelExchanges !== undefined && {
      cancelExchanges: file.cancelExchanges.map((exchange) => exchangeOf(folder, exchange)),
    }),
    sensitive: file.sensitive ?? [],
    expected: expectedOf(join(folder, "expected.json")),
  };
}

function workOf(file: ScenarioFile): ScenarioWork {
  const { inputs, ...work } = file.work ?? {};
  // What a driver makes of wrong inputs may be what a scenario shows, so their inner shape is not checked here.
  return inputs === undefined ? work : { ...work, inputs: inputs as object as Partial<StepInputs> };
}

function expectedOf(path: string): Expected {
  const raw = parseJson(path);
  const value: ExpectedFile = check<ExpectedFile>(expectedSchemaFor(raw), raw, path);
  if ("error" in value) return { kind: "error", ...value };
  if ("pending" in value) return { kind: "pending", ...value };
  if ("cancel" in value) return { kind: "cancel", ...value };
  const result = { ...value, attributes: value.attributes ?? {}, warnings: value.warnings ?? [] };
  return { kind: "result", result: result as ExpectedResult };
}

function exchangeOf(folder: string, file: ExchangeFile): Exchange {
  const { headers = {}, body, repeatable = false, retry = false, oneShot = false, sends, ...line } = file;
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const mediaType = body === undefined ? undefined : mediaTypes[extname(body)];
  return {
    ...line,
    ...(sends !== undefined && { sends }),
    headers: { ...(mediaType !== undefined && { "content-type": mediaType }), ...named },
    body: body === undefined ? null : bytes(folder, body),
    repeatable,
    retry,
    oneShot,
  };
}

function callOf(folder: string, file: CallFile): ScenarioCall {
  const afterMs = file.afterMs ?? 0;
  if (file.call === "submit") return { call: "submit", afterMs, input: inputOf(folder, file.input) };
  if (file.call !== "callback") return { call: file.call, afterMs };
  const { method, path, query = {}, headers = {}, body } = file.request;
  const content = body === undefined ? new Uint8Array() : bytes(folder, body);
  return {
    call: "callback",
    afterMs,
    browser: file.browser ?? false,
    request: { method, path, query, headers, body: content },
  };
}

function inputOf(folder: string, input: Extract<CallFile, { call: "submit" }>["input"]): Record<string, SubmitValue> {
  return Object.fromEntries(
    Object.entries(input).map(([field, value]) => {
      if (typeof value !== "object") return [field, value];
      const { file, ...rest } = value;
      return [field, { ...rest, content: bytes(folder, file) }];
    }),
  );
}

function bytes(folder: string, name: string): Uint8Array<ArrayBuffer> {
  const path = join(folder, name);
  if (!existsSync(path)) throw new Error(`${path}: the scenario names this file, but it is not there`);
  return new Uint8Array(readFileSync(path));
}

function read<T>(schema: z.ZodType<T>, path: string): T {
  return check(schema, parseJson(path), path);
}

function parseJson(path: string): unknown {
  if (!existsSync(path)) throw new Error(`${path}: file is missing`);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new Error(`${path}: not JSON`);
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${path}: ${issueText(issue)}`).join("\n"));
}

function issueText(issue: z.core.$ZodIssue): string {
  const where = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const keys = issue.code === "unrecognized_keys" ? ` (${issue.keys.join(", ")})` : "";
  return `${where === "" ? "$" : where.replace(/^\./, "")}: ${issue.code}${keys}`;
}
