import type { JsonObject, JsonValue } from "@idvkit/core";
import { asObject, isPresent, own, readPath, readText } from "./claim-value.ts";
import { findUnfitMember } from "./claims-requirement.ts";
import type { OidcAnswer, OidcOrder } from "./order.ts";
import { trustFrameworks } from "./trust-frameworks.ts";
import { type EntryProblem, readEvidence, type VerifiedEntry } from "./verified-entry.ts";
import type { Warn } from "./warnings.ts";

/** What an answer holds of verified claims. */
export interface VerifiedClaims {
  place: "idToken" | "userInfo";
  accepted: readonly VerifiedEntry[];
  /** The claims of all accepted entries. */
  claims: JsonObject;
  /** The requirement is met, or there is none. */
  met: boolean;
  /** The word by which the provider says that the person failed. */
  failedLevel?: string;
}

/**
 * Reads `verified_claims` of the ID token or, where it has none, of userinfo: an object or a list (OpenID Connect for
 * Identity Assurance 1.0, 5). An entry that cannot count is left out with a warning.
 */
export function readVerifiedClaims(
  { idToken, userInfo }: OidcAnswer,
  order: OidcOrder,
  now: Date,
  warn: Warn,
): VerifiedClaims {
  const place = isPresent(own(idToken, "verified_claims")) || userInfo === undefined ? "idToken" : "userInfo";
  const value = own(place === "idToken" ? idToken : (userInfo ?? {}), "verified_claims");
  const judgements = placesOf(value).map(({ entry, path }) => judge(entry, path, order, now));
  for (const { problem } of judgements) if (problem !== undefined) warn(problem.code, problem.path);
  const accepted = judgements.flatMap(({ entry }) => entry ?? []);
  const claims = mergeClaims(accepted, warn);
  const given = judgements.some(({ ignored }) => !ignored);
  const [failedLevel] = judgements.flatMap(({ failed }) => failed ?? []);
  return {
    place,
    accepted,
    claims,
    met: isMet(accepted, claims, given, order),
    ...(failedLevel !== undefined && { failedLevel }),
  };
}

/** What became of one entry; `ignored`: it is under a framework that does not count, as if it were not there. */
interface Judgement {
  entry?: VerifiedEntry;
  failed?: string;
  problem?: EntryProblem;
  ignored?: true;
}

function judge(value: JsonValue, path: string, order: OidcOrder, now: Date): Judgement {
  const verification = asObject(own(asObject(value), "verification"));
  if (verification === undefined) return malformed(`${path}.verification`);
  const framework = readText(own(verification, "trust_framework"));
  const frameworkPath = `${path}.verification.trust_framework`;
  if (framework === undefined) return malformed(frameworkPath);
  if (!isAccepted(framework, order)) {
    return { problem: { code: "unknown_trust_framework", path: frameworkPath }, ignored: true };
  }
  const level = readText(own(verification, "assurance_level"));
  if (level !== undefined && order.failedLevels?.includes(level)) return { failed: level };
  const claims = asObject(own(asObject(value), "claims"));
  if (claims === undefined) return malformed(`${path}.claims`);
  const evidence = readEvidence(verification, `${path}.verification`);
  if ("code" in evidence) return { problem: evidence };
  const entry: VerifiedEntry = { path, framework, level, verification, evidence, claims };
  const unfit = findUnfitMember(entry, order.verifiedClaims, now);
  return unfit === undefined ? { entry } : { problem: { code: "verified_claims_unfit", path: unfit } };
}

function malformed(path: string): Judgement {
  return { problem: { code: "malformed_verified_claims", path } };
}

function placesOf(value: JsonValue | undefined): { entry: JsonValue; path: string }[] {
  if (!isPresent(value)) return [];
  if (!Array.isArray(value)) return [{ entry: value, path: "verified_claims" }];
  return value.map((entry, index) => ({ entry, path: `verified_claims[${index}]` }));
}

function isAccepted(framework: string, { verifiedClaims }: OidcOrder): boolean {
  return verifiedClaims === undefined
    ? trustFrameworks.has(framework)
    : verifiedClaims.trustFrameworks.includes(framework);
}

/** The claims of all entries as one object; the first entry that has a claim wins. */
function mergeClaims(entries: readonly VerifiedEntry[], warn: Warn): JsonObject {
  const merged = new Map<string, JsonValue>();
  for (const { claims, path } of entries) {
    for (const [name, value] of Object.entries(claims)) {
      if (!isPresent(merged.get(name))) merged.set(name, value);
      // The name stays out of the path: it is a word of the provider, not of idvkit.
      else if (isPresent(value) && !isSame(merged.get(name), value)) warn("conflicting_value", `${path}.claims`);
    }
  }
  return Object.fromEntries(merged);
}

function isSame(left: JsonValue | undefined, right: JsonValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** `given`: verified claims are there, accepted or not. */
function isMet(
  accepted: readonly VerifiedEntry[],
  claims: JsonObject,
  given: boolean,
  { verifiedClaims }: OidcOrder,
): boolean {
  if (verifiedClaims === undefined) return true;
  if (accepted.length === 0) return !given && verifiedClaims.required === false;
  return (verifiedClaims.claims ?? []).every((name) => isPresent(readPath(claims, name)));
}
