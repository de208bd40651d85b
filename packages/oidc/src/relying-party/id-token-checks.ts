import { hash } from "node:crypto";
import type { JsonObject, JsonValue } from "@idvkit/core";

/** What an ID token must say. Times are seconds since 1970. */
export interface IdTokenExpectation {
  issuer: string;
  clientId: string;
  /** Absent: the flow has none (CIBA). */
  nonce?: string;
  /** CIBA: the request that the token answers. */
  authReqId?: string;
  now: number;
  toleranceSeconds: number;
  /** When the login was started. No ID token of this login is older. */
  startedAt: number;
  maxAge?: number;
  freshLogin?: boolean;
  accessToken?: string;
  /** Algorithm of its signature. */
  alg: string;
}

/** OpenID Connect CIBA Core 1.0, section 10.3.1. */
const authReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";

type Check = (claims: JsonObject, expected: IdTokenExpectation) => boolean;

/**
 * OpenID Connect Core, section 3.1.3.7, and what evidence needs beyond: each rule with the reason that a refusal bears.
 * openid-client checks most of it as well; this list names what failed, and holds what openid-client leaves out.
 */
export const idTokenChecks: readonly (readonly [reason: string, holds: Check])[] = [
  ["id_token_issuer_missing", ({ iss }) => iss !== undefined],
  ["id_token_issuer_mismatch", ({ iss }, { issuer }) => iss === issuer],
  ["id_token_subject_missing", ({ sub }) => typeof sub === "string" && sub !== ""],
  ["id_token_audience_missing", ({ aud }) => aud !== undefined],
  ["id_token_audience_mismatch", ({ aud }, { clientId }) => audiences(aud).includes(clientId)],
  ["id_token_audience_not_alone", ({ aud, azp }) => audiences(aud).length === 1 || azp !== undefined],
  ["id_token_authorized_party_mismatch", ({ azp }, { clientId }) => azp === undefined || azp === clientId],
  ["id_token_expiry_missing", ({ exp }) => typeof exp === "number"],
  ["id_token_expired", ({ exp }, { now, toleranceSeconds }) => Number(exp) > now - toleranceSeconds],
  ["id_token_issued_at_missing", ({ iat }) => typeof iat === "number"],
  ["id_token_issued_in_future", ({ iat }, { now, toleranceSeconds }) => Number(iat) <= now + toleranceSeconds],
  [
    "id_token_issued_before_request",
    ({ iat }, { startedAt, toleranceSeconds }) => Number(iat) >= startedAt - toleranceSeconds,
  ],
  [
    "id_token_not_yet_valid",
    ({ nbf }, { now, toleranceSeconds }) =>
      nbf === undefined || (typeof nbf === "number" && nbf <= now + toleranceSeconds),
  ],
  ["id_token_nonce_missing", ({ nonce }, expected) => expected.nonce === undefined || nonce !== undefined],
  ["id_token_nonce_mismatch", ({ nonce }, expected) => expected.nonce === undefined || nonce === expected.nonce],
  [
    "id_token_auth_req_id_mismatch",
    ({ [authReqIdClaim]: named }, { authReqId }) =>
      authReqId === undefined || named === undefined || named === authReqId,
  ],
  ["id_token_auth_time_unreadable", ({ auth_time }) => auth_time === undefined || typeof auth_time === "number"],
  [
    "id_token_authentication_in_future",
    ({ auth_time }, { now, toleranceSeconds }) =>
      auth_time === undefined || Number(auth_time) <= now + toleranceSeconds,
  ],
  ["id_token_auth_time_missing", ({ auth_time }, { maxAge }) => maxAge === undefined || auth_time !== undefined],
  [
    "id_token_authentication_too_old",
    ({ auth_time }, { maxAge, now, toleranceSeconds }) =>
      maxAge === undefined || Number(auth_time) + maxAge >= now - toleranceSeconds,
  ],
  [
    "id_token_authentication_not_fresh",
    ({ auth_time }, { freshLogin, startedAt, toleranceSeconds }) =>
      freshLogin !== true || auth_time === undefined || Number(auth_time) >= startedAt - toleranceSeconds,
  ],
  [
    "id_token_access_token_hash_mismatch",
    ({ at_hash }, { accessToken, alg }) =>
      at_hash === undefined || accessToken === undefined || isHashOf(accessToken, at_hash, alg),
  ],
];

/** The reason of the first rule that an ID token breaks. */
export function failedIdTokenCheck(claims: JsonObject, expected: IdTokenExpectation): string | undefined {
  return idTokenChecks.find(([, holds]) => !holds(claims, expected))?.[0];
}

function audiences(aud: JsonValue | undefined): JsonValue[] {
  return Array.isArray(aud) ? aud : aud === undefined ? [] : [aud];
}

/** The left half of the access token's hash, with the hash of the ID token's own signature (section 3.1.3.6). */
export function accessTokenHash(accessToken: string, alg: string): string {
  const digest = hash(hashOf(alg), accessToken, "buffer");
  return digest.subarray(0, digest.length / 2).toString("base64url");
}

/** Some providers pad the hash, or write it in plain base64: the bytes count. */
function isHashOf(accessToken: string, given: JsonValue, alg: string): boolean {
  if (typeof given !== "string") return false;
  return Buffer.from(given, "base64url").toString("base64url") === accessTokenHash(accessToken, alg);
}

/** Ed25519 signs with SHA-512 inside. */
function hashOf(alg: string): string {
  const size = /(256|384|512)$/.exec(alg)?.[1];
  return alg === "Ed25519" || size === undefined ? "sha512" : `sha${size}`;
}
