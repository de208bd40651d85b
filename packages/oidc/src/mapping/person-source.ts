import type { JsonObject, JsonValue } from "@idvkit/core";
import { isPresent, readPath } from "./claim-value.ts";
import { type ClaimViews, claimPlaces, isSaidUnverified, warnElsewhere } from "./claim-views.ts";
import type { OidcOrder } from "./order.ts";
import type { Read } from "./person-values.ts";
import type { VerifiedClaims } from "./verified-claims.ts";
import type { Warn } from "./warnings.ts";

/** Where the claims about the person are taken from, the weightier place first. */
export interface PersonSource {
  places: readonly { path: string; claims: JsonObject }[];
}

/**
 * Verified claims or plain ones, never both. Where verified ones were asked for and are not there, or the provider says
 * that the person failed, plain claims do not take their place: no source.
 */
export function choosePersonSource(
  views: ClaimViews,
  verified: VerifiedClaims,
  order: OidcOrder,
): PersonSource | undefined {
  if (verified.accepted.length > 0) return { places: [{ path: "verified_claims.claims", claims: verified.claims }] };
  if (verified.failedLevel !== undefined || (order.verifiedClaims !== undefined && !verified.met)) return undefined;
  return { places: claimPlaces.map((place) => ({ path: place, claims: views[place] })) };
}

/** What to read, under which names, the first that has a value; `confirmed`: a value said to be unverified is left out. */
export interface PersonClaim {
  names: readonly string[];
  read: Read;
  confirmed?: true;
}

/** The value of a claim; undefined when it is absent, or left out with a warning. */
export function readPersonClaim(
  { places }: PersonSource,
  { names, read, confirmed }: PersonClaim,
  warn: Warn,
): JsonValue | undefined {
  for (const name of names) {
    const values: { value: JsonValue; path: string }[] = [];
    for (const { path, claims } of places) {
      const value = readPath(claims, name);
      if (!isPresent(value)) continue;
      const reading = read(value);
      if ("problem" in reading) warn(reading.problem, `${path}.${name}`);
      else {
        if (reading.also !== undefined) warn(reading.also, `${path}.${name}`);
        values.push({ value: reading.value, path: `${path}.${name}` });
      }
    }
    const [first, second] = values;
    if (first === undefined) continue;
    if (second !== undefined && !isSame(first.value, second.value)) warn("conflicting_value", second.path);
    if (!confirmed || !isSaidUnverified(claimsOf(places), name)) return first.value;
    warn("unverified_value", first.path);
  }
  for (const name of names) warnElsewhere(claimsOf(places), name, warn);
  return undefined;
}

function claimsOf(places: PersonSource["places"]): JsonObject[] {
  return places.map(({ claims }) => claims);
}

function isSame(left: JsonValue, right: JsonValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
