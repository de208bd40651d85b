import type { IdvVerdict } from "@idvkit/core";

/** A status to the best verdict that it can give; `null` is not final. */
type Statuses = ReadonlyMap<string, IdvVerdict | null>;

/** Assure's processes (onfido-assure.txt, "Final result status"). */
export const processStatuses: Statuses = new Map<string, IdvVerdict | null>([
  ["pending", null],
  ["processing", null],
  ["accepted", "verified"],
  ["rejected", "rejected"],
  ["inconclusive", "inconclusive"],
  ["canceled", "canceled"],
  ["failed", "error"],
]);

/** Onfido's checks (API v3.6, check.status). What a complete one comes to, its reports say. */
export const checkStatuses: Statuses = new Map<string, IdvVerdict | null>([
  ["in_progress", null],
  ["awaiting_applicant", null],
  ["paused", null],
  ["reopened", null],
  ["complete", "verified"],
  ["withdrawn", "aborted"],
]);

/** Onfido's workflow runs (API v3.6, workflow_run.status). A review is the customer's own, after the run has ended. */
export const workflowRunStatuses: Statuses = new Map<string, IdvVerdict | null>([
  ["processing", null],
  ["awaiting_input", null],
  ["awaiting_client_input", null],
  ["approved", "verified"],
  ["declined", "rejected"],
  ["review", "inconclusive"],
  ["abandoned", "aborted"],
  ["error", "error"],
]);
