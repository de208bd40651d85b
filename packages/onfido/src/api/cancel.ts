import { type CancelOutcome, failure, type IdvError, type IdvResult, success } from "@idvkit/core";
import { onfidoError } from "../refusal.ts";
import { readOutcome } from "./outcome.ts";
import { referenceOf } from "./pending.ts";
import { callOf, type Step } from "./step.ts";

/**
 * Deletes the applicant, and with it all that Onfido has of the verification, which knows no other end. Where there is a
 * result already it is too late, and the outcome is given back. A step whose outcome was given before has nothing to cancel.
 *
 * An applicant that the caller brought may have more than this verification and is left alone: `unsupported` once a check
 * or a workflow run is there, because only deleting would end it.
 */
export async function cancel(step: Step): Promise<IdvResult<CancelOutcome>> {
  const { client, state, context } = step;
  if (state.phase === "completed") return success({ kind: "nothingToCancel" });
  if (referenceOf(state) !== null) {
    const read = await readOutcome(step);
    if (read.ok && (read.value.kind === "completed" || read.value.preliminary?.final === true)) {
      return success({ kind: "tooLate", outcome: read.value });
    }
    if (!read.ok && read.error.httpStatus === 404) return success({ kind: "nothingToCancel" });
    if (!read.ok && read.error.code !== "expired") return read;
  }
  if (state.applicantGiven === true) {
    return referenceOf(state) === null ? success({ kind: "canceled" }) : failure(undeletable());
  }
  const deleted = await client.deleteApplicant(state.applicantId, callOf(context));
  if (deleted.ok) return success({ kind: "canceled" });
  return deleted.error.httpStatus === 404 ? success({ kind: "nothingToCancel" }) : deleted;
}

function undeletable(): IdvError {
  const message = "cancel: the applicant is the caller's own and is not deleted";
  return onfidoError("unsupported", message);
}
