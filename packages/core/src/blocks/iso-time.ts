import { z } from "zod";

/** A `datetime` of data-blocks.txt: ISO 8601 with seconds and a time zone (`Z` or an offset). */
export const dateTimeSchema = z.iso.datetime({ offset: true });

/** A `date | datetime` of data-blocks.txt: a calendar day, or a point in time. */
export const dateOrDateTimeSchema = z.union([z.iso.date(), dateTimeSchema]);
