import { expectThat } from "../expectation.ts";
import { Script } from "../provider/script.ts";
import { errorOf, performCall, stepOutcome } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import type { ScenarioCheck } from "./check.ts";

export const keepsItsDeadline: ScenarioCheck = {
  name: "expiry",
  title: "does not stay pending when its own deadline is over",
  async run(subject) {
    const { steps, after } = await subject.walk();
    const moments = [...steps.slice(1).map(({ before }) => before), after];
    for (const [index, { report }] of steps.entries()) {
      const [outcome, from] = [stepOutcome(report), moments[index]];
      if (outcome?.kind !== "pending" || outcome.expiresAt === undefined || from === undefined) continue;
      const script = new Script(subject.scenario.exchanges, { used: from.used, replays: true });
      const run = startRun(subject, { from, script });
      if (!run.driver.profile.methods.poll) return;
      run.nowMs = Date.parse(outcome.expiresAt) + 1;
      const late = await performCall(run, { call: "poll", afterMs: 0 });
      checkOutcome(run, late);
      const pending = late.result.ok && late.result.value.kind === "pending";
      expectThat(!pending, `poll after the deadline that ${report.name} named: still pending`);
      // At that moment the provider may be out of script; only what the deadline causes is judged here.
      const code = errorOf(late)?.code;
      const explained = code === undefined || code === "expired" || script.unexpected.length > 0;
      expectThat(explained, `poll after the deadline that ${report.name} named: fails with ${code}, not with expired`);
    }
  },
};
