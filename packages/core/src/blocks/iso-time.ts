import { z } from "zod";

/** A `datetime` of data-blocks.txt: ISO 8601 with seconds and a time zone (`Z` or an offset). */
export const dateTimeSchema = z.iso.datetime({ offset: true });

const dayOrTime = new RegExp(`${z.regexes.date.source}|${z.regexes.datetime({ offset: true }).source}`);

/**
 * A `date | datetime` of data-blocks.txt: a calendar day, or a point in time. One expression and not a union: zod tries
 * an absent member too, and a union that fails is dear.
 */
export const dateOrDateTimeSchema = z.string().regex(dayOrTime);
