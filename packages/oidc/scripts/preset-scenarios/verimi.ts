import type { PresetScenario } from "./preset-scenario.ts";

export const verimi: readonly PresetScenario[] = [
  {
    name: "verimi",
    title: "Verimi: claims verified under the Anti-Money Laundering Act beside unverified ones, which are left out",
    source:
      "The published examples of OpenID Connect for Identity Assurance for de_aml, with evidence as drafts have it",
    preset: "verimi",
    issuer: "https://verimi.example",
    options: { verifiedClaims: { trustFrameworks: ["de_aml"], claims: ["given_name", "family_name", "birthdate"] } },
    idToken: {
      sub: "synthetic-verimi-subject-1",
      given_name: "Rike",
      email: "rike@example.test",
      email_verified: true,
      verified_claims: {
        verification: {
          trust_framework: "de_aml",
          time: "2025-06-06T05:32Z",
          verification_process: "process-synthetic-0001",
          evidence: [
            {
              type: "id_document",
              method: "pipp",
              time: "2025-06-06T05:30Z",
              document: {
                type: "idcard",
                issuer: { name: "Stadt Augsburg", country: "DE" },
                number: "L01X00T47",
                date_of_issuance: "2021-08-01",
                date_of_expiry: "2031-07-31",
              },
            },
          ],
        },
        claims: {
          given_name: "Erika",
          family_name: "Mustermann",
          birthdate: "1984-01-26",
          place_of_birth: { country: "DE", locality: "Musterstadt" },
          nationalities: ["DE"],
        },
      },
    },
    expected: {
      verdict: "verified",
      reference: "process-synthetic-0001",
      acr: null,
      amr: [],
      framework: { trustFramework: "de_aml", assuranceLevel: null },
      basicIdentity: {
        givenName: "Erika",
        familyName: "Mustermann",
        birthDate: "1984-01-26",
        birthPlace: "Musterstadt, DE",
      },
      extendedIdentity: { nationality: "DE" },
      documentData: {
        documentType: "ID",
        documentNumber: "L01X00T47",
        expiryDate: "2031-07-31",
        issuanceDate: "2021-08-01",
        issuingCountry: "DE",
        issuingAuthority: "Stadt Augsburg",
      },
      documentChecks: ["agentReview"],
    },
  },
];
