import { regexes } from "zod";

const timeShape =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,9})?)?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;
const compactDay = /^(\d{4})(\d{2})(\d{2})$/;
const yearAndMonth = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])$/;
const year = /^(?!0000)\d{4}$/;
const lengthOfIsoTime = "2025-01-08T16:22:15.000Z".length;

/**
 * A point in time as `YYYY-MM-DDThh:mm[:ss]TZD`, which OpenID Connect for Identity Assurance writes also without seconds;
 * written as UTC with milliseconds.
 */
export function readTime(value: unknown): string | undefined {
  const parts = typeof value === "string" ? timeShape.exec(value) : null;
  if (parts === null) return undefined;
  const [, day = "", hour, minute, second = "00", fraction = "", zone = "Z"] = parts;
  if (!regexes.date.test(day)) return undefined;
  const offset = zone.length === "+0000".length ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return isoTime(Date.parse(`${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${offset}`));
}

/** A point in time in seconds since 1970 (`auth_time`), written as UTC with milliseconds. */
export function readEpochSeconds(value: unknown): string | undefined {
  return typeof value === "number" && value >= 0 ? isoTime(value * 1000) : undefined;
}

/** A day of the calendar as `YYYY-MM-DD`. */
export function readDay(value: unknown): string | undefined {
  return typeof value === "string" && isDay(value) ? value : undefined;
}

/**
 * A birth date as far as it is known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY` (OpenID Connect Core, 5.1, allows the year
 * alone). Also read are `YYYYMMDD`, and `00` for a day or a month that nobody knows.
 */
export function readBirthDate(text: string): string | undefined {
  const dashed = text.replace(compactDay, "$1-$2-$3");
  const known = dashed.replace(/-00$/, "").replace(/-00$/, "");
  return isDay(known) || yearAndMonth.test(known) || year.test(known) ? known : undefined;
}

/** Whether a birth date comes without its year, as `0000-MM-DD` (OpenID Connect Core, 5.1) or `--MM-DD`. */
export function isYearWithheld(text: string): boolean {
  return /^(?:0000-?|--)\d{2}-?\d{2}$/.test(text);
}

function isDay(text: string): boolean {
  return regexes.date.test(text) && !text.startsWith("0000");
}

/** Undefined outside of the four-digit years, where ISO 8601 needs more digits. */
function isoTime(milliseconds: number): string | undefined {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return undefined;
  const text = time.toISOString();
  return text.length === lengthOfIsoTime ? text : undefined;
}
