import type { StepOutcome, Vault } from "@idvkit/core";
import { openProviderDouble } from "./provider/provider-double.ts";
import { type CallReport, performCall, stepOutcome } from "./run/perform-call.ts";
import { type CreateDriver, defaultHttpSettings, startRun } from "./run/run.ts";
import { expectNothingUnexpected } from "./run/walk.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { createLeakWatch } from "./watch/leak-watch.ts";
import { sensitiveStringsOf } from "./watch/sensitive-strings.ts";

export interface RunScenarioOptions {
  scenario: Scenario;
  create: CreateDriver;
}

export interface ScenarioRun {
  calls: CallReport[];
  /** The last outcome of a step, if any call gave one. */
  outcome: StepOutcome | undefined;
  vault: Vault;
}

const maxResponseBytes = 10 * 1024 * 1024;

/**
 * Plays one scenario to the end, with one driver, and gives what came out: for tests of one's own and for tools.
 * Takes over the network while it runs; do not run two at once. Rejects with an `AssertionError` when the driver throws,
 * or asks for something that is not in the scenario.
 */
export async function runScenario({ scenario, create }: RunScenarioOptions): Promise<ScenarioRun> {
  const httpSettings = { ...defaultHttpSettings, maxResponseBytes };
  const provider = openProviderDouble();
  const watch = createLeakWatch(sensitiveStringsOf(scenario));
  const newDriver = () => create({ options: structuredClone(scenario.options), http: httpSettings });
  try {
    const run = startRun({ scenario, watch, provider, httpSettings, newDriver });
    const calls: CallReport[] = [];
    for (const call of scenario.calls) calls.push(await performCall(run, call));
    expectNothingUnexpected(run);
    const outcome = calls.map(stepOutcome).findLast((step) => step !== undefined);
    return { calls, outcome, vault: run.vault };
  } finally {
    provider.close();
  }
}
