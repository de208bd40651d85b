import { apiPaths } from "../../api/paths.ts";
import { json } from "../answer.ts";
import type { Route } from "../route.ts";
import { checked, type OnfidoDesk, withRecord } from "./desk.ts";
import { invalid, notFound } from "./problem.ts";
import { readRun } from "./read-request.ts";
import type { SimulatedRun } from "./records.ts";
import { runBody } from "./run-body.ts";
import { taskBody, taskLine } from "./tasks.ts";

/** Workflow runs and their tasks. */
export function runRoutes({ store, linkUrl }: OnfidoDesk): Route[] {
  const findRun = (id: string | undefined) => store.run(id);
  const bodyOf = (run: SimulatedRun) => ({ ...runBody(run, linkUrl(run.id)), ...store.changes.get(run.id) });

  return [
    {
      method: "POST",
      template: apiPaths.workflowRuns,
      answer: ({ body }) =>
        checked(readRun(body), (order) => {
          if (!store.applicants.has(order.applicant_id)) return invalid({ applicant_id: ["is invalid"] });
          const run = store.cases.createRun(order);
          if (run.tasks.length === 0) store.cases.start(run, []);
          return json(201, bodyOf(run));
        }),
    },
    {
      method: "GET",
      template: apiPaths.workflowRun,
      answer: withRecord(findRun, "workflowRunId", (run) => {
        store.cases.read(run);
        return json(200, bodyOf(run));
      }),
    },
    {
      method: "GET",
      template: apiPaths.tasks,
      answer: withRecord(findRun, "workflowRunId", (run) => json(200, run.tasks.map(taskLine))),
    },
    {
      method: "GET",
      template: apiPaths.task,
      answer: withRecord(findRun, "workflowRunId", (run, { parameters }) => {
        const task = run.tasks.find(({ id }) => id === parameters.taskId);
        return task === undefined ? notFound() : json(200, taskBody(run, task));
      }),
    },
  ];
}
