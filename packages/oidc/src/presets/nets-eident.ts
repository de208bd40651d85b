import type { ProviderPreset } from "./preset.ts";

// Source: the documentation of Nets E-Ident.
export const netsEident: ProviderPreset = {
  name: "nets-eident",
  title: "Nets E-Ident",
  issuers: [],
  unconfirmed: [],
  quirks: ["Personal numbers are in `dk_ssn` (Denmark) and `ssn`."],
  scopes: ["openid"],
  levels: [
    { acr: "urn:eident:cert:eidas:low", level: "low", grade: "documented" },
    { acr: "urn:eident:cert:eidas:substantial", level: "substantial", grade: "documented" },
    { acr: "urn:eident:cert:eidas:high", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  claimNames: { personalAdministrativeNumber: ["dk_ssn", "ssn"] },
  identifiers: [
    { claim: "dk_ssn", type: "NATIONAL_ID" },
    { claim: "ssn", type: "NATIONAL_ID" },
  ],
};
