import { expectEqual } from "../expectation.ts";
import { performCall, stepOutcome } from "../run/perform-call.ts";
import { type Run, startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";

export const validBlocks: ScenarioCheck = {
  name: "valid-blocks",
  title: "gives outcomes, states and data blocks that are valid to the last key, with stable ids",
  async run(subject) {
    expectEqual(await blockIdsOf(subject), await blockIdsOf(subject), "the same outcome has other data block ids");
  },
};

async function blockIdsOf(subject: CheckSubject): Promise<string[]> {
  const run: Run = startRun(subject);
  const ids: string[] = [];
  for (const call of subject.scenario.calls) {
    const report = await performCall(run, call);
    checkOutcome(run, report);
    const outcome = stepOutcome(report);
    if (outcome?.kind === "completed") ids.push(...outcome.result.dataBlocks.map(({ datablockId }) => datablockId));
  }
  return ids;
}
