import { z } from "zod";
import { vaultReferenceSchema } from "../vault-reference.ts";

/** What a signature process delivered (data-blocks.txt, "SignedDocumentsPackage"). */
export const signedDocumentsPackageSchema = z.strictObject({
  /** The transaction number. */
  signatureProcessId: z.string(),
  signedDocuments: z.strictObject({
    mode: z.enum(["archive", "items", "both"]),
    /** A ZIP of all signed documents. */
    archive: vaultReferenceSchema.exactOptional(),
    documents: z
      .array(
        z.strictObject({
          templateId: z.string(),
          /** The signed PDF. */
          signed: vaultReferenceSchema,
        }),
      )
      .exactOptional(),
  }),
  /** Plain text in the source. */
  createdAt: z.string(),
});

export type SignedDocumentsPackage = z.infer<typeof signedDocumentsPackageSchema>;
