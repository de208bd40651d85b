import type { PresetScenario } from "./preset-scenario.ts";

export const netsEident: readonly PresetScenario[] = [
  {
    name: "nets-eident",
    title: "Nets E-Ident: the level at the end of acr, the Danish number in dk_ssn",
    source: "The documentation of Nets E-Ident (acr values, claims)",
    preset: "nets-eident",
    issuer: "https://eident.example",
    options: { requiredLevel: "substantial" },
    idToken: {
      sub: "synthetic-eident-subject-1",
      acr: "urn:eident:cert:eidas:substantial",
      name: "Abelone Eksempel",
      given_name: "Abelone",
      family_name: "Eksempel",
      birthdate: "1974-07-11",
      dk_ssn: "1107749999",
    },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "urn:eident:cert:eidas:substantial",
      amr: [],
      identifiers: [{ type: "NATIONAL_ID", value: "1107749999", verified: false }],
      attributes: { dk_ssn: "1107749999" },
      basicIdentity: {
        givenName: "Abelone",
        familyName: "Eksempel",
        name: "Abelone Eksempel",
        birthDate: "1974-07-11",
      },
      extendedIdentity: { personalAdministrativeNumber: "1107749999" },
    },
  },
];
