import { z } from "zod";
import { dateTimeSchema } from "./iso-time.ts";

/** A credential that was enrolled for a subject (data-blocks.txt, "AuthenticatorCredential"). */
export const authenticatorCredentialSchema = z.strictObject({
  credentialId: z.string(),
  /** Technology: FACE, FINGERPRINT, FIDO_KEY, PASSWORD, ... */
  credentialType: z.string(),
  subjectId: z.string(),
  /** The system that manages the credential. */
  provider: z.string(),
  status: z.enum(["active", "suspended", "revoked", "expired"]),
  createdAt: dateTimeSchema,
  /** Equals `createdAt` as long as nothing changed. */
  updatedAt: dateTimeSchema,
});

export type AuthenticatorCredential = z.infer<typeof authenticatorCredentialSchema>;
