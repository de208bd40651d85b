import { z } from "zod";
import { vaultReferenceSchema } from "../vault-reference.ts";

/** Biometric captures of the person, by reference (data-blocks.txt, "BiometricSamples"). */
export const biometricSamplesSchema = z.strictObject({
  /** The selfie. */
  face: vaultReferenceSchema,
  /** Whether the person agreed to biometric processing. */
  consent: z.boolean().exactOptional(),
});

export type BiometricSamples = z.infer<typeof biometricSamplesSchema>;
