import { z } from "zod";
import { vaultReferenceSchema } from "../vault-reference.ts";

/** The documents that the person is asked to sign, at least one (data-blocks.txt, "DocumentsToSign"). */
export const documentsToSignSchema = z.strictObject({
  documents: z
    .array(
      z.strictObject({
        templateId: z.string(),
        /** The PDF to be signed. */
        source: vaultReferenceSchema,
      }),
    )
    .min(1),
});

export type DocumentsToSign = z.infer<typeof documentsToSignSchema>;
