import { z } from "zod";
import { documentTypeSchema } from "./document-type.ts";
import { dateOrDateTimeSchema } from "./iso-time.ts";

/** What an identity document says about itself (data-blocks.txt, "DocumentData"). */
export const documentDataSchema = z.strictObject({
  documentType: documentTypeSchema,
  documentNumber: z.string().exactOptional(),
  expiryDate: dateOrDateTimeSchema.exactOptional(),
  issuanceDate: dateOrDateTimeSchema.exactOptional(),
  issuingCountry: z.string().exactOptional(),
  issuingAuthority: z.string().exactOptional(),
});

export type DocumentData = z.infer<typeof documentDataSchema>;
