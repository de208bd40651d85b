import type { ProviderPreset } from "./preset.ts";

// No source was read: see `unconfirmed`.
export const okta: ProviderPreset = {
  name: "okta",
  title: "Okta as login of a company",
  issuers: ["https://*.okta.com", "https://*.okta.com/oauth2/*"],
  unconfirmed: [
    "The forms of the issuer, and that a level asked for with `acr_values` is not one of eIDAS, are recalled.",
  ],
  quirks: [
    "No level comes out: who was checked how is a matter of the company. A method may state more than low, on its own account.",
    "An organisation with a domain of its own has an issuer that is not listed here.",
  ],
  scopes: ["openid", "profile", "email"],
  levels: [],
  maxAssurance: { eidas: "low" },
};
