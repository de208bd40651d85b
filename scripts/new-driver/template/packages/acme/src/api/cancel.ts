import { type CancelOutcome, type IdvResult, success } from "@idvkit/core";
import { readOutcome } from "./outcome.ts";
import { callOf, type Step } from "./step.ts";

/** Deletes the session, unless it already has its result: then it is too late, and the outcome is given back. */
export async function cancel(step: Step): Promise<IdvResult<CancelOutcome>> {
  const { client, state, context } = step;
  if (state.givenSha256 !== undefined) return success({ kind: "nothingToCancel" });
  const read = await readOutcome(step);
  if (read.ok && read.value.kind === "completed") return success({ kind: "tooLate", outcome: read.value });
  if (!read.ok && read.error.httpStatus === 404) return success({ kind: "nothingToCancel" });
  if (!read.ok && read.error.code !== "expired") return read;
  const deleted = await client.deleteSession(state.sessionId, callOf(context));
  if (deleted.ok) return success({ kind: "canceled" });
  return deleted.error.httpStatus === 404 ? success({ kind: "nothingToCancel" }) : deleted;
}
