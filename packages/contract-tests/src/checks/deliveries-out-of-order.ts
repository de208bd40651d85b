import type { StepOutcome } from "@idvkit/core";
import { expectEqual, expectThat, fail } from "../expectation.ts";
import { Script } from "../provider/script.ts";
import { comparableOf, comparableOutcome } from "../run/comparable.ts";
import { deliver, incomingRequest, stepOutcome } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import { type CallbackStep, callbackSteps, openDesk } from "./delivery.ts";

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
  const execution = desk.store();
  await desk.receive();
  if (!step.report.result.ok) return;
  const walk = await subject.walk();
  const outcome = execution.outcome && comparableOutcome(desk.run, execution.outcome);
  expectEqual(outcome, comparableOf(walk.run, step.report), "after coming too early, the delivery has another outcome");
}

/** Through the handler the driver is not called; called all the same, it does not take the outcome back. */
async function afterTheEnd(subject: CheckSubject, step: CallbackStep): Promise<void> {
  const walk = await subject.walk();
  const final = walk.steps
    .map(({ report }) => stepOutcome(report))
    .findLast((outcome) => outcome?.kind === "completed");
  if (final?.kind !== "completed") return;
  const desk = openDesk(subject, step);
  const execution = desk.store();
  execution.finished = true;
  const late = await desk.receive();
  expectThat(
    late.status < 500,
    `a delivery after the end is answered with ${late.status}: the provider would not stop`,
  );
  expectEqual([desk.calls, execution.saved.length], [0, 0], "a delivery after the end reaches the driver");

  const script = new Script(subject.scenario.exchanges, { used: walk.after.used, replays: true });
  const run = startRun(subject, { from: walk.after, script });
  // The refs are those of the moment at which the delivery was made.
  run.refs = step.before.refs;
  const result = await deliver(run, incomingRequest(run, step.call.request));
  if (!result.ok || (result.value.kind === "completed" && result.value.revises === true)) return;
  expectEqual(verdictOf(result.value), verdictOf(final), "a late delivery turns a final outcome into another one");
}

/** A delivery that comes at another moment may help or not; it never makes a verdict out of nothing. */
async function atEveryOtherMoment(subject: CheckSubject, step: CallbackStep): Promise<void> {
  const walk = await subject.walk();
  for (const { index, before } of walk.steps) {
    if (index === step.index || before.state === undefined) continue;
    const script = new Script(subject.scenario.exchanges, { used: before.used, replays: true });
    const run = startRun(subject, { from: before, script });
    run.refs = step.before.refs;
    const result = await deliver(run, incomingRequest(run, step.call.request));
    checkOutcome(run, { name: "callback", result, served: [], requests: [], nowMs: run.nowMs });
    if (!result.ok || result.value.kind === "pending" || subject.scenario.expected.kind !== "result") continue;
    const { verdict } = subject.scenario.expected.result;
    if (result.value.result.verdict === "verified" && verdict !== "verified") {
      fail("a delivery out of order makes a verified outcome of a scenario that is not verified");
    }
  }
}

function verdictOf(outcome: StepOutcome): string {
  return outcome.kind === "completed" ? outcome.result.verdict : outcome.kind;
}
