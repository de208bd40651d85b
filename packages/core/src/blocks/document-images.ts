import { z } from "zod";
import { vaultReferenceSchema } from "../vault-reference.ts";
import { documentTypeSchema } from "./document-type.ts";

/**
 * The pictures of a document, by reference (data-blocks.txt, "DocumentImages"). The `createdAt` that the source's
 * example shows beside them belongs to the envelope: the attribute list does not have it.
 */
export const documentImagesSchema = z.strictObject({
  documentType: documentTypeSchema.exactOptional(),
  frontSide: vaultReferenceSchema,
  backSide: vaultReferenceSchema.exactOptional(),
});

export type DocumentImages = z.infer<typeof documentImagesSchema>;
