import type { ProviderPreset } from "./preset.ts";

// Source: TARA's technical specification, version 1.17 (issuer, ID token, levels, methods).
export const tara: ProviderPreset = {
  name: "tara",
  title: "TARA (Estonia)",
  issuers: ["https://tara.ria.ee"],
  issuersWhenNamed: ["https://tara-test.ria.ee"],
  unconfirmed: ["That the word `idcard` in `amr` is `sc` of RFC 8176 is our reading."],
  quirks: [
    "Name and birth date are inside the object `profile_attributes`, in the ID token.",
    "`sub` is the personal code with the country in front (`EE60001019906`).",
    "`acr` is absent when the level is not known.",
    "`amr` has words of its own: `idcard`, `mID`, `smartid`, `eIDAS`.",
    "The code has to be redeemed within 30 seconds.",
    "The specification's example has `at_hash` in plain base64 with padding, not in base64url, and says that TARA does not use it.",
  ],
  scopes: ["openid"],
  acrValues: { low: ["low"], substantial: ["substantial"], high: ["high"] },
  levels: [
    { acr: "low", level: "low", grade: "documented" },
    { acr: "substantial", level: "substantial", grade: "documented" },
    { acr: "high", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  amrNames: { idcard: "sc" },
  claimNames: {
    givenName: ["profile_attributes.given_name"],
    familyName: ["profile_attributes.family_name"],
    birthDate: ["profile_attributes.date_of_birth"],
    mobilePhoneNumber: ["phone_number"],
  },
  identifiers: [{ claim: "sub", type: "NATIONAL_ID" }],
  tokenEndpointAuthMethod: "client_secret_basic",
  userInfo: "none",
  idTokenSignedResponseAlg: "RS256",
};
