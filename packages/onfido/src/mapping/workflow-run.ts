import { type IdvResult, type IdvVerdict, type MappedStatus, type MappingContext, success } from "@idvkit/core";
import { objectsOf, readWorkflowRun, type WireWorkflowRun } from "../api/wire.ts";
import { refuse } from "../refusal.ts";
import { type WireObject, wireObject } from "../wire-object.ts";
import type { OnfidoAnswer } from "./answer.ts";
import { isSaid } from "./evidence-values.ts";
import { mapAnswer } from "./map-answer.ts";
import { type OnfidoOrder, takesFace } from "./order.ts";
import { reportKind } from "./report-kind.ts";
import { type ReducedReports, reduceReports } from "./reports.ts";
import { workflowRunStatuses } from "./status.ts";
import { readText, readTime } from "./value-kinds.ts";
import { type SearchedOutput, searchOutput } from "./workflow-output.ts";

/** What a workflow run is mapped from: the run, and the tasks where its output does not hold the reports. */
export interface WorkflowRunAnswer {
  workflowRun: unknown;
  /** As "Retrieve task" gives them; the oldest first where they do not say when they were made. */
  tasks?: unknown;
}

/**
 * Maps a workflow run of Onfido's API v3.6 (`{ workflowRun, tasks? }`, see {@link WorkflowRunAnswer}).
 * Pure and total: it never throws, whatever the value is. Fails with `invalid_response` when the value holds no run, or a
 * task of another one. Verified takes an approved run with the ordered reports in its output or its tasks, each clear in every part.
 */
export function mapWorkflowRun(raw: unknown, context: MappingContext<OnfidoOrder>): IdvResult<MappedStatus> {
  try {
    const members = wireObject(raw);
    const run = readWorkflowRun(members?.workflowRun);
    if ("wrong" in run) return unreadable(`${run.wrong}: cannot be read`);
    const tasks = objectsOf(members?.tasks);
    if (tasks.some((task) => isOfAnother(run, task))) return unreadable("tasks.workflow_run_id: another run");
    const answer = reduceRun(run, tasks, context.order);
    const rest = { ...wireObject(members?.workflowRun), ...readApart };
    return success(mapAnswer({ ...answer, tree: { ...answer.tree, workflowRun: rest } }, context));
  } catch {
    // Only a value that did not come out of JSON gets here: its accessors throw.
    return unreadable("workflowRun: cannot be read");
  }
}

/** Whether a run is over, but its output lacks a report that was ordered, so that its tasks have to be read. */
export function needsTasks(workflowRun: unknown, order: OnfidoOrder): boolean {
  const run = readWorkflowRun(workflowRun);
  if ("wrong" in run || !endedWithReports.has(run.status)) return false;
  const kinds = new Set(searchOutput(run.output).reports.map(reportKind));
  return !kinds.has("documentVerification") || (takesFace(order.processType) && !kinds.has("facialSimilarity"));
}

/** Statuses of runs that came to a decision; the others may have ended before any report. */
const endedWithReports: ReadonlySet<string> = new Set(["approved", "declined", "review"]);

/** What is judged apart, and tags, which are words of the customer's own. */
const readApart = { output: undefined, error: undefined, reasons: undefined, tags: undefined } as const;

function reduceRun(run: WireWorkflowRun, tasks: readonly WireObject[], order: OnfidoOrder): OnfidoAnswer {
  const { rest, reports: ofRun } = searchOutput(run.output);
  const ofTasks = searchTasks(tasks);
  const reports = reduceReports([...ofRun, ...unlike(ofRun, ofTasks.reports)], order);
  const { document, face, suspected, doubts, branches } = reports;
  return {
    status: run.status,
    stated: statedBy(run.status, reports),
    concluded: (run.error ?? null) !== null || ofRun.length > 0,
    reference: readText(run.id) ?? null,
    endedAt: { value: run.updatedAt, path: "updatedAt" },
    failReason: run.error,
    finalResult: undefined,
    document,
    face,
    suspected,
    tookFace: face !== undefined,
    doubts,
    tree: { ...branches, output: rest, tasks: ofTasks.rest, reasons: searchOutput(run.reasons).rest },
  };
}

/**
 * A workflow may repeat a task until it succeeds: the newest report of a kind is the one that the run went on with, and
 * so is the newest task of a definition in what it says beside reports.
 */
function searchTasks(tasks: readonly WireObject[]): SearchedOutput {
  const newestReports = new Map<unknown, WireObject>();
  const newestRests = new Map<unknown, unknown>();
  for (const task of oldestFirst(tasks)) {
    const { reports, rest } = searchOutput(task.output);
    newestRests.set(task.task_def_id ?? task, rest);
    for (const report of reports) newestReports.set(reportKind(report) ?? report, report);
  }
  return { reports: [...newestReports.values()], rest: [...newestRests.values()] };
}

/** The order of the answer stands where one of the tasks does not say when it was made. */
function oldestFirst(tasks: readonly WireObject[]): readonly WireObject[] {
  const dated = tasks.map((task) => ({ task, madeAt: readTime(task.created_at) ?? "" }));
  if (dated.some(({ madeAt }) => madeAt === "")) return tasks;
  return dated.sort((a, b) => (a.madeAt === b.madeAt ? 0 : a.madeAt < b.madeAt ? -1 : 1)).map(({ task }) => task);
}

function isOfAnother({ id }: WireWorkflowRun, { workflow_run_id: runId }: WireObject): boolean {
  return readText(id) !== undefined && isSaid(runId) && runId !== id;
}

/** The reports that are not among others: a report in the output and in its task is one. */
function unlike(others: readonly WireObject[], reports: readonly WireObject[]): WireObject[] {
  const known = new Set(others.map(identityOf));
  return reports.filter((report) => !known.has(identityOf(report)));
}

function identityOf(report: WireObject): unknown {
  return report.uuid ?? report.id ?? report;
}

/** A workflow that declines because of a suspicion says no more than a check that finds it. */
function statedBy(status: string, { document, suspected }: ReducedReports): IdvVerdict | null | undefined {
  const stated = workflowRunStatuses.get(status);
  const onlySuspected = suspected && document?.subResult !== "rejected";
  return stated === "rejected" && onlySuspected ? "inconclusive" : stated;
}

function unreadable(message: string): IdvResult<never> {
  return refuse("invalid_response", message);
}
