import type { JsonObject, JsonValue } from "@idvkit/core";
import type { VerifiedClaimsRequirement } from "../mapping/order.ts";

/** Where verified claims are asked for. */
export type VerifiedClaimsPlace = "idToken" | "userInfo";

/** A provider may refuse a request that names no claim at all; these make up the core of an identity. */
const coreClaims = ["given_name", "family_name", "birthdate"];

const members: Readonly<Record<VerifiedClaimsPlace, string>> = { idToken: "id_token", userInfo: "userinfo" };

/**
 * The `claims` parameter that asks for what a requirement needs (OpenID Connect for Identity Assurance 1.0, section 6).
 * A provider that cannot meet it leaves all verified claims out and reports no error. With several evidence types one of
 * them is enough.
 */
export function verifiedClaimsRequest(
  requirement: VerifiedClaimsRequirement,
  place: VerifiedClaimsPlace = "idToken",
): JsonObject {
  const { trustFrameworks, assuranceLevels, evidenceTypes, maxAgeSeconds } = requirement;
  const claims = requirement.claims === undefined || requirement.claims.length === 0 ? coreClaims : requirement.claims;
  return {
    [members[place]]: {
      verified_claims: {
        verification: {
          trust_framework: oneOf(trustFrameworks),
          ...(assuranceLevels !== undefined && { assurance_level: oneOf(assuranceLevels) }),
          ...(maxAgeSeconds !== undefined && { time: { max_age: maxAgeSeconds } }),
          ...(evidenceTypes !== undefined && { evidence: evidenceTypes.map((type) => ({ type: { value: type } })) }),
        },
        claims: Object.fromEntries(claims.map((path) => [topLevel(path), null])),
      },
    },
  };
}

/**
 * What is asked for in the `claims` parameter: the caller's own, as it is; else that of the provider's preset, and the
 * verified claims that are required, where the preset does not ask for any.
 */
export function claimsParameter({
  claims,
  preset,
  verifiedClaims,
}: {
  claims?: JsonObject;
  preset?: { claims?: JsonObject };
  verifiedClaims?: VerifiedClaimsRequirement & { in?: VerifiedClaimsPlace };
}): JsonObject | undefined {
  if (claims !== undefined) return claims;
  const known = preset?.claims;
  if (verifiedClaims === undefined || asksForVerifiedClaims(known)) return known;
  const asked = verifiedClaimsRequest(verifiedClaims, verifiedClaims.in);
  const merged = Object.entries(asked).map(([member, value]) => [
    member,
    { ...objectOf(known?.[member]), ...objectOf(value) },
  ]);
  return { ...known, ...Object.fromEntries(merged) };
}

/** Whether a `claims` parameter asks for verified claims, in either place. */
export function asksForVerifiedClaims(claims: JsonObject | undefined): boolean {
  return Object.values(members).some((member) => Object.hasOwn(objectOf(claims?.[member]), "verified_claims"));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function oneOf(words: readonly string[]): JsonObject {
  const [word] = words;
  return words.length === 1 && word !== undefined ? { value: word } : { values: [...words] };
}

/** A requirement may name a part of a claim (`address.country`); asked for is the claim. */
function topLevel(path: string): string {
  return path.split(".")[0] ?? path;
}
