import type { ProviderPreset } from "./preset.ts";

// Sources: the scheme's own class names, and the documentation of brokers.
export const eherkenning: ProviderPreset = {
  name: "eherkenning",
  title: "eHerkenning and DigiD, through a broker",
  issuers: [],
  unconfirmed: [],
  quirks: [
    "The scheme speaks SAML; brokers give the class of the assurance as `loa`.",
    "Both level 2 and level 2+ stand for low.",
    "Signicat's old broker sends claims that strict parsers refuse.",
  ],
  scopes: ["openid"],
  levels: [
    { acr: "urn:etoegang:core:assurance-class:loa2", level: "low", grade: "documented" },
    { acr: "urn:etoegang:core:assurance-class:loa2plus", level: "low", grade: "documented" },
    { acr: "urn:etoegang:core:assurance-class:loa3", level: "substantial", grade: "documented" },
    { acr: "urn:etoegang:core:assurance-class:loa4", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  acrClaim: "loa",
};
