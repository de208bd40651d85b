import { describeIssues, type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/** A dot segment as an id would lead a path elsewhere. */
const identifier = z
  .string()
  .max(200)
  .regex(/^(?!\.{1,2}$)./);

const createdSessionSchema = z.object({ id: identifier, url: z.url({ protocol: /^https?$/ }) });
export type CreatedSession = z.infer<typeof createdSessionSchema>;

/** Reads the answer to "Create session". Fails with `invalid_response`, also when the URL is not http(s). */
export function readCreatedSession(body: unknown): IdvResult<CreatedSession> {
  const parsed = createdSessionSchema.safeParse(body);
  return parsed.success
    ? success(parsed.data)
    : refuse("invalid_response", describeIssues(parsed.error, "session").join("; "));
}

const anything = z.unknown().optional();
const members = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** The answer to "Get session", as far as the mapping reads it; every member but the first two may be anything. */
export const sessionSchema = z.object({
  id: identifier,
  status: z.string(),
  endedAt: anything,
  /** Check to result, such as `{ "document": "passed" }`. */
  checks: members,
  person: members,
});
export type WireSession = z.infer<typeof sessionSchema>;

/** The event that says a session has its result. */
export const finishedEvent = "session.finished";

const eventSchema = z.object({ id: z.string().min(1).max(100), type: z.string(), sessionId: identifier });
export type AcmeEvent = z.infer<typeof eventSchema>;

/** Reads an event's body. Fails with `invalid_input` when it is no event or names no session. */
export function readEvent(body: Uint8Array): IdvResult<AcmeEvent> {
  const parsed = eventSchema.safeParse(parseJson(body));
  return parsed.success ? success(parsed.data) : refuse("invalid_input", "request.body: not an event");
}

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

/** The code in an error body, `{ "error": { "code" } }`. No other text of the body is kept. */
export function errorCodeOf(body: unknown): string | undefined {
  return errorSchema.safeParse(body).data?.error.code;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
