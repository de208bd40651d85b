/** How a step can end. One idea with three spellings; {@link verdictSpellings} is the only place that knows them. */
export type IdvVerdict = "verified" | "rejected" | "inconclusive" | "fraudDetected" | "canceled" | "aborted" | "error";

export interface VerdictSpelling {
  /** `Verification.status` (doc-id-signing v2). */
  readonly verification: "verified" | "rejected" | "fraudDetected" | "canceled" | "aborted" | "error";
  /** `DocumentVerification.verdict.status` (data blocks). */
  readonly documentVerification: "VERIFIED" | "REJECTED" | "FRAUD_DETECTED" | "CANCELED" | "ABORTED" | "ERROR";
  /** The verdict that a flow step reports. */
  readonly step: "verified" | "rejected" | "fraud_detected" | "canceled" | "aborted" | "error";
}

/** Verdict to its spellings. An inconclusive outcome is spelled as a rejection: neither block has a word for it. */
export const verdictSpellings: { readonly [V in IdvVerdict]: VerdictSpelling } = {
  verified: { verification: "verified", documentVerification: "VERIFIED", step: "verified" },
  rejected: { verification: "rejected", documentVerification: "REJECTED", step: "rejected" },
  inconclusive: { verification: "rejected", documentVerification: "REJECTED", step: "rejected" },
  fraudDetected: { verification: "fraudDetected", documentVerification: "FRAUD_DETECTED", step: "fraud_detected" },
  canceled: { verification: "canceled", documentVerification: "CANCELED", step: "canceled" },
  aborted: { verification: "aborted", documentVerification: "ABORTED", step: "aborted" },
  error: { verification: "error", documentVerification: "ERROR", step: "error" },
};
