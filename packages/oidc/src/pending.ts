import type { PendingOutcome, PersonAction } from "@idvkit/core";
import { type OidcState, writeState } from "./state.ts";

/** The outcome of a login that goes on. */
export function pending(
  state: OidcState,
  more: { offers?: PersonAction[]; poll?: { at: string; intervalMs: number }; callbackRefs?: string[] } = {},
): PendingOutcome {
  const { ref, expiresAt, phase } = state;
  return {
    kind: "pending",
    driverState: writeState(state),
    rawStatus: phase === "redeemed" ? "code_redeemed" : "authorization_pending",
    reference: null,
    callbackRefs: [ref],
    expiresAt,
    ...more,
  };
}
