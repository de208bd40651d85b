import type { PresetScenario } from "./preset-scenario.ts";

export const proconnect: readonly PresetScenario[] = [
  {
    name: "proconnect",
    title:
      "ProConnect: amr because the claims parameter asks for it; two factors do not raise eidas1; usual_name is the family name",
    source: "ProConnect's partner documentation (implementation, levels, claims)",
    preset: "proconnect",
    issuer: "https://proconnect.gouv.fr/api/v2",
    options: {
      requiredLevel: "low",
      userInfoAttributeMappings: [{ sourceAttribute: "siret", targetAttribute: "company.siret" }],
    },
    issuerInResponse: true,
    idToken: {
      sub: "704e024229015d2bd47f7a5e5ab05b35c8336ab403c38022985f8cfadc86fe91",
      acr: "eidas1",
      amr: ["pwd", "mfa"],
    },
    userInfo: {
      given_name: "Camille",
      usual_name: "Exemple",
      email: "camille@example.test",
      siret: "00000000000000",
    },
    userInfoSigned: true,
    expected: {
      verdict: "verified",
      level: "low",
      acr: "eidas1",
      amr: ["pwd", "mfa"],
      attributes: { "company.siret": "00000000000000" },
      basicIdentity: { givenName: "Camille", familyName: "Exemple" },
      extendedIdentity: { emailAddress: "camille@example.test" },
    },
  },
];
