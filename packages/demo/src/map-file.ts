import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type IdvNodeResult, toNodeResult } from "@idvkit/core";
import type { AnswerMapping } from "./driver-demo.ts";
import { quoted } from "./printable.ts";
import { UsageError } from "./usage-error.ts";

/** No response is larger by far. */
const mostBytes = 10 * 1024 * 1024;

/** What became of a file: a result, or a verification that is not at its end. */
export type MappedFile = { final: true; result: IdvNodeResult } | { final: false; rawStatus: string };

/**
 * Maps a file with a raw answer of a provider. `given` is what was ordered, where the file does not say so.
 * Throws a {@link UsageError} for a file that is missing, too large, no JSON or no such answer.
 */
export async function mapFile(answers: AnswerMapping, file: string, given?: string): Promise<MappedFile> {
  const raw = parseJson(file, await readText(file));
  const now = new Date();
  const { what, status, method } = answers.map(raw, given, now);
  if (!status.ok) throw new UsageError(`${quoted(file)} is no ${what}: ${status.error.message}`);
  if (!status.value.final) return status.value;
  const result = toNodeResult(status.value, {
    executionId: "demo",
    nodeId: "map",
    attempt: 1,
    now,
    ...method,
    sessionBinding: "none",
  });
  if (!result.ok) throw result.error;
  return { final: true, result: result.value };
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
