import { describeIssues, type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/** A dot segment as an id would lead a path elsewhere. */
const identifier = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!\.{1,2}$)/);

const dossierSchema = z.object({ dossierId: identifier.nullish(), id: identifier.nullish() });
const processSchema = z.object({
  processId: identifier.nullish(),
  id: identifier.nullish(),
  status: z.string().nullish(),
  authorization: z.string().min(1).nullish(),
});
const captureSchema = z.object({ processId: identifier, url: z.url({ protocol: /^https?$/ }) });
const documentTypesSchema = z.union([
  z.array(z.unknown()),
  z.object({ documentTypes: z.array(z.unknown()) }).transform((answer) => answer.documentTypes),
]);
const documentTypeSchema = z.union([
  z.string().min(1),
  z.object({ documentType: z.string().min(1) }).transform((entry) => entry.documentType),
  z.object({ type: z.string().min(1) }).transform((entry) => entry.type),
  z.object({ name: z.string().min(1) }).transform((entry) => entry.name),
]);

export interface CreatedProcess {
  processId: string;
  /** As the provider spells it. */
  status?: string;
  /** The token of Onfido's mobile SDK. It is for the person; keep it nowhere. */
  authorization?: string;
}

export interface StartedCapture {
  processId: string;
  /** Where the person captures the images. */
  url: string;
}

/** Reads the id in the answer to "Create dossier"; list answers say `id` for it. Fails with `invalid_response`. */
export function readDossierId(body: unknown): IdvResult<string> {
  const parsed = read(dossierSchema, body, "dossier");
  if (!parsed.ok) return parsed;
  const dossierId = parsed.value.dossierId ?? parsed.value.id;
  return dossierId == null ? unreadable("dossier.dossierId: missing") : success(dossierId);
}

/** Reads the answer to "Create process". Fails with `invalid_response`. */
export function readCreatedProcess(body: unknown): IdvResult<CreatedProcess> {
  const parsed = read(processSchema, body, "process");
  if (!parsed.ok) return parsed;
  const { status, authorization } = parsed.value;
  const processId = parsed.value.processId ?? parsed.value.id;
  if (processId == null) return unreadable("process.processId: missing");
  return success({ processId, ...(status != null && { status }), ...(authorization != null && { authorization }) });
}

/** Reads the answer to "Start capture flow". Fails with `invalid_response`, also when the URL is not http(s). */
export function readStartedCapture(body: unknown): IdvResult<StartedCapture> {
  return read(captureSchema, body, "capture");
}

/**
 * Reads the list of document types: an array, bare or as `documentTypes`, of names or of objects with `documentType`,
 * `type` or `name` (no example is published). Entries that fit none of these are left out. Fails with `invalid_response`.
 */
export function readDocumentTypes(body: unknown): IdvResult<string[]> {
  const parsed = read(documentTypesSchema, body, "documentTypes");
  if (!parsed.ok) return parsed;
  const names = parsed.value.flatMap((entry) => documentTypeSchema.safeParse(entry).data ?? []);
  return success([...new Set(names)]);
}

/** The code that stands for every error body in which Assure complains about the Authorization header. */
export const malformedAuthorization = "malformed-authorization";

const errorSchema = z.object({
  type: z.string().nullish(),
  code: z.union([z.string(), z.number()]).nullish(),
  title: z.string().nullish(),
});

/**
 * The code in an error body: Assure's `type` or Signicat's `code`. Only the title tells a
 * malformed Authorization header (status 400, `base:client-problem`) from other faults of the client; it gets a code of
 * its own, {@link malformedAuthorization}. No other text of the body is kept.
 */
export function errorCodeOf(body: unknown): string | undefined {
  const parsed = errorSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { type, code, title } = parsed.data;
  if (title != null && /\bauthorization\b/i.test(title)) return malformedAuthorization;
  return type ?? (code == null ? undefined : String(code));
}

function read<T>(schema: z.ZodType<T>, body: unknown, root: string): IdvResult<T> {
  const parsed = schema.safeParse(body);
  return parsed.success ? success(parsed.data) : unreadable(describeIssues(parsed.error, root).join("; "));
}

function unreadable(message: string): IdvResult<never> {
  return refuse("invalid_response", message);
}
