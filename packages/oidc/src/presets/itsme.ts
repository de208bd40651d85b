import type { ProviderPreset } from "./preset.ts";

// Sources: itsme's documentation (authorization request, discovery addresses, set-up guide for identity platforms).
export const itsme: ProviderPreset = {
  name: "itsme",
  title: "itsme (Belgium, Netherlands)",
  issuers: ["https://idp.prd.itsme.services/v2", "https://oidc.prd.itsme.services/clientsecret-oidc/csapi/v0.1"],
  issuersWhenNamed: [
    "https://idp.e2e.itsme.services/v2",
    "https://oidc.e2e.itsme.services/clientsecret-oidc/csapi/v0.1",
  ],
  unconfirmed: [
    "That `acr_advanced` stands for level high rests on the notification of itsme at that level, which is recalled.",
    "`acr_basic` stands for less than high; for which level is not known, so it gives none.",
    "That the issuer of `private_key_jwt` clients equals their discovery address was not read in an answer.",
  ],
  quirks: [
    "A scope `service:<CODE>` is needed: the caller adds the code of the contract.",
    "With `private_key_jwt`, ID token and userinfo come signed and encrypted; with `client_secret_post` the issuer is another one.",
    "When both `acr_values` are asked for, `acr_advanced` wins; without any, `acr_basic` counts.",
  ],
  scopes: ["openid", "profile", "eid"],
  acrValues: { high: ["http://itsme.services/v2/claim/acr_advanced"] },
  levels: [
    { acr: "http://itsme.services/v2/claim/acr_basic", grade: "recalled" },
    { acr: "http://itsme.services/v2/claim/acr_advanced", level: "high", grade: "recalled" },
  ],
  maxAssurance: { eidas: "high" },
  tokenEndpointAuthMethod: "private_key_jwt",
  userInfo: "required",
  encryptedIdToken: true,
  encryptedUserInfo: true,
  ciba: ["poll", "ping"],
};
