import { type CallbackResult, type CallbackWork, replyTo, type StepResult } from "@idvkit/core";
import { answered, personReply } from "@idvkit/driver-kit";
import { readDelivery } from "../callback.ts";
import { refuse } from "../refusal.ts";
import { readOutcome } from "./outcome.ts";
import { writeState } from "./state.ts";
import type { Step } from "./step.ts";

/** Handles an event of Acme or the person's return. Either is a hint: the outcome is read from Acme. */
export async function handleDelivery(step: Step<CallbackWork>): Promise<CallbackResult> {
  const { settings, work, state } = step;
  const read = await readDelivery(work.request, settings.webhookSecrets);
  if (!read.ok) return { ...read, reply: replyTo(read.error) };
  const isOurs = read.value.sessionId === state.sessionId;
  const another = () => refuse("invalid_callback", "request: about another session");
  if (read.value.kind === "return") {
    return { ...(isOurs ? await confirmReturn(step) : another()), reply: personReply(work) };
  }
  return answered(isOurs ? await readOutcome(step) : another());
}

/**
 * The person came back. In the browser session of the dispatch that confirms the session, which is kept even when Acme
 * cannot be read; another one is `invalid_callback`.
 */
async function confirmReturn(step: Step): Promise<StepResult> {
  const { work, state } = step;
  if (state.browserSession === undefined) return readOutcome(step);
  if (work.browserSession !== state.browserSession) {
    return refuse("invalid_callback", "work.browserSession: not the session of the dispatch");
  }
  const confirmed = { ...state, sessionConfirmed: true };
  const result = await readOutcome({ ...step, state: confirmed });
  return result.ok ? result : { ...result, driverState: writeState(confirmed) };
}
