import type { PresetScenario } from "./preset-scenario.ts";

export const hopae: readonly PresetScenario[] = [
  {
    name: "hopae",
    title: "Hopae: the level twice, as acr and as a number",
    source: "Hopae's documentation of its levels and its discovery document",
    preset: "hopae",
    issuer: "https://connect.hopae.com",
    options: { requiredLevel: "substantial" },
    idToken: { sub: "synthetic-hopae-subject-1", acr: "urn:hopae:loa3", hopae_loa: 3 },
    userInfo: { given_name: "Minji", family_name: "Example", birthdate: "1992-03-04" },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "urn:hopae:loa3",
      amr: [],
      basicIdentity: { givenName: "Minji", familyName: "Example", birthDate: "1992-03-04" },
    },
  },
];
