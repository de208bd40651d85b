import type { z } from "zod";

const mostIssues = 20;
const printableKey = /^[A-Za-z0-9_$-]{1,64}$/;

/**
 * Says where a value broke its schema, as `path: code` (`content.issues[0].code: invalid_type`), at most 20 entries.
 * Safe for logs: no value, no zod message, no unknown key name. A key that does not look like an identifier prints as
 * `?`. A union says `invalid_union` at its own path. Without a root, the path of the whole value is `$`.
 */
export function describeIssues(error: z.ZodError, root = ""): string[] {
  return error.issues.slice(0, mostIssues).map((issue) => `${pathText(root, issue.path)}: ${issue.code}`);
}

function pathText(root: string, path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((parent, part) => {
    if (typeof part === "number") return `${parent}[${part}]`;
    const key = typeof part === "string" && printableKey.test(part) ? part : "?";
    return parent === "" ? key : `${parent}.${key}`;
  }, root);
  return text === "" ? "$" : text;
}
