import type { Claims } from "./settings.ts";
import type { Grant } from "./store.ts";

/**
 * The `verified_claims` for one place, `undefined` to leave them out. A constraint of the request that is not met leaves
 * the entry out without an error (OpenID Connect for Identity Assurance, section on requesting verified claims).
 */
export function verifiedClaimsFor(grant: Grant, place: "id_token" | "userinfo"): unknown {
  const known = grant.person.verifiedClaims;
  const wanted = (grant.claims[place] as Claims | undefined)?.verified_claims;
  if (known === undefined || wanted === undefined) return undefined;
  const requests = wanted === null ? [{}] : list(wanted);
  const found = list(known).flatMap((entry) => {
    const request = requests.find((candidate) => meets(entry.verification, (candidate as Claims).verification));
    return request === undefined ? [] : [{ ...entry, claims: chosen(entry.claims, (request as Claims).claims) }];
  });
  if (found.length === 0) return undefined;
  return Array.isArray(known) ? found : found[0];
}

function meets(value: unknown, constraint: unknown): boolean {
  if (!isClaims(constraint)) return true;
  if ("value" in constraint) return value === constraint.value;
  if (Array.isArray(constraint.values)) return constraint.values.includes(value);
  const members = Object.entries(constraint).filter(([, wanted]) => isClaims(wanted));
  return members.every(([name, wanted]) => meets(isClaims(value) ? value[name] : undefined, wanted));
}

/** The claims that were asked for and whose own constraint is met; all of them when none was named. */
function chosen(claims: unknown, wanted: unknown): Claims {
  const known = isClaims(claims) ? claims : {};
  if (!isClaims(wanted) || Object.keys(wanted).length === 0) return known;
  return Object.fromEntries(
    Object.entries(known).filter(([name, value]) => name in wanted && meets(value, wanted[name])),
  );
}

function list(value: unknown): Claims[] {
  return (Array.isArray(value) ? value : [value]) as Claims[];
}

function isClaims(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
