import type { CompletedOutcome, StepOutcome } from "@idvkit/core";
import { expectThat, isEqual } from "../expectation.ts";
import { comparableOutcome } from "./comparable.ts";
import type { Run } from "./run.ts";

/**
 * Fails when an outcome breaks the rule of final outcomes: a step that is over never goes back to pending, and only an
 * outcome that differs from the final one says `revises`.
 */
export function checkRevision(run: Run, at: string, outcome: StepOutcome, final: CompletedOutcome | undefined): void {
  if (outcome.kind === "pending") {
    expectThat(final === undefined, `${at}: goes back to pending, though the step was completed before`);
    return;
  }
  const says: unknown = outcome.revises;
  expectThat(says === undefined || says === true, `${at}: revises is neither true nor left out`);
  if (final === undefined) {
    expectThat(says === undefined, `${at}: says revises, but there was no final outcome before`);
    return;
  }
  const isSame = isEqual(unmarked(run, final), unmarked(run, outcome));
  expectThat(!isSame || says === undefined, `${at}: says revises, but the outcome is the same as before`);
  expectThat(isSame || says === true, `${at}: the final outcome is another one than before, but does not say revises`);
}

function unmarked(run: Run, { revises: _mark, ...outcome }: CompletedOutcome): unknown {
  return comparableOutcome(run, outcome);
}
