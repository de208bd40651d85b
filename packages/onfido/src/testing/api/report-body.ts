import { hasNoResults } from "./outcomes.ts";
import { apiPath } from "./paths.ts";
import type { SimulatedCase, SimulatedReport } from "./records.ts";
import { reportContent } from "./report-content.ts";

const statusByPhase: Readonly<Record<SimulatedCase["phase"], string>> = {
  awaiting: "awaiting_data",
  processing: "awaiting_data",
  paused: "awaiting_approval",
  final: "complete",
  withdrawn: "withdrawn",
};

interface ReportResult {
  result: string;
  sub_result: string | null;
  breakdown: Record<string, unknown>;
  properties: Record<string, unknown>;
}

/** What a report found, in the names of the API; `undefined` before the end of its check or run, and for one without results. */
export function resultOf(subject: SimulatedCase, { name }: SimulatedReport): ReportResult | undefined {
  if (subject.phase !== "final" || hasNoResults(subject.outcome)) return undefined;
  const { subResult, consider = [] } = subject.outcome;
  const { subResult: sub_result, ...content } = reportContent({
    name,
    consider: consider.includes(name),
    subResult,
    media: subject.media,
  });
  return { ...content, sub_result };
}

/** A report as "Retrieve report" answers it. */
export function reportBody(
  subject: SimulatedCase,
  report: SimulatedReport,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const found = resultOf(subject, report) ?? { result: null, sub_result: null, breakdown: {}, properties: {} };
  return {
    id: report.id,
    name: report.name,
    created_at: report.createdAt,
    href: apiPath("report", report.id),
    status: statusByPhase[subject.phase],
    ...found,
    check_id: subject.id,
    documents: subject.media.filter(({ kind }) => kind === "document").map(({ id }) => ({ id })),
    ...changes,
  };
}
