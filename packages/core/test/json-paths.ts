import type { JsonObject, JsonValue } from "../src/json.ts";

type Path = (string | number)[];

/** Every key of every object in a value, as `a.b[0].c`; of an array only the first element is looked at. */
export function keyPaths(value: JsonValue, parent = ""): string[] {
  if (Array.isArray(value)) return value.length > 0 ? keyPaths(value[0] ?? null, `${parent}[0]`) : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const path = parent === "" ? key : `${parent}.${key}`;
    return [path, ...keyPaths(child, path)];
  });
}

/** Every object in a value, as its path; the value itself is the empty path. */
export function objectPaths(value: JsonValue, path = ""): string[] {
  if (Array.isArray(value)) return value.length > 0 ? objectPaths(value[0] ?? null, `${path}[0]`) : [];
  if (typeof value !== "object" || value === null) return [];
  const children = Object.entries(value).flatMap(([key, child]) =>
    objectPaths(child, path === "" ? key : `${path}.${key}`),
  );
  return [path, ...children];
}

/** A copy without one key. */
export function without(value: JsonObject, path: string): JsonObject {
  return changed(value, path, (parent, key) => {
    delete parent[key];
  });
}

/** A copy in which one key has another value. */
export function withValue(value: JsonObject, path: string, replacement: unknown): JsonObject {
  return changed(value, path, (parent, key) => {
    parent[key] = replacement;
  });
}

function changed(
  value: JsonObject,
  path: string,
  change: (parent: Record<string | number, unknown>, key: string | number) => void,
): JsonObject {
  const copy = structuredClone(value);
  const parts = split(path);
  const last = parts.pop();
  let parent: unknown = copy;
  for (const part of parts) parent = (parent as Record<string | number, unknown>)[part];
  if (last !== undefined && typeof parent === "object" && parent !== null) {
    change(parent as Record<string | number, unknown>, last);
  }
  return copy;
}

function split(path: string): Path {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index));
}
