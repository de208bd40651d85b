/**
 * What mapping costs: from JSON text to validated data blocks, as a multiple of `JSON.parse` of the same text.
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
const fixture = new URL("../../../fixtures/onfido/accepted-passport/process.json", import.meta.url);
const builtOnfido = new URL("../dist/index.js", import.meta.url);
const builtCore = new URL("../../core/dist/index.js", import.meta.url);

interface Subject {
  mapProcess: typeof import("../src/mapping/process.ts").mapProcess;
  toNodeResult: typeof import("@idvkit/core").toNodeResult;
}

if (process.argv[2] === "--measure") process.stdout.write(String(await measure(process.argv[3] === "built")));
else compare();

function compare(): void {
  const built = existsSync(builtOnfido) && existsSync(builtCore);
  const ratios = Array.from({ length: processes }, () => ratioOfOneProcess(built));
  const ratio = median(ratios);
  const bytes = Buffer.byteLength(minifiedFixture());
  process.stdout.write(
    `mapping: JSON text to validated blocks takes ${ratio.toFixed(2)} times JSON.parse ` +
      `(limit ${limit}; ${bytes} bytes; median of ${processes} processes, ` +
      `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; ${built ? "built packages" : "sources"})\n`,
  );
  if (ratio > limit) process.exitCode = 1;
}

function ratioOfOneProcess(built: boolean): number {
  const condition = built ? [] : ["--conditions=idvkit-source"];
  const child = spawnSync(process.execPath, [...condition, script, "--measure", built ? "built" : "sources"], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  if (child.status !== 0) throw new Error(`a measuring process failed: ${child.stderr}`);
  return Number(child.stdout);
}

async function measure(built: boolean): Promise<number> {
  const { mapProcess, toNodeResult } = await subject(built);
  const text = minifiedFixture();
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
    const mapped = mapProcess(JSON.parse(text), { now, order: { processType: "documentSelfie" } });
    return mapped.ok && mapped.value.final && toNodeResult(mapped.value, context).ok;
  };

  const ratios: number[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const ratio = time(map) / time(parse);
    if (round >= warmUpRounds) ratios.push(ratio);
  }
  return median(ratios);
}

async function subject(built: boolean): Promise<Subject> {
  const { toNodeResult } = await import("@idvkit/core");
  const mapping: Pick<Subject, "mapProcess"> = built
    ? await import(builtOnfido.href)
    : await import("../src/mapping/process.ts");
  return { mapProcess: mapping.mapProcess, toNodeResult };
}

function time(run: () => boolean): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < callsOfRound; call++) if (!run()) throw new Error("the measured call failed");
  return Number(process.hrtime.bigint() - start);
}

function minifiedFixture(): string {
  return JSON.stringify(JSON.parse(readFileSync(fixture, "utf8")));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
