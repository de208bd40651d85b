import type { PdfVerification } from "./verification.ts";

/** What an `electronicSignature` method of a Verification says of a signature. */
export interface SignatureSummary {
  fieldName: string | null;
  /** Confirmed by a trusted list, else what the certificate claims. */
  signatureType: "QES_EIDAS" | "AES_EIDAS" | "QES" | "AdES-QC" | "AdES" | "unknown";
  issuer?: string;
  /** Hexadecimal. */
  serialNumber?: string;
  /** ISO 8601: proven where a timestamp proves it, else claimed. */
  issuedAt?: string;
}

/** One row for each signature of a person or organisation; timestamps and usage rights are none. */
export function summarize({ signatures }: Pick<PdfVerification, "signatures">): SignatureSummary[] {
  return signatures
    .filter(({ kind }) => kind === "signature")
    .map(({ fieldName, qualification, signer, signingTime }) => {
      const issuedAt = signingTime.proven ?? signingTime.claimed;
      return {
        fieldName,
        signatureType: qualification.confirmed ?? qualification.claims,
        ...(signer !== undefined && { issuer: signer.issuer, serialNumber: signer.serialNumber }),
        ...(issuedAt !== undefined && { issuedAt: issuedAt.toISOString() }),
      };
    });
}
