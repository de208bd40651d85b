/** A calendar date; `month` and `day` from 1. */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Forms in which dates are written. Those that leave something out stand only where a date is known to be. */
export const dateFormats = [
  "YYYY-MM-DD",
  "YYYY/MM/DD",
  "YYYY.MM.DD",
  "DD-MM-YYYY",
  "DD.MM.YYYY",
  "DD/MM/YYYY",
  "MM/DD/YYYY",
  "D.M.YYYY",
  "DD MMM YYYY",
  "D MMM YYYY",
  "DD MMMM YYYY",
  "D MMMM YYYY",
  "MMMM D, YYYY",
  "YYYYMMDD",
  "DDMMYYYY",
] as const;
export const partialFormats = ["YYYY-MM", "MM/YYYY", "YYYY"] as const;

export type DateFormat = (typeof dateFormats)[number] | (typeof partialFormats)[number];

const tokens = /YYYY|MMMM|MMM|MM|M|DD|D/g;
const readers: Readonly<Record<string, string>> = {
  YYYY: "(?<year>\\d{4})",
  MMMM: "(?<name>[A-Za-z]{3,9})",
  MMM: "(?<name>[A-Za-z]{3})",
  MM: "(?<month>\\d\\d)",
  M: "(?<month>\\d{1,2})",
  DD: "(?<day>\\d\\d)",
  D: "(?<day>\\d{1,2})",
};

const patterns = new Map(
  [...dateFormats, ...partialFormats].map((format) => {
    const source = format.replace(/[.]/g, "\\.").replace(tokens, (token) => readers[token] ?? token);
    return [format, new RegExp(`^${source}$`)] as const;
  }),
);

/** Every way to read a text as a date, the likeliest first. */
export function readDates(text: string): { date: CalendarDate; format: DateFormat }[] {
  return [...patterns].flatMap(([format, pattern]) => {
    const parts = pattern.exec(text)?.groups;
    if (parts === undefined) return [];
    const month = parts.name === undefined ? Number(parts.month ?? 7) : monthOf(parts.name);
    const date = { year: Number(parts.year), month, day: Number(parts.day ?? 1) };
    return isDate(date) ? [{ date, format }] : [];
  });
}

export function writeDate({ year, month, day }: CalendarDate, format: DateFormat): string {
  const name = monthNames[month - 1] ?? "";
  const values: Readonly<Record<string, string>> = {
    YYYY: String(year).padStart(4, "0"),
    MMMM: name,
    MMM: name.slice(0, 3),
    MM: String(month).padStart(2, "0"),
    M: String(month),
    DD: String(day).padStart(2, "0"),
    D: String(day),
  };
  return format.replace(tokens, (token) => values[token] ?? token);
}

export function isoDate(date: CalendarDate): string {
  return writeDate(date, "YYYY-MM-DD");
}

export function isDate({ year, month, day }: CalendarDate): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function addDays({ year, month, day }: CalendarDate, days: number): CalendarDate {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function monthOf(name: string): number {
  const wanted = name.toLowerCase();
  return 1 + monthNames.findIndex((month) => [month, month.slice(0, 3)].some((form) => form.toLowerCase() === wanted));
}
