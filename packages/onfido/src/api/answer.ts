import { type IdvResult, type MappedStatus, type MappingContext, success } from "@idvkit/core";
import { mapCheck, mapReopenedCheck } from "../mapping/check.ts";
import { isSaid } from "../mapping/evidence-values.ts";
import type { OnfidoOrder } from "../mapping/order.ts";
import { checkStatuses } from "../mapping/status.ts";
import { mapWorkflowRun, needsTasks } from "../mapping/workflow-run.ts";
import { refuse } from "../refusal.ts";
import { type WireObject, wireObject } from "../wire-object.ts";
import { mappingContext } from "./mapping-context.ts";
import { callOf, type Step } from "./step.ts";
import { objectsOf } from "./wire.ts";

type Map = (context: MappingContext<OnfidoOrder>) => IdvResult<MappedStatus>;

/** What Onfido says about the step's check or workflow run, and how it is mapped. */
export interface Answer {
  map: Map;
  /** For a check that was complete before. */
  mapReopened?: Map;
  /** The reports as far as the answer holds them one by one. */
  reports: WireObject[];
}

/** Reads the step's check or workflow run, with all that its mapping needs. */
export function readAnswer(step: Step): Promise<IdvResult<Answer>> {
  const { workflowRunId, checkId = "" } = step.state;
  return workflowRunId === undefined ? readCheckAnswer(step, checkId) : readRunAnswer(step, workflowRunId);
}

async function readCheckAnswer({ client, context, state }: Step, checkId: string): Promise<IdvResult<Answer>> {
  const call = callOf(context);
  const check = await client.getCheck(checkId, call);
  if (!check.ok) return check;
  const strange = strangeMember(check.value, { id: checkId, applicant_id: state.applicantId });
  if (strange !== undefined) return another(`check.${strange}`);
  // Reports of a check that runs are not read: they may change until it is complete.
  const wanted = state.phase === "completed" || !isRunning(check.value);
  const reports = wanted ? await client.listReports(checkId, call) : success([]);
  if (!reports.ok) return reports;
  const raw = { check: check.value, reports: reports.value };
  return success({
    map: (mapping) => mapCheck(raw, mapping),
    mapReopened: (mapping) => mapReopenedCheck(raw, mapping),
    reports: objectsOf(reports.value),
  });
}

function isRunning(check: unknown): boolean {
  const status = wireObject(check)?.status;
  return typeof status === "string" && checkStatuses.get(status) === null;
}

async function readRunAnswer(step: Step, workflowRunId: string): Promise<IdvResult<Answer>> {
  const { client, context, settings, state } = step;
  const run = await client.getWorkflowRun(workflowRunId, callOf(context));
  if (!run.ok) return run;
  const { product } = settings;
  const strange = strangeMember(run.value, {
    id: workflowRunId,
    applicant_id: state.applicantId,
    // Another workflow may prove less.
    ...(product.kind === "workflowRun" && { workflow_id: product.workflowId }),
  });
  if (strange !== undefined) return another(`workflowRun.${strange}`);
  const { order } = mappingContext(step, context.now());
  const tasks = needsTasks(run.value, order) ? await readTasks(step, workflowRunId) : success([]);
  if (!tasks.ok) return tasks;
  const raw = { workflowRun: run.value, tasks: tasks.value };
  return success({ map: (mapping) => mapWorkflowRun(raw, mapping), reports: [] });
}

/** Tasks that only collect something have no report; there is no need to read them. */
const collectingTask = /^(?:upload|profile)_/;
/** No workflow has so many; none may be left out unseen. */
const mostTasks = 200;

async function readTasks({ client, context }: Step, workflowRunId: string): Promise<IdvResult<unknown[]>> {
  const call = callOf(context);
  const list = await client.listTasks(workflowRunId, call);
  if (!list.ok) return list;
  const wanted = list.value.filter(({ taskDefId }) => !collectingTask.test(taskDefId));
  if (wanted.length > mostTasks) return refuse("invalid_response", "tasks: too many");
  const tasks: unknown[] = [];
  for (const { id } of wanted) {
    const task = await client.getTask(workflowRunId, id, call);
    if (!task.ok) return task;
    const strange = strangeMember(task.value, { id });
    if (strange !== undefined) return another(`task.${strange}`);
    tasks.push(task.value);
  }
  return success(tasks);
}

/** The member by which an answer is about something else; one that it leaves out says nothing. */
function strangeMember(raw: unknown, expected: Readonly<Record<string, string>>): string | undefined {
  const members = wireObject(raw) ?? {};
  return Object.keys(expected).find((name) => isSaid(members[name]) && !isSameId(members[name], expected[name]));
}

/** The case of an id says nothing: the caller may write its applicant's otherwise than Onfido. */
function isSameId(said: unknown, expected: string | undefined): boolean {
  return typeof said === "string" && said.toLowerCase() === expected?.toLowerCase();
}

function another(path: string): IdvResult<never> {
  return refuse("invalid_response", `${path}: another one than was asked for`);
}
