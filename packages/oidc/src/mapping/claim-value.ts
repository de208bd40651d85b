import type { JsonObject, JsonValue } from "@idvkit/core";

/** Deeper nesting is refused, as core refuses it: it would overflow the stack of whoever serialises the value. */
const greatestDepth = 200;
const indexShape = /^\d{1,9}$/;

/** The value as an object; undefined for anything else, lists and null included. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A member of an object or of a table's own; what an object inherits (`constructor`, `__proto__`) is no member. */
export function own<T>(object: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether a claim says anything: null and a text of blanks do not. */
export function isPresent(value: JsonValue | undefined): value is Exclude<JsonValue, null> {
  return value !== undefined && value !== null && (typeof value !== "string" || value.trim() !== "");
}

/** A text with something in it. */
export function readText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/**
 * The value at a path such as `address.country` or `nationalities.0`; undefined where there is none. A claim may have a
 * dot in its own name (`https://example.com/id`): at each step the longest name that exists is taken.
 */
export function readPath(root: JsonValue | undefined, path: string): JsonValue | undefined {
  const whole = member(root, path);
  if (whole !== undefined) return whole;
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    const found = readPath(member(root, path.slice(0, dot)), path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a value is JSON at most 200 levels deep: no `undefined`, `NaN`, function, class instance or cycle. */
export function isJson(value: unknown, depth = 0): value is JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth >= greatestDepth) return false;
  if (!Array.isArray(value) && !isPlain(value)) return false;
  return Object.values(value).every((child) => isJson(child, depth + 1));
}

function member(parent: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(parent)) return indexShape.test(name) ? parent[Number(name)] : undefined;
  return own(asObject(parent), name);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
