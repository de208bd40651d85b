import { expectEqual, expectThat } from "../expectation.ts";
import { lineOf } from "../provider/exchange-matching.ts";
import { Script } from "../provider/script.ts";
import { errorOf, performCall } from "../run/perform-call.ts";
import { type Run, type Snapshot, startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";

export const cancelAnywhere: ScenarioCheck = {
  name: "cancel-anywhere",
  title: "can be canceled at any moment, also twice",
  async run(subject) {
    const { steps, after } = await subject.walk();
    for (const { call, before } of steps) {
      if (before.state !== undefined) await cancelAt(subject, before, `before ${call.call}`);
    }
    if (after.state !== undefined) await cancelAt(subject, after, "after the last call");
  },
};

const cancelCall = { call: "cancel", afterMs: 0 } as const;

async function cancelAt(subject: CheckSubject, before: Snapshot, at: string): Promise<void> {
  const { cancelExchanges } = subject.scenario;
  const script = new Script((cancelExchanges ?? []).map((exchange) => ({ ...exchange, repeatable: true })));
  const run = startRun(subject, { from: { ...before, used: new Set() }, script });
  const report = await performCall(run, cancelCall);
  checkOutcome(run, report);
  const error = errorOf(report);
  if (!run.driver.profile.methods.cancel) {
    expectEqual(error?.code, "unsupported", `cancel ${at}: profile says that cancel does nothing`);
    return;
  }
  expectThat(error?.code !== "unsupported", `cancel ${at}: profile says that cancel works, but it is unsupported`);
  if (cancelExchanges !== undefined) {
    const [stranger] = script.unexpected;
    expectThat(stranger === undefined, `cancel ${at}: not in cancelExchanges: ${stranger && lineOf(stranger)}`);
    expectThat(report.result.ok, `cancel ${at}: fails with ${error?.code}`);
    subject.shows("cancel");
  }
  const canceled = report.result.ok && report.result.value.kind === "canceled";
  expectThat(before.final === undefined || !canceled, `cancel ${at}: says canceled after the step was completed`);
  await cancelAgain(run, at);
}

/** Whoever is not sure that the cancellation arrived sends it again. */
async function cancelAgain(run: Run, at: string): Promise<void> {
  const second = await performCall(run, cancelCall);
  checkOutcome(run, second);
  expectThat(errorOf(second)?.code !== "unsupported", `second cancel ${at}: is unsupported, the first was not`);
}
