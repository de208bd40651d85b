import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type IdvNodeResult, type MappedStatus, toNodeResult } from "@idvkit/core";
import { mapCheck, mapProcess, mapWorkflowRun, type ProcessType, processTypes } from "@idvkit/onfido";
import { quoted } from "./printable.ts";
import { UsageError } from "./usage-error.ts";

/** No response is larger by far. */
const mostBytes = 10 * 1024 * 1024;

/** What became of a file: a result, or a verification that is not at its end. */
export type MappedFile = { final: true; result: IdvNodeResult } | { final: false; rawStatus: string };

/** The answers of Onfido's own API by the member that tells them; without one the file is a process of Assure. */
const apiAnswers = [
  { member: "check", map: mapCheck, what: "check of Onfido" },
  { member: "workflowRun", map: mapWorkflowRun, what: "workflow run of Onfido" },
] as const;
const assureAnswer = { map: mapProcess, what: "process of Assure" } as const;

/**
 * Maps a file with a raw response: a process of Assure, `{ check, reports }` or `{ workflowRun, tasks }` of Onfido.
 * `processType` is what was ordered; without it, what the file says.
 * Throws a {@link UsageError} for a file that is missing, too large, no JSON or no such answer.
 */
export async function mapFile(file: string, processType?: ProcessType): Promise<MappedFile> {
  const raw = parseJson(file, await readText(file));
  const order = { processType: processType ?? statedProcessType(raw) };
  const now = new Date();
  const { map, what } = apiAnswers.find(({ member }) => isObject(raw) && member in raw) ?? assureAnswer;
  const mapped = map(raw, { now, order });
  if (!mapped.ok) throw new UsageError(`${quoted(file)} is no ${what}: ${mapped.error.message}`);
  return mapped.value.final ? { final: true, result: nodeResult(mapped.value, now) } : mapped.value;
}

function nodeResult(mapped: Extract<MappedStatus, { final: true }>, now: Date): IdvNodeResult {
  const result = toNodeResult(mapped, {
    executionId: "demo",
    nodeId: "map",
    attempt: 1,
    now,
    provider: "onfido",
    methodType: "document",
    maxAssurance: { evidenceStrength: "strong" },
    sessionBinding: "none",
  });
  if (!result.ok) throw result.error;
  return result.value;
}

async function readText(file: string): Promise<string> {
  // npm runs scripts at the root and says here where the person stands.
  const path = resolve(process.env.INIT_CWD ?? ".", file);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) throw new UsageError(`${quoted(file)} cannot be found`);
  if (facts.isDirectory()) throw new UsageError(`${quoted(file)} is a folder, not a file`);
  if (facts.size > mostBytes) throw new UsageError(`${quoted(file)} is larger than 10 MB`);
  return readFile(path, "utf8").catch(() => {
    throw new UsageError(`${quoted(file)} cannot be read`);
  });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new UsageError(`${quoted(file)} is no JSON`);
  }
}

/** An answer of an unknown type is never verified, whatever the order says. */
function statedProcessType(raw: unknown): ProcessType {
  const stated = isObject(raw) && "processType" in raw ? raw.processType : undefined;
  return processTypes.find((known) => known === stated) ?? "document";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
