import type { ProviderPreset } from "./preset.ts";

// Source: the documentation of Signaturgruppen Broker (MitID: request parameters, claims).
export const mitid: ProviderPreset = {
  name: "mitid",
  title: "MitID, through Signaturgruppen Broker (Nets eID Broker)",
  issuers: ["https://netseidbroker.dk/op"],
  issuersWhenNamed: ["https://pp.netseidbroker.dk/op"],
  unconfirmed: [
    "The issuer of the live broker was read in public integrations; the documentation shows that of preproduction.",
  ],
  quirks: [
    "Three axes: `loa`, `ial` and `aal`, each with the same words. The level here is that of `loa`.",
    "The eID is chosen with `idp_values=mitid`, the level with parameters of the broker inside `idp_params`, not with `acr_values`.",
    "Claims have a dot in their names (`mitid.uuid`); `mitid.age` and `mitid.has_cpr` are strings.",
    "`amr` may be one word (`code_app`), not a list of RFC 8176 values.",
  ],
  scopes: ["openid", "mitid"],
  levels: [
    { acr: "https://data.gov.dk/concept/core/nsis/Low", level: "low", grade: "documented" },
    { acr: "https://data.gov.dk/concept/core/nsis/Substantial", level: "substantial", grade: "documented" },
    { acr: "https://data.gov.dk/concept/core/nsis/High", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  acrClaim: "loa",
  claimNames: { name: ["mitid.identity_name"], birthDate: ["mitid.date_of_birth"] },
  identifiers: [{ claim: "mitid.uuid", type: "MITID_UUID" }],
};
