import type { ProviderPreset } from "./preset.ts";

// Sources: Implementing Regulation (EU) 2015/1502 for the levels; the eIDAS message format for the addresses.
export const eidasGeneric: ProviderPreset = {
  name: "eidas-generic",
  title: "Any provider that speaks of eIDAS levels",
  issuers: [],
  unconfirmed: [],
  quirks: [
    "The words belong to no provider: they count only where the caller names this preset, and so vouches for the issuer himself.",
  ],
  acrValues: {
    low: ["http://eidas.europa.eu/LoA/low"],
    substantial: ["http://eidas.europa.eu/LoA/substantial"],
    high: ["http://eidas.europa.eu/LoA/high"],
  },
  levels: [
    { acr: "http://eidas.europa.eu/LoA/low", level: "low", grade: "documented" },
    { acr: "http://eidas.europa.eu/LoA/substantial", level: "substantial", grade: "documented" },
    { acr: "http://eidas.europa.eu/LoA/high", level: "high", grade: "documented" },
    { acr: "low", level: "low", grade: "documented" },
    { acr: "substantial", level: "substantial", grade: "documented" },
    { acr: "high", level: "high", grade: "documented" },
  ],
  assuranceLevels: { low: "low", substantial: "substantial", high: "high" },
  trustFrameworks: ["eidas"],
  maxAssurance: { eidas: "high" },
};
