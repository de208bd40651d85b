import { type CancelOutcome, type CancelWork, type IdvResult, success } from "@idvkit/core";
import type { Step } from "./step.ts";
import { forgetLogin } from "./token-vault.ts";

/** The provider knows of nothing that could be ended, in either flow; what it gave already is forgotten. */
export async function cancelLogin({ state, context, work }: Step<CancelWork>): Promise<IdvResult<CancelOutcome>> {
  if (state.phase === "completed") return success({ kind: "nothingToCancel" });
  await forgetLogin(context, work);
  return success({ kind: "canceled" });
}
