import type { ProviderPreset } from "./preset.ts";

// Source: Idura's documentation (eIDs, token contents).
export const idura: ProviderPreset = {
  name: "idura",
  title: "Idura Verify (formerly Criipto)",
  issuers: [],
  issuersWhenNamed: ["https://*.idura.broker", "https://*.test.idura.broker", "https://*.criipto.id"],
  unconfirmed: [
    "The host name of live tenants (`*.idura.broker`) is recalled; the documentation shows `*.test.idura.broker` and `*.criipto.id`.",
  ],
  quirks: [
    "`acr_values` chooses the eID and, where it has several, the level: `urn:grn:authn:no:bankid:high`, `urn:grn:authn:se:frejaid`.",
    "The token says what was used in `authenticationtype`, not in `acr`.",
    "Personal numbers are in `socialno` (Norway) and `ssn` (Sweden).",
    "Tokens of Finnish eIDs are signed and encrypted.",
    "The host does not tell a test tenant from a live one.",
  ],
  scopes: ["openid"],
  levels: [
    { acr: "urn:grn:authn:no:bankid:substantial", level: "substantial", grade: "documented" },
    { acr: "urn:grn:authn:no:bankid:high", level: "high", grade: "documented" },
    { acr: "urn:grn:authn:se:frejaid", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  acrClaim: "authenticationtype",
  claimNames: { personalAdministrativeNumber: ["socialno", "ssn"] },
  identifiers: [
    { claim: "uniqueuserid", type: "IDP_ID" },
    { claim: "socialno", type: "NATIONAL_ID" },
    { claim: "ssn", type: "NATIONAL_ID" },
  ],
};
