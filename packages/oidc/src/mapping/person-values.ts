import type { ExtendedIdentity, JsonValue } from "@idvkit/core";
import { regexes } from "zod";
import { asObject, own, readText } from "./claim-value.ts";
import { isYearWithheld, readBirthDate } from "./times.ts";
import type { WarningCode } from "./warnings.ts";

/** A value as a data block wants it, or the code of the warning. `also` is a warning about a value that was read. */
export type Reading<T> = { value: T; also?: WarningCode } | { problem: WarningCode };

export type Read = (value: JsonValue) => Reading<JsonValue>;

type Sex = Extract<ExtendedIdentity["sex"], string>;

const internationalNumber = /^\+[1-9]\d{6,14}$/;
const visualSeparators = /[\s().-]/g;

/** `gender` (OpenID Connect Core, 5.1) and the words and ISO 5218 codes that providers write in its place. */
export const sexes: Readonly<Record<string, Sex>> = {
  male: "MALE",
  m: "MALE",
  "1": "MALE",
  female: "FEMALE",
  f: "FEMALE",
  "2": "FEMALE",
  not_known: "NOT_KNOWN",
  "0": "NOT_KNOWN",
  not_applicable: "NOT_APPLICABLE",
  x: "NOT_APPLICABLE",
  "9": "NOT_APPLICABLE",
};

export function readTextValue(value: JsonValue): Reading<string> {
  return orUnreadable(readText(value));
}

/** A text or a number, as national identifiers are. */
export function readNumberValue(value: JsonValue): Reading<string> {
  return orUnreadable(typeof value === "number" ? String(value) : readText(value));
}

export function readBirthDateValue(value: JsonValue): Reading<string> {
  const text = readText(value)?.trim();
  if (text !== undefined && isYearWithheld(text)) return { problem: "birth_year_withheld" };
  return orUnreadable(text && readBirthDate(text));
}

/** A text, or `place_of_birth` of OpenID Connect for Identity Assurance: locality, region and country in this order. */
export function readPlaceValue(value: JsonValue): Reading<string> {
  const place = asObject(value);
  if (place === undefined) return readTextValue(value);
  const parts = [own(place, "locality"), own(place, "region"), own(place, "country") ?? own(place, "country_code")];
  return orUnreadable(readText(parts.flatMap((part) => readText(part) ?? []).join(", ")));
}

/** A text, or the first of a list. */
export function readFirstValue(value: JsonValue): Reading<string> {
  if (!Array.isArray(value)) return readTextValue(value);
  const texts = value.flatMap((element) => readText(element) ?? []);
  const [first, ...others] = texts;
  if (first === undefined) return { problem: "unreadable_value" };
  return others.length > 0 ? { value: first, also: "further_values" } : { value: first };
}

export function readSexValue(value: JsonValue): Reading<Sex> {
  const word = typeof value === "number" ? String(value) : readText(value)?.trim().toLowerCase();
  if (word === undefined) return { problem: "unreadable_value" };
  const sex = own(sexes, word);
  return sex === undefined ? { problem: "unknown_value" } : { value: sex };
}

export function readEmailValue(value: JsonValue): Reading<string> {
  const text = readText(value);
  return orUnreadable(text !== undefined && regexes.email.test(text) ? text : undefined);
}

/** E.164; an extension (RFC 3966) and the marks that make a number readable are dropped. */
export function readPhoneValue(value: JsonValue): Reading<string> {
  const number = readText(value)
    ?.replace(/^tel:|;.*$/g, "")
    .replace(visualSeparators, "");
  return orUnreadable(number !== undefined && internationalNumber.test(number) ? number : undefined);
}

/** `msisdn` is E.164 without the plus. */
export function readMsisdnValue(value: JsonValue): Reading<string> {
  const digits = typeof value === "number" ? String(value) : readText(value);
  return digits === undefined ? { problem: "unreadable_value" } : readPhoneValue(`+${digits.replace(/^\+/, "")}`);
}

function orUnreadable(value: string | undefined): Reading<string> {
  return value === undefined || value === "" ? { problem: "unreadable_value" } : { value };
}
