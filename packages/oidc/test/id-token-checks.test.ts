import { createHash } from "node:crypto";
import type { JsonObject } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accessTokenHash,
  failedIdTokenCheck,
  type IdTokenExpectation,
  idTokenChecks,
} from "../src/relying-party/id-token-checks.ts";

const now = 1_700_000_000;
const expected: IdTokenExpectation = {
  issuer: "https://op.example",
  clientId: "rp",
  nonce: "nonce-1",
  now,
  toleranceSeconds: 30,
  startedAt: now - 60,
  maxAge: 300,
  freshLogin: true,
  accessToken: "access-token-1",
  alg: "RS256",
};
const good: JsonObject = {
  iss: "https://op.example",
  sub: "person-1",
  aud: "rp",
  exp: now + 600,
  iat: now - 10,
  nonce: "nonce-1",
  auth_time: now - 20,
  at_hash: leftHalf("access-token-1", "sha256"),
};

function leftHalf(text: string, algorithm: string): string {
  const digest = createHash(algorithm).update(text).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}

function without(name: string): JsonObject {
  const { [name]: _, ...rest } = good;
  return rest;
}

type Row = [reason: string, claims: JsonObject, more?: Partial<IdTokenExpectation>];

/** Every rule, broken alone, on both sides of its edge where it has one. */
const refusals: readonly Row[] = [
  ["id_token_issuer_missing", without("iss")],
  ["id_token_issuer_mismatch", { ...good, iss: "https://op.example/" }],
  ["id_token_issuer_mismatch", { ...good, iss: ["https://op.example"] }],
  ["id_token_subject_missing", without("sub")],
  ["id_token_subject_missing", { ...good, sub: "" }],
  ["id_token_subject_missing", { ...good, sub: 1 }],
  ["id_token_audience_missing", without("aud")],
  ["id_token_audience_mismatch", { ...good, aud: "rp2" }],
  ["id_token_audience_mismatch", { ...good, aud: [] }],
  ["id_token_audience_mismatch", { ...good, aud: { rp: true } }],
  ["id_token_audience_not_alone", { ...good, aud: ["rp", "other"] }],
  ["id_token_authorized_party_mismatch", { ...good, azp: "other" }],
  ["id_token_authorized_party_mismatch", { ...good, aud: ["rp", "other"], azp: "other" }],
  ["id_token_expiry_missing", without("exp")],
  ["id_token_expiry_missing", { ...good, exp: String(now + 600) }],
  ["id_token_expired", { ...good, exp: now - 30 }],
  ["id_token_issued_at_missing", without("iat")],
  ["id_token_issued_at_missing", { ...good, iat: String(now) }],
  ["id_token_issued_in_future", { ...good, iat: now + 31 }],
  ["id_token_issued_before_request", { ...good, iat: now - 91 }],
  ["id_token_not_yet_valid", { ...good, nbf: now + 31 }],
  ["id_token_not_yet_valid", { ...good, nbf: "tomorrow" }],
  ["id_token_nonce_missing", without("nonce")],
  ["id_token_nonce_mismatch", { ...good, nonce: "nonce-2" }],
  ["id_token_nonce_mismatch", { ...good, nonce: null }],
  ["id_token_auth_time_unreadable", { ...good, auth_time: String(now) }],
  ["id_token_auth_time_missing", without("auth_time")],
  ["id_token_authentication_too_old", { ...good, auth_time: now - 331 }, { freshLogin: false }],
  ["id_token_authentication_in_future", { ...good, auth_time: now + 31 }],
  ["id_token_authentication_not_fresh", { ...good, auth_time: now - 91 }],
  ["id_token_access_token_hash_mismatch", { ...good, at_hash: leftHalf("access-token-2", "sha256") }],
  ["id_token_access_token_hash_mismatch", { ...good, at_hash: 5 }],
  [
    "id_token_auth_req_id_mismatch",
    { ...good, "urn:openid:params:jwt:claim:auth_req_id": "request-2" },
    { authReqId: "request-1" },
  ],
];

const acceptances: readonly [what: string, claims: JsonObject, more?: Partial<IdTokenExpectation>][] = [
  ["all as it should be", good],
  ["the audience in a list", { ...good, aud: ["rp"] }],
  ["several audiences, and this client as authorized party", { ...good, aud: ["rp", "other"], azp: "rp" }],
  ["the last second of its life", { ...good, exp: now - 29 }],
  ["a clock ahead within the tolerance", { ...good, iat: now + 30, nbf: now + 30, auth_time: now + 30 }],
  ["a clock behind within the tolerance", { ...good, iat: now - 90 }],
  ["no hash of the access token", without("at_hash")],
  ["no time of the login, when none was asked for", without("auth_time"), { maxAge: undefined as never }],
  [
    "an old login, when that is all right",
    { ...good, auth_time: 1 },
    { maxAge: undefined as never, freshLogin: false },
  ],
  ["the oldest login that will do", { ...good, auth_time: now - 330 }, { freshLogin: false }],
  ["no nonce, where the flow has none", without("nonce"), { nonce: undefined as never }],
];

