import { type WireObject, wireObject } from "../wire-object.ts";

/**
 * Onfido spells names in snake_case; Assure gives the same names in camelCase, also inside properties. This file is the
 * only place that knows: everything after it reads camelCase.
 */

/** A response repeats a few hundred names. The limit is against an answer that is made of new ones. */
const rememberedNames = 2_000;
const longestName = 200;
const folded = new Map<string, string>();
const snakeStep = /_([a-z0-9])/g;

/** A name in camelCase. */
export function foldName(name: string): string {
  if (!name.includes("_")) return name;
  const known = folded.get(name);
  if (known !== undefined) return known;
  if (name.length > longestName) return name;
  const camel = name.replace(snakeStep, (_, letter: string) => letter.toUpperCase());
  if (folded.size < rememberedNames) folded.set(name, camel);
  return camel;
}

/** No data of a person or document is so deep. */
const deepestLevel = 6;

/** A copy of data, objects in it included, with all names in camelCase. A member that is there in both spellings keeps the first. */
export function foldNames(data: WireObject, level = 0): WireObject {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(data)) {
    const name = foldName(key);
    if (name !== "__proto__") copy[name] ??= foldValue(data[key], level);
  }
  return copy;
}

function foldValue(value: unknown, level: number): unknown {
  if (typeof value !== "object" || value === null || level >= deepestLevel) return value;
  if (Array.isArray(value)) return value.map((element: unknown) => foldValue(element, level + 1));
  return foldNames(value as WireObject, level + 1);
}

/** The member that a path in camelCase leads to, whatever the spelling of the names on the way. */
export function follow(data: WireObject, path: readonly string[]): unknown {
  let value: unknown = data;
  for (const name of path) value = memberNamed(wireObject(value), name);
  return value;
}

/** The member of a name in camelCase, whatever its spelling. */
export function memberNamed(data: WireObject | undefined, name: string): unknown {
  if (data === undefined || Object.hasOwn(data, name)) return data?.[name];
  for (const key in data) if (foldName(key) === name) return data[key];
  return undefined;
}
