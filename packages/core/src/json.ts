import { z } from "zod";

/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** An object of JSON values. */
export type JsonObject = { [key: string]: JsonValue };

/** Deeper nesting is refused: it would overflow the stack of whoever serialises the value. */
const greatestDepth = 200;

/** A JSON value at most 200 levels deep: no `undefined`, `NaN`, function, class instance or cycle. */
export const jsonValueSchema = z.unknown().refine(isJsonValue) as z.ZodType<JsonValue>;

/** An object of JSON values at most 200 levels deep. */
export const jsonObjectSchema = z.record(z.string(), z.unknown()).refine(isJsonValue) as z.ZodType<JsonObject>;

/** Whether a value survives `JSON.stringify` and `JSON.parse` unchanged and is at most 200 levels deep. */
export function isJsonValue(value: unknown): value is JsonValue {
  return isJsonWithin(value, new Set());
}

function isJsonWithin(value: unknown, ancestors: Set<object>): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || ancestors.has(value) || ancestors.size >= greatestDepth) return false;
  if (!Array.isArray(value) && !isPlainObject(value)) return false;
  ancestors.add(value);
  const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
  const valid = children.every((child) => isJsonWithin(child, ancestors));
  ancestors.delete(value);
  return valid;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
