import { z } from "zod";
import { failureReasonSchema } from "./failure-reason.ts";
import { dateTimeSchema } from "./iso-time.ts";

const common = {
  provider: z.string(),
  credentialId: z.string(),
  credentialType: z.string(),
  subjectId: z.string(),
  requestId: z.string(),
};

/** How a biometric authentication ended; `result` tells success from failure (data-blocks.txt, "AuthenticationResult"). */
export const authenticationResultSchema = z.discriminatedUnion("result", [
  z.strictObject({ ...common, result: z.literal("success"), authenticatedAt: dateTimeSchema }),
  z.strictObject({
    ...common,
    result: z.literal("failure"),
    attemptedAt: dateTimeSchema,
    reason: failureReasonSchema,
  }),
]);

export type AuthenticationResult = z.infer<typeof authenticationResultSchema>;
