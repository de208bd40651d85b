import { expectEqual, expectThat } from "../expectation.ts";
import { lineOf } from "../provider/exchange-matching.ts";
import { Script } from "../provider/script.ts";
import { type CallReport, errorOf, performCall } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import type { WalkStep } from "../run/walk.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import { historyOf } from "./history.ts";

export const stopsWhenAborted: ScenarioCheck = {
  name: "abort",
  title: "ends with interrupted when the caller aborts, before a call and at every request",
  async run(subject) {
    const { steps } = await subject.walk();
    for (const step of steps) {
      if (step.report.served.length === 0) continue;
      await abortBefore(subject, step);
      for (const index of new Set(step.report.served)) {
        if (subject.isNew("abort", [index, historyOf(subject, step, index)])) await abortDuring(subject, step, index);
      }
    }
  },
};

/** A driver that goes on all the same is cut off then, and fails with another code. */
const graceMs = 300;

async function abortBefore(subject: CheckSubject, { call, before }: WalkStep): Promise<void> {
  const run = startRun(subject, { from: before });
  const report = await performCall(run, call, { signal: AbortSignal.abort() });
  expectInterrupted(report, `${call.call}, aborted before it begins`);
  expectThat(report.requests.length === 0, `${call.call}, aborted before it begins, still sends a request`);
}

async function abortDuring(subject: CheckSubject, { call, before }: WalkStep, index: number): Promise<void> {
  const controller = new AbortController();
  const script = new Script(subject.scenario.exchanges, { used: before.used });
  const met = () => controller.abort();
  script.intervention = { exchange: index, answer: { kind: "silence", forMs: graceMs }, met };
  const run = startRun(subject, { from: before, script });
  const report = await performCall(run, call, { signal: controller.signal });
  const exchange = script.exchanges[index];
  expectInterrupted(report, `${call.call}, aborted during ${exchange && lineOf(exchange)}`);
}

function expectInterrupted(report: CallReport, at: string): void {
  const { result } = report;
  const outcome = result.ok ? result.value.kind : errorOf(report)?.code;
  expectEqual(outcome, "interrupted", `${at}, does not end with interrupted`);
}
