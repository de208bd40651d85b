import type { PresetScenario } from "./preset-scenario.ts";

export const eidasGeneric: readonly PresetScenario[] = [
  {
    name: "eidas-generic",
    title: "A provider that speaks of eIDAS levels: high, below a maximum of substantial",
    source: "Implementing Regulation (EU) 2015/1502 and the addresses of the levels in the eIDAS message format",
    preset: "eidas-generic",
    issuer: "https://national-node.example",
    options: { requiredLevel: "substantial", maxAssurance: { eidas: "substantial" } },
    idToken: { sub: "DE/SE/synthetic-0001", acr: "http://eidas.europa.eu/LoA/high" },
    userInfo: { given_name: "Erika", family_name: "Mustermann", birthdate: "1984-01-26" },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "http://eidas.europa.eu/LoA/high",
      amr: [],
      basicIdentity: { givenName: "Erika", familyName: "Mustermann", birthDate: "1984-01-26" },
    },
  },
];
