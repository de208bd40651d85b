import type { WireObject } from "../wire-object.ts";
import { dataFields, refusingWords } from "./evidence-words.ts";

/** Measurements, counts and ids are no results; some versions of the API write numbers as text. */
const informationProperty = /^(?:score|id)$|(?:Id|_id)$|^(?:total_?)?[Nn]umber_?[Oo]f/;

/** Null and undefined say that a check was not performed. */
export function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Not performed is clear as well. */
export function isClear(value: unknown): boolean {
  return value === "clear" || !isSaid(value);
}

export function isContainer(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An empty map is an empty list in some JSON writers. */
export function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Whether a property tells something without judging it. */
export function isInformation(key: string, value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && informationProperty.test(key));
}

/** Whether a member that idvkit does not know says something bad. */
export function isRefusal(key: string, value: unknown): boolean {
  return !dataFields.has(key) && typeof value === "string" && refusingWords.has(value.toLowerCase());
}
