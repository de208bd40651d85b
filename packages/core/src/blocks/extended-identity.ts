import { z } from "zod";
import { vaultReferenceSchema } from "../vault-reference.ts";

/** What is known of the person beyond the basic fields (data-blocks.txt, "ExtendedIdentity"). */
export const extendedIdentitySchema = z.strictObject({
  portrait: vaultReferenceSchema.exactOptional(),
  nationality: z.string().exactOptional(),
  personalAdministrativeNumber: z.string().exactOptional(),
  familyNameBirth: z.string().exactOptional(),
  givenNameBirth: z.string().exactOptional(),
  /** ISO 5218 as word or code; the source lists the codes as text and writes a number in its example. */
  sex: z.literal(["NOT_KNOWN", "MALE", "FEMALE", "NOT_APPLICABLE", "0", "1", "2", "9", 0, 1, 2, 9]).exactOptional(),
  emailAddress: z.email().exactOptional(),
  /** E.164: `+`, country code, number. */
  mobilePhoneNumber: z.string().exactOptional(),
  /** The whole address in one string. */
  residentAddress: z.string().exactOptional(),
  residentStreet: z.string().exactOptional(),
  residentHouseNumber: z.string().exactOptional(),
  /** ISO 3166-1 alpha-2. */
  residentCountry: z.string().exactOptional(),
  residentState: z.string().exactOptional(),
  residentCity: z.string().exactOptional(),
  residentPostalCode: z.string().exactOptional(),
});

export type ExtendedIdentity = z.infer<typeof extendedIdentitySchema>;
