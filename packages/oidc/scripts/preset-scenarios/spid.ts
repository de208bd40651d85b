import type { PresetScenario } from "./preset-scenario.ts";

const fiscalNumber = "https://attributes.eid.gov.it/fiscal_number";
const issuer = "https://identity-provider.spid-synthetic.example";
const encryption = { alg: "RSA-OAEP", enc: "A256CBC-HS512", userInfo: true } as const;
const claims = { userinfo: { given_name: null, family_name: null, [fiscalNumber]: null } };
/** It differs for each service provider. */
const pairwise = "2ed008synthetic4pairwise0subject9c";

export const spid: readonly PresetScenario[] = [
  {
    name: "spid",
    title:
      "SPID: a signed request object, a pairwise subject, claims from a signed and encrypted userinfo, place of birth as a code",
    source:
      "The technical rules of SPID and CIE id for OpenID Connect (token endpoint, userinfo endpoint, user attributes)",
    preset: "spid",
    issuer,
    options: { requiredLevel: "substantial", claims },
    credentials: "signingKey",
    encryption,
    issuerInResponse: true,
    idToken: { sub: pairwise, acr: "https://www.spid.gov.it/SpidL2", jti: "synthetic-jti-1" },
    userInfo: {
      given_name: "Giovanni Mario",
      family_name: "Esempio Verdi",
      birthdate: "1984-01-26",
      place_of_birth: { locality: "F205", region: "MI" },
      [fiscalNumber]: "TINIT-SMPGNN84A26F205X",
      phone_number: "3330000091",
    },
    userInfoSigned: true,
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "https://www.spid.gov.it/SpidL2",
      amr: [],
      warnings: [{ code: "unreadable_value", path: "userInfo.phone_number" }],
      basicIdentity: {
        givenName: "Giovanni Mario",
        familyName: "Esempio Verdi",
        birthDate: "1984-01-26",
        birthPlace: "F205, MI",
      },
      extendedIdentity: { personalAdministrativeNumber: "TINIT-SMPGNN84A26F205X" },
    },
  },
  {
    name: "spid-level-1",
    title: "SPID: level 1 where level 2 was asked for",
    source: "The technical rules of SPID and CIE id for OpenID Connect (acr values)",
    preset: "spid",
    issuer,
    options: { requiredLevel: "substantial", claims },
    credentials: "signingKey",
    encryption,
    issuerInResponse: true,
    idToken: { sub: pairwise, acr: "https://www.spid.gov.it/SpidL1" },
    userInfo: { given_name: "Giovanni Mario", family_name: "Esempio Verdi" },
    userInfoSigned: true,
    expected: {
      verdict: "inconclusive",
      acr: "https://www.spid.gov.it/SpidL1",
      amr: [],
      warnings: [
        { code: "acr_not_met", path: "acr" },
        { code: "level_not_reached", path: "acr" },
      ],
      terminationReason: { code: "acr_not_met", message: "the login is not of a class that was asked for" },
      basicIdentity: { givenName: "Giovanni Mario", familyName: "Esempio Verdi" },
    },
  },
];
