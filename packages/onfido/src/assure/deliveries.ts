import { type CallbackResult, type CallbackWork, replyTo, type StepResult, success } from "@idvkit/core";
import { acknowledged, answered, personReply } from "@idvkit/driver-kit";
import { refuse } from "../refusal.ts";
import { confirmReturn, readRecently } from "../session.ts";
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
      return { ...refuse("invalid_callback", "request.body.eventName: not about a result"), reply: acknowledged() };
  }
}

async function handleEvent(
  step: Delivery,
  { dossierId, processId }: AssureDelivery & { kind: "event" },
): Promise<CallbackResult> {
  const { settings, state } = step;
  if (dossierId !== state.dossierId || (processId !== null && processId !== state.processId)) {
    return answered(refuse("invalid_callback", "request.body.eventData: another process"));
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
    return { ...refuse("invalid_callback", "request.query: another process"), reply };
  }
  const result = await confirmReturn<RunningState>(step, {
    read: (state) => readOutcome({ ...step, state }),
    unchanged: () => unchanged(step),
    write: writeState,
  });
  return { ...result, reply };
}

function unchanged({ settings, state, context }: Delivery): StepResult {
  return success(pending(settings, state, state.rawStatus ?? "pending", context.now()));
}
