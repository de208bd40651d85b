import { type CallbackResult, type CallbackWork, replyTo, type StepResult, success } from "@idvkit/core";
import { acknowledged, answered, personReply } from "@idvkit/driver-kit";
import { refuse } from "../refusal.ts";
import { confirmReturn } from "../session.ts";
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
      return {
        ...refuse("invalid_callback", "request.body.payload.action: not about a result"),
        reply: acknowledged(),
      };
  }
}

async function handleEvent(step: Delivery, event: SubjectEvent): Promise<CallbackResult> {
  const message = "request.body.payload.object.id: another verification";
  return answered(isAbout(step.state, event) ? await readOutcome(step) : refuse("invalid_callback", message));
}

/** A report's event may name its check in place of itself. */
function isAbout({ workflowRunId, checkId, reportIds = [] }: ApiState, { subject, id, ref }: SubjectEvent): boolean {
  if (subject === "workflowRun") return id === workflowRunId;
  if (subject === "check") return id === checkId;
  return reportIds.includes(id) || (checkId !== undefined && ref === subjectRef("check", checkId));
}

async function handleReturn(step: Delivery, ref: string): Promise<CallbackResult> {
  const { work } = step;
  const reply = personReply(work);
  if (ref !== returnRef(work)) return { ...refuse("invalid_callback", "request.url: another verification"), reply };
  const result = await confirmReturn(step, {
    read: (state) => readOutcome({ ...step, state }),
    unchanged: () => unchanged(step),
    write: writeState,
  });
  return { ...result, reply };
}

function unchanged({ settings, work, state, context }: Delivery): StepResult {
  return success(
    pending({ settings, work, state, rawStatus: state.rawStatus ?? "awaiting_input", now: context.now() }),
  );
}
