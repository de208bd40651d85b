import type { Misbehaviour } from "../misbehaviour.ts";
import type { Claims } from "../settings.ts";

/** Changes `verified_claims` wherever they are. */
function verified(summary: string, change: (entry: Claims) => unknown): Misbehaviour {
  const inPlace = (claims: Claims): Claims => {
    const { verified_claims: present, ...others } = claims;
    if (present === undefined) return claims;
    const first = (Array.isArray(present) ? present[0] : present) as Claims;
    const changed = change(first);
    return changed === undefined ? others : { ...others, verified_claims: changed };
  };
  return { summary, idTokenClaims: inPlace, userInfo: inPlace };
}

const unknownEntry = {
  verification: { trust_framework: "urn:example:unheard-of", assurance_level: "perfect" },
  claims: { given_name: "Nobody", family_name: "Trusted" },
};

function firstClaimOnly(entry: Claims): Claims {
  return { ...entry, claims: Object.fromEntries(Object.entries(entry.claims as Claims).slice(0, 1)) };
}

/** OpenID Connect for Identity Assurance, seen from the client. */
export const identityAssurance = {
  "verified-claims-omitted": verified("The provider leaves verified_claims out, without an error.", () => undefined),
  "verified-claims-empty": verified("verified_claims hold no claim.", (entry) => ({ ...entry, claims: {} })),
  "verified-claims-one-omitted": verified("Only the first of the verified claims is there.", firstClaimOnly),
  "verified-claims-unknown-framework": verified("An entry of an unknown trust framework stands first.", (entry) => [
    unknownEntry,
    entry,
  ]),
  "verified-claims-only-unknown-framework": verified("The only trust framework is unknown.", () => unknownEntry),
  "verified-claims-without-framework": verified("The verification names no trust framework.", (entry) => ({
    ...entry,
    verification: {},
  })),
  "verified-claims-unknown-check": verified("The assurance refers to a check that is not there.", (entry) => ({
    ...entry,
    verification: {
      ...(entry.verification as Claims),
      assurance_process: { assurance_details: [{ evidence_ref: [{ check_id: "no-such-check" }] }] },
    },
  })),
} as const satisfies Readonly<Record<string, Misbehaviour>>;
