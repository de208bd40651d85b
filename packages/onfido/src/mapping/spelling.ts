import { type WireObject, wireObject } from "../wire-object.ts";

/**
 * Onfido spells names in snake_case; Assure gives the same names in camelCase, also inside properties. This file is the
 * only place that knows. The tables are written in camelCase and hold both spellings, so that walking a response costs
 * no folding; what they do not hold is folded.
 */
const snakeStep = /_([a-z0-9])/g;
const camelStep = /[A-Z]/g;

/** Names that were folded. A response repeats a few; the limit is against one that is made of new names. */
const folded = new Map<string, string>();
const rememberedNames = 1_000;

/** A name in camelCase. */
export function foldName(name: string): string {
  if (!name.includes("_")) return name;
  return folded.get(name) ?? foldAndRemember(name);
}

function foldAndRemember(name: string): string {
  const camel = name.replace(snakeStep, (_, letter: string) => letter.toUpperCase());
  if (folded.size < rememberedNames) folded.set(name, camel);
  return camel;
}

/** A name that is written in camelCase, as either API may give it. */
export function spellingsOf(name: string): string[] {
  const snake = name.replace(camelStep, (letter) => `_${letter.toLowerCase()}`);
  return snake === name ? [name] : [name, snake];
}

/** No data of a person or document is so deep. */
const deepestLevel = 6;

/** A copy of data, objects in it included, with all names in camelCase. A member that is there in both spellings keeps the first. */
export function foldNames(data: WireObject, level = 0): WireObject {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(data)) {
    // A folded name is never `__proto__`: the letter after an underscore is a capital.
    copy[foldName(key)] ??= foldValue(data[key], level);
  }
  return copy;
}

function foldValue(value: unknown, level: number): unknown {
  if (typeof value !== "object" || value === null || level >= deepestLevel) return value;
  if (Array.isArray(value)) return value.map((element: unknown) => foldValue(element, level + 1));
  return foldNames(value as WireObject, level + 1);
}

/** The member that a path leads to; each step is a name in the spellings that it may have. */
export function follow(data: WireObject, path: readonly (readonly string[])[]): unknown {
  let value: unknown = data;
  for (const spellings of path) {
    const at = wireObject(value);
    if (at === undefined) return undefined;
    const name = spellings.find((spelling) => at[spelling] !== undefined);
    value = name === undefined ? undefined : at[name];
  }
  return value;
}

/** The member of a name, whatever the spelling of either. */
export function memberNamed(data: WireObject, name: string): unknown {
  const value = data[name];
  if (value !== undefined) return value;
  const other = spellingsOf(foldName(name)).find((spelling) => data[spelling] !== undefined);
  return other === undefined ? undefined : data[other];
}
