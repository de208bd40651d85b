import { z } from "zod";

/** How Onfido spells its error types and its fields. Anything else may be a value, so it is not kept. */
const snakeCase = /^[a-z][a-z0-9_]{0,63}$/;

const mostPaths = 10;
const greatestDepth = 8;

const errorSchema = z.object({
  error: z.union([z.string(), z.object({ type: z.string().nullish() })]),
});
const fieldsSchema = z.object({ error: z.object({ fields: z.record(z.string(), z.unknown()) }) });

/**
 * The code in an error body: the `type` of Onfido's `{ error: { type, message, fields } }`, or the `error` of an OAuth
 * answer (RFC 6749, section 5.2). Only a word in snake_case is kept, and no other text of the body.
 */
export function errorCodeOf(body: unknown): string | undefined {
  const parsed = errorSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { error } = parsed.data;
  const code = typeof error === "string" ? error : error.type;
  return code != null && snakeCase.test(code) ? code : undefined;
}

/**
 * The fields that an error body complains about, as paths such as `address.postcode`: at most 10, each once, without what
 * is said about them. A list adds nothing to a path, because Onfido wraps both messages and nested fields into lists. A
 * path ends before a name that is not in snake_case.
 */
export function errorPathsOf(body: unknown): readonly string[] {
  const parsed = fieldsSchema.safeParse(body);
  if (!parsed.success) return [];
  const paths = new Set<string>();
  collectPaths(parsed.data.error.fields, [], paths);
  return [...paths];
}

function collectPaths(value: unknown, path: readonly string[], paths: Set<string>): void {
  const members = path.length < greatestDepth ? membersOf(value) : [];
  if (members.length === 0 && path.length > 0) paths.add(path.join("."));
  for (const [name, member] of members) {
    if (paths.size >= mostPaths) return;
    if (snakeCase.test(name)) collectPaths(member, [...path, name], paths);
    else if (path.length > 0) paths.add(path.join("."));
  }
}

/** The nested fields of a value: none for a message, a list of messages or something empty. */
function membersOf(value: unknown): [name: string, member: unknown][] {
  if (Array.isArray(value)) return value.flatMap((entry) => (Array.isArray(entry) ? [] : membersOf(entry)));
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
