import type { PresetScenario } from "./preset-scenario.ts";

const fiscalNumber = "https://attributes.eid.gov.it/fiscal_number";

export const cie: readonly PresetScenario[] = [
  {
    name: "cie",
    title: "CIE: levels under SPID's names, the ID token encrypted as well as userinfo",
    source: "The technical rules of SPID and CIE id for OpenID Connect (ID token, userinfo endpoint, user attributes)",
    preset: "cie",
    issuer: "https://cie-synthetic.example/idp",
    options: {
      requiredLevel: "high",
      claims: { userinfo: { given_name: null, family_name: null, [fiscalNumber]: null } },
    },
    credentials: "signingKey",
    encryption: { alg: "RSA-OAEP-256", enc: "A256CBC-HS512", idToken: true, userInfo: true },
    issuerInResponse: true,
    idToken: { sub: "9c0008synthetic4pairwise0subject2e", acr: "https://www.spid.gov.it/SpidL3" },
    userInfo: {
      given_name: "Giulia",
      family_name: "Esempio",
      birthdate: "1991-11-30",
      [fiscalNumber]: "TINIT-SMPGLI91S70H501X",
    },
    userInfoSigned: true,
    expected: {
      verdict: "verified",
      level: "high",
      acr: "https://www.spid.gov.it/SpidL3",
      amr: [],
      basicIdentity: { givenName: "Giulia", familyName: "Esempio", birthDate: "1991-11-30" },
      extendedIdentity: { personalAdministrativeNumber: "TINIT-SMPGLI91S70H501X" },
    },
  },
];
