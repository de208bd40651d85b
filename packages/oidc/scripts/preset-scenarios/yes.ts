import type { PresetScenario } from "./preset-scenario.ts";

export const yes: readonly PresetScenario[] = [
  {
    name: "yes",
    title: "yes: verified claims come from userinfo as a list, in which an unknown framework is ignored",
    source: "OpenID Connect for Identity Assurance 1.0, section 5, in the profile of yes (de_aml)",
    preset: "yes",
    issuer: "https://yes-bank.example",
    options: { verifiedClaims: { trustFrameworks: ["de_aml"], in: "userInfo" } },
    idToken: { sub: "synthetic-yes-subject-1" },
    userInfo: {
      email: "erika@example.test",
      verified_claims: [
        {
          verification: { trust_framework: "de_aml", time: "2025-06-06T05:32Z" },
          claims: { given_name: "Erika", family_name: "Mustermann", birthdate: "1984-01-26" },
        },
        {
          verification: { trust_framework: "synthetic_framework" },
          claims: { given_name: "Rike", nationalities: ["AT"] },
        },
      ],
    },
    expected: {
      verdict: "verified",
      acr: null,
      amr: [],
      warnings: [{ code: "unknown_trust_framework", path: "verified_claims[1].verification.trust_framework" }],
      framework: { trustFramework: "de_aml", assuranceLevel: null },
      basicIdentity: { givenName: "Erika", familyName: "Mustermann", birthDate: "1984-01-26" },
    },
  },
];
