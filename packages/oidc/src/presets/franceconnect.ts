import type { ProviderPreset } from "./preset.ts";

// Sources: FranceConnect's partner documentation (endpoints, changes of version 2, FranceConnect+).
export const franceconnect: ProviderPreset = {
  name: "franceconnect",
  title: "FranceConnect and FranceConnect+",
  issuers: ["https://oidc.franceconnect.gouv.fr/api/v2", "https://auth.franceconnect.gouv.fr/api/v2"],
  issuersWhenNamed: [
    "https://fcp-low.integ01.dev-franceconnect.fr/api/v2",
    "https://auth.integ01.dev-franceconnect.fr/api/v2",
  ],
  unconfirmed: [
    "The production issuer of FranceConnect (level low) was read in public integrations; the documentation names only that of FranceConnect+.",
    "Signed userinfo in version 2: that the answer is signed is documented, the algorithm of a given client is not known here.",
  ],
  quirks: [
    "Two platforms: FranceConnect answers `eidas1`, FranceConnect+ `eidas2` and `eidas3`, with keys and clients of their own.",
    "`sub` differs for each service provider.",
    "`birthplace` and `birthcountry` are INSEE codes, not names; they are left to attribute mappings.",
    "Userinfo is a signed JWT (ES256, or RS256 where the client was registered so); FranceConnect+ also encrypts it and the ID token.",
    "`preferred_username` is the name in use; `family_name` is the name at birth.",
    "Logging out at FranceConnect is mandatory for services.",
  ],
  scopes: ["openid", "identite_pivot", "email"],
  acrValues: { low: ["eidas1"], substantial: ["eidas2"], high: ["eidas3"] },
  levels: [
    { acr: "eidas1", level: "low", grade: "documented" },
    { acr: "eidas2", level: "substantial", grade: "documented" },
    { acr: "eidas3", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  userInfo: "required",
  userInfoSignedResponseAlg: "ES256",
  idTokenSignedResponseAlg: "ES256",
};
