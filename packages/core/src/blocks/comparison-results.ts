import { z } from "zod";

/** The attributes of a person that can be compared. */
const comparableAttributes = ["givenName", "familyName", "name", "birthDate", "birthPlace"] as const;

const attributesSchema = z.array(z.enum(comparableAttributes));

/** How the data of two steps compare (data-blocks.txt, "ComparisonResults"). */
export const comparisonResultsSchema = z.strictObject({
  verdict: z.enum(["match", "noMatch", "inconclusive"]),
  /** Id of the step whose data stood on the left. */
  leftOperand: z.string(),
  /** Id of the step whose data stood on the right. */
  rightOperand: z.string(),
  attributesCompared: attributesSchema,
  /** Empty when the verdict is `match` or `inconclusive`. */
  mismatchedAttributes: attributesSchema,
  /** What one side or both did not have. */
  missingAttributes: attributesSchema,
});

export type ComparisonResults = z.infer<typeof comparisonResultsSchema>;
