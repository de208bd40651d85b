import type { FinalStatus, IdvResult, MappedStatus, MappingContext } from "@idvkit/core";
import { mapCheck } from "../src/mapping/check.ts";
import type { OnfidoOrder } from "../src/mapping/order.ts";
import { mapWorkflowRun } from "../src/mapping/workflow-run.ts";
import type { SimulatedMedia } from "../src/testing/api/records.ts";
import { type ReportPlan, reportContent } from "../src/testing/api/report-content.ts";
import { changed, contextOf, type Json } from "./mapping-samples.ts";

type Changes = Readonly<Record<string, unknown>>;

export const checkId = "8546921e-2c2e-4f4a-9f36-3b1f0b6a5f10";
export const runId = "b48fdff9-66a1-405d-9912-54780799bd68";

/** A document of the person as it was uploaded. */
export function document(type: string, chip = false): SimulatedMedia {
  return {
    id: "7af75a3a-ba34-4aa5-9e3e-096c9f56256b",
    kind: "document",
    applicantId: "2d8f3a1e-2f0a-4d3c-8d5a-6d2b7c1e9f00",
    createdAt: "2026-01-15T09:50:00Z",
    fileName: "front.png",
    mediaType: "image/png",
    content: new Uint8Array(),
    type,
    chip,
  };
}

/** A report as "List reports" gives it; `changes` by path. */
export function report(
  name: ReportPlan["name"],
  changes: Changes = {},
  { consider = false, subResult = undefined, media = [] }: Partial<Omit<ReportPlan, "name">> = {},
): Json {
  const { subResult: sub_result, ...content } = reportContent({ name, consider, subResult, media });
  const id = `00000000-0000-4000-8000-${name.length.toString().padStart(12, "0")}`;
  const body = { id, name, status: "complete", check_id: checkId, documents: [], sub_result, ...content };
  return changed(structuredClone(body) as unknown as Json, changes);
}

export const clearReports = () => [report("document"), report("facial_similarity_photo")];

/** A complete check with its reports. */
export function checkOf(reports: unknown, changes: Changes = {}): Json {
  const check = { id: checkId, status: "complete", result: "clear", tags: [], report_ids: [] };
  return changed({ check, reports } as unknown as Json, changes);
}

/** The output of a task: a report without a name and with the id under another one. */
export function taskOutput(body: Json): Json {
  const { id, name: _, check_id: __, documents: ___, ...output } = structuredClone(body) as Record<string, unknown>;
  return { ...output, uuid: id } as unknown as Json;
}

/** A workflow run that was approved, with this output. */
export function runOf(output: unknown, changes: Changes = {}, tasks?: unknown): Json {
  const workflowRun = {
    id: runId,
    status: "approved",
    output,
    reasons: [],
    error: null,
    updated_at: "2026-01-15T09:59:00Z",
  };
  return changed({ workflowRun, ...(tasks !== undefined && { tasks }) } as unknown as Json, changes);
}

export const clearOutput = () => ({
  document: taskOutput(report("document")),
  face: taskOutput(report("facial_similarity_photo")),
});

type Context = MappingContext<OnfidoOrder>;

export function finalOf(mapped: IdvResult<MappedStatus>): FinalStatus {
  if (!mapped.ok) throw mapped.error;
  if (!mapped.value.final) throw new Error("not final");
  return mapped.value;
}

export function mapFinalCheck(raw: unknown, context: Context = contextOf()): FinalStatus {
  return finalOf(mapCheck(raw, context));
}

export function mapFinalRun(raw: unknown, context: Context = contextOf()): FinalStatus {
  return finalOf(mapWorkflowRun(raw, context));
}
