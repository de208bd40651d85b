import { type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";
import { identifier } from "./wire-calls.ts";

/** What an event is about, as far as a driver reads it again. */
export type WebhookSubject = "workflowRun" | "check" | "report";

export interface OnfidoEvent {
  /** `none`: acknowledged without effect. */
  subject: WebhookSubject | "none";
  /** It may come after the outcome and change it. */
  mayRevise: boolean;
}

/** Every event that Onfido sends (Onfido API reference, "Webhook events"). */
export const onfidoEvents = {
  "workflow_run.completed": { subject: "workflowRun", mayRevise: true },
  "workflow_run_evidence_folder.created": { subject: "workflowRun", mayRevise: true },
  "workflow_timeline_file.created": { subject: "workflowRun", mayRevise: true },
  "check.completed": { subject: "check", mayRevise: true },
  "check.reopened": { subject: "check", mayRevise: true },
  "check.withdrawn": { subject: "check", mayRevise: true },
  "report.awaiting_approval": { subject: "report", mayRevise: true },
  "report.cancelled": { subject: "report", mayRevise: true },
  "report.completed": { subject: "report", mayRevise: true },
  "report.resumed": { subject: "report", mayRevise: true },
  "report.withdrawn": { subject: "report", mayRevise: true },
  "audit_log.created": { subject: "none", mayRevise: false },
  "check.form_completed": { subject: "none", mayRevise: false },
  "check.started": { subject: "none", mayRevise: false },
  "watchlist_monitor.matches_updated": { subject: "none", mayRevise: false },
  "workflow_task.completed": { subject: "none", mayRevise: false },
  "workflow_task.started": { subject: "none", mayRevise: false },
} as const satisfies Readonly<Record<string, OnfidoEvent>>;

export type OnfidoEventName = keyof typeof onfidoEvents;

/** What a webhook says. It is a hint: the outcome is always read from Onfido. */
export type WebhookDelivery =
  | { kind: "event"; action: OnfidoEventName; subject: WebhookSubject; id: string; ref: string }
  | { kind: "otherEvent" };

const refKinds: Readonly<Record<WebhookSubject, string>> = {
  workflowRun: "workflow_run",
  check: "check",
  report: "report",
};

/** The ref under which an execution waits for the events of one run, check or report. */
export function subjectRef(subject: WebhookSubject, id: string): string {
  return `onfido:${refKinds[subject]}/${id}`;
}

const id = identifier.nullish().catch(null);
const objectSchema = z
  .object({ id, workflow_run_id: id, check_id: id, href: z.string().nullish().catch(null) })
  .nullish()
  .catch(null);

/** The specification also requires `resource_id` and `event`; no event has them. */
const eventSchema = z.object({
  payload: z.object({ action: z.string(), object: objectSchema, resource: objectSchema }),
});

type WebhookObject = NonNullable<z.output<typeof objectSchema>>;

/**
 * Reads a webhook's body. An event that is unknown or about nothing that a driver waits for is `otherEvent`. The ref of a
 * report is its check's where the event names the check. Fails with `invalid_input` when the body is no event, or when
 * the event names nothing to be read again.
 */
export function readWebhookEvent(body: Uint8Array): IdvResult<WebhookDelivery> {
  const json = parseJson(body);
  const parsed = json === undefined ? undefined : eventSchema.safeParse(json);
  if (!parsed?.success) return malformed("request.body: not an event");
  const { action } = parsed.data.payload;
  if (!isOnfidoEvent(action)) return success({ kind: "otherEvent" });
  const { subject } = onfidoEvents[action];
  if (subject === "none") return success({ kind: "otherEvent" });
  const object = parsed.data.payload.object ?? {};
  const resource = parsed.data.payload.resource ?? {};
  const found = action.startsWith("workflow_") ? runIdOf(action, object, resource) : object.id;
  if (!found) return malformed(`request.body.payload.object: names no ${refKinds[subject]}`);
  const checkId = subject === "report" ? (object.check_id ?? resource.check_id) : undefined;
  const ref = checkId == null ? subjectRef(subject, found) : subjectRef("check", checkId);
  return success({ kind: "event", action, subject, id: found, ref });
}

function isOnfidoEvent(action: string): action is OnfidoEventName {
  return Object.hasOwn(onfidoEvents, action);
}

/** A run's own event has the run as its object; the event of a file has the file, and names the run somewhere. */
function runIdOf(
  action: OnfidoEventName,
  object: Partial<WebhookObject>,
  resource: Partial<WebhookObject>,
): string | null | undefined {
  if (action === "workflow_run.completed") return object.id;
  return object.workflow_run_id ?? resource.workflow_run_id ?? runIdInPath(object.href ?? "");
}

function runIdInPath(href: string): string | undefined {
  return identifier.safeParse(/\/workflow_runs\/([^/?#]+)/.exec(href)?.[1]).data;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function malformed(message: string): IdvResult<never> {
  return refuse("invalid_input", message);
}
