import { failure, IdvError, type IdvResult, type MappedStatus, type MappingContext, success } from "@idvkit/core";
import { mapCheck, mapReopenedCheck } from "../mapping/check.ts";
import type { OnfidoOrder } from "../mapping/order.ts";
import { checkStatuses } from "../mapping/status.ts";
import { mapWorkflowRun, needsTasks } from "../mapping/workflow-run.ts";
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
  if (!isThe(checkId, check.value)) return another("check.id");
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
  const { client, context } = step;
  const run = await client.getWorkflowRun(workflowRunId, callOf(context));
  if (!run.ok) return run;
  if (!isThe(workflowRunId, run.value)) return another("workflowRun.id");
  const { order } = mappingContext(step, context.now());
  const tasks = needsTasks(run.value, order) ? await readTasks(step, workflowRunId) : success([]);
  if (!tasks.ok) return tasks;
  const raw = { workflowRun: run.value, tasks: tasks.value };
  return success({ map: (mapping) => mapWorkflowRun(raw, mapping), reports: [] });
}

/** Tasks that only collect something have no report; there is no need to read them. */
const collectingTask = /^(?:upload|profile)_/;
const mostTasks = 50;

async function readTasks({ client, context }: Step, workflowRunId: string): Promise<IdvResult<unknown[]>> {
  const call = callOf(context);
  const list = await client.listTasks(workflowRunId, call);
  if (!list.ok) return list;
  const wanted = list.value.filter(({ taskDefId }) => !collectingTask.test(taskDefId));
  const tasks: unknown[] = [];
  for (const { id } of wanted.slice(-mostTasks)) {
    const task = await client.getTask(workflowRunId, id, call);
    if (!task.ok) return task;
    tasks.push(task.value);
  }
  return success(tasks);
}

function isThe(id: string, raw: unknown): boolean {
  const named = wireObject(raw)?.id;
  return named === undefined || named === null || named === id;
}

function another(path: string): IdvResult<never> {
  const message = `${path}: another one than was asked for`;
  return failure(new IdvError({ code: "invalid_response", message, provider: "onfido" }));
}
