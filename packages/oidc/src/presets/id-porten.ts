import type { ProviderPreset } from "./preset.ts";

// Source: the documentation of the Norwegian Digitalisation Agency (ID token, levels).
export const idPorten: ProviderPreset = {
  name: "id-porten",
  title: "ID-porten (Norway)",
  issuers: ["https://idporten.no"],
  issuersWhenNamed: ["https://test.idporten.no"],
  unconfirmed: [],
  quirks: [
    "The documentation obliges the client to check `acr`.",
    "`amr` is a list now and was a plain string in the old service.",
    "The national identity number is in `pid`; `sub` differs for each client.",
  ],
  scopes: ["openid", "profile"],
  acrValues: {
    low: ["idporten-loa-low"],
    substantial: ["idporten-loa-substantial"],
    high: ["idporten-loa-high"],
  },
  levels: [
    { acr: "idporten-loa-low", level: "low", grade: "documented" },
    { acr: "idporten-loa-substantial", level: "substantial", grade: "documented" },
    { acr: "idporten-loa-high", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  claimNames: { personalAdministrativeNumber: ["pid"] },
  identifiers: [{ claim: "pid", type: "NATIONAL_ID" }],
};
