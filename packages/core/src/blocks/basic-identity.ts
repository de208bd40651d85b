import { z } from "zod";

/** Who the person is, as far as every document tells (data-blocks.txt, "BasicIdentity"). */
export const basicIdentitySchema = z.strictObject({
  givenName: z.string(),
  familyName: z.string(),
  name: z.string().exactOptional(),
  /** Plain text in the source, because documents may know only a year. */
  birthDate: z.string().exactOptional(),
  birthPlace: z.string().exactOptional(),
});

export type BasicIdentity = z.infer<typeof basicIdentitySchema>;
