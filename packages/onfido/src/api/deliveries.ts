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
import { readDelivery, returnRef } from "./callback.ts";
import { readOutcome } from "./outcome.ts";
import { pending } from "./pending.ts";
import { type ApiState, writeState } from "./state.ts";
import type { Step } from "./step.ts";
import { subjectRef, type WebhookDelivery } from "./webhook-event.ts";

type Delivery = Step<CallbackWork>;
type SubjectEvent = WebhookDelivery & { kind: "event" };

/** Handles a webhook of Onfido or the person's return. Either is a hint: the outcome is read from Onfido. */
export async function handleDelivery(step: Delivery): Promise<CallbackResult> {
  const { settings, work } = step;
  const read = await readDelivery(work.request, settings.webhookTokens);
  if (!read.ok) return { ...read, reply: replyTo(read.error) };
  switch (read.value.kind) {
    case "event":
      return handleEvent(step, read.value);
    case "return":
      return handleReturn(step, read.value.ref);
    default:
      return { ...foreign("request.body.payload.action: not about a result"), reply: acknowledged() };
  }
}

async function handleEvent(step: Delivery, event: SubjectEvent): Promise<CallbackResult> {
  const result = isAbout(step.state, event)
    ? await readOutcome(step)
    : foreign("request.body.payload.object.id: another verification");
  return { ...result, reply: result.ok ? acknowledged() : replyTo(result.error) };
}

/** A report's event may name its check in place of itself. */
function isAbout({ workflowRunId, checkId, reportIds = [] }: ApiState, { subject, id, ref }: SubjectEvent): boolean {
  if (subject === "workflowRun") return id === workflowRunId;
  if (subject === "check") return id === checkId;
  return reportIds.includes(id) || (checkId !== undefined && ref === subjectRef("check", checkId));
}

async function handleReturn(step: Delivery, ref: string): Promise<CallbackResult> {
  const { work, state } = step;
  const reply = personReply(work);
  if (ref !== returnRef(work)) return { ...foreign("request.url: another verification"), reply };
  if (state.browserSession === undefined) {
    return { ...(readRecently(step) ? unchanged(step) : await readOutcome(step)), reply };
  }
  if (work.browserSession !== state.browserSession) {
    return { ...foreign("work.browserSession: not the session of the dispatch"), reply };
  }
  const confirmed: ApiState = { ...state, sessionConfirmed: true };
  const result = await readOutcome({ ...step, state: confirmed });
  return { ...(result.ok ? result : { ...result, driverState: writeState(confirmed) }), reply };
}

/** A return that anybody could have made causes at most one read per interval. An outcome that was given is no longer pending. */
function readRecently({ settings, state, context }: Delivery): boolean {
  if (state.phase === "completed") return false;
  return state.readAt !== undefined && context.now().getTime() - Date.parse(state.readAt) < settings.poll.intervalMs;
}

function unchanged({ settings, work, state, context }: Delivery): StepResult {
  return success(
    pending({ settings, work, state, rawStatus: state.rawStatus ?? "awaiting_input", now: context.now() }),
  );
}

function foreign(message: string): StepResult {
  return failure(new IdvError({ code: "invalid_callback", message, provider: "onfido" }));
}
