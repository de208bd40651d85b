import type { CompletedOutcome } from "@idvkit/core";
import { expectEqual, fail } from "../expectation.ts";
import { comparableResult } from "../run/comparable.ts";
import { errorOf, stepOutcome } from "../run/perform-call.ts";
import type { Walk } from "../run/walk.ts";
import type { ExpectedResult } from "../scenario/scenario.ts";
import type { ScenarioCheck } from "./check.ts";

export const expectedOutcome: ScenarioCheck = {
  name: "expected-outcome",
  title: "ends as expected.json says",
  async run(subject) {
    const walk = await subject.walk();
    const { expected } = subject.scenario;
    const last = walk.steps.at(-1)?.report ?? fail("the scenario has no call");
    if (expected.kind === "result") return compareResult(walk, expected.result);
    if (expected.kind === "error") {
      return expectEqual(errorOf(last)?.code, expected.error.code, `${last.name} has to fail with another code`);
    }
    if (expected.kind === "cancel") {
      const kind = last.result.ok ? last.result.value.kind : `error ${last.result.error.code}`;
      return expectEqual(kind, expected.cancel.kind, "the scenario has to end with another cancel outcome");
    }
    const outcome = stepOutcome(last);
    if (outcome?.kind !== "pending")
      fail(`the scenario has to end pending, not ${outcome?.kind ?? errorOf(last)?.code}`);
    const { rawStatus, reference } = { ...outcome, ...expected.pending };
    expectEqual(
      { rawStatus: outcome.rawStatus, reference: outcome.reference },
      { rawStatus, reference },
      "pending otherwise",
    );
  },
};

function compareResult(walk: Walk, expected: ExpectedResult): void {
  const outcomes = walk.steps.map(({ report }) => stepOutcome(report));
  const completed = outcomes.findLast((outcome): outcome is CompletedOutcome => outcome?.kind === "completed");
  if (completed === undefined) {
    const last = walk.steps.at(-1)?.report;
    fail(`the scenario never completes; it ends ${last && (errorOf(last)?.code ?? stepOutcome(last)?.kind)}`);
  }
  const { revises, ...result } = expected;
  expectEqual(completed.revises ?? false, revises ?? false, "expected.json says otherwise whether the outcome revises");
  const actual = comparableResult(walk.run, completed.result);
  // What expected.json leaves out is not compared.
  const compared = Object.fromEntries(Object.keys(result).map((key) => [key, actual[key]]));
  expectEqual(compared, result, "the result is not the one of expected.json");
}
