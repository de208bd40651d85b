/**
 * What mapping costs: from JSON text to a mapped status, as a multiple of `JSON.parse` of the same text.
 *
 *   node --conditions=idvkit-source packages/acme/bench/mapping.bench.ts
 *
 * The two arms take turns in short rounds, so that a busy machine slows both alike; the figure is the median.
 */
import { readFileSync } from "node:fs";
import { mapSession } from "../src/index.ts";

const limit = 10;
const rounds = 1_000;
const callsOfRound = 20;

const text = readFileSync(new URL("../../../fixtures/acme/verified/session.json", import.meta.url), "utf8");
const context = { now: new Date(), order: { product: "documentSelfie" } } as const;
const parse = (): boolean => JSON.parse(text) !== null;
const map = (): boolean => mapSession(JSON.parse(text), context).ok;

const ratios = Array.from({ length: rounds }, () => time(map) / time(parse)).slice(rounds / 2);
const ratio = ratios.toSorted((left, right) => left - right)[Math.floor(ratios.length / 2)] ?? Number.NaN;
process.stdout.write(
  `mapping: JSON text to mapped status takes ${ratio.toFixed(1)} times JSON.parse (limit ${limit}; ${text.length} characters)\n`,
);
if (!(ratio <= limit)) process.exitCode = 1;

function time(run: () => boolean): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < callsOfRound; call++) if (!run()) throw new Error("the measured call failed");
  return Number(process.hrtime.bigint() - start);
}
