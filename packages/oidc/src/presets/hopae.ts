import type { ProviderPreset } from "./preset.ts";

// Sources: Hopae's documentation (levels) and its discovery document (issuer, scopes).
export const hopae: ProviderPreset = {
  name: "hopae",
  title: "Hopae Connect",
  issuers: ["https://connect.hopae.com"],
  issuersWhenNamed: ["https://sandbox.api.hopae.com"],
  unconfirmed: ["That the issuer of the sandbox equals the host of its discovery document is recalled."],
  quirks: [
    "The level comes twice: as `acr` and as the number `hopae_loa`.",
    "Levels 2 and 5 stand for no eIDAS level here.",
    "A tenant may have a domain of its own, which the issuers here do not cover.",
  ],
  scopes: ["openid", "profile", "hopae", "idv"],
  acrValues: { low: ["urn:hopae:loa1"], substantial: ["urn:hopae:loa3"], high: ["urn:hopae:loa4"] },
  levels: [
    { acr: "urn:hopae:loa1", level: "low", grade: "documented" },
    { acr: "urn:hopae:loa2", grade: "documented" },
    { acr: "urn:hopae:loa3", level: "substantial", grade: "documented" },
    { acr: "urn:hopae:loa4", level: "high", grade: "documented" },
    { acr: "urn:hopae:loa5", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
};
