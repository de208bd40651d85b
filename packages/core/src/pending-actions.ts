import type { StepOutcome } from "./outcome.ts";
import type { Form } from "./person-action.ts";

/** The pending actions of the IDV document (section "Status lifecycle"). */
export type PendingAction =
  | { type: "RedirectAction"; url: string; callbackRef: string | null; expiresAt?: string }
  | { type: "UserInputAction"; form: Form }
  | { type: "PollAction"; nextCheckAt: string; pollIntervalMs: number }
  | { type: "WaitForCallbackAction"; callbackRef: string; expiresAt?: string };

/**
 * Lists an outcome as the document's pending actions; a completed outcome has none.
 * SDK, digital credentials and confirmation elsewhere have no word there: read them from `offers`.
 */
export function pendingActions(outcome: StepOutcome): PendingAction[] {
  if (outcome.kind === "completed") return [];
  const expiry = outcome.expiresAt !== undefined ? { expiresAt: outcome.expiresAt } : {};
  const actions: PendingAction[] = [];
  for (const offer of outcome.offers ?? []) {
    if (offer.kind === "userInput") actions.push({ type: "UserInputAction", form: offer.form });
    if (offer.kind === "redirect") {
      const expiresAt = offer.expiresAt ?? outcome.expiresAt;
      actions.push({
        type: "RedirectAction",
        url: offer.url,
        callbackRef: outcome.callbackRefs[0] ?? null,
        ...(expiresAt !== undefined && { expiresAt }),
      });
    }
  }
  for (const callbackRef of outcome.callbackRefs) {
    actions.push({ type: "WaitForCallbackAction", callbackRef, ...expiry });
  }
  if (outcome.poll !== undefined) {
    actions.push({ type: "PollAction", nextCheckAt: outcome.poll.at, pollIntervalMs: outcome.poll.intervalMs });
  }
  return actions;
}
