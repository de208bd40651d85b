import type { DocumentSubResult } from "../document-reports.ts";
import type { ReportName } from "./report-names.ts";

/** How a simulated check or workflow run ends. Without members: everything is clear. */
export interface OnfidoOutcome {
  /** Of the document report, as the sandbox switch of the same name (`sub_result`) has it. Default `clear`. */
  subResult?: DocumentSubResult;
  /** Reports whose result is `consider`, by their names, as the sandbox switch of the same name has it. */
  consider?: readonly ReportName[];
  /** Default: `approved` when all is clear, `declined` for a rejected document, `review` for the rest. */
  workflowStatus?: "approved" | "declined" | "review" | "abandoned" | "error";
  /** Default `complete`. A paused check goes on with `finish`, once it is decided otherwise. */
  checkStatus?: "complete" | "withdrawn" | "paused";
  /** The `output` of a workflow run, which its author designs: an object with the reports, a list of them, or nothing. Default `reports`. */
  output?: "reports" | "list" | "none";
}

/** A run with one of these has no results. */
export function hasNoResults({ workflowStatus }: OnfidoOutcome): boolean {
  return workflowStatus === "abandoned" || workflowStatus === "error";
}
