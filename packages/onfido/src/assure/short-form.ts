import { type WireObject, wireObject } from "../wire-object.ts";
import type { FullResult } from "./full-result.ts";

/** A report in `providerSpecific`, and the file of the full result that it was made from. */
const reports = [
  ["documentVerification", "documentReport"],
  ["facialSimilarity", "facialReport"],
] as const;

/** Where breakdowns stand: Assure's name and Onfido's. The mapping reads both. */
const breakdownNames = ["breakdowns", "breakdown"] as const;

/**
 * Puts the breakdowns of the full result into a process whose reports have only the short form: no breakdowns, or
 * breakdowns without sub-breakdowns (Assure's Onfido page, "Download full result"). They go in as Onfido wrote them, in
 * snake case, as `breakdowns`; where Assure's own stand there, beside them as `breakdown`. Everything that the process
 * says stays. Where the raw report's result or sub-result is not the one in the process, the raw ones are added as
 * `rawReport: { result, subResult }`, so that neither hides the other. A report that the process lacks gets no result,
 * so that it stays one without. Bytes that are no JSON object change nothing. Pure and total; the input is not mutated.
 *
 * @param raw Assure's answer to "Get process".
 */
export function withFullResult(raw: unknown, fullResult: Pick<FullResult, "documentReport" | "facialReport">): unknown {
  try {
    let process = wireObject(raw);
    for (const [name, file] of reports) {
      const content = fullResult[file];
      const report = content === undefined ? undefined : parse(content);
      if (process !== undefined && report !== undefined) process = withReport(process, name, report);
    }
    return process ?? raw;
  } catch {
    // Only a value that did not come out of JSON gets here: its accessors throw.
    return raw;
  }
}

function withReport(process: WireObject, name: string, rawReport: WireObject): WireObject {
  const providerSpecific = wireObject(process.providerSpecific ?? {});
  const report = wireObject(providerSpecific?.[name] ?? {});
  // Something else stands in their place: it is kept, and the mapping judges it.
  if (providerSpecific === undefined || report === undefined) return process;
  const additions = { ...breakdownOf(report, rawReport), ...contradictionOf(report, rawReport) };
  if (Object.keys(additions).length === 0) return process;
  return { ...process, providerSpecific: { ...providerSpecific, [name]: { ...report, ...additions } } };
}

function breakdownOf(report: WireObject, rawReport: WireObject): WireObject {
  const breakdown = breakdownNames.map((name) => rawReport[name]).find((value) => !isEmpty(value));
  if (breakdown === undefined || breakdownNames.some((name) => hasSubBreakdowns(report[name]))) return {};
  const free = breakdownNames.find((name) => isEmpty(report[name]));
  return free === undefined ? {} : { [free]: breakdown };
}

function hasSubBreakdowns(breakdowns: unknown): boolean {
  const nodes = Object.values(wireObject(breakdowns) ?? {});
  return nodes.some((node) => breakdownNames.some((name) => !isEmpty(wireObject(node)?.[name])));
}

/** What the raw report says otherwise than the process. A word that it does not say contradicts nothing. */
function contradictionOf(report: WireObject, rawReport: WireObject): WireObject {
  const result = rawReport.result ?? report.result;
  const subResult = rawReport.sub_result ?? rawReport.subResult ?? report.subResult;
  const said = {
    ...(result !== report.result && { result }),
    ...(subResult !== report.subResult && { subResult }),
  };
  return Object.keys(said).length === 0 ? {} : { [freeName(report)]: said };
}

/** No vendor text has a member of this name; should there be one, it stays. */
function freeName(report: WireObject): string {
  let name = "rawReport";
  while (Object.hasOwn(report, name)) name += "_";
  return name;
}

/** Nothing is said; an empty list is an empty map in some JSON writers. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

function parse(content: Uint8Array): WireObject | undefined {
  try {
    return wireObject(JSON.parse(new TextDecoder().decode(content)));
  } catch {
    return undefined;
  }
}
