import { type IdvResult, type JsonObject, success } from "@idvkit/core";
import type { JWK } from "jose";
import { refuse } from "../refusal.ts";
import { decryptToken } from "./decryption.ts";
import { failedIdTokenCheck } from "./id-token-checks.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { type KeySource, verifyJws } from "./signature.ts";
import { idTokenAlgorithms } from "./signing-algorithms.ts";
import type { StoredTokenResponse } from "./token-response.ts";
import type { StartedLogin } from "./transaction.ts";
import { readTokens } from "./wire.ts";

/** A login that was proven. */
export interface Login {
  /** Claims of the ID token. */
  claims: JsonObject;
  /** The ID token as it was signed, decrypted. */
  idToken: string;
  /** The public key that it verified with. */
  jwk: JWK;
  /** ISO 8601: when it was received, and against what its times were checked. */
  receivedAt: string;
  accessToken: string;
}

/** What a token response is judged by. */
export interface LoginJudge {
  settings: RelyingPartySettings;
  transaction: StartedLogin;
  keys: KeySource;
}

/** Proves the login in a token response, as of the time of its receipt. Fails with `invalid_response` and a reason. */
export async function proveLogin(
  { settings, transaction, keys }: LoginJudge,
  stored: StoredTokenResponse,
): Promise<IdvResult<Login>> {
  const tokens = readTokens(stored.body);
  if (!tokens.ok) return tokens;
  const { idToken, accessToken } = tokens.value;
  const jws = await decryptToken(idToken, settings, "id_token");
  if (!jws.ok) return jws;
  const { server, startedAt, nonce, authReqId, maxAge, freshLogin } = transaction;
  const { idTokenSignedResponseAlg: alg } = settings;
  const algorithms = alg === undefined ? idTokenAlgorithms(server) : [alg];
  const verified = await verifyJws(jws.value, keys, { name: "id_token", algorithms });
  if (!verified.ok) return verified;
  const { claims, header, jwk } = verified.value;
  const reason = failedIdTokenCheck(claims, {
    issuer: server.issuer,
    clientId: settings.clientId,
    now: Date.parse(stored.receivedAt) / 1000,
    toleranceSeconds: settings.clockToleranceSeconds,
    startedAt: Date.parse(startedAt) / 1000,
    ...(nonce !== undefined && { nonce }),
    ...(authReqId !== undefined && { authReqId }),
    ...(maxAge !== undefined && { maxAge }),
    ...(freshLogin === true && { freshLogin }),
    accessToken,
    alg: header.alg,
  });
  if (reason !== undefined) return refuse("invalid_response", `idToken: ${reason}`, { reason });
  return success({ claims, idToken: jws.value, jwk, receivedAt: stored.receivedAt, accessToken });
}
