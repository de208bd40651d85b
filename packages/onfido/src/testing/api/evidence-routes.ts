import { randomUUID } from "node:crypto";
import { apiPaths } from "../../api/paths.ts";
import { json, type SimulatedAnswer } from "../answer.ts";
import type { Route } from "../route.ts";
import { type OnfidoDesk, withRecord } from "./desk.ts";
import { evidenceZip } from "./evidence-zip.ts";
import { apiPath } from "./paths.ts";
import { notFound } from "./problem.ts";
import type { SimulatedRun } from "./records.ts";
import { specimenPdf } from "./specimen-files.ts";

/** The files of a workflow run. There are none before its end; the folder and the time line take `evidenceReads` reads to be made. */
export function evidenceRoutes({ store, shelf }: OnfidoDesk, evidenceReads: number): Route[] {
  const findRun = (id: string | undefined) => store.run(id);
  const readsByFile = new Map<string, number>();
  const onceMade = (file: string, answer: () => SimulatedAnswer | Promise<SimulatedAnswer>) => {
    const reads = readsByFile.get(file) ?? 0;
    readsByFile.set(file, reads + 1);
    return reads < evidenceReads ? notFound() : answer();
  };
  const pdf = (run: SimulatedRun, what: string) =>
    shelf.answer("application/pdf", specimenPdf(`${what} of workflow run ${run.id}`));

  return [
    {
      method: "GET",
      template: apiPaths.signedEvidenceFile,
      answer: withRecord(findRun, "workflowRunId", (run) =>
        run.phase === "final" ? pdf(run, "Evidence") : notFound(),
      ),
    },
    {
      method: "GET",
      template: apiPaths.evidenceFolder,
      answer: withRecord(findRun, "workflowRunId", (run) => {
        if (run.phase !== "final") return notFound();
        return onceMade(run.id, async () => shelf.answer("application/zip", await evidenceZip(run)));
      }),
    },
    {
      method: "POST",
      template: apiPaths.timelineFile,
      answer: withRecord(findRun, "workflowRunId", (run) => {
        run.timelineFileId ??= randomUUID();
        const href = apiPath("timelineFileContent", run.id, run.timelineFileId);
        return json(202, { workflow_timeline_file_id: run.timelineFileId, href });
      }),
    },
    {
      method: "GET",
      template: apiPaths.timelineFileContent,
      answer: withRecord(findRun, "workflowRunId", (run, { parameters }) => {
        const { timelineFileId } = parameters;
        if (timelineFileId === undefined || timelineFileId !== run.timelineFileId) return notFound();
        return onceMade(timelineFileId, () => pdf(run, "Time line"));
      }),
    },
  ];
}
