import type { ProviderPreset } from "./preset.ts";

// No source was read: see `unconfirmed`.
export const entraId: ProviderPreset = {
  name: "entra-id",
  title: "Microsoft Entra ID",
  issuers: ["https://login.microsoftonline.com/*/v2.0"],
  unconfirmed: [
    "That `acr_values` is not honoured, and the words of `amr` (`pwd`, `mfa`), are recalled.",
    "The form of the issuer is recalled.",
  ],
  quirks: [
    "Each tenant is an issuer of its own; the common endpoints announce an issuer with a placeholder.",
    "No level comes out: who was checked how is a matter of the company. A method may state more than low, on its own account.",
  ],
  scopes: ["openid", "profile", "email"],
  levels: [],
  maxAssurance: { eidas: "low" },
};
