import { type WireObject, wireObject } from "../wire-object.ts";
import { refusingWords } from "./evidence-words.ts";

/** The reports in an output that the customer arranged freely, and what is left of it without them. */
export interface SearchedOutput {
  reports: WireObject[];
  rest: unknown;
}

/** No workflow nests its output so deep or makes it so large; what lies beyond is not looked at and is not clear. */
const deepestLevel = 8;
const mostNodes = 2_000;
const beyondReach = { result: "unidentified" } as const;

/**
 * Finds the reports in the output of a workflow run or of one of its tasks, wherever they stand: an object with a
 * breakdown and a result is one. The output is an object, a list or null (Onfido API v3.6, workflow_run.output). The
 * customer chose the names in it, so that a word that refuses is a result under any name, `status` too.
 */
export function searchOutput(output: unknown): SearchedOutput {
  const reports: WireObject[] = [];
  let nodes = 0;

  function search(value: unknown, level: number): unknown {
    nodes++;
    if (typeof value === "string") return refusingWords.has(value.toLowerCase()) ? { result: value } : value;
    if (typeof value !== "object" || value === null) return value;
    if (level > deepestLevel || nodes > mostNodes) return beyondReach;
    if (Array.isArray(value)) return value.map((element: unknown) => search(element, level + 1));
    const node = value as WireObject;
    if (isReport(node)) {
      reports.push(node);
      return null;
    }
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [renamed(name), search(child, level + 1)]));
  }

  return { rest: search(output, 0), reports };
}

/** In a report the properties judge; outside of one they are data of person and document that the customer passes on. */
function renamed(name: string): string {
  return name === "properties" ? "propertyValues" : name;
}

function isReport(node: WireObject): boolean {
  const breakdown = wireObject(node.breakdown ?? node.breakdowns);
  return breakdown !== undefined && ("result" in node || "sub_result" in node || "subResult" in node);
}
