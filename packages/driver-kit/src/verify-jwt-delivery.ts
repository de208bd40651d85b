import { hash } from "node:crypto";
import { failure, IdvError, type IdvResult, isIdvError, type JsonObject, success } from "@idvkit/core";
import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from "jose";
import { constantTimeEqual } from "./constant-time-equal.ts";

/** What may sign a delivery (RFC 7518, section 3.1, RFC 8037, RFC 9864). `none` is not among it. */
const algorithmKinds = {
  RS256: "asymmetric",
  RS384: "asymmetric",
  RS512: "asymmetric",
  PS256: "asymmetric",
  PS384: "asymmetric",
  PS512: "asymmetric",
  ES256: "asymmetric",
  ES384: "asymmetric",
  ES512: "asymmetric",
  EdDSA: "asymmetric",
  Ed25519: "asymmetric",
  HS256: "symmetric",
  HS384: "symmetric",
  HS512: "symmetric",
} as const;

export type JwtDeliveryAlgorithm = keyof typeof algorithmKinds;

/** A claim that binds the token to the body that came with it. */
export interface BodyHashClaim {
  claim: string;
  algorithm: "sha256" | "sha384" | "sha512";
  /** How the claim spells the digest. Default `hex`, in either case. */
  encoding?: "hex" | "base64" | "base64url";
  /** The body as it came in, byte for byte. */
  body: Uint8Array;
}

export interface JwtDeliveryCheck {
  /** Compact JWS. Missing: refused. */
  token: string | undefined;
  /**
   * The provider's public keys, or a function that finds the key for a header, such as jose's `createRemoteJWKSet`.
   * Shared keys (HS256 and so on) need the function; it returns the bytes of the key.
   */
  keys: JSONWebKeySet | JWTVerifyGetKey;
  /** All that the provider uses, and no more. Public and shared keys do not mix. */
  algorithms: readonly JwtDeliveryAlgorithm[];
  issuer?: string | string[];
  audience?: string | string[];
  /** Refuses a token whose `iat` is older, or missing. */
  maxTokenAgeSeconds?: number;
  /** Difference of the two clocks that is forgiven. Default 30. */
  clockToleranceSeconds?: number;
  now: Date;
  bodyHash?: BodyHashClaim;
}

const defaultClockToleranceSeconds = 30;

/**
 * Checks a delivery that is a signed JWT, or that carries one beside its body, and returns the claims.
 *
 * Fails with `invalid_callback` when the token is missing, forged, expired, too old, of another issuer or audience, or
 * not about this body; with `configuration` when the keys or algorithms cannot be used; with `provider_unavailable`
 * (retryable) when the function that finds the key fails. No error shows a part of the token.
 */
export async function verifyJwtDelivery(check: JwtDeliveryCheck): Promise<IdvResult<JsonObject>> {
  const fault = findAlgorithmFault(check);
  if (fault !== null) return failure(new IdvError({ code: "configuration", message: fault }));
  if (check.token === undefined || check.token === "") return refused("token: missing");
  const payload = await verifiedPayload(check.token, check);
  if (!payload.ok) return payload;
  if (check.bodyHash !== undefined && !isAboutBody(payload.value, check.bodyHash)) {
    return refused("token: is not about this body");
  }
  // The claims come out of JSON.parse.
  return success(payload.value as JsonObject);
}

function findAlgorithmFault(check: JwtDeliveryCheck): string | null {
  const kinds = new Set<string | null>();
  for (const algorithm of check.algorithms) {
    kinds.add(Object.hasOwn(algorithmKinds, algorithm) ? algorithmKinds[algorithm] : null);
  }
  if (kinds.size === 0 || kinds.has(null)) return "algorithms: expected known signature algorithms";
  if (kinds.size > 1) return "algorithms: public and shared keys do not mix";
  if (kinds.has("symmetric") && typeof check.keys !== "function") return "keys: a shared key needs a function";
  return null;
}

async function verifiedPayload(token: string, check: JwtDeliveryCheck): Promise<IdvResult<JWTPayload>> {
  const jose = await import("jose");
  const options = verifyOptions(check);
  let keyFault: IdvError | null = null;
  const findKey: JWTVerifyGetKey = async (header, jws) => {
    try {
      const find = typeof check.keys === "function" ? check.keys : jose.createLocalJWKSet(check.keys);
      return await find(header, jws);
    } catch (cause) {
      if (!isAboutTheToken(cause)) keyFault = keyFaultOf(cause, check);
      throw cause;
    }
  };
  try {
    return success((await jose.jwtVerify(token, findKey, options)).payload);
  } catch (cause) {
    if (keyFault !== null) return failure(keyFault);
    if (!(cause instanceof jose.errors.JWKSMultipleMatchingKeys)) return refused("token: refused", cause);
    for await (const key of cause) {
      // A token without key id: each key of its kind is tried.
      const payload = await jose.jwtVerify(token, key, options).then(
        (verified) => verified.payload,
        () => null,
      );
      if (payload !== null) return success(payload);
    }
    return refused("token: refused", cause);
  }
}

function verifyOptions(check: JwtDeliveryCheck): JWTVerifyOptions {
  return {
    algorithms: [...check.algorithms],
    currentDate: check.now,
    clockTolerance: check.clockToleranceSeconds ?? defaultClockToleranceSeconds,
    ...(check.issuer !== undefined && { issuer: check.issuer }),
    ...(check.audience !== undefined && { audience: check.audience }),
    ...(check.maxTokenAgeSeconds !== undefined && { maxTokenAge: check.maxTokenAgeSeconds }),
  };
}

const codesAboutTheToken = ["ERR_JWKS_NO_MATCHING_KEY", "ERR_JWKS_MULTIPLE_MATCHING_KEYS"];

function isAboutTheToken(cause: unknown): boolean {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && codesAboutTheToken.includes(code);
}

function keyFaultOf(cause: unknown, check: JwtDeliveryCheck): IdvError {
  if (isIdvError(cause)) return cause;
  if (typeof check.keys !== "function") {
    return new IdvError({ code: "configuration", message: "keys: expected a JSON Web Key Set", cause });
  }
  return new IdvError({ code: "provider_unavailable", message: "keys: cannot be fetched", retryable: true, cause });
}

function isAboutBody(payload: JWTPayload, bodyHash: BodyHashClaim): boolean {
  const claimed = payload[bodyHash.claim];
  if (typeof claimed !== "string") return false;
  const encoding = bodyHash.encoding ?? "hex";
  const expected = hash(bodyHash.algorithm, bodyHash.body, encoding);
  return constantTimeEqual(encoding === "hex" ? claimed.toLowerCase() : claimed, expected);
}

function refused(message: string, cause?: unknown): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_callback", message, cause }));
}
