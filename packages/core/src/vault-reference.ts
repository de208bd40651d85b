import { z } from "zod";

/** Points at a binary artifact in the vault (data-blocks.txt: "Vault reference"). `$id` is the UUID of the object. */
export const vaultReferenceSchema = z.strictObject({
  $ref: z.literal("vault"),
  $id: z.uuid(),
});

export type VaultReference = z.infer<typeof vaultReferenceSchema>;
