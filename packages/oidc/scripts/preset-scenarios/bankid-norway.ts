import type { PresetScenario } from "./preset-scenario.ts";

export const bankidNorway: readonly PresetScenario[] = [
  {
    name: "bankid-norway",
    title:
      "BankID Norway: the level after a semicolon in acr, amr as one word, the national number in a signed userinfo",
    source: "BankID's pages on ID token and userinfo, as a public client library types them",
    preset: "bankid-norway",
    issuer: "https://auth.bankid.no/auth/realms/prod",
    options: { requiredLevel: "high" },
    idToken: {
      sub: "e6418f52-0000-4000-8000-synthetic001",
      typ: "ID",
      azp: "preset-bankid-norway",
      acr: "urn:bankid:bid;LOA=4",
      amr: "BID",
      name: "Kari Eksempel",
      given_name: "Kari",
      family_name: "Eksempel",
      birthdate: "1990-02-17",
      bankid_altsub: "9578-0000-4-0000001",
      additionalCertInfo: { certQualified: true, keyAlgorithm: "RSA", serialNumber: "1234567" },
    },
    userInfo: { nnin_altsub: "17829099999" },
    userInfoSigned: true,
    expected: {
      verdict: "verified",
      level: "high",
      acr: "urn:bankid:bid;LOA=4",
      amr: ["BID"],
      identifiers: [
        { type: "BANKID_PID", value: "9578-0000-4-0000001", verified: false },
        { type: "NATIONAL_ID", value: "17829099999", verified: false },
      ],
      attributes: { bankid_altsub: "9578-0000-4-0000001", nnin_altsub: "17829099999" },
      basicIdentity: {
        givenName: "Kari",
        familyName: "Eksempel",
        name: "Kari Eksempel",
        birthDate: "1990-02-17",
      },
      extendedIdentity: { personalAdministrativeNumber: "17829099999" },
    },
  },
];
