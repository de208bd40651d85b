import type { StepOutcome } from "@idvkit/core";
import { expectThat } from "../expectation.ts";
import { Script } from "../provider/script.ts";
import { performCall, stepOutcome } from "../run/perform-call.ts";
import { checkRevision } from "../run/revision.ts";
import { startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import { callbackSteps, reachesFinished } from "./delivery.ts";

export const afterCompletion: ScenarioCheck = {
  name: "after-completion",
  title: "keeps a final outcome until the provider changes it, and says so then",
  async run(subject) {
    const { steps, run } = await subject.walk();
    for (const { report } of steps) {
      const outcome = stepOutcome(report);
      if (outcome !== undefined) checkRevision(run, report.name, outcome, report.final);
    }
    await announcesRevisions(subject);
    await pollAfterTheEnd(subject);
  },
};

/** Through the handler, only a delivery that says `mayRevise` reaches the driver once the execution is over. */
async function announcesRevisions(subject: CheckSubject): Promise<void> {
  for (const step of await callbackSteps(subject)) {
    if (!isRevision(stepOutcome(step.report))) continue;
    const isAnnounced = await reachesFinished(subject, step);
    expectThat(isAnnounced, "a delivery revises the outcome, but its address does not say mayRevise");
  }
}

/** Nothing has happened at the provider since the last call. */
async function pollAfterTheEnd(subject: CheckSubject): Promise<void> {
  const { after } = await subject.walk();
  if (after.final === undefined || !subject.newDriver().profile.methods.poll) return;
  const script = new Script(subject.scenario.exchanges, { used: after.used, replays: true });
  const run = startRun(subject, { from: after, script });
  const late = await performCall(run, { call: "poll", afterMs: 0 });
  checkOutcome(run, late);
  const says = isRevision(stepOutcome(late));
  expectThat(!says, "poll after the end revises the outcome, though the provider says what it said before");
}

function isRevision(outcome: StepOutcome | undefined): boolean {
  return outcome?.kind === "completed" && outcome.revises === true;
}
