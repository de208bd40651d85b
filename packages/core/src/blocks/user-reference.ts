import { z } from "zod";

/** The customer's own name for the person (data-blocks.txt, "UserReference"). */
export const userReferenceSchema = z.strictObject({
  subjectId: z.string(),
});

export type UserReference = z.infer<typeof userReferenceSchema>;
