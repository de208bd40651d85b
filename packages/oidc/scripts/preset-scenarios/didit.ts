import type { PresetScenario } from "./preset-scenario.ts";

export const didit: readonly PresetScenario[] = [
  {
    name: "didit",
    title: "Didit: a pushed request, VERIFIED inside verified_claims of an ID token with RS256, no userinfo",
    source: "Didit's documentation of its bridge for Okta and Auth0 (endpoints, flow, ID token)",
    preset: "didit",
    issuer: "https://apx.didit.me/auth/idv",
    pushed: true,
    idToken: {
      sub: "synthetic-didit-subject-1",
      verified_claims: {
        verification: { trust_framework: "IDV-DELEGATED", assurance_level: "VERIFIED" },
        claims: { given_name: "Robin", family_name: "Example", birthdate: "1990-05-06" },
      },
    },
    expected: {
      verdict: "verified",
      acr: null,
      amr: [],
      framework: { trustFramework: "IDV-DELEGATED", assuranceLevel: "VERIFIED" },
      basicIdentity: { givenName: "Robin", familyName: "Example", birthDate: "1990-05-06" },
    },
  },
];
