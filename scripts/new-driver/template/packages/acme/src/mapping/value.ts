import { z } from "zod";

const text = z.string().trim().min(1);
const day = z.iso.date();
const time = z.iso.datetime({ offset: true });

/** A text that says something; undefined for anything else. */
export function readText(value: unknown): string | undefined {
  return text.safeParse(value).data;
}

/** A date of the calendar, `YYYY-MM-DD`. */
export function readDay(value: unknown): string | undefined {
  return day.safeParse(value).data;
}

/** A time of ISO 8601 with its offset. */
export function readTime(value: unknown): string | undefined {
  return time.safeParse(value).data;
}
