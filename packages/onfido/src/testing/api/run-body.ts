import { hasNoResults, type OnfidoOutcome } from "./outcomes.ts";
import type { SimulatedRun } from "./records.ts";
import { resultOf } from "./report-body.ts";
import { faceMediaOf, isDocumentReport, type ReportName } from "./report-names.ts";
import { taskOutput } from "./tasks.ts";

const workflowVersion = 1;

/** A workflow run as "Retrieve workflow run" answers it. `linkUrl` is the address of its hosted page. */
export function runBody(run: SimulatedRun, linkUrl: string): Record<string, unknown> {
  const { id, order, outcome, phase } = run;
  const final = phase === "final";
  const failed = final && outcome.workflowStatus === "error";
  return {
    id,
    applicant_id: run.applicantId,
    workflow_id: order.workflow_id,
    workflow_version_id: workflowVersion,
    dashboard_url: `https://dashboard.onfido.com/results/${id}`,
    status: runStatus(run),
    output: final && !hasNoResults(outcome) ? runOutput(run) : null,
    reasons: final && !hasNoResults(outcome) ? reasonsOf(run) : null,
    error: failed ? { type: "task_execution_error", message: "A task of the workflow could not be executed." } : null,
    sdk_token: phase === "awaiting" ? `simulated.sdk.${id}` : null,
    link: {
      url: linkUrl,
      completed_redirect_url: order.link?.completed_redirect_url ?? null,
      expired_redirect_url: order.link?.expired_redirect_url ?? null,
      expires_at: order.link?.expires_at ?? null,
      language: order.link?.language ?? null,
    },
    customer_user_id: order.customer_user_id ?? null,
    tags: order.tags ?? [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
  };
}

export function runStatus({ phase, outcome }: SimulatedRun): string {
  if (phase === "awaiting") return "awaiting_input";
  return phase === "final" ? (outcome.workflowStatus ?? statusOf(outcome)) : "processing";
}

function statusOf({ subResult = "clear", consider = [] }: OnfidoOutcome): string {
  if (subResult === "rejected") return "declined";
  return subResult === "clear" && consider.length === 0 ? "approved" : "review";
}

/** Constructed: which reports are not clear. What stands here is up to the author of the workflow. */
function reasonsOf(run: SimulatedRun): string[] {
  return run.reports.flatMap((report) => {
    const { result = "clear", sub_result = null } = resultOf(run, report) ?? {};
    return result === "clear" ? [] : [`${report.name}: ${sub_result ?? result}`];
  });
}

/** Constructed likewise, in three forms that authors choose. */
function runOutput(run: SimulatedRun): unknown {
  const { output = "reports" } = run.outcome;
  if (output === "none") return null;
  const outputs = run.tasks.flatMap((task) =>
    "report" in task.about ? [[memberName(task.about.report.name), taskOutput(run, task)] as const] : [],
  );
  return output === "list" ? outputs.map(([, content]) => content) : Object.fromEntries(outputs);
}

function memberName(name: ReportName): string {
  if (isDocumentReport(name)) return "document";
  return faceMediaOf(name) === undefined ? name : "face";
}
