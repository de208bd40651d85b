import type { ProviderPreset } from "./preset.ts";

// Source: Idura's documentation (Swedish BankID: acr values, level, claims).
export const bankidSweden: ProviderPreset = {
  name: "bankid-sweden",
  title: "BankID (Sweden), through Idura",
  issuers: [],
  issuersWhenNamed: ["https://*.idura.broker", "https://*.test.idura.broker", "https://*.criipto.id"],
  unconfirmed: [
    "Level substantial is what Idura states; that it follows from the Swedish level 3 is recalled.",
    "That the token repeats the request value in `authenticationtype` is documented for other eIDs of Idura and recalled for this one.",
    "The host name of live tenants (`*.idura.broker`) is recalled.",
  ],
  quirks: [
    "BankID has no OpenID Provider of its own: a broker stands between, and most brokers give no level.",
    "The personal number is in `ssn`.",
    "The host does not tell a test tenant from a live one.",
  ],
  scopes: ["openid"],
  acrValues: { substantial: ["urn:grn:authn:se:bankid"] },
  levels: [
    { acr: "urn:grn:authn:se:bankid", level: "substantial", grade: "recalled" },
    { acr: "urn:grn:authn:se:bankid:same-device", level: "substantial", grade: "recalled" },
    { acr: "urn:grn:authn:se:bankid:qr", level: "substantial", grade: "recalled" },
  ],
  maxAssurance: { eidas: "substantial" },
  acrClaim: "authenticationtype",
  claimNames: { personalAdministrativeNumber: ["ssn"] },
  identifiers: [{ claim: "ssn", type: "NATIONAL_ID" }],
};
