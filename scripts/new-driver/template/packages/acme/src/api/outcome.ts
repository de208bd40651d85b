import { hash } from "node:crypto";
import { type FinalStatus, type StepResult, success, toNodeResult } from "@idvkit/core";
import { mapSession } from "../mapping/session.ts";
import { methodType, profileOf, provider } from "../profile.ts";
import { refuse } from "../refusal.ts";
import { isExpired, pending } from "./pending.ts";
import { writeState } from "./state.ts";
import { callOf, type Step } from "./step.ts";

/** Asks Acme how far the session is and makes the outcome of the answer. */
export async function readOutcome(step: Step): Promise<StepResult> {
  const { settings, client, context, state } = step;
  const raw = await client.getSession(state.sessionId, callOf(context));
  if (!raw.ok) return raw;
  const now = context.now();
  const mapped = mapSession(raw.value, { now, order: { product: settings.product } });
  if (!mapped.ok) return mapped;
  const { rawStatus, reference } = mapped.value;
  if (reference !== state.sessionId) return refuse("invalid_response", "session.id: another session");
  if (mapped.value.final) return complete(mapped.value, step, now);
  if (state.givenSha256 !== undefined) return refuse("conflict", "session.status: a final outcome became pending");
  if (isExpired(settings, state, now)) return refuse("expired", "driverState.startedAt: the step's time is over");
  return success(pending({ settings, state: { ...state, polls: state.polls + 1 }, now, rawStatus }));
}

/** Ends the step. An outcome that differs from the one given before revises it. */
function complete(status: FinalStatus, { settings, work, state }: Step, now: Date): StepResult {
  const { executionId, nodeId, attempt } = work;
  const { maxAssurance } = profileOf(settings);
  const sessionBinding = state.sessionConfirmed === true ? "bound" : "none";
  const step = { executionId, nodeId, attempt, now, provider, methodType, maxAssurance, sessionBinding } as const;
  const result = toNodeResult(status, step);
  if (!result.ok) return result;
  const givenSha256 = digestOf({ status, sessionBinding });
  const revises = state.givenSha256 !== undefined && state.givenSha256 !== givenSha256;
  const driverState = writeState({ ...state, givenSha256 });
  return success({ kind: "completed", driverState, result: result.value, ...(revises && { revises }) });
}

/** Without `verifiedAt`, which is the time of reading where Acme gives none. */
function digestOf(given: object): string {
  const json = JSON.stringify(given, (name, value: unknown) => (name === "verifiedAt" ? undefined : value));
  return hash("sha256", json, "base64url");
}
