import type { PresetScenario } from "./preset-scenario.ts";

export const mosipEsignet: readonly PresetScenario[] = [
  {
    name: "mosip-esignet",
    title: "eSignet: acr is the method, not a level; userinfo is a signed JWT",
    source: "eSignet's documentation (ACR values, client authentication, userinfo)",
    preset: "mosip-esignet",
    issuer: "https://esignet.example/v1/esignet",
    options: { acrValues: ["mosip:idp:acr:generated-code", "mosip:idp:acr:biometrics"] },
    credentials: "signingKey",
    idToken: { sub: "synthetic-esignet-subject-1", acr: "mosip:idp:acr:generated-code" },
    userInfo: {
      given_name: "Asha",
      family_name: "Specimen",
      birthdate: "1987-11-25",
      gender: "Female",
      phone_number: "+910000000091",
    },
    userInfoSigned: true,
    expected: {
      verdict: "verified",
      acr: "mosip:idp:acr:generated-code",
      amr: [],
      basicIdentity: { givenName: "Asha", familyName: "Specimen", birthDate: "1987-11-25" },
      extendedIdentity: { sex: "FEMALE", mobilePhoneNumber: "+910000000091" },
    },
  },
];
