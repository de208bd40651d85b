import type { Certificate } from "../certificate/certificate.ts";
import type { RevocationReasonCode } from "./revocation-reasons.ts";

/** The certificate that is asked about and the one that issued it. */
export interface RevocationSubject {
  certificate: Certificate;
  issuer: Certificate;
}

/** What a CRL or response says about the certificate, once its signer and scope are checked. Its time is not judged yet. */
export interface RevocationEvidence {
  source: "crl" | "ocsp";
  /** `released`: a delta CRL takes the certificate from the list again. */
  statement: "good" | "revoked" | "released";
  revokedAt?: Date;
  /** Name of the CRLReason. */
  reason?: string;
  invalidityDate?: Date;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** When it was signed; of a CRL the same as `thisUpdate`. */
  producedAt: Date;
  /** Certificates that ended since then are still listed. */
  expiredListedSince?: Date;
  /** The responder knows this very certificate, so that its end does not matter. */
  isPositive: boolean;
  /** The CRL or response as it was given. */
  raw: Uint8Array;
  /** Worth knowing, without changing the answer. */
  notes: readonly RevocationReasonCode[];
}

/** Either evidence, or why there is none. Both are empty when the data are about other certificates. */
export interface RevocationJudgement {
  evidence: readonly RevocationEvidence[];
  reasons: readonly RevocationReasonCode[];
}

export const aboutOthers: RevocationJudgement = { evidence: [], reasons: [] };

export function unusable(...reasons: readonly RevocationReasonCode[]): RevocationJudgement {
  return { evidence: [], reasons };
}
