import { z } from "zod";
import { vaultReferenceSchema } from "../vault-reference.ts";

/** The outcome of a document verification, first form (data-blocks.txt, "DocumentVerification"). */
export const documentVerificationSchema = z.strictObject({
  verdict: z.strictObject({
    status: z.enum(["VERIFIED", "REJECTED", "FRAUD_DETECTED", "CANCELED", "ABORTED", "ERROR"]),
    reason: z.string().exactOptional(),
  }),
  issues: z
    .array(
      z.strictObject({
        code: z.string(),
        severity: z.enum(["error", "warning"]),
        message: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  /** Deprecated by the source: an evidence of type `analysisReport` takes its place. */
  report: vaultReferenceSchema.exactOptional(),
  evidences: z
    .array(
      z.strictObject({
        type: z.enum([
          "documentFrontRecording",
          "documentBackRecording",
          "sessionRecording",
          "livenessRecording",
          "analysisReport",
        ]),
        ref: vaultReferenceSchema,
      }),
    )
    .exactOptional(),
});

export type DocumentVerification = z.infer<typeof documentVerificationSchema>;
