import type { ProviderPreset } from "./preset.ts";

// Sources: eSignet's documentation and that of a project which registers clients there.
export const mosipEsignet: ProviderPreset = {
  name: "mosip-esignet",
  title: "MOSIP eSignet",
  issuers: [],
  unconfirmed: [],
  quirks: [
    "`acr` names the method (a code, a fingerprint, a password), not a level: no eIDAS level comes out.",
    "What `acr` is in words of `amr` stands in a file of each installation (`amr-acr-mapping.json`).",
    "Each country runs its own installation.",
  ],
  scopes: ["openid", "profile"],
  levels: [
    { acr: "mosip:idp:acr:password", grade: "documented" },
    { acr: "mosip:idp:acr:static-code", grade: "documented" },
    { acr: "mosip:idp:acr:generated-code", grade: "documented" },
    { acr: "mosip:idp:acr:linked-wallet", grade: "documented" },
    { acr: "mosip:idp:acr:biometrics", grade: "documented" },
    { acr: "mosip:idp:acr:knowledge", grade: "documented" },
  ],
  maxAssurance: {},
  tokenEndpointAuthMethod: "private_key_jwt",
};
