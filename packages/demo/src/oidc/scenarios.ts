import type { ScenarioTitle } from "../driver-demo.ts";

/** One login: how it is asked for, what the person does, and what happens on the way back. */
export interface OidcScenario extends ScenarioTitle {
  /** What client and provider demand of each other. */
  profile: "plain" | "strong";
  /** The level that the relying party needs. */
  requiredLevel: "low" | "substantial";
  /** Identity assurance is asked for, and needed. */
  verifiedClaims?: true;
  person: "logsIn" | "refuses";
  /** The level that the provider says the login has. */
  acr: "low" | "substantial";
  plot: "return" | "anotherBrowser" | "crash";
}

const login = {
  profile: "plain",
  requiredLevel: "low",
  person: "logsIn",
  acr: "substantial",
  plot: "return",
} as const;

export const scenarios: readonly OidcScenario[] = [
  { name: "login", title: "Authorization code with PKCE, state and nonce", ...login },
  {
    name: "strong-profile",
    title: "PAR, JAR, private_key_jwt, DPoP, JARM, encrypted ID token, signed userinfo",
    ...login,
    profile: "strong",
    requiredLevel: "substantial",
  },
  {
    name: "verified-claims",
    title: "Identity assurance: who verified the person, and by which document",
    ...login,
    verifiedClaims: true,
  },
  { name: "canceled", title: "The person refuses at the provider", ...login, person: "refuses" },
  {
    name: "level-too-low",
    title: "Proven, but not at the level that is needed",
    ...login,
    requiredLevel: "substantial",
    acr: "low",
  },
  {
    name: "login-relay",
    title: "A link that was sent to another person: the login of a stranger",
    ...login,
    plot: "anotherBrowser",
  },
  {
    name: "crash",
    title: "The process dies after the token response; only the vault is left",
    ...login,
    plot: "crash",
  },
];

/** The usual way; the others are shown by `npm run demo -- oidc`. */
export const tourNames = ["login"];
