import { acrLevelsOf, assuranceLevelsOf, mapClaims, type OidcOrder } from "@idvkit/oidc";
import type { AnswerMapping } from "../driver-demo.ts";

const maxAssurance = { eidas: "high" } as const;

/** Claims of an ID token and of userinfo. Nobody has checked their signatures: what comes out is what they would mean. */
export const oidcAnswers: AnswerMapping = {
  takes: ["{ idToken: { claims }, userInfo?: { claims } }"],
  option: {
    name: "acr",
    placeholder: "VALUES",
    help: ["the acr values that were asked for, with spaces between them;", "without it, none"],
  },
  map: (raw, given, now) => ({
    what: "answer of an OpenID Provider",
    status: mapClaims(raw, { now, order: orderOf(raw, given) }),
    method: { provider: "oidc", methodType: "oidc", maxAssurance },
  }),
};

/** Levels only of an issuer that a preset knows. */
function orderOf(raw: unknown, given = ""): OidcOrder {
  const claims = memberOf(raw, "idToken");
  const issuer = textOf(memberOf(claims, "iss"));
  const acrLevels = acrLevelsOf({ issuer });
  const assuranceLevels = assuranceLevelsOf({ issuer });
  return {
    provider: "oidc",
    issuer,
    clientId: textOf(memberOf(claims, "aud")),
    acrValues: given.split(" ").filter((value) => value !== ""),
    ...(acrLevels !== undefined && { acrLevels }),
    ...(assuranceLevels !== undefined && { assuranceLevels }),
    maxAssurance,
    attributeMappings: [],
    userInfoAttributeMappings: [],
    requiredAttributes: [],
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
