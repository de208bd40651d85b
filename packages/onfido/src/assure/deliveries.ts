import {
  type CallbackResult,
  type CallbackWork,
  failure,
  IdvError,
  replyTo,
  type StepResult,
  success,
} from "@idvkit/core";
import { acknowledged, personReply } from "../callback-replies.ts";
import { readDelivery } from "./callback.ts";
import type { AssureDelivery } from "./event.ts";
import { readOutcome } from "./outcome.ts";
import { pending } from "./pending.ts";
import { type RunningState, writeState } from "./state.ts";
import type { Step } from "./step.ts";

type Delivery = Step<CallbackWork>;

/** Handles an event of Assure or the person's return. Either is a hint: the outcome is read from Assure. */
export async function handleDelivery(step: Delivery): Promise<CallbackResult> {
  const { settings, work } = step;
  const read = await readDelivery(work.request, settings.callbackSecret);
  if (!read.ok) return { ...read, reply: replyTo(read.error) };
  switch (read.value.kind) {
    case "event":
      return handleEvent(step, read.value);
    case "return":
      return handleReturn(step, read.value);
    default:
      return { ...foreign("request.body.eventName: not about a result"), reply: acknowledged() };
  }
}

async function handleEvent(
  step: Delivery,
  { dossierId, processId }: AssureDelivery & { kind: "event" },
): Promise<CallbackResult> {
  const { settings, state } = step;
  if (dossierId !== state.dossierId || (processId !== null && processId !== state.processId)) {
    return answered(foreign("request.body.eventData: another process"));
  }
  const mayReadNow = settings.callbackSecret !== undefined || !readRecently(step);
  return answered(mayReadNow ? await readOutcome(step) : unchanged(step));
}

async function handleReturn(
  step: Delivery,
  { dossierId, processId }: AssureDelivery & { kind: "return" },
): Promise<CallbackResult> {
  const { work, state } = step;
  const reply = personReply(work);
  if (dossierId !== state.dossierId || processId !== state.processId) {
    return { ...foreign("request.query: another process"), reply };
  }
  if (state.browserSession === undefined) {
    return { ...(readRecently(step) ? unchanged(step) : await readOutcome(step)), reply };
  }
  if (work.browserSession !== state.browserSession) {
    return { ...foreign("work.browserSession: not the session of the dispatch"), reply };
  }
  const confirmed: RunningState = { ...state, sessionConfirmed: true };
  const result = await readOutcome({ ...step, state: confirmed });
  return { ...(result.ok ? result : { ...result, driverState: writeState(confirmed) }), reply };
}

/** A delivery that anybody could have sent causes at most one read per interval. An outcome that was given is no longer pending. */
function readRecently({ settings, state, context }: Delivery): boolean {
  if (state.phase === "completed") return false;
  return state.readAt !== undefined && context.now().getTime() - Date.parse(state.readAt) < settings.poll.intervalMs;
}

function unchanged({ settings, state, context }: Delivery): StepResult {
  return success(pending(settings, state, state.rawStatus ?? "pending", context.now()));
}

function answered(result: StepResult): CallbackResult {
  return { ...result, reply: result.ok ? acknowledged() : replyTo(result.error) };
}

function foreign(message: string): StepResult {
  return failure(new IdvError({ code: "invalid_callback", message, provider: "onfido" }));
}
