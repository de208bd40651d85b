import type { ProviderPreset } from "./preset.ts";

// Sources: the provider's own pages through a public client library (issuer, acr, amr, claims).
export const bankidNorway: ProviderPreset = {
  name: "bankid-norway",
  title: "BankID (Norway)",
  issuers: ["https://auth.bankid.no/auth/realms/prod"],
  unconfirmed: [
    "The `acr` value of biometric logins (`urn:bankid:bis;LOA=3`) and its level are recalled.",
    "That `nnin_altsub` holds the national identity number is recalled.",
  ],
  quirks: [
    "`amr` is one word (`BID`, `BIM`, `BIS`), not a list of RFC 8176 values; it is kept as it is.",
    "`additionalCertInfo` describes the certificate that was used.",
    "Through Signicat the same facts are called `nbid_acr` and `nbid_amr`, the latter a list with commas inside a string.",
  ],
  scopes: ["openid", "profile"],
  acrValues: { substantial: ["urn:bankid:bis;LOA=3"], high: ["urn:bankid:bid;LOA=4"] },
  levels: [
    { acr: "urn:bankid:bis;LOA=3", level: "substantial", grade: "recalled" },
    { acr: "urn:bankid:bid;LOA=4", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  claimNames: { personalAdministrativeNumber: ["nnin_altsub"] },
  identifiers: [
    { claim: "bankid_altsub", type: "BANKID_PID" },
    { claim: "nnin_altsub", type: "NATIONAL_ID" },
  ],
  tokenEndpointAuthMethod: "client_secret_post",
  userInfoSignedResponseAlg: "RS256",
};
