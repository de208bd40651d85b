import type { PresetScenario } from "./preset-scenario.ts";

export const bankidSweden: readonly PresetScenario[] = [
  {
    name: "bankid-sweden",
    title: "BankID Sweden through Idura: the way of the login in authenticationtype, the personal number in ssn",
    source: "Idura's reference of JWT payloads (Swedish BankID) and its page on Swedish BankID",
    preset: "bankid-sweden",
    issuer: "https://synthetic-tenant.idura.broker",
    options: { requiredLevel: "substantial" },
    idToken: {
      sub: "{1373c272-0000-4000-8000-00000synth01}",
      identityscheme: "sebankid",
      authenticationtype: "urn:grn:authn:se:bankid:same-device",
      nameidentifier: "1373c2720000400080000000000synth",
      ssn: "196802029999",
      name: "Terne Exempel",
      given_name: "Terne",
      family_name: "Exempel",
      country: "SE",
    },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "urn:grn:authn:se:bankid:same-device",
      amr: [],
      identifiers: [{ type: "NATIONAL_ID", value: "196802029999", verified: false }],
      attributes: { ssn: "196802029999" },
      basicIdentity: { givenName: "Terne", familyName: "Exempel", name: "Terne Exempel" },
      extendedIdentity: { personalAdministrativeNumber: "196802029999" },
    },
  },
];
