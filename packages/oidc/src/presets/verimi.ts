import type { ProviderPreset } from "./preset.ts";

// Source: the profiles of OpenID Connect for Identity Assurance that are in use.
export const verimi: ProviderPreset = {
  name: "verimi",
  title: "Verimi (verified claims under the German Anti-Money Laundering Act)",
  issuers: [],
  unconfirmed: [
    "Which scopes and claims a contract gives, and whether the service still takes new clients, is not known here.",
  ],
  quirks: [
    "`verified_claims` under `de_aml` and unverified claims stand side by side.",
    "Evidence has the type `id_document` of older drafts.",
    "The framework says how the person was identified, not at which eIDAS level.",
  ],
  scopes: ["openid"],
  levels: [],
  trustFrameworks: ["de_aml"],
  maxAssurance: {},
};
