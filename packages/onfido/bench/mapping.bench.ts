/**
 * What mapping costs: from JSON text to validated data blocks, as a multiple of `JSON.parse` of the same text. A complete
 * document and face report, as Assure gives it and as Onfido's own API does.
 *
 *   node --conditions=idvkit-source packages/onfido/bench/mapping.bench.ts
 *
 * The arms take turns in short rounds inside one process, so that a busy machine slows both alike; the figure is the
 * median over several processes. Measures the built packages where they are built, else the sources.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const limit = 2.5;
const processes = 7;
const rounds = 400;
const warmUpRounds = 1000;
const callsOfRound = 10;

const script = fileURLToPath(import.meta.url);
const fixtures = new URL("../../../fixtures/onfido/", import.meta.url);
const builtOnfido = new URL("../dist/index.js", import.meta.url);
const builtCore = new URL("../../core/dist/index.js", import.meta.url);

type Channel = "assure" | "onfido";
type Map = typeof import("../src/mapping/process.ts").mapProcess;

interface Subject {
  map: Map;
  toNodeResult: typeof import("@idvkit/core").toNodeResult;
}

const [, , role, form, ofChannel] = process.argv;
if (role === "--measure") process.stdout.write(String(await measure(form === "built", ofChannel as Channel)));
else for (const channel of ["assure", "onfido"] as const) compare(channel);

function compare(channel: Channel): void {
  const built = existsSync(builtOnfido) && existsSync(builtCore);
  const ratios = Array.from({ length: processes }, () => ratioOfOneProcess(built, channel));
  const ratio = median(ratios);
  const bytes = Buffer.byteLength(textOf(channel));
  process.stdout.write(
    `mapping, channel ${channel}: JSON text to validated blocks takes ${ratio.toFixed(2)} times JSON.parse ` +
      `(limit ${limit}; ${bytes} bytes; median of ${processes} processes, ` +
      `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; ${built ? "built packages" : "sources"})\n`,
  );
  if (ratio > limit) process.exitCode = 1;
}

function ratioOfOneProcess(built: boolean, channel: Channel): number {
  const condition = built ? [] : ["--conditions=idvkit-source"];
  const child = spawnSync(process.execPath, [...condition, script, "--measure", built ? "built" : "sources", channel], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  if (child.status !== 0) throw new Error(`a measuring process failed: ${child.stderr}`);
  return Number(child.stdout);
}

async function measure(built: boolean, channel: Channel): Promise<number> {
  const { map: mapAnswer, toNodeResult } = await subject(built, channel);
  const text = textOf(channel);
  const now = new Date();
  const step = {
    executionId: "execution",
    nodeId: "node",
    attempt: 1,
    now,
    provider: "onfido",
    methodType: "document",
  };
  const context = { ...step, maxAssurance: {}, sessionBinding: "none" as const };

  const parse = (): boolean => JSON.parse(text) !== null;
  const map = (): boolean => {
    const mapped = mapAnswer(JSON.parse(text), { now, order: { processType: "documentSelfie" } });
    return mapped.ok && mapped.value.final && toNodeResult(mapped.value, context).ok;
  };

  const ratios: number[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const ratio = time(map) / time(parse);
    if (round >= warmUpRounds) ratios.push(ratio);
  }
  return median(ratios);
}

async function subject(built: boolean, channel: Channel): Promise<Subject> {
  const { toNodeResult } = await import("@idvkit/core");
  const { mapProcess, mapCheck }: { mapProcess: Map; mapCheck: Map } = built
    ? await import(builtOnfido.href)
    : await import("../src/index.ts");
  return { map: channel === "assure" ? mapProcess : mapCheck, toNodeResult };
}

function time(run: () => boolean): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < callsOfRound; call++) if (!run()) throw new Error("the measured call failed");
  return Number(process.hrtime.bigint() - start);
}

function textOf(channel: Channel): string {
  if (channel === "assure") return JSON.stringify(read("accepted-passport/process.json"));
  const check = read("api-check-accepted-passport/check.json");
  return JSON.stringify({ check, ...(read("api-check-accepted-passport/reports.json") as object) });
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, fixtures), "utf8"));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
