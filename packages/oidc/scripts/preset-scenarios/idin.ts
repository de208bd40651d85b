import type { PresetScenario } from "./preset-scenario.ts";

export const idin: readonly PresetScenario[] = [
  {
    name: "idin",
    title: "iDIN: initials in place of a first name, so no basic identity; sex as a number; the BIN in idp_id",
    source: "Signicat's response examples for iDIN, with the class of iDIN's SAML as acr",
    preset: "idin",
    issuer: "https://idin-broker.example",
    options: {
      requiredLevel: "substantial",
      attributeMappings: [
        { sourceAttribute: "initials", targetAttribute: "name.initials" },
        { sourceAttribute: "family_name", targetAttribute: "name.family" },
      ],
    },
    idToken: {
      sub: "4bank0synthetic0subject",
      acr: "nl:bvn:bankid:1.0:loa3",
      idp_id: "NLBANKsynthetic8de0000",
      name: "VJ de Voorbeeld",
      initials: "VJ",
      family_name: "de Voorbeeld",
      birthdate: "1975-07-25",
      gender: "1",
    },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "nl:bvn:bankid:1.0:loa3",
      amr: [],
      identifiers: [{ type: "BIN", value: "NLBANKsynthetic8de0000", verified: false }],
      attributes: {
        "name.initials": "VJ",
        "name.family": "de Voorbeeld",
        idp_id: "NLBANKsynthetic8de0000",
      },
      warnings: [{ code: "missing_value", path: "idToken.given_name" }],
      extendedIdentity: { sex: "MALE" },
    },
  },
];
