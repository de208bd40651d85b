import type { PresetScenario } from "./preset-scenario.ts";

export const mitid: readonly PresetScenario[] = [
  {
    name: "mitid",
    title: "MitID: loa, ial and aal as URLs, of which loa counts; amr as one word; claims with a dot in their names",
    source: "The documentation of Signaturgruppen Broker on MitID (request parameters, claims)",
    preset: "mitid",
    issuer: "https://netseidbroker.dk/op",
    options: {
      requiredLevel: "substantial",
      additionalParams: { idp_values: "mitid" },
      attributeMappings: [
        { sourceAttribute: "mitid.identity_name", targetAttribute: "name.full" },
        { sourceAttribute: "mitid.date_of_birth", targetAttribute: "birth.date" },
      ],
    },
    idToken: {
      sub: "b9ab8e2e-0000-4000-8000-00000synth03",
      idp: "mitid",
      identity_type: "private",
      loa: "https://data.gov.dk/concept/core/nsis/Substantial",
      ial: "https://data.gov.dk/concept/core/nsis/High",
      aal: "https://data.gov.dk/concept/core/nsis/Substantial",
      amr: "code_app",
      "mitid.uuid": "8cb1e51c-0000-4000-8000-00000synth04",
      "mitid.identity_name": "Abelone Eksempel",
      "mitid.date_of_birth": "1974-07-11",
      "mitid.age": "52",
      "mitid.has_cpr": "true",
    },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "https://data.gov.dk/concept/core/nsis/Substantial",
      amr: ["code_app"],
      identifiers: [{ type: "MITID_UUID", value: "8cb1e51c-0000-4000-8000-00000synth04", verified: false }],
      attributes: {
        "name.full": "Abelone Eksempel",
        "birth.date": "1974-07-11",
        "mitid.uuid": "8cb1e51c-0000-4000-8000-00000synth04",
      },
      warnings: [
        { code: "missing_value", path: "idToken.given_name" },
        { code: "missing_value", path: "idToken.family_name" },
      ],
    },
  },
];
