import { z } from "zod";
import { vaultReferenceSchema } from "../vault-reference.ts";
import { dateTimeSchema } from "./iso-time.ts";

/**
 * What a provider can look at. The first six are those of doc-id-signing-v2.txt; the others are what further providers
 * report.
 */
export const verificationTechniques = [
  "securityFeatures",
  "documentValidity",
  "dataCrosscheck",
  "faceMatch",
  "liveness",
  "agentReview",
  "databaseCheck",
  "ageCheck",
  "chipAuthentication",
] as const;

export type VerificationTechnique = (typeof verificationTechniques)[number];

/** An artifact that backs a verification: its kind, and where it lies in the vault. */
const verificationEvidenceSchema = z.strictObject({
  type: z.string(),
  ref: vaultReferenceSchema,
});

export type VerificationEvidence = z.infer<typeof verificationEvidenceSchema>;

const evidence = z.array(verificationEvidenceSchema);

/** A technique that the provider applied, and how it went. */
const verificationCheckSchema = z.strictObject({
  technique: z.enum(verificationTechniques),
  outcome: z.enum(["passed", "failed"]),
});

export type VerificationCheck = z.infer<typeof verificationCheckSchema>;

/** The ways to verify a person; `type` tells them apart. */
export const verificationMethodSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("documentCheck"),
    checks: z.array(verificationCheckSchema),
    evidence,
  }),
  z.strictObject({
    type: z.literal("electronicSignature"),
    /** `QES_EIDAS`, `AES_EIDAS`, ... from the certificate. */
    signatureType: z.string().nullable(),
    /** Common name of the trust service provider. */
    issuer: z.string().nullable(),
    /** Of the signing certificate. */
    serialNumber: z.string().nullable(),
    issuedAt: dateTimeSchema.nullable(),
    evidence,
  }),
  z.strictObject({
    type: z.literal("electronicIdentification"),
    identityProvider: z.string(),
    /** Authentication context class of the login. */
    acr: z.string().nullable(),
    /** Authentication methods of the login (RFC 8176). */
    amr: z.array(z.string()),
    authenticatedAt: dateTimeSchema.nullable(),
    evidence,
  }),
  z.strictObject({
    type: z.literal("credentialPresentation"),
    /** `dc+sd-jwt`, `mso_mdoc`, ... */
    format: z.string(),
    credentialType: z.string(),
    issuer: z.string().nullable(),
    /** How the holder was proven to be the presenter. */
    holderBinding: z.string().nullable(),
    presentedAt: dateTimeSchema,
    evidence,
  }),
]);

export type VerificationMethod = z.infer<typeof verificationMethodSchema>;
