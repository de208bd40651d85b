import type { IdvError, StepOutcome } from "@idvkit/core";
import { expectEqual, expectThat, fail, isEqual } from "../expectation.ts";
import { type Fault, faultRetryAfterSeconds } from "../provider/faults.ts";
import { comparableOf } from "../run/comparable.ts";
import { type CallReport, errorOf, stepOutcome } from "../run/perform-call.ts";
import type { Run } from "../run/run.ts";
import type { Walk, WalkStep } from "../run/walk.ts";

interface FaultyCall {
  at: string;
  walk: Walk;
  step: WalkStep;
  run: Run;
  report: CallReport;
  fault: Fault;
  /** The fault met the token endpoint. */
  isToken: boolean;
}

/** Codes with which a driver says that something cannot be reached now, and that a later try can help. */
const retryableCodes = ["rate_limited", "provider_unavailable"];
/** What a token endpoint that refuses us says of our credentials. */
const tokenCodes: readonly string[] = ["credentials_rejected", "configuration", "provider_error"];

/** Fails unless the call in which a fault was met has one of the answers that the contract allows. */
export function acceptFaultyCall(faulty: FaultyCall): void {
  const error = errorOf(faulty.report);
  if (error === undefined) acceptOutcome(faulty);
  else acceptError(faulty, error);
}

function acceptError(faulty: FaultyCall, error: IdvError): void {
  const { at, fault, isToken, report } = faulty;
  const refusedToken = isToken && tokenCodes.includes(error.code) && fault.name.startsWith("4");
  // What fails without the fault too may go on failing as it did.
  const same = errorOf(faulty.step.report)?.code === error.code;
  const allowed = refusedToken || same || fault.codes.includes(error.code);
  expectThat(allowed, `${at}: fails with ${error.code}, not with ${fault.codes.join(" or ")}`);
  if (retryableCodes.includes(error.code))
    expectThat(error.retryable, `${at}: ${error.code} is not marked as retryable`);
  // A scenario that is about the limit has a Retry-After of its own.
  if (error.code === "rate_limited" && !same) {
    expectEqual(
      error.retryAfterMs,
      faultRetryAfterSeconds * 1000,
      `${at}: retryAfterMs is not what the provider asked for`,
    );
  }
  acceptReply(at, report, error.retryable);
}

/** A driver may go on where a part can be missing: nothing gets better by it, and a warning says so. */
function acceptOutcome({ at, walk, step, run, report, fault }: FaultyCall): void {
  const outcome = stepOutcome(report);
  const own = stepOutcome(step.report);
  if (isEqual(comparableOf(run, report), comparableOf(walk.run, step.report))) return;
  // What cannot be canceled because the provider no longer has it.
  if (step.call.call === "cancel" && (fault.name === "404" || fault.name === "409")) return;
  const [verdict, expected] = [verdictOf(outcome), verdictOf(own)];
  if (verdict === undefined || expected === undefined) fail(`${at}: neither an error nor the expected outcome`);
  expectEqual(verdict, expected, `${at}: the verdict is another one`);
  // It waits for the part that is missing.
  if (outcome?.kind !== "completed" || own?.kind !== "completed") return;
  const warned = outcome.result.warnings.length > own.result.warnings.length;
  expectThat(warned, `${at}: something is missing in the outcome, and no warning says so`);
}

/** The verdict of an outcome, or the one that it will have once what is still missing is there. */
function verdictOf(outcome: StepOutcome | undefined): string | undefined {
  if (outcome?.kind === "completed") return outcome.result.verdict;
  return outcome?.preliminary?.final === true ? outcome.preliminary.verdict : undefined;
}

/** A provider that hears 2xx does not come again: the delivery would be lost. */
function acceptReply(at: string, { reply }: CallReport, retryable: boolean): void {
  if (reply === undefined || (reply.status >= 300 && reply.status < 400)) return;
  expectThat(reply.status >= 400, `${at}: the delivery failed, but it is answered with ${reply.status}`);
  if (retryable) expectEqual(reply.status, 503, `${at}: the delivery can be repeated, but it is not asked for again`);
}
