import { describeIssues, type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/** An id of Onfido's. It stands in paths, which a slash or a dot segment would lead elsewhere. */
export const identifier = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!\.{1,2}$)[^/\\\p{C}]*$/u);

const httpUrl = z.url({ protocol: /^https?$/ });

const createdSchema = z.object({ id: identifier });
const sdkTokenSchema = z.object({ token: z.string().min(1) });
const checkSchema = z.object({
  id: identifier,
  status: z.string().nullish(),
  report_ids: z.array(z.unknown()).nullish().catch(null),
  tags: z.array(z.unknown()).nullish().catch(null),
  form_uri: httpUrl.nullish(),
});
const workflowRunSchema = z.object({
  id: identifier,
  status: z.string().nullish(),
  sdk_token: z.string().min(1).nullish(),
  link: z.object({ url: httpUrl.nullish() }).nullish(),
});
const timelineFileSchema = z.object({ workflow_timeline_file_id: identifier.nullish(), id: identifier.nullish() });
const uploadSchema = z.object({
  id: identifier,
  side: z.string().nullish().catch(null),
  created_at: z.iso.datetime({ offset: true }).nullish().catch(null),
});
const taskSchema = z.object({ id: identifier, task_def_id: z.string().nullish().catch(null) });
const sandboxedSchema = z.object({ sandbox: z.literal(true) });

export interface CreatedCheck {
  checkId: string;
  /** As the provider spells it. */
  status?: string;
  reportIds: string[];
  /** What the caller put on it. */
  tags: string[];
  /** Where the applicant enters the rest of the data (`applicant_provides_data`). */
  formUri?: string;
}

export interface CreatedWorkflowRun {
  workflowRunId: string;
  /** As the provider spells it. */
  status?: string;
  /** The token of Onfido's SDK. It is for the person; keep it nowhere. */
  sdkToken?: string;
  /** Where the person goes through the hosted flow. For the person too. */
  linkUrl?: string;
}

export interface WorkflowTask {
  id: string;
  /** Which kind of task, such as `document_check`. Empty where the answer names none. */
  taskDefId: string;
}

/** Reads the id of what was made: an applicant, a document, a live photo. Fails with `invalid_response`. */
export function readCreatedId(root: string): (body: unknown) => IdvResult<string> {
  return (body) => {
    const parsed = read(createdSchema, body, root);
    return parsed.ok ? success(parsed.value.id) : parsed;
  };
}

/** Reads the answer to "Generate SDK token". Fails with `invalid_response`. */
export function readSdkToken(body: unknown): IdvResult<string> {
  const parsed = read(sdkTokenSchema, body, "sdkToken");
  return parsed.ok ? success(parsed.value.token) : parsed;
}

/** Reads the answer to "Create check". Fails with `invalid_response`, also when the form is no http(s) URL. */
export function readCreatedCheck(body: unknown): IdvResult<CreatedCheck> {
  const parsed = read(checkSchema, body, "check");
  if (!parsed.ok) return parsed;
  const { id: checkId, status, report_ids: reports, tags: named, form_uri: formUri } = parsed.value;
  const reportIds = (reports ?? []).flatMap((entry) => identifier.safeParse(entry).data ?? []);
  const tags = (named ?? []).filter((tag) => typeof tag === "string");
  return success({ checkId, reportIds, tags, ...(status != null && { status }), ...(formUri != null && { formUri }) });
}

/** Reads the answer to "Create workflow run". Fails with `invalid_response`, also when the link is no http(s) URL. */
export function readCreatedWorkflowRun(body: unknown): IdvResult<CreatedWorkflowRun> {
  const parsed = read(workflowRunSchema, body, "workflowRun");
  if (!parsed.ok) return parsed;
  const { id: workflowRunId, status, sdk_token: sdkToken, link } = parsed.value;
  return success({
    workflowRunId,
    ...(status != null && { status }),
    ...(sdkToken != null && { sdkToken }),
    ...(link?.url != null && { linkUrl: link.url }),
  });
}

/** Reads the list of a check's reports: `{ reports }` or the bare list. Fails with `invalid_response`. */
export function readReports(body: unknown): IdvResult<unknown[]> {
  return readList("reports", z.unknown(), body);
}

/** Reads the list of an applicant's checks. Fails with `invalid_response`, also for one check without a usable id. */
export function readChecks(body: unknown): IdvResult<CreatedCheck[]> {
  const parsed = readList("checks", z.unknown(), body);
  if (!parsed.ok) return parsed;
  const checks: CreatedCheck[] = [];
  for (const element of parsed.value) {
    const check = readCreatedCheck(element);
    if (!check.ok) return check;
    checks.push(check.value);
  }
  return success(checks);
}

/** What a person's media are kept as. The last segment of a kind's path is also the name of its list. */
export type MediaKind = "documents" | "livePhotos" | "liveVideos" | "motionCaptures";

/** A document or live photo that was uploaded for an applicant. */
export interface UploadedMedia {
  id: string;
  /** Which side of a document it shows, where Onfido says it: `front` or `back`. */
  side?: string;
  /** ISO 8601. */
  createdAt?: string;
}

/** Reads the list of an applicant's documents or live photos, which stands under `name`. Fails with `invalid_response`. */
export function readUploads(name: string): (body: unknown) => IdvResult<UploadedMedia[]> {
  return (body) => {
    const parsed = readList(name, uploadSchema, body);
    if (!parsed.ok) return parsed;
    return success(
      parsed.value.map(({ id, side, created_at: createdAt }) => ({
        id,
        ...(side != null && { side }),
        ...(createdAt != null && { createdAt }),
      })),
    );
  };
}

/** Lists stand bare, or under their name. */
function readList<Element extends z.ZodType>(
  name: string,
  element: Element,
  body: unknown,
): IdvResult<z.output<Element>[]> {
  const named = typeof body === "object" && body !== null && !Array.isArray(body);
  return read(z.array(element), named ? (body as Record<string, unknown>)[name] : body, name);
}

/**
 * Reads the list of a run's tasks: the bare list, or `{ tasks }` as older texts have it. Fails with `invalid_response`,
 * also for one task without a usable id: a task that cannot be read must not be missing unseen.
 */
export function readTasks(body: unknown): IdvResult<WorkflowTask[]> {
  const parsed = readList("tasks", taskSchema, body);
  if (!parsed.ok) return parsed;
  return success(parsed.value.map(({ id, task_def_id: taskDefId }) => ({ id, taskDefId: taskDefId ?? "" })));
}

/** Reads the id in the answer to "Create timeline file". Fails with `invalid_response`. */
export function readTimelineFileId(body: unknown): IdvResult<string> {
  const parsed = read(timelineFileSchema, body, "timelineFile");
  if (!parsed.ok) return parsed;
  const id = parsed.value.workflow_timeline_file_id ?? parsed.value.id;
  return id == null ? unreadable("timelineFile.workflow_timeline_file_id: missing") : success(id);
}

/** Whether an object says of itself that it is of the sandbox, as applicants and checks do. */
export function isSandboxed(body: unknown): boolean {
  return sandboxedSchema.safeParse(body).success;
}

function read<T>(schema: z.ZodType<T>, body: unknown, root: string): IdvResult<T> {
  const parsed = schema.safeParse(body);
  return parsed.success ? success(parsed.data) : unreadable(describeIssues(parsed.error, root).join("; "));
}

function unreadable(message: string): IdvResult<never> {
  return refuse("invalid_response", message);
}
