import type { ProviderPreset } from "./preset.ts";

// Sources: iDIN's own words in SAML, and the documentation of brokers.
export const idin: ProviderPreset = {
  name: "idin",
  title: "iDIN, through a broker",
  issuers: [],
  unconfirmed: ["That level 3 of iDIN stands for substantial rests on its notification, which is recalled."],
  quirks: [
    "The scheme itself speaks SAML; brokers turn its attributes into scopes of their own (`idin:full-id` at Idura).",
    "The bank's number of the person (BIN) is in `idp_id`.",
    "The scope for age (`eighteen-or-older`) must stand alone.",
  ],
  scopes: ["openid"],
  levels: [{ acr: "nl:bvn:bankid:1.0:loa3", level: "substantial", grade: "recalled" }],
  maxAssurance: { eidas: "substantial" },
  identifiers: [{ claim: "idp_id", type: "BIN" }],
};
