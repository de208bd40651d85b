import { type FinalStatus, type MappedStatus, type MappingWarning, type StepResult, success } from "@idvkit/core";
import { complete as completeStep, outcomeSha256 } from "../completion.ts";
import { refuse } from "../refusal.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { collectArtifacts } from "./artifacts.ts";
import { mappingContext } from "./mapping-context.ts";
import { isExpired, pending, referenceOf } from "./pending.ts";
import { apiProfile } from "./profile.ts";
import { type ApiState, writeState } from "./state.ts";
import type { Step } from "./step.ts";

/** Asks Onfido how far the verification is and makes the outcome of the answer. */
export async function readOutcome(step: Step): Promise<StepResult> {
  const { settings, work, context, state } = step;
  if (referenceOf(state) === null) return awaiting(step);
  const answer = await readAnswer(step);
  if (!answer.ok) return answer;
  const now = context.now();
  const mapped = answer.value.map(mappingContext(step, now));
  if (!mapped.ok) return mapped;
  if (mapped.value.final) return finish(step, answer.value, mapped.value, now);
  const { rawStatus } = mapped.value;
  if (state.phase === "completed") return reopen(step, answer.value, rawStatus, now);
  if (isExpired(settings, state, now)) return refuse("expired", "driverState.startedAt: the step's time is over");
  const phase = rawStatus === "awaiting_input" ? state.phase : "verifying";
  const read: ApiState = { ...state, phase, rawStatus, readAt: now.toISOString(), polls: state.polls + 1 };
  return success(pending({ settings, work, state: read, rawStatus, now }));
}

/** Before the person has handed something in there is nothing to ask Onfido, nor after a step that ended before that. */
function awaiting({ settings, work, context, state }: Step): StepResult {
  if (state.phase === "completed") return refuse("lifecycle", "driverState.phase: ended without a verification");
  const now = context.now();
  if (isExpired(settings, state, now)) return refuse("expired", "driverState.startedAt: the step's time is over");
  return success(pending({ settings, work, state, rawStatus: "awaiting_applicant", now }));
}

async function finish(step: Step, answer: Answer, status: FinalStatus, now: Date): Promise<StepResult> {
  const { settings, state } = step;
  // A check says no time: as long as its outcome is the one that was given, so is its time.
  const unchanged = state.outcomeSha256 === undefined || state.outcomeSha256 === outcomeSha256(status);
  const finalAt = unchanged && state.finalAt !== undefined ? new Date(state.finalAt) : now;
  const { timelineFileId: askedFor, ...rest } = state;
  // A time line that was made for another outcome tells nothing of this one.
  const asked = unchanged && askedFor !== undefined ? { timelineFileId: askedFor } : {};
  const known: Step = { ...step, state: { ...rest, ...asked, finalAt: finalAt.toISOString() } };
  const artifacts = await collectArtifacts(known, answer, status);
  if (!artifacts.ok) {
    const { timelineFileId, ...failed } = artifacts;
    return timelineFileId === undefined ? failed : { ...failed, driverState: writeState({ ...state, timelineFileId }) };
  }
  const { references, warnings, waiting, timelineFileId } = artifacts.value;
  const read: ApiState = {
    ...known.state,
    rawStatus: status.rawStatus,
    ...((Object.keys(references).length > 0 || state.artifacts !== undefined) && { artifacts: references }),
    ...(timelineFileId !== undefined && { timelineFileId }),
  };
  const whole = answer.map(mappingContext({ settings, state: read }, finalAt));
  if (!whole.ok) return whole;
  if (!whole.value.final) return refuse("invalid_response", "status: not final");
  const waitUntilMs = finalAt.getTime() + settings.artifacts.waitMs;
  const isLate = state.phase === "completed" || isExpired(settings, state, now) || now.getTime() >= waitUntilMs;
  if (waiting && !isLate) {
    return success(pendingFiles(step, read, whole.value, now));
  }
  return complete({ ...step, state: read }, { ...whole.value, warnings: [...whole.value.warnings, ...warnings] }, now);
}

/** The result is there, and files of it are not. */
function pendingFiles({ settings, work }: Step, state: ApiState, preliminary: MappedStatus, now: Date) {
  const { rawStatus } = preliminary;
  const waits: ApiState = {
    ...state,
    phase: "verifying",
    rawStatus,
    readAt: now.toISOString(),
    polls: state.polls + 1,
  };
  return pending({ settings, work, state: waits, rawStatus, now, preliminary });
}

/** A check that was complete may be opened again, and is then worked on; nothing else goes back. */
function reopen(step: Step, { mapReopened }: Answer, rawStatus: string, now: Date): StepResult {
  const isOpen = rawStatus === "reopened" || step.state.rawStatus === "reopened";
  if (!isOpen || mapReopened === undefined) {
    return refuse("conflict", "status: a final outcome became pending");
  }
  const mapped = mapReopened(mappingContext(step, now));
  if (!mapped.ok) return mapped;
  if (!mapped.value.final) return refuse("invalid_response", "status: not final");
  return complete({ ...step, state: { ...step.state, rawStatus: "reopened" } }, mapped.value, now);
}

/** Ends the step with a final status. */
export function complete(step: Pick<Step, "settings" | "work" | "state">, status: FinalStatus, now: Date): StepResult {
  const { settings, work, state } = step;
  const { applicantId } = state;
  const whole: FinalStatus = {
    ...status,
    attributes: { ...status.attributes, applicantId },
    warnings: [...status.warnings, ...locationWarning(state)],
  };
  return completeStep(whole, {
    work,
    now,
    profile: apiProfile(settings),
    sessionConfirmed: state.sessionConfirmed === true,
    stateWith: (digests) => writeState({ ...state, phase: "completed", ...digests }),
    givenSha256: state.givenSha256,
  });
}

function locationWarning(state: ApiState): MappingWarning[] {
  return state.locationMissing === true ? [{ code: "location_missing", path: "inputs.subject" }] : [];
}
