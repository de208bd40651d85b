import type { IdvVerdict } from "@idvkit/core";

/** Why a login is not verified: what it comes to, and a sentence for people. */
export interface Reason {
  verdict: Extract<IdvVerdict, "rejected" | "inconclusive">;
  sentence: string;
}

/** Every reason by its code, the weightiest first. The code is that of the warning and of the `terminationReason`. */
export const reasons = {
  verification_failed: { verdict: "rejected", sentence: "the provider says that the person failed its verification" },
  subject_mismatch: { verdict: "rejected", sentence: "it is not the expected person who logged in" },
  acr_not_met: { verdict: "inconclusive", sentence: "the login is not of a class that was asked for" },
  level_not_reached: { verdict: "inconclusive", sentence: "the level of assurance is lower than the required one" },
  verified_claims_not_met: { verdict: "inconclusive", sentence: "verified claims are missing or do not fit" },
  attribute_missing: { verdict: "inconclusive", sentence: "a required attribute has no value" },
} as const satisfies Readonly<Record<string, Reason>>;

export type ReasonCode = keyof typeof reasons;

export const reasonCodes = Object.keys(reasons) as readonly ReasonCode[];

/** A reason and where it was found. */
export interface FoundReason {
  code: ReasonCode;
  path: string;
}

/** The weightiest of the reasons; undefined when there is none, and only then the login is verified. */
export function weightiest(found: readonly FoundReason[]): ReasonCode | undefined {
  return reasonCodes.find((code) => found.some((reason) => reason.code === code));
}
