import { DerError } from "./der-error.ts";
import type { DerElement } from "./element.ts";
import { tags } from "./values.ts";

const strictForms: Readonly<Record<number, RegExp>> = {
  [tags.utcTime]: /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/,
  [tags.generalizedTime]: /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/,
};

const looseForms: Readonly<Record<number, RegExp>> = {
  [tags.utcTime]: /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?()(Z|[+-]\d{4})$/,
  [tags.generalizedTime]: /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,30}))?)?(Z|[+-]\d{4})$/,
};

/**
 * A time of a certificate: UTCTime or GeneralizedTime with seconds, without fractions, in UTC (RFC 5280, section 4.1.2.5).
 * Throws a {@link DerError} for another form and for a day or hour that does not exist.
 */
export function readCertificateTime(element: DerElement | undefined): Date {
  return timeOf(element, strictForms);
}

/**
 * A time of a CRL, an OCSP response, a time-stamp token or a CMS attribute: also with fractions of a second (RFC 3161, section 2.4.2),
 * without seconds or with an offset from UTC, as old software writes it. A time without a zone is refused. Throws a {@link DerError}.
 */
export function readTime(element: DerElement | undefined): Date {
  return timeOf(element, looseForms);
}

function timeOf(element: DerElement | undefined, forms: Readonly<Record<number, RegExp>>): Date {
  const form = element?.tagClass === "universal" && !element.constructed ? forms[element.tagNumber] : undefined;
  if (element === undefined || form === undefined) throw new DerError("expected a time");
  if (element.content.length > 60) throw new DerError("an unreadable time");
  const match = form.exec(Buffer.from(element.content).toString("latin1"));
  if (match === null) throw new DerError("an unreadable time");
  const [, year = "", month, day, hour, minute, second = "0", fraction = "", zone = "Z"] = match;
  const parts = [fullYear(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)] as const;
  return new Date(instantOf(parts) + millisecondsOf(fraction) - offsetMsOf(zone));
}

/** Two digits from 50 are of the 20th century (RFC 5280, section 4.1.2.5.1). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year >= 50 ? 1900 + year : 2000 + year;
}

type TimeParts = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];

function instantOf([year, month, day, hour, minute, second]: TimeParts): number {
  const time = new Date(0);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  const read = [
    time.getUTCMonth() + 1,
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  ];
  const exists = [month, day, hour, minute, second].every((part, index) => part === read[index]);
  if (!exists) throw new DerError("a time that does not exist");
  return time.getTime();
}

function millisecondsOf(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, "0"));
}

function offsetMsOf(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  if (minutes > 14 * 60 || Number(zone.slice(3)) > 59) throw new DerError("a time zone that does not exist");
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
