/**
 * What verifying a PDF costs, as a multiple of the work that nobody can do without, and how that grows.
 *
 *   node packages/pades/bench/speed.bench.ts        (built packages; `npm run bench` builds them)
 *
 * The files are made here: streams of random bytes around RSA-2048 signatures with a CA and a root. The multiples are over
 * passes of SHA-256 and public-key operations with node:crypto, keys read before; verifyPdf gets its anchor read as well.
 * The arms take turns inside one process, so that a busy machine slows both alike; the figure is the median over several
 * processes. Growth is the cost per unit of the largest file over that of the smallest.
 */
import { spawnSync } from "node:child_process";
import { createHash, type KeyObject, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPki, fillTimes, pdfOfBytes, pdfOfObjects, sign, stamp } from "./inputs.ts";

const megabyte = 1_000_000;

/** A file, and the passes and operations that it is measured against. */
const ratioPlans = {
  small: { title: "1 MB, one signature", passes: 1, operations: 3, warmUp: 60, rounds: 200, limit: 3 },
  large: {
    title: "50 MB, three signatures, one timestamp",
    passes: 2,
    operations: 0,
    warmUp: 3,
    rounds: 9,
    limit: 1.3,
  },
} as const;
type RatioPlanName = keyof typeof ratioPlans;

/** Files of growing size: `units` is what the cost is divided by. */
const growthPlans = {
  bytes: { title: "size in MB", units: [1, 4, 16, 64], warmUp: 4, rounds: 9 },
  objects: { title: "objects, in all", units: [1_000, 10_000, 100_000], warmUp: 2, rounds: 5 },
  revisions: { title: "revisions after a signature", units: [10, 100, 1_000], warmUp: 20, rounds: 15 },
  signatures: { title: "signatures, each its revision", units: [4, 20, 100], warmUp: 3, rounds: 7 },
} as const;
type GrowthPlanName = keyof typeof growthPlans;
const growthLimit = 1.5;
const processes = 3;

const script = fileURLToPath(import.meta.url);
const [role, plan = "", folderOfFiles = ""] = process.argv.slice(2);
if (role === "--ratio") process.stdout.write(JSON.stringify(await measureRatio(plan as RatioPlanName, folderOfFiles)));
else if (role === "--growth")
  process.stdout.write(JSON.stringify(await measureGrowth(plan as GrowthPlanName, folderOfFiles)));
else compare(process.argv.slice(2));

