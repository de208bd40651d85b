import { createHmac } from "node:crypto";
import type { OnfidoEventName } from "../../api/webhook-event.ts";
import type { SimulatedEvent } from "../delivery.ts";
import { checkStatus } from "./check-body.ts";
import type { OnfidoDesk } from "./desk.ts";
import { apiPath, apiVersionPath } from "./paths.ts";
import { reportBody } from "./report-body.ts";
import { runBody, runStatus } from "./run-body.ts";
import { taskBody } from "./tasks.ts";

interface EventSettings {
  origin: string;
  webhookToken: string;
}

interface EventContent {
  object: Record<string, unknown>;
  /** Studio sends what the event is about along. */
  resource?: Record<string, unknown>;
}

/**
 * A webhook as Onfido sends it, signed over its bytes: `X-SHA2-Signature` is the HMAC-SHA-256 with the webhook's token, in
 * lower-case hex. What the event is about may be any id for `audit_log` and `watchlist_monitor`, which the simulator does not have.
 * Throws a `RangeError` for an id that it does not know.
 */
export function webhookEvent(
  action: OnfidoEventName,
  id: string,
  desk: OnfidoDesk,
  { origin, webhookToken }: EventSettings,
): SimulatedEvent {
  const { object, resource } = contentOf(action, id, desk, origin);
  const payload = {
    resource_type: resourceType(action),
    action,
    object,
    ...(resource !== undefined && { resource }),
  };
  const body = new TextEncoder().encode(JSON.stringify({ payload }));
  const signature = createHmac("sha256", webhookToken).update(body).digest("hex");
  return {
    method: "POST",
    path: "/webhooks",
    headers: { "content-type": "application/json", "X-SHA2-Signature": signature },
    body,
  };
}

function contentOf(action: OnfidoEventName, id: string, desk: OnfidoDesk, origin: string): EventContent {
  const { store } = desk;
  const at = (path: string, status: string, time: string): Record<string, unknown> => ({
    status,
    [action.endsWith(".started") ? "started_at_iso8601" : "completed_at_iso8601"]: time,
    href: `${origin}${path}`,
  });
  switch (resourceType(action)) {
    case "check": {
      const check = known(store.check(id));
      return { object: { id, ...at(apiPath("check", id), checkStatus(check), check.updatedAt) } };
    }
    case "report": {
      const { check, report } = known(store.report(id));
      const { status } = reportBody(check, report, store.changes.get(id));
      return { object: { id, check_id: check.id, ...at(apiPath("report", id), String(status), check.updatedAt) } };
    }
    case "workflow_run": {
      const run = known(store.run(id));
      const resource = { ...runBody(run, desk.linkUrl(id)), ...store.changes.get(id) };
      return { object: { id, ...at(apiPath("workflowRun", id), runStatus(run), run.updatedAt) }, resource };
    }
    case "workflow_task": {
      const { run, task } = known(store.task(id));
      const place = { id, task_spec_id: id, task_def_id: task.definition, workflow_run_id: run.id };
      const status = action.endsWith(".started") ? "started" : "completed";
      const time = status === "started" ? task.createdAt : task.updatedAt;
      return { object: { ...place, ...at(apiPath("task", run.id, id), status, time) }, resource: taskBody(run, task) };
    }
    case "workflow_timeline_file": {
      const run = known(store.runs().find(({ timelineFileId }) => timelineFileId === id));
      const path = apiPath("timelineFileContent", run.id, id);
      return { object: { id, workflow_run_id: run.id, ...at(path, "completed", run.updatedAt) } };
    }
    case "workflow_run_evidence_folder": {
      const run = known(store.run(id));
      const path = apiPath("evidenceFolder", id);
      return { object: { id, workflow_run_id: id, ...at(path, "completed", run.updatedAt) } };
    }
    default:
      return {
        object: {
          id,
          ...at(`${apiVersionPath}/${resourceType(action)}s/${id}`, "created", store.cases.timestamp()),
        },
      };
  }
}

/** What an event is about stands before the point of its name. */
function resourceType(action: OnfidoEventName): string {
  return action.slice(0, action.indexOf("."));
}

function known<T>(record: T | undefined): T {
  if (record === undefined) throw new RangeError("simulator.event: there is nothing with this id");
  return record;
}
