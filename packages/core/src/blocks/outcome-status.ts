import { z } from "zod";

/** How a whole session ended (data-blocks.txt, "OutcomeStatus"). */
export const outcomeStatusSchema = z.strictObject({
  status: z.enum(["accepted", "rejected"]),
});

export type OutcomeStatus = z.infer<typeof outcomeStatusSchema>;
