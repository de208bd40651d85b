import { addDays, type CalendarDate, isoDate } from "./date-formats.ts";
import type { KeyedNumbers } from "./keyed-bytes.ts";

/** Ages at which providers and laws draw lines, in years before the recording; 0 parts the past from the future. */
const ageLimits = [0, 12, 16, 18, 21];
const farthestDays = 400;

/**
 * Another date at most 400 days away that lies on the same side of the moment of the recording, and of the birthdays
 * that make a person of age: who was over 18 stays over 18, what had expired stays expired.
 */
export function shiftDate(date: CalendarDate, recordedAt: Date, numbers: KeyedNumbers): CalendarDate {
  const first = 1 + numbers.below(2 * farthestDays);
  for (let step = 0; step < 2 * farthestDays; step += 1) {
    const place = (first + step) % (2 * farthestDays + 1);
    const shifted = addDays(date, place - farthestDays);
    if (place !== farthestDays && classOf(shifted, recordedAt) === classOf(date, recordedAt)) return shifted;
  }
  return date;
}

function classOf(date: CalendarDate, recordedAt: Date): number {
  const day = { year: recordedAt.getUTCFullYear(), month: recordedAt.getUTCMonth() + 1, day: recordedAt.getUTCDate() };
  const text = isoDate(date);
  return ageLimits.filter((years) => text <= isoDate({ ...day, year: day.year - years })).length;
}