function compare(chosen: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "pades-bench-"));
  const isChosen = (name: string) => chosen.length === 0 || chosen.includes(name);
  try {
    for (const name of (Object.keys(ratioPlans) as RatioPlanName[]).filter(isChosen)) compareRatio(name, folder);
    for (const name of (Object.keys(growthPlans) as GrowthPlanName[]).filter(isChosen)) compareGrowth(name, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareRatio(name: RatioPlanName, folder: string): void {
  const { title, passes, operations, limit } = ratioPlans[name];
  writeRatioInput(name, folder);
  const runs = inProcesses<{ ratio: number; milliseconds: number }>("--ratio", name, folder);
  const ratios = runs.map(({ ratio }) => ratio);
  const bound =
    operations === 0 ? `${passes} SHA-256 passes` : `${passes} SHA-256 pass and ${operations} RSA-2048 operations`;
  process.stdout.write(
    `verifyPdf, ${title}: ${median(ratios).toFixed(2)} times ${bound} (limit ${limit.toFixed(2)}; ` +
      `${median(runs.map(({ milliseconds }) => milliseconds)).toFixed(2)} ms; ${spreadOf(ratios)})\n`,
  );
}

function compareGrowth(name: GrowthPlanName, folder: string): void {
  const { title, units } = growthPlans[name];
  writeGrowthInputs(name, folder);
  const runs = inProcesses<readonly number[]>("--growth", name, folder);
  const costs = units.map((unit, index) => {
    const milliseconds = median(runs.map((run) => run[index] ?? Number.NaN));
    return `${unit}: ${milliseconds.toFixed(2)} ms`;
  });
  const ratios = runs.map((run) => perUnit(run, units, units.length - 1) / perUnit(run, units, 0));
  process.stdout.write(
    `verifyPdf, ${title}: the last costs ${median(ratios).toFixed(2)} times the first per unit (limit ` +
      `${growthLimit.toFixed(2)}; ${costs.join(", ")}; ${spreadOf(ratios)})\n`,
  );
}

function perUnit(run: readonly number[], units: readonly number[], index: number): number {
  return (run[index] ?? Number.NaN) / (units[index] ?? Number.NaN);
}

function spreadOf(ratios: readonly number[]): string {
  return `median of ${processes} processes, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
}

/** Without the condition for sources: what is measured is what users install. */
function inProcesses<Outcome>(role: string, name: string, folder: string): readonly Outcome[] {
  return Array.from({ length: processes }, () => {
    const child = spawnSync(process.execPath, ["--no-warnings", script, role, name, folder], {
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    if (child.status !== 0) throw new Error(`a measuring process failed: ${child.stderr}`);
    return JSON.parse(child.stdout) as Outcome;
  });
}

function writeRatioInput(name: RatioPlanName, folder: string): void {
  const pki = createPki();
  writeFileSync(join(folder, "root.der"), pki.root);
  const small = () => sign(pdfOfBytes(megabyte), pki);
  const large = () =>
    stamp(
      ["First", "Second", "Third"].reduce((pdf, field) => sign(pdf, pki, field), pdfOfBytes(50 * megabyte)),
      pki,
    );
  writeFileSync(join(folder, `${name}.pdf`), (name === "small" ? small() : large()).bytes);
}

function writeGrowthInputs(name: GrowthPlanName, folder: string): void {
  const pki = createPki();
  writeFileSync(join(folder, "root.der"), pki.root);
  const makers = {
    bytes: (unit: number) => sign(pdfOfBytes(unit * megabyte), pki),
    objects: (unit: number) => fillTimes(sign(pdfOfObjects(unit), pki), 1),
    // The original and the signature are revisions too.
    revisions: (unit: number) => fillTimes(sign(pdfOfBytes(1), pki), unit - 2),
    signatures: (unit: number) => {
      let pdf = pdfOfBytes(1);
      for (let count = 1; count <= unit; count++) pdf = sign(pdf, pki, `Signature${count}`);
      return pdf;
    },
  } satisfies Record<GrowthPlanName, unknown>;
  for (const unit of growthPlans[name].units)
    writeFileSync(join(folder, `${name}-${unit}.pdf`), makers[name](unit).bytes);
}

/** What is timed; the time is that of one call. */
type Run = () => Promise<void>;

async function verification(file: string, folder: string): Promise<Run> {
  const { parseCertificate } = await import("@idvkit/trust");
  const { verifyPdf } = await import("@idvkit/pades");
  const root = parseCertificate(readFileSync(join(folder, "root.der")));
  if (!root.ok) throw root.error;
  const bytes = new Uint8Array(readFileSync(file));
  const options = { anchors: [root.value] };
  return async () => {
    const result = await verifyPdf(bytes, options);
    if (!result.ok) throw result.error;
    const isTrusted = result.value.signatures.every(({ trust }) => trust === "trusted");
    if (!result.value.documentIntact || !isTrusted) throw new Error("not intact and trusted");
  };
}

async function bound(name: RatioPlanName, file: string): Promise<Run> {
  const { generateKeyPairSync, sign: signBytes } = await import("node:crypto");
  const { passes, operations } = ratioPlans[name];
  const bytes = new Uint8Array(readFileSync(file));
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const data = Buffer.alloc(500, 7);
  const signature = signBytes("sha256", data, privateKey);
  return async () => {
    for (let pass = 0; pass < passes; pass++) createHash("sha256").update(bytes).digest();
    for (let operation = 0; operation < operations; operation++) requireValid(data, publicKey, signature);
  };
}

function requireValid(data: Uint8Array, publicKey: KeyObject, signature: Uint8Array): void {
  if (!verify("sha256", data, publicKey, signature)) throw new Error("not valid");
}

async function measureRatio(name: RatioPlanName, folder: string): Promise<{ ratio: number; milliseconds: number }> {
  const { warmUp, rounds } = ratioPlans[name];
  const file = join(folder, `${name}.pdf`);
  const ours = await verification(file, folder);
  const theirs = await bound(name, file);
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    // Who comes second finds a warmer machine, so they take turns in who is first.
    const first = await timeOf(round % 2 === 0 ? ours : theirs);
    const second = await timeOf(round % 2 === 0 ? theirs : ours);
    if (round < warmUp) continue;
    const [own, other] = round % 2 === 0 ? [first, second] : [second, first];
    ratios.push(own / other);
    times.push(own);
  }
  return { ratio: median(ratios), milliseconds: median(times) };
}

async function measureGrowth(name: GrowthPlanName, folder: string): Promise<readonly number[]> {
  const { units, warmUp, rounds } = growthPlans[name];
  const runs: Run[] = [];
  for (const unit of units) runs.push(await verification(join(folder, `${name}-${unit}.pdf`), folder));
  const times = units.map((): number[] => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [index, run] of runs.entries()) {
      const time = await timeOf(run);
      if (round >= warmUp) times[index]?.push(time);
    }
  }
  return times.map(median);
}

async function timeOf(run: Run): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
