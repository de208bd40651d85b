import { z } from "zod";

/** The kinds of identity document that data-blocks.txt knows. */
export const documentTypes = ["ID", "PASSPORT", "RESIDENT_PERMIT", "VISA", "DRIVING_LICENSE", "HEALTH_CARD"] as const;

export const documentTypeSchema = z.enum(documentTypes);

export type DocumentType = z.infer<typeof documentTypeSchema>;
