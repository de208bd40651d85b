import type { PdfDictionary, PdfObject } from "./object.ts";

/** The integer, not below 0, that is written there; undefined for everything else. */
export function integerOf(object: PdfObject | undefined): number | undefined {
  if (object?.kind !== "number" || !object.isInteger || object.value < 0) return undefined;
  return Number.isSafeInteger(object.value) ? object.value : undefined;
}

/** The same for the value of a key, references not followed. */
export function integerAt(dictionary: PdfDictionary, key: string): number | undefined {
  return integerOf(dictionary.entries.get(key));
}

/** The name that is written there. */
export function nameOf(object: PdfObject | undefined): string | undefined {
  return object?.kind === "name" ? object.name : undefined;
}

/** The items of an array, or the object alone; nothing for null. */
export function itemsOf(object: PdfObject | undefined): readonly PdfObject[] {
  if (object === undefined || object.kind === "null") return [];
  return object.kind === "array" ? object.items : [object];
}
