import type { DocumentType, ExtendedIdentity } from "@idvkit/core";
import { regexes } from "zod";
import { foldDocumentType } from "./document-type.ts";
import type { ValueKind } from "./value-reader.ts";

const timeShape = regexes.datetime({ offset: true });
const lengthOfIsoTime = "2025-01-08T16:22:15.000Z".length;

/** A report gives the letter of the document or, in Onfido's API, a word. X of ICAO Doc 9303 says that the document leaves the sex out on purpose, so there is none to be known later: not applicable. */
export const sexes: ReadonlyMap<unknown, NonNullable<ExtendedIdentity["sex"]>> = new Map<
  unknown,
  NonNullable<ExtendedIdentity["sex"]>
>([
  ["F", "FEMALE"],
  ["M", "MALE"],
  ["X", "NOT_APPLICABLE"],
  ["FEMALE", "FEMALE"],
  ["MALE", "MALE"],
]);

export const textValue: ValueKind<string> = { read: readText, problem: "unreadable_value" };
export const dayValue: ValueKind<string> = { read: readDay, problem: "unreadable_value" };
export const sexValue: ValueKind<NonNullable<ExtendedIdentity["sex"]>> = {
  read: (value) => (typeof value === "string" ? sexes.get(value.toUpperCase()) : undefined),
  problem: "unknown_value",
};
export const documentTypeValue: ValueKind<DocumentType> = {
  read: (value) => (typeof value === "string" ? foldDocumentType(value) : undefined),
  problem: "unknown_value",
};

/** A text with something in it. */
export function readText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** A day of the calendar as `YYYY-MM-DD`. */
export function readDay(value: unknown): string | undefined {
  return typeof value === "string" && regexes.date.test(value) ? value : undefined;
}

/** A point in time with its zone, written as UTC with milliseconds. */
export function readTime(value: unknown): string | undefined {
  if (typeof value !== "string" || !timeShape.test(value)) return undefined;
  const text = new Date(value).toISOString();
  // The zone may move the first and the last day of the four-digit years out of them.
  return text.length === lengthOfIsoTime ? text : undefined;
}