/** An expectation; a member that is undefined is left out. */
function expectation(more: Partial<IdTokenExpectation> = {}): IdTokenExpectation {
  const members = Object.entries({ ...expected, ...more }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as unknown as IdTokenExpectation;
}

describe("the rules of an ID token", () => {
  it.each(refusals)("%s", (reason, claims, more) => {
    expect(failedIdTokenCheck(claims, expectation(more))).toBe(reason);
  });

  it.each(acceptances)("let pass: %s", (_, claims, more) => {
    expect(failedIdTokenCheck(claims, expectation(more))).toBeUndefined();
  });

  it("are each shown alone above", () => {
    expect(new Set(idTokenChecks.map(([reason]) => reason))).toEqual(new Set(refusals.map(([reason]) => reason)));
  });

  it("agree with a second wording of the specification", () => {
    const time = fc.integer({ min: now - 400, max: now + 700 });
    const claims = fc.record(
      {
        iss: fc.constantFrom("https://op.example", "https://evil.example", 5),
        sub: fc.constantFrom("person-1", "", 7),
        aud: fc.constantFrom("rp", "other", ["rp"], ["other"], ["rp", "other"], []),
        azp: fc.constantFrom("rp", "other"),
        exp: fc.oneof(time, fc.constant("soon")),
        iat: fc.oneof(time, fc.constant(null)),
        nbf: fc.oneof(time, fc.constant("x")),
        nonce: fc.constantFrom("nonce-1", "nonce-2"),
        auth_time: fc.oneof(time, fc.constant("x")),
        at_hash: fc.constantFrom(leftHalf("access-token-1", "sha256"), "x"),
      },
      { requiredKeys: [] },
    );
    const nearlyGood = claims.chain((changes) =>
      fc.subarray(Object.keys(changes), { maxLength: 2 }).map((names) => ({
        ...good,
        ...Object.fromEntries(names.map((name) => [name, changes[name as keyof typeof changes]])),
      })),
    );
    fc.assert(
      fc.property(fc.oneof(claims, nearlyGood) as fc.Arbitrary<JsonObject>, fc.boolean(), (token, isFresh) => {
        const passes = failedIdTokenCheck(token, expectation({ freshLogin: isFresh })) === undefined;
        expect(passes).toBe(isAcceptable(token, isFresh));
      }),
      { numRuns: 2000 },
    );
  });
});

/** OpenID Connect Core, section 3.1.3.7, in other words. */
function isAcceptable(token: JsonObject, isFresh: boolean): boolean {
  const { iss, sub, aud, azp, exp, iat, nbf, nonce, auth_time: authTime, at_hash: atHash } = token;
  const list = typeof aud === "string" ? [aud] : Array.isArray(aud) ? aud : [];
  const isNumber = (value: unknown): value is number => typeof value === "number";
  if (iss !== "https://op.example" || typeof sub !== "string" || sub.length === 0 || nonce !== "nonce-1") return false;
  if (!list.some((one) => one === "rp") || (list.length > 1 && azp !== "rp") || (azp ?? "rp") !== "rp") return false;
  if (!isNumber(exp) || !isNumber(iat) || !isNumber(authTime)) return false;
  if (exp + 30 <= now || iat - 30 > now || iat + 30 < now - 60) return false;
  if (nbf !== undefined && (!isNumber(nbf) || nbf - 30 > now)) return false;
  if (authTime < now - 330 || authTime > now + 30 || (isFresh && authTime < now - 90)) return false;
  return atHash === undefined || atHash === leftHalf("access-token-1", "sha256");
}

describe("the hash of an access token", () => {
  it("is the one of the specification's example", () => {
    // OpenID Connect Core, appendix A.3: at_hash of an RS256 token.
    expect(accessTokenHash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "RS256")).toBe("77QmUPtjPfzWtF2AnpK9RQ");
  });

  it.each([
    ["RS256", "sha256"],
    ["PS384", "sha384"],
    ["ES512", "sha512"],
    ["EdDSA", "sha512"],
    ["Ed25519", "sha512"],
  ])("of a token signed by %s is made with %s", (alg, algorithm) => {
    expect(accessTokenHash("access-token-1", alg)).toBe(leftHalf("access-token-1", algorithm));
  });
});
