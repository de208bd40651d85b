import type { ProviderPreset } from "./preset.ts";

// Sources: Signicat's documentation (levels of assurance, attribute references). The host names are those of public integrations.
export const signicat: ProviderPreset = {
  name: "signicat",
  title: "Signicat eID and Wallet Hub",
  issuers: ["https://*.app.signicat.com/auth/open"],
  issuersWhenNamed: ["https://*.sandbox.signicat.com/auth/open", "https://*.signicat.com/auth/open"],
  unconfirmed: [
    "The host names of live and sandbox accounts were read in public integrations, not in the documentation; an account with a domain of its own matches none of them.",
  ],
  quirks: [
    "`acr_values` also chooses the eID: `idp:<name>`, alone or beside a level.",
    "Without a level in the request the eID's lowest one counts; with one, the hub answers with the same or a higher one.",
    "Claims about the person come from userinfo only, unless the account says otherwise.",
    "`freja_all_addresses`, `freja_all_phone_numbers` and `freja_all_email_addresses` are JSON inside a string.",
    "`nbid_amr` (BankID Norway) is a list with commas inside a string.",
    "An example of the documentation has a birthdate with month and day swapped (`1990-17-02`).",
  ],
  scopes: ["openid", "profile", "nin", "idp-id"],
  acrValues: { low: ["loa:low"], substantial: ["loa:substantial"], high: ["loa:high"] },
  levels: [
    { acr: "loa:low", level: "low", grade: "documented" },
    { acr: "loa:substantial", level: "substantial", grade: "documented" },
    { acr: "loa:high", level: "high", grade: "documented" },
    { acr: "low", level: "low", grade: "documented" },
    { acr: "substantial", level: "substantial", grade: "documented" },
    { acr: "high", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  claimNames: { personalAdministrativeNumber: ["nin"] },
  jsonClaims: ["freja_all_addresses", "freja_all_phone_numbers", "freja_all_email_addresses"],
  identifiers: [
    { claim: "idp_id", type: "IDP_ID" },
    { claim: "nin", type: "NATIONAL_ID" },
  ],
  userInfo: "required",
};
