import type { z } from "zod";
import { jsonObjectSchema } from "../json.ts";

/** A screening for politically exposed persons and sanctions. Open: data-blocks.txt gives it no attributes yet. */
export const pepAndSanctionsResultsSchema = jsonObjectSchema;

export type PepAndSanctionsResults = z.infer<typeof pepAndSanctionsResultsSchema>;
