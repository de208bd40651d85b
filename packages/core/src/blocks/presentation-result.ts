import { z } from "zod";
import { jsonValueSchema } from "../json.ts";
import { failureReasonSchema } from "./failure-reason.ts";
import { dateTimeSchema } from "./iso-time.ts";

const presentedCredentialSchema = z.strictObject({
  type: z.string(),
  issuer: z.string(),
  presentedClaims: z.array(
    z.strictObject({
      claimName: z.string(),
      /** Any JSON value. */
      claimValue: jsonValueSchema.exactOptional(),
    }),
  ),
});

/** How the presentation of wallet credentials ended; `result` tells success from failure (data-blocks.txt, "PresentationResult"). */
export const presentationResultSchema = z.discriminatedUnion("result", [
  z.strictObject({
    sessionId: z.string(),
    result: z.literal("success"),
    presentedCredentials: z.array(presentedCredentialSchema),
    presentedAt: dateTimeSchema,
  }),
  z.strictObject({
    sessionId: z.string(),
    result: z.literal("failure"),
    reason: failureReasonSchema,
    attemptedAt: dateTimeSchema,
  }),
]);

export type PresentationResult = z.infer<typeof presentationResultSchema>;
