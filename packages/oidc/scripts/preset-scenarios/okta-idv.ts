import type { PresetScenario } from "./preset-scenario.ts";

const issuer = "https://idv-vendor.example";

function verifiedClaims(assuranceLevel: string) {
  return [
    {
      verification: {
        trust_framework: "IDV-DELEGATED",
        assurance_level: assuranceLevel,
        time: "2026-11-01T10:00:20Z",
      },
      claims: { given_name: "Robin", family_name: "Example" },
    },
  ];
}

export const oktaIdv: readonly PresetScenario[] = [
  {
    name: "okta-idv",
    title: "Identity verification vendor for Okta: a pushed request, the verdict VERIFIED inside verified_claims",
    source: "Okta's guide for identity verification vendors (ID token)",
    preset: "okta-idv",
    issuer,
    pushed: true,
    idToken: { sub: "synthetic-idv-subject-1", verified_claims: verifiedClaims("VERIFIED") },
    expected: {
      verdict: "verified",
      acr: null,
      amr: [],
      framework: { trustFramework: "IDV-DELEGATED", assuranceLevel: "VERIFIED" },
      basicIdentity: { givenName: "Robin", familyName: "Example" },
    },
  },
  {
    name: "okta-idv-failed",
    title: "Identity verification vendor for Okta: the verdict FAILED rejects, and names nobody",
    source: "Okta's guide for identity verification vendors (ID token, assurance level FAILED)",
    preset: "okta-idv",
    issuer,
    pushed: true,
    idToken: {
      sub: "synthetic-idv-subject-1",
      given_name: "Robin",
      family_name: "Example",
      verified_claims: verifiedClaims("FAILED"),
    },
    expected: {
      verdict: "rejected",
      rawStatus: "FAILED",
      acr: null,
      amr: [],
      warnings: [
        { code: "verification_failed", path: "verified_claims.verification.assurance_level" },
        { code: "verified_claims_not_met", path: "verified_claims" },
        { code: "unverified_identity", path: "verified_claims" },
      ],
      terminationReason: {
        code: "verification_failed",
        message: "the provider says that the person failed its verification",
      },
    },
  },
  {
    name: "okta-idv-absent",
    title: "Identity verification vendor for Okta: no verdict at all is no verification",
    source:
      "Okta's guide for identity verification vendors: the verdict is in verified_claims, which a vendor may leave out",
    preset: "okta-idv",
    issuer,
    pushed: true,
    idToken: { sub: "synthetic-idv-subject-1", given_name: "Robin", family_name: "Example" },
    expected: {
      verdict: "inconclusive",
      acr: null,
      amr: [],
      warnings: [
        { code: "verified_claims_not_met", path: "verified_claims" },
        { code: "unverified_identity", path: "verified_claims" },
      ],
      terminationReason: { code: "verified_claims_not_met", message: "verified claims are missing or do not fit" },
    },
  },
];
