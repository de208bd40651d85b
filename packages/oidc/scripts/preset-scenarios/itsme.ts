import type { PresetScenario } from "./preset-scenario.ts";

const issuer = "https://idp.prd.itsme.services/v2";
const scopes = ["openid", "service:SYNTHETIC_CODE", "profile", "eid"];
const nationalNumber = "http://itsme.services/v2/claim/BENationalNumber";
const encryption = { alg: "RSA-OAEP", enc: "A128CBC-HS256", idToken: true, userInfo: true } as const;

export const itsme: readonly PresetScenario[] = [
  {
    name: "itsme",
    title:
      "itsme: private_key_jwt, ID token and userinfo signed and encrypted, the national number under a claim that is a URL",
    source: "itsme's documentation of its authentication API (client authentication, acr values, claims)",
    preset: "itsme",
    issuer,
    options: {
      scopes,
      requiredLevel: "high",
      userInfoAttributeMappings: [
        { sourceAttribute: nationalNumber, targetAttribute: "be.nationalNumber", identifierType: "NATIONAL_ID" },
      ],
      requiredAttributes: ["be.nationalNumber"],
    },
    credentials: "signingKey",
    encryption,
    idToken: { sub: "02q815synthetic0pbbgo3i65vao0user", acr: "http://itsme.services/v2/claim/acr_advanced" },
    userInfo: {
      name: "Jan Voorbeeld",
      given_name: "Jan",
      family_name: "Voorbeeld",
      birthdate: "1979-05-04",
      gender: "male",
      [nationalNumber]: "79050499999",
    },
    userInfoSigned: true,
    expected: {
      verdict: "verified",
      level: "high",
      acr: "http://itsme.services/v2/claim/acr_advanced",
      amr: [],
      identifiers: [{ type: "NATIONAL_ID", value: "79050499999", verified: false }],
      attributes: { "be.nationalNumber": "79050499999" },
      basicIdentity: {
        givenName: "Jan",
        familyName: "Voorbeeld",
        name: "Jan Voorbeeld",
        birthDate: "1979-05-04",
      },
      extendedIdentity: { sex: "MALE" },
    },
  },
  {
    name: "itsme-basic",
    title: "itsme: acr_basic where acr_advanced was asked for",
    source: "itsme's documentation of its authentication API: without acr_advanced a login may be acr_basic",
    preset: "itsme",
    issuer,
    options: { scopes, requiredLevel: "high" },
    credentials: "signingKey",
    encryption,
    idToken: { sub: "02q815synthetic0pbbgo3i65vao0user", acr: "http://itsme.services/v2/claim/acr_basic" },
    userInfo: { given_name: "Jan", family_name: "Voorbeeld", birthdate: "1979-05-04" },
    userInfoSigned: true,
    expected: {
      verdict: "inconclusive",
      acr: "http://itsme.services/v2/claim/acr_basic",
      amr: [],
      warnings: [
        { code: "acr_not_met", path: "acr" },
        { code: "level_not_reached", path: "acr" },
      ],
      terminationReason: { code: "acr_not_met", message: "the login is not of a class that was asked for" },
      basicIdentity: { givenName: "Jan", familyName: "Voorbeeld", birthDate: "1979-05-04" },
    },
  },
];
