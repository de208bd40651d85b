import { createHash, randomBytes } from "node:crypto";
import type { MediaKind, SimulatedReport, SimulatedRun, SimulatedTask } from "./records.ts";
import { resultOf } from "./report-body.ts";
import { faceMediaOf, isDocumentReport, type ReportName } from "./report-names.ts";

const uploads: Readonly<Record<MediaKind, { definition: string; type: string }>> = {
  document: { definition: "upload_document_photo", type: "document_photo" },
  live_photo: { definition: "upload_face_photo", type: "live_photo" },
  live_video: { definition: "upload_face_video", type: "live_video" },
  motion_capture: { definition: "upload_face_motion", type: "motion_capture" },
};

/** What the person uploads for these reports: the document, then the face. */
export function uploadsFor(names: readonly ReportName[]): MediaKind[] {
  const faces = names.flatMap((name) => faceMediaOf(name) ?? []);
  const document: MediaKind[] = faces.length > 0 || names.some(isDocumentReport) ? ["document"] : [];
  return [...document, ...new Set(faces)];
}

/** The tasks in which the person uploads. */
export function uploadTasks(names: readonly ReportName[], createdAt: string): SimulatedTask[] {
  return uploadsFor(names).map((upload) => ({
    ...newTask(uploads[upload].definition, createdAt),
    about: { upload },
  }));
}

/** The task that makes a report; Studio names it after the report. */
export function reportTask(report: SimulatedReport, createdAt: string): SimulatedTask {
  return { ...newTask(`${report.name}_check`, createdAt), about: { report } };
}

/** A line in the list of tasks. */
export function taskLine({ id, definition, createdAt, updatedAt }: SimulatedTask): Record<string, unknown> {
  return { id, task_def_id: definition, task_def_version: null, created_at: createdAt, updated_at: updatedAt };
}

/** A task with what went in and what came out. */
export function taskBody(run: SimulatedRun, task: SimulatedTask): Record<string, unknown> {
  const uploaded = uploadsOf(run, ["document", "live_photo", "live_video", "motion_capture"]);
  return {
    ...taskLine(task),
    workflow_run_id: run.id,
    input: "report" in task.about ? { document_ids: uploaded } : {},
    output: taskOutput(run, task),
  };
}

/** What a task gave: a list of uploads or a result; nothing before its end. */
export function taskOutput(run: SimulatedRun, { about }: SimulatedTask): unknown {
  if ("upload" in about) return run.media.length === 0 ? null : uploadsOf(run, [about.upload]);
  const content = resultOf(run, about.report);
  if (content === undefined) return null;
  const { result, sub_result, breakdown, properties } = content;
  return {
    status: "complete",
    result,
    sub_result,
    uuid: about.report.id,
    properties,
    breakdown,
    ...(isDocumentReport(about.report.name) && { repeat_attempts: firstAttempt }),
  };
}

const firstAttempt = {
  report_id: "00000000-0000-0000-0000-000000000000",
  repeat_attempts: [],
  attempts_count: 1,
  attempts_clear_rate: 0,
  unique_mismatches_count: 0,
};

function uploadsOf(run: SimulatedRun, kinds: readonly MediaKind[]): Record<string, unknown>[] {
  return run.media
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ id, kind, content }) => ({
      type: uploads[kind].type,
      id,
      checksum_sha256: createHash("sha256").update(content).digest("base64"),
    }));
}

function newTask(definition: string, createdAt: string): Omit<SimulatedTask, "about"> {
  const id = `${definition.replace(/^upload_/, "")}_${randomBytes(3).toString("hex").slice(0, 5)}`;
  return { id, definition, createdAt, updatedAt: createdAt };
}
