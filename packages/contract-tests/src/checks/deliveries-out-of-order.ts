import type { StepOutcome } from "@idvkit/core";
import { expectEqual, expectThat } from "../expectation.ts";
import { Script } from "../provider/script.ts";
import { deliver, incomingRequest, stepOutcome } from "../run/perform-call.ts";
import { checkRevision } from "../run/revision.ts";
import { startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import {
  type CallbackStep,
  callbackSteps,
  expectSaved,
  openDesk,
  openLateDesk,
  reachesDriver,
  reachesFinished,
  startLateRun,
} from "./delivery.ts";

export const deliveriesOutOfOrder: ScenarioCheck = {
  name: "deliveries-out-of-order",
  title: "stands deliveries that come too early or too late",
  async run(subject) {
    for (const step of await callbackSteps(subject)) {
      await beforeDispatchIsStored(subject, step);
      await afterTheEnd(subject, step);
      await atEveryOtherMoment(subject, step);
    }
  },
};

/** The provider can be faster than the store: it is asked to come again, and then all goes well. */
async function beforeDispatchIsStored(subject: CheckSubject, step: CallbackStep): Promise<void> {
  const desk = openDesk(subject, step);
  const early = await desk.receive();
  expectEqual(early.status, 503, "a delivery that comes before dispatch is stored is not asked for again");
  expectThat(
    early.headers["retry-after"] !== undefined,
    "a delivery that comes too early is not told when to come again",
  );
  expectEqual(desk.calls, 0, "the driver is called for an execution that is not stored");
  desk.store();
  await desk.receive();
  if (!step.report.result.ok || !(await reachesDriver(subject, step))) return;
  expectSaved(desk, await subject.walk(), step, "after coming too early, the delivery has another outcome");
}

/**
 * Through the handler the driver is called only where the delivery may revise; called, it leaves a final outcome as it is,
 * because the provider says what it said before.
 */
async function afterTheEnd(subject: CheckSubject, step: CallbackStep): Promise<void> {
  const { after } = await subject.walk();
  if (after.final === undefined) return;
  const desk = openLateDesk(subject, step, after);
  const execution = desk.store();
  const late = await desk.receive();
  expectThat(
    late.status < 500,
    `a delivery after the end is answered with ${late.status}: the provider would not stop`,
  );
  if (await reachesFinished(subject, step)) {
    const saved = execution.saved.filter(({ outcome }) => outcome !== null);
    expectEqual(
      saved.length,
      0,
      "a delivery after the end changes the outcome, though the provider has not changed it",
    );
  } else {
    expectEqual([desk.calls, execution.saved.length], [0, 0], "a delivery after the end reaches the driver");
  }

  const run = startLateRun(subject, step, after);
  const result = await deliver(run, incomingRequest(run, step.call.request));
  if (!result.ok) return;
  checkRevision(run, "a late delivery", result.value, after.final);
  const says = result.value.kind === "completed" && result.value.revises === true;
  expectThat(!says, "a late delivery revises the outcome, though the provider says what it said before");
}

/** A delivery that comes at another moment may help or not; it never makes a verdict out of nothing. */
async function atEveryOtherMoment(subject: CheckSubject, step: CallbackStep): Promise<void> {
  const walk = await subject.walk();
  const wasVerified = walk.steps.some(({ report }) => isVerified(stepOutcome(report)));
  for (const { index, before } of walk.steps) {
    if (index === step.index || before.state === undefined) continue;
    const script = new Script(subject.scenario.exchanges, { used: before.used, replays: true });
    const run = startRun(subject, { from: before, script });
    run.refs = step.before.refs;
    const result = await deliver(run, incomingRequest(run, step.call.request));
    const final = before.final !== undefined && { final: before.final };
    checkOutcome(run, { name: "callback", result, served: [], requests: [], nowMs: run.nowMs, ...final });
    if (!result.ok || subject.scenario.expected.kind !== "result") continue;
    const isNew = isVerified(result.value) && !wasVerified;
    expectThat(!isNew, "a delivery out of order makes a verified outcome of a scenario that is never verified");
  }
}

function isVerified(outcome: StepOutcome | undefined): boolean {
  return outcome?.kind === "completed" && outcome.result.verdict === "verified";
}
