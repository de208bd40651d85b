import { type HttpRequest, type IdvResult, type JsonObject, success } from "@idvkit/core";
import { constantTimeEqual } from "@idvkit/driver-kit";
import { refuse } from "../refusal.ts";
import { decryptToken } from "./decryption.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { type KeySource, verifyJws } from "./signature.ts";
import type { Transaction } from "./transaction.ts";

/** What the person's browser brought back. */
export type AuthorizationResponse = { kind: "code"; url: URL } | { kind: "error"; error: string };

/** The parameters of a response, from the query or from a form. Fails with `invalid_callback` for any other shape. */
export function responseParameters(
  request: Pick<HttpRequest, "method" | "url" | "headers" | "body">,
): IdvResult<URLSearchParams> {
  if (request.method === "GET") return single(new URL(request.url).searchParams);
  const mediaType = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (request.method !== "POST" || mediaType !== "application/x-www-form-urlencoded") {
    return malformed("request: neither a query nor a form", "response_unreadable");
  }
  return single(new URLSearchParams(new TextDecoder().decode(request.body)));
}

/** A name that comes twice can mean two things to two readers (RFC 6749, section 3.1). */
function single(parameters: URLSearchParams): IdvResult<URLSearchParams> {
  const names = [...parameters.keys()];
  if (new Set(names).size === names.length) return success(parameters);
  return malformed("request: a parameter comes twice", "response_parameter_repeated");
}

/**
 * Checks an authorization response against the login that it answers (OpenID Connect Core, section 3.1.2.7; RFC 9207;
 * JARM, section 2.4). Fails with `invalid_callback`.
 */
export async function checkAuthorizationResponse(
  settings: RelyingPartySettings,
  request: HttpRequest,
  { transaction, keys, now }: { transaction: Transaction; keys: KeySource; now: Date },
): Promise<IdvResult<AuthorizationResponse>> {
  const expectedMethod = settings.responseMode.startsWith("form_post") ? "POST" : "GET";
  if (request.method !== expectedMethod)
    return malformed("request.method: another response mode", "response_mode_mismatch");
  const given = responseParameters(request);
  if (!given.ok) return given;
  const parameters = settings.responseMode.endsWith("jwt")
    ? await openJwtResponse(settings, given.value, { transaction, keys, now })
    : plainResponse(given.value);
  if (!parameters.ok) return parameters;
  return judge(parameters.value, transaction);
}

/** A plain answer where a signed one was asked for, or the other way round, is somebody else's. */
function plainResponse(parameters: URLSearchParams): IdvResult<URLSearchParams> {
  return parameters.has("response")
    ? malformed("response: not asked for", "response_mode_mismatch")
    : success(parameters);
}

function judge(
  parameters: URLSearchParams,
  { state, server, redirectUri }: Transaction,
): IdvResult<AuthorizationResponse> {
  const [givenState, issuer, code, error] = ["state", "iss", "code", "error"].map((name) => parameters.get(name));
  if (!givenState) return malformed("response.state: missing", "response_state_missing");
  if (!constantTimeEqual(givenState, state))
    return malformed("response.state: another login", "response_state_mismatch");
  if (issuer == null && server.authorization_response_iss_parameter_supported === true) {
    return malformed("response.iss: missing", "response_issuer_missing");
  }
  if (issuer != null && issuer !== server.issuer)
    return malformed("response.iss: another issuer", "response_issuer_mismatch");
  if (code && error) return malformed("response: both code and error", "response_ambiguous");
  if (parameters.has("id_token") || parameters.has("access_token")) {
    return malformed("response: tokens were not asked for", "response_type_mismatch");
  }
  if (error) return success({ kind: "error", error });
  if (!code) return malformed("response.code: missing", "response_code_missing");
  const url = new URL(redirectUri);
  url.searchParams.set("code", code);
  url.searchParams.set("state", state);
  url.searchParams.set("iss", server.issuer);
  return success({ kind: "code", url });
}

async function openJwtResponse(
  settings: RelyingPartySettings,
  given: URLSearchParams,
  { transaction, keys, now }: { transaction: Transaction; keys: KeySource; now: Date },
): Promise<IdvResult<URLSearchParams>> {
  const response = given.get("response");
  if (!response) return malformed("response: missing", "response_mode_mismatch");
  const jws = await decryptToken(response, settings, "response_jwt");
  if (!jws.ok) return asCallback(jws);
  const algorithms = settings.authorizationSignedResponseAlg && [settings.authorizationSignedResponseAlg];
  const verified = await verifyJws(jws.value, keys, { name: "response_jwt", ...(algorithms && { algorithms }) });
  if (!verified.ok) return asCallback(verified);
  const { claims } = verified.value;
  const failed = failedResponseCheck(claims, settings, transaction, now);
  if (failed !== undefined) return malformed(`response: ${failed}`, failed);
  const parameters = new URLSearchParams();
  for (const name of ["code", "state", "iss", "error"]) {
    const value = claims[name];
    if (typeof value === "string") parameters.set(name, value);
  }
  return success(parameters);
}

function failedResponseCheck(
  { iss, aud, exp }: JsonObject,
  { clientId, clockToleranceSeconds }: RelyingPartySettings,
  { server }: Transaction,
  now: Date,
): string | undefined {
  if (iss === undefined) return "response_jwt_issuer_missing";
  if (iss !== server.issuer) return "response_jwt_issuer_mismatch";
  if (aud === undefined) return "response_jwt_audience_missing";
  if (!(Array.isArray(aud) ? aud : [aud]).includes(clientId)) return "response_jwt_audience_mismatch";
  if (typeof exp !== "number") return "response_jwt_expiry_missing";
  return exp > now.getTime() / 1000 - clockToleranceSeconds ? undefined : "response_jwt_expired";
}

/** A delivery that does not verify is forged; a provider that cannot be reached is not. */
function asCallback<T>(result: IdvResult<T> & { ok: false }): IdvResult<never> {
  const { code, message, reason } = result.error;
  // Keys that cannot be fetched say nothing about who sent it.
  if (code !== "invalid_response" || reason?.startsWith("response_jwt") !== true) return result;
  return malformed(message, reason ?? "response_unreadable");
}

function malformed(message: string, reason: string): IdvResult<never> {
  return refuse("invalid_callback", message, { reason });
}
