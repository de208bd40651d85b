import { z } from "zod";
import { dateTimeSchema } from "./iso-time.ts";
import { verificationMethodSchema } from "./verification-method.ts";

/**
 * The outcome of a verification, second form (doc-id-signing-v2.txt, "Verification datablock"), open to every provider,
 * framework and method.
 */
export const verificationSchema = z.strictObject({
  status: z.enum(["verified", "rejected", "fraudDetected", "canceled", "aborted", "error"]),
  provider: z.string(),
  /** The rules that were kept, such as `eidas`; null for a process without any. */
  trustFramework: z.string().nullable(),
  /** The level that was reached, in the words of the framework. */
  assuranceLevel: z.string().nullable(),
  /** When the whole process was complete. */
  verifiedAt: dateTimeSchema,
  /** The provider's own reference. */
  verificationProcessId: z.string().nullable(),
  /** Why the process ended before it was complete. */
  terminationReason: z.strictObject({ code: z.string(), message: z.string().nullable() }).nullable().exactOptional(),
  methods: z.array(verificationMethodSchema),
});

export type Verification = z.infer<typeof verificationSchema>;
