import type { PresetScenario } from "./preset-scenario.ts";

export const freja: readonly PresetScenario[] = [
  {
    name: "freja",
    title:
      "Freja through Idura: the registration level is no eIDAS level; acr_values chooses the eID, login_hint the level",
    source: "Idura's page on FrejaID (token example, minimum registration level)",
    preset: "freja",
    issuer: "https://synthetic-tenant.criipto.id",
    options: {
      acrValues: ["urn:grn:authn:se:frejaid"],
      acceptedAcr: ["PLUS"],
      additionalParams: { login_hint: "minregistrationlevel:plus" },
    },
    idToken: {
      sub: "{b7642e35-0000-4000-8000-00000synth02}",
      identityscheme: "sefrejaid",
      authenticationtype: "urn:grn:authn:se:frejaid",
      minRegistrationLevel: "PLUS",
      registrationLevel: "PLUS",
      given_name: "Astrid",
      family_name: "Exempelsson",
      birthdate: "1950-02-22",
      phone_number: "+46700000092",
    },
    expected: {
      verdict: "verified",
      acr: "PLUS",
      amr: [],
      basicIdentity: { givenName: "Astrid", familyName: "Exempelsson", birthDate: "1950-02-22" },
      extendedIdentity: { mobilePhoneNumber: "+46700000092" },
    },
  },
];
