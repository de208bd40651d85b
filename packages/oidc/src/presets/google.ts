import type { ProviderPreset } from "./preset.ts";

// Source: the issuer as public documentation names it.
export const google: ProviderPreset = {
  name: "google",
  title: "Google",
  issuers: ["https://accounts.google.com"],
  unconfirmed: [],
  quirks: ["An account proves no identity: no level comes out, whatever the token says."],
  scopes: ["openid", "profile", "email"],
  levels: [],
  maxAssurance: {},
};
