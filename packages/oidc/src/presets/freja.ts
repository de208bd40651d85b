import type { ProviderPreset } from "./preset.ts";

// Sources: the documentation of Idura and Signicat on Freja.
export const freja: ProviderPreset = {
  name: "freja",
  title: "Freja eID, through a broker",
  issuers: [],
  unconfirmed: [
    "The value of the Swedish profile (`http://id.elegnamnden.se/loa/1.0/loa3`) is recalled.",
    "Which eIDAS level a registration level stands for is not known here: none comes out, unless the method has an `acrMap`.",
    "That no login proves more than substantial is recalled.",
  ],
  quirks: [
    "The registration level (`BASIC`, `EXTENDED`, `PLUS`) is in `registrationLevel` at Idura and in `freja_registration_level` at Signicat.",
    "At Idura the least level is asked for in `login_hint`: `minregistrationlevel:plus`.",
    "`freja_all_addresses`, `freja_all_phone_numbers` and `freja_all_email_addresses` are JSON inside a string.",
  ],
  scopes: ["openid"],
  levels: [
    { acr: "BASIC", grade: "documented" },
    { acr: "EXTENDED", grade: "documented" },
    { acr: "PLUS", grade: "documented" },
    { acr: "http://id.elegnamnden.se/loa/1.0/loa3", grade: "recalled" },
  ],
  maxAssurance: { eidas: "substantial" },
  acrClaim: "registrationLevel",
  jsonClaims: ["freja_all_addresses", "freja_all_phone_numbers", "freja_all_email_addresses"],
};
