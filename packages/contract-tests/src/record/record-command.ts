import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeIssues, isIdvError } from "@idvkit/core";
import { type RecordConfig, recordConfigSchema } from "./record-config.ts";
import { recordScenario } from "./record-scenario.ts";
import type { RecordOptions } from "./recording.ts";
import { writeScenario } from "./write-scenario.ts";

/** What the command needs of its process. */
export interface CommandSurroundings {
  environment: Readonly<Record<string, string | undefined>>;
  print(line: string): void;
  printError(line: string): void;
}

const keyVariable = "IDVKIT_RECORD_KEY";
const usage = `Usage: idvkit-record <har> <folder> --config <record.json>

Turns a HAR file into a scenario in a new folder. The key for the stand-ins is read from ${keyVariable}.
Exit code 0: written; 1: refused, nothing written; 2: wrong use.`;

/** The command line `idvkit-record`: reads the files, records, writes. Gives the exit code. */
export async function runRecordCommand(args: readonly string[], surroundings: CommandSurroundings): Promise<number> {
  const { environment, print, printError } = surroundings;
  const given = readArguments(args);
  if (given === undefined || given.help) {
    (given === undefined ? printError : print)(usage);
    return given === undefined ? 2 : 0;
  }
  const key = environment[keyVariable];
  if (key === undefined || key === "") {
    printError(`${keyVariable} is not set`);
    return 2;
  }
  const result = await record(given, key);
  if ("refused" in result) {
    printError(result.refused);
    return result.code;
  }
  print(result.said);
  return 0;
}

interface Arguments {
  har: string;
  folder: string;
  config: string;
  help: boolean;
}

function readArguments(args: readonly string[]): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    const [har, folder, ...more] = positionals;
    if (values.help === true) return { har: "", folder: "", config: "", help: true };
    if (har === undefined || folder === undefined || values.config === undefined || more.length > 0) return undefined;
    return { har, folder, config: values.config, help: false };
  } catch {
    return undefined;
  }
}

type CommandResult = { said: string } | { refused: string; code: 1 | 2 };

async function record({ har, folder, config }: Arguments, key: string): Promise<CommandResult> {
  const rawConfig = await readJson(config);
  const parsed = recordConfigSchema.safeParse(rawConfig);
  if (!parsed.success) return { refused: `configuration: ${describeIssues(parsed.error).join("; ")}`, code: 2 };
  const rawHar = await readJson(har);
  if (rawHar === undefined) return { refused: "har: cannot be read as JSON", code: 2 };
  const options = await optionsOf(parsed.data, dirname(resolve(config))).catch(() => undefined);
  if (options === undefined) return { refused: "configuration: a file of replace or files cannot be read", code: 2 };

  const recorded = await recordScenario({ ...options, har: rawHar, key });
  if (!recorded.ok) return { refused: describe(recorded.error), code: 1 };
  const { files, dropped } = recorded.value;
  const written = await writeScenario(folder, files);
  if (!written.ok) return { refused: describe(written.error), code: 1 };
  const counts = `${dropped.otherHosts} of other hosts, ${dropped.noise} noise, ${dropped.unanswered} unanswered`;
  return { said: `${files.size} files written; entries left out: ${counts}` };
}

async function optionsOf(config: RecordConfig, folder: string): Promise<Omit<RecordOptions, "har" | "key">> {
  const { replace = {}, files = {}, ...rest } = config;
  return {
    ...(rest as Omit<RecordOptions, "har" | "key">),
    replace: await readFiles(replace, folder),
    files: await readFiles(files, folder),
  };
}

async function readFiles(paths: Readonly<Record<string, string>>, folder: string): Promise<Record<string, Uint8Array>> {
  const rows = Object.entries(paths).map(
    async ([name, path]) => [name, await readFile(resolve(folder, path))] as const,
  );
  return Object.fromEntries((await Promise.all(rows)).map(([name, bytes]) => [name, new Uint8Array(bytes)]));
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

function describe(error: unknown): string {
  return isIdvError(error) ? `${error.code}: ${error.message}` : "recording failed";
}
