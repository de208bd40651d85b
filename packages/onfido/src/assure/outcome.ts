import { type FinalStatus, type MappingContext, type MappingWarning, type StepResult, success } from "@idvkit/core";
import { complete as completeStep } from "../completion.ts";
import type { OnfidoOrder } from "../mapping/order.ts";
import { mapProcess } from "../mapping/process.ts";
import { refuse } from "../refusal.ts";
import { collectArtifacts } from "./artifacts.ts";
import { isExpired, pending } from "./pending.ts";
import { assureProfile } from "./profile.ts";
import { withFullResult } from "./short-form.ts";
import { type RunningState, writeState } from "./state.ts";
import { callOf, type Step } from "./step.ts";
import { storedReports } from "./stored-reports.ts";

/** Asks Assure how far the process is and makes the outcome of the answer. */
export async function readOutcome(step: Step): Promise<StepResult> {
  const { settings, client, context, state } = step;
  const raw = await client.getProcess(state.dossierId, state.processId, callOf(context));
  if (!raw.ok) return raw;
  if (!isProcess(raw.value, state.processId)) return refuse("invalid_response", "processId: another process");
  const now = context.now();
  const mapped = mapProcess(raw.value, mappingContext(step, now));
  if (!mapped.ok) return mapped;
  if (!mapped.value.final) {
    if (state.phase === "completed") return refuse("conflict", "status: a final outcome became pending");
    if (isExpired(settings, state, now)) return refuse("expired", "driverState.startedAt: the step's time is over");
    const { rawStatus } = mapped.value;
    const phase = rawStatus === "processing" ? "verifying" : state.phase;
    const read = { ...state, phase, rawStatus, readAt: now.toISOString(), polls: state.polls + 1 };
    return success(pending(settings, read, rawStatus, now));
  }
  const artifacts = await collectArtifacts(step, raw.value, mapped.value);
  if (!artifacts.ok) return artifacts;
  const { references, warnings } = artifacts.value;
  const joined = withFullResult(raw.value, await storedReports(context.vault, references));
  const whole = mapProcess(joined, mappingContext(step, now, references));
  if (!whole.ok) return whole;
  if (!whole.value.final) return refuse("invalid_response", "status: not final");
  return complete(step, { ...whole.value, warnings: [...whole.value.warnings, ...warnings] }, now);
}

/** Ends the step with a final status. */
export function complete(step: Step, status: FinalStatus, now: Date): StepResult {
  const { settings, work, state } = step;
  const whole: FinalStatus = {
    ...status,
    attributes: { ...status.attributes, dossierId: state.dossierId },
    warnings: [...status.warnings, ...locationWarning(state)],
  };
  return completeStep(whole, {
    work,
    now,
    profile: assureProfile(settings),
    sessionConfirmed: state.sessionConfirmed === true,
    stateWith: (digests) => writeState({ ...state, phase: "completed", ...digests }),
    givenSha256: state.givenSha256,
  });
}

/** What the mapper is told about the order and the vault. */
export function mappingContext(
  { settings, state }: Pick<Step, "settings" | "state">,
  now: Date,
  artifacts = state.artifacts ?? {},
): MappingContext<OnfidoOrder> {
  return {
    now,
    artifacts,
    order: {
      processType: settings.processType,
      ...(settings.documentTypes !== undefined && { documentTypes: settings.documentTypes }),
      ...(settings.outputs !== undefined && { outputs: settings.outputs }),
      ...(state.biometricConsent === true && { biometricConsent: true }),
      ...(settings.requestExtraDataFromDrivingLicense === true && { drivingLicenceExtras: true }),
    },
  };
}

function isProcess(raw: unknown, processId: string): boolean {
  if (typeof raw !== "object" || raw === null) return true;
  const named = (raw as Record<string, unknown>).processId;
  return named === undefined || named === null || named === processId;
}

function locationWarning(state: RunningState): MappingWarning[] {
  return state.locationMissing === true ? [{ code: "location_missing", path: "inputs.subject" }] : [];
}
