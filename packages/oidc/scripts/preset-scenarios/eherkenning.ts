import type { PresetScenario } from "./preset-scenario.ts";

const issuer = "https://eherkenning-broker.example";
const sub = "ABCDEF0000SYNTHETIC0000@00000000SYNTHETIC";

export const eherkenning: readonly PresetScenario[] = [
  {
    name: "eherkenning",
    title: "eHerkenning through a broker: the class of the scheme in loa, a pseudonym and no name",
    source: "The assurance classes of the scheme, and Signicat's attribute table for eHerkenning (pseudonym)",
    preset: "eherkenning",
    issuer,
    options: { requiredLevel: "substantial" },
    idToken: { sub, loa: "urn:etoegang:core:assurance-class:loa3" },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "urn:etoegang:core:assurance-class:loa3",
      amr: [],
      warnings: [
        { code: "missing_value", path: "idToken.given_name" },
        { code: "missing_value", path: "idToken.family_name" },
      ],
    },
  },
  {
    name: "eherkenning-2plus",
    title: "eHerkenning: level 2+ is low, not substantial",
    source: "The assurance classes of the scheme (level 2+ stands for low)",
    preset: "eherkenning",
    issuer,
    options: { requiredLevel: "substantial" },
    idToken: { sub, loa: "urn:etoegang:core:assurance-class:loa2plus" },
    expected: {
      verdict: "inconclusive",
      acr: "urn:etoegang:core:assurance-class:loa2plus",
      amr: [],
      warnings: [
        { code: "level_not_reached", path: "loa" },
        { code: "missing_value", path: "idToken.given_name" },
        { code: "missing_value", path: "idToken.family_name" },
      ],
      terminationReason: {
        code: "level_not_reached",
        message: "the level of assurance is lower than the required one",
      },
    },
  },
];
