import type { JsonObject } from "@idvkit/core";
import { CompactEncrypt, CompactSign, importJWK, type JWK } from "jose";
import { publicPart } from "../../src/testing/keys.ts";
import { halfHash } from "../../src/testing/signing.ts";
import type { PresetScenario } from "./preset-scenario.ts";
import { secondsOf, times } from "./times.ts";

/** What a scenario needs beside its data. */
export interface Answering {
  clientId: string;
  nonce: string;
  accessToken: string;
  providerKey: JWK;
  /** Encrypts what is for the client. */
  clientKey?: JWK;
}

/** The discovery document, with the members that a relying party looks at. */
export function metadataOf({
  issuer,
  alg = "RS256",
  userInfo,
  userInfoSigned,
  ...scenario
}: PresetScenario): JsonObject {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    ...(userInfo !== undefined && { userinfo_endpoint: `${issuer}/userinfo` }),
    ...(scenario.pushed && { pushed_authorization_request_endpoint: `${issuer}/par` }),
    id_token_signing_alg_values_supported: [alg],
    ...(userInfoSigned && { userinfo_signing_alg_values_supported: [alg] }),
    ...(scenario.issuerInResponse && { authorization_response_iss_parameter_supported: true }),
    ...scenario.metadata,
  };
}

export async function tokenResponseOf(scenario: PresetScenario, answering: Answering): Promise<JsonObject> {
  const { issuer, alg = "RS256", idToken, encryption } = scenario;
  const { clientId, nonce, accessToken } = answering;
  const atHash = halfHash(accessToken, alg);
  const claims = {
    iss: issuer,
    aud: clientId,
    exp: secondsOf(times.expires),
    iat: secondsOf(times.issued),
    nonce,
    ...(!scenario.withoutAuthTime && { auth_time: secondsOf(times.authenticated) }),
    at_hash: scenario.paddedAccessTokenHash ? Buffer.from(atHash, "base64url").toString("base64") : atHash,
    ...idToken,
  };
  const signed = await sign(claims, alg, answering.providerKey);
  return {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: 600,
    id_token: encryption?.idToken ? await encrypt(signed, encryption, answering.clientKey) : signed,
  };
}

/** Userinfo as JSON or as a JWT, or undefined where the provider has none. */
export async function userInfoOf(
  scenario: PresetScenario,
  answering: Answering,
): Promise<{ json: JsonObject } | { jwt: string } | undefined> {
  const { issuer, alg = "RS256", idToken, userInfo, userInfoSigned, encryption } = scenario;
  if (userInfo === undefined) return undefined;
  const claims = { sub: idToken.sub, ...userInfo };
  if (!userInfoSigned) return { json: claims };
  const signed = await sign({ iss: issuer, aud: answering.clientId, ...claims }, alg, answering.providerKey);
  return { jwt: encryption?.userInfo ? await encrypt(signed, encryption, answering.clientKey) : signed };
}

export function jwksOf({ providerKey }: Answering): JsonObject {
  return { keys: [publicPart(providerKey)] } as unknown as JsonObject;
}

async function sign(claims: JsonObject, alg: string, key: JWK): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg, typ: "JWT", kid: String(key.kid) })
    .sign(await importJWK(key, alg));
}

async function encrypt(
  token: string,
  { alg, enc }: { alg: string; enc: string },
  key: JWK | undefined,
): Promise<string> {
  if (key === undefined) throw new Error("the client has no key to encrypt for");
  return new CompactEncrypt(new TextEncoder().encode(token))
    .setProtectedHeader({ alg, enc, cty: "JWT", kid: String(key.kid) })
    .encrypt(await importJWK(publicPart(key), alg));
}
