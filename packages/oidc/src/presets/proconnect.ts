import type { ProviderPreset } from "./preset.ts";

// Sources: ProConnect's partner documentation (implementation, levels). The issuers are those of public integrations.
export const proconnect: ProviderPreset = {
  name: "proconnect",
  title: "ProConnect (French public sector and companies)",
  issuers: ["https://auth.agentconnect.gouv.fr/api/v2", "https://proconnect.gouv.fr/api/v2"],
  issuersWhenNamed: ["https://fca.integ01.dev-agentconnect.fr/api/v2"],
  unconfirmed: [
    "Issuers and scopes were read in public integrations; the documentation leaves the host name open.",
    "That userinfo is a signed JWT is recalled.",
  ],
  quirks: [
    "`amr` comes only when the `claims` parameter asks for it.",
    "`sub` differs for each service provider.",
    "Logging out at ProConnect is mandatory for services.",
  ],
  scopes: ["openid", "given_name", "usual_name", "email"],
  claims: { id_token: { amr: { essential: true } } },
  acrValues: { low: ["eidas1"], substantial: ["eidas2"], high: ["eidas3"] },
  levels: [
    { acr: "eidas1", level: "low", grade: "documented" },
    { acr: "eidas2", level: "substantial", grade: "documented" },
    { acr: "eidas3", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  claimNames: { familyName: ["usual_name", "family_name"] },
  userInfo: "required",
};
