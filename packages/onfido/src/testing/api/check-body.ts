import { apiPath } from "./paths.ts";
import type { SimulatedCheck } from "./records.ts";

/** A check as "Retrieve check" answers it. `results` are those of its reports, once it is complete. */
export function checkBody(
  check: SimulatedCheck,
  results: readonly unknown[],
  sandbox: boolean,
): Record<string, unknown> {
  const { id, order, phase } = check;
  const providesData = order.applicant_provides_data === true;
  return {
    id,
    created_at: check.createdAt,
    href: apiPath("check", id),
    applicant_id: check.applicantId,
    applicant_provides_data: providesData,
    status: checkStatus(check),
    result: phase !== "final" ? null : results.every((result) => result === "clear") ? "clear" : "consider",
    form_uri: providesData ? `https://onfido.com/information/${id}` : null,
    redirect_uri: null,
    results_uri: `https://dashboard.onfido.com/checks/${id}/reports`,
    report_ids: check.reports.map((report) => report.id),
    tags: order.tags ?? [],
    sandbox,
    webhook_ids: order.webhook_ids ?? [],
    version: "3.6",
    privacy_notices_read_consent_given: order.privacy_notices_read_consent_given ?? false,
    paused: phase === "paused",
  };
}

export function checkStatus({ phase, reopened }: SimulatedCheck): string {
  if (phase === "processing") return reopened ? "reopened" : "in_progress";
  return { awaiting: "awaiting_applicant", paused: "paused", final: "complete", withdrawn: "withdrawn" }[phase];
}
