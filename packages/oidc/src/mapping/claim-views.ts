import type { JsonObject, JsonValue } from "@idvkit/core";
import { idTokenClaims } from "./answer.ts";
import { asObject, isPresent, own, readPath } from "./claim-value.ts";
import type { OidcAnswer } from "./order.ts";
import type { VerifiedClaims } from "./verified-claims.ts";
import type { Warn } from "./warnings.ts";

export type ClaimPlace = "idToken" | "userInfo";

/** Both places, the weightier first. */
export const claimPlaces: readonly ClaimPlace[] = ["idToken", "userInfo"];

/** The claims as all further reading sees them, so that no reader can get at what must not count. */
export type ClaimViews = Readonly<Record<ClaimPlace, JsonObject>>;

export interface FoundClaim {
  value: Exclude<JsonValue, null>;
  place: ClaimPlace;
}

/**
 * Userinfo without what only the ID token may say; `verified_claims` in the one place where it counts, and of it only
 * what was accepted.
 */
export function viewClaims({ idToken, userInfo = {} }: OidcAnswer, verified: VerifiedClaims): ClaimViews {
  return {
    idToken: { ...without(idToken, ["verified_claims"]), ...acceptedView(verified, "idToken") },
    userInfo: {
      ...without(userInfo, [...idTokenClaims, "verified_claims"]),
      ...acceptedView(verified, "userInfo"),
    },
  };
}

/** The first place where a claim has a value. Absent and only named in `_claim_names`: undefined and a warning. */
export function findClaim(
  views: ClaimViews,
  path: string,
  warn: Warn,
  places: readonly ClaimPlace[] = claimPlaces,
): FoundClaim | undefined {
  for (const place of places) {
    const value = readPath(views[place], path);
    if (isPresent(value)) return { value, place };
  }
  warnElsewhere(
    places.map((place) => views[place]),
    path,
    warn,
  );
  return undefined;
}

/** Aggregated and distributed claims (OpenID Connect Core, 5.6.2) are not fetched; a caller who misses one is told. */
export function warnElsewhere(places: readonly JsonObject[], path: string, warn: Warn): void {
  if (places.some((claims) => isElsewhere(claims, path))) warn("claims_elsewhere", path);
}

/** Whether the provider says of a claim, in its `_verified` companion, that it is or that it is not verified. */
export function verifiedFlag(claims: JsonObject, path: string): boolean | undefined {
  const flag = readPath(claims, `${path}_verified`);
  if (flag === true || flag === "true") return true;
  return flag === false || flag === "false" ? false : undefined;
}

/** Whether any place says that the claim is not verified. */
export function isSaidUnverified(places: readonly JsonObject[], path: string): boolean {
  return places.some((claims) => verifiedFlag(claims, path) === false);
}

function isElsewhere(claims: JsonObject, path: string): boolean {
  const names = asObject(own(claims, "_claim_names"));
  return names !== undefined && Object.keys(names).some((name) => path === name || path.startsWith(`${name}.`));
}

function acceptedView({ accepted: [first], claims, place }: VerifiedClaims, here: ClaimPlace): JsonObject {
  if (first === undefined || place !== here) return {};
  return { verified_claims: { verification: first.verification, claims } };
}

function without(claims: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}
