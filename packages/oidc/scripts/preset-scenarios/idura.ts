import type { PresetScenario } from "./preset-scenario.ts";

const issuer = "https://synthetic-tenant.criipto.id";

export const idura: readonly PresetScenario[] = [
  {
    name: "idura",
    title: "Idura: Norwegian BankID, its level in authenticationtype and not in acr, the number in socialno",
    source: "Idura's reference of JWT payloads (Norwegian BankID)",
    preset: "idura",
    issuer,
    options: { acrValues: ["urn:grn:authn:no:bankid:high"], requiredLevel: "high" },
    idToken: {
      sub: "{ee9b1bb9-0000-4000-8000-00000synth05}",
      identityscheme: "nobankid-oidc",
      authenticationtype: "urn:grn:authn:no:bankid:high",
      nameidentifier: "ee9b1bb90000400080000000000synth",
      uniqueuserid: "9578-0000-4-0000002",
      birthdate: "1946-03-27",
      socialno: "27834699999",
      family_name: "Eksempel",
      given_name: "Mikkel",
      name: "Mikkel Eksempel",
      country: "NO",
    },
    expected: {
      verdict: "verified",
      level: "high",
      acr: "urn:grn:authn:no:bankid:high",
      amr: [],
      identifiers: [
        { type: "IDP_ID", value: "9578-0000-4-0000002", verified: false },
        { type: "NATIONAL_ID", value: "27834699999", verified: false },
      ],
      attributes: { uniqueuserid: "9578-0000-4-0000002", socialno: "27834699999" },
      basicIdentity: {
        givenName: "Mikkel",
        familyName: "Eksempel",
        name: "Mikkel Eksempel",
        birthDate: "1946-03-27",
      },
      extendedIdentity: { personalAdministrativeNumber: "27834699999" },
    },
  },
  {
    name: "idura-finland",
    title: "Idura: a Finnish eID, its token signed and encrypted; an eID whose level is not known counts as the lowest",
    source: "Idura's page on the Finnish Trust Network (signed and encrypted tokens)",
    preset: "idura",
    issuer,
    options: { acrValues: ["urn:grn:authn:fi:mobile-id"] },
    encryption: { alg: "RSA-OAEP", enc: "A256GCM", idToken: true },
    idToken: {
      sub: "{ff9b1bb9-0000-4000-8000-00000synth06}",
      identityscheme: "ftn",
      authenticationtype: "urn:grn:authn:fi:mobile-id",
      given_name: "Väinö",
      family_name: "Esimerkki",
      birthdate: "1970-07-07",
    },
    expected: {
      verdict: "verified",
      level: "low",
      acr: "urn:grn:authn:fi:mobile-id",
      amr: [],
      warnings: [{ code: "unknown_acr", path: "authenticationtype" }],
      basicIdentity: { givenName: "Väinö", familyName: "Esimerkki", birthDate: "1970-07-07" },
    },
  },
];
