import { expectThat, isEqual } from "../expectation.ts";
import { lineOf } from "../provider/exchange-matching.ts";
import type { ScenarioCall } from "../scenario/scenario.ts";
import { comparableState } from "./comparable.ts";
import { type CallReport, performCall } from "./perform-call.ts";
import { type Run, type RunSubject, type Snapshot, snapshotOf, startRun } from "./run.ts";

/** One call of the walk, with the moment before it. */
export interface WalkStep {
  call: ScenarioCall;
  index: number;
  before: Snapshot;
  report: CallReport;
}

/** The calls of a scenario in their order, each with a fresh driver that knows only what was stored. */
export interface Walk {
  steps: WalkStep[];
  /** The run after the last call. */
  run: Run;
  after: Snapshot;
}

/** Walks through a scenario. Other checks begin at any of its steps. */
export async function walkThrough(subject: RunSubject): Promise<Walk> {
  const run = startRun(subject);
  const steps: WalkStep[] = [];
  for (const [index, call] of subject.scenario.calls.entries()) {
    const before = snapshotOf(run);
    run.driver = subject.newDriver();
    run.state = before.state;
    steps.push({ call, index, before, report: await performCall(run, call) });
  }
  expectNothingUnexpected(run);
  return { steps, run, after: snapshotOf(run) };
}

/** Goes on from a run with the calls of the walk from `index` on; ends early when a call fails. */
export async function goOn(run: Run, walk: Walk, index: number): Promise<CallReport | undefined> {
  let last: CallReport | undefined;
  for (const { call } of walk.steps.slice(index)) {
    last = await performCall(run, call);
    if (!last.result.ok) return last;
  }
  return last;
}

/** Whether a run has the same state after a call as the walk had: from there on everything is the same. */
export function isOnTheWay(run: Run, walk: Walk, index: number): boolean {
  const next = walk.steps[index + 1]?.before ?? walk.after;
  return isEqual(comparableState(run, run.state), comparableState(run, next.state));
}

/** Fails when the driver asked for something that is not in the scenario, or sent another body than it says. */
export function expectNothingUnexpected({ script, subject }: Run): void {
  const [stranger] = script.unexpected;
  expectThat(stranger === undefined, `unexpected request: ${stranger && lineOf(stranger)}`);
  const [wrong] = script.wrongBodies;
  expectThat(wrong === undefined, `the request does not send what the scenario says: ${wrong && lineOf(wrong)}`);
  expectThat(subject.provider.strangers.length === 0, "a connection that is no HTTP request was tried");
}
