import { type WireObject, wireObject } from "../wire-object.ts";

/** The members of a check that the mapping reads; every one but `status` may be anything. */
export interface WireCheck {
  status: string;
  id: unknown;
  result: unknown;
  reportIds: unknown;
}

/** The members of a workflow run that the mapping reads; every one but `status` may be anything. */
export interface WireWorkflowRun {
  status: string;
  id: unknown;
  output: unknown;
  error: unknown;
  reasons: unknown;
  updatedAt: unknown;
}

/** Reads a check (API v3.6, "Retrieve check"). Gives the path that is wrong instead. */
export function readCheck(raw: unknown): WireCheck | { wrong: "check" | "check.status" } {
  const members = wireObject(raw);
  if (members === undefined) return { wrong: "check" };
  const { status, id, result, report_ids: reportIds } = members;
  return typeof status === "string" ? { status, id, result, reportIds } : { wrong: "check.status" };
}

/** Reads a workflow run (API v3.6, "Retrieve workflow run"). Gives the path that is wrong instead. */
export function readWorkflowRun(raw: unknown): WireWorkflowRun | { wrong: "workflowRun" | "workflowRun.status" } {
  const members = wireObject(raw);
  if (members === undefined) return { wrong: "workflowRun" };
  const { status, id, output, error, reasons, updated_at: updatedAt } = members;
  if (typeof status !== "string") return { wrong: "workflowRun.status" };
  return { status, id, output, error, reasons, updatedAt };
}

/** The objects of a list; anything else in it is left out. */
export function objectsOf(list: unknown): WireObject[] {
  return Array.isArray(list)
    ? list.flatMap((element): WireObject[] => {
        const object = wireObject(element);
        return object === undefined ? [] : [object];
      })
    : [];
}
