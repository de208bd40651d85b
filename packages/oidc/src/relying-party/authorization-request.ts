import { type IdvResult, type JsonObject, success } from "@idvkit/core";
import type { Configuration } from "openid-client";
import { refuse } from "../refusal.ts";
import { configure } from "./configuration.ts";
import { createDpopKey, dpopHandle } from "./dpop.ts";
import { failureOf } from "./failure.ts";
import type { Network } from "./network.ts";
import { loadOpenIdClient, type OpenIdClient } from "./openid-client.ts";
import { importPrivateKey, namedAs } from "./private-key.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { randomValue, type Transaction } from "./transaction.ts";
import type { ServerMetadata } from "./wire.ts";

/** What is asked of the provider (OpenID Connect Core, section 3.1.2.1). State, nonce and PKCE come by themselves. */
export interface AuthorizationRequest {
  /** Registered at the provider, without query. The answer is only taken there. */
  redirectUri: string;
  scopes: readonly string[];
  acrValues?: readonly string[];
  claims?: JsonObject;
  prompt?: string;
  /** Seconds. */
  maxAge?: number;
  loginHint?: string;
  uiLocales?: string;
  /** Further parameters of this provider. They cannot replace the ones that the relying party sets. */
  additionalParameters?: Readonly<Record<string, string>>;
}

export interface Authorization {
  /** Where the person is sent. */
  url: string;
  transaction: Transaction;
}

/** Parameters that decide how safe a login is, or that are set from elsewhere. */
export const reservedParameters: ReadonlySet<string> = new Set([
  "response_type",
  "response_mode",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
  "request",
  "request_uri",
  "claims",
  "acr_values",
  "prompt",
  "max_age",
  "dpop_jkt",
]);

/** Starts a login: authorization code with PKCE S256, state and nonce (RFC 9700, section 2.1.1). */
export async function startAuthorization(
  settings: RelyingPartySettings,
  metadata: ServerMetadata,
  request: AuthorizationRequest,
  { network, now }: { network: Network; now: Date },
): Promise<IdvResult<Authorization>> {
  const client = await loadOpenIdClient();
  const configuration = await configure(client, { settings, metadata, network, now });
  if (!configuration.ok) return configuration;
  if (metadata.authorization_endpoint === undefined) {
    return refuse("invalid_response", "metadata.authorization_endpoint: missing", { reason: "metadata_unreadable" });
  }
  const transaction: Transaction = {
    server: metadata,
    redirectUri: request.redirectUri,
    state: randomValue(settings.randomBytes),
    nonce: randomValue(settings.randomBytes),
    codeVerifier: randomValue(settings.randomBytes),
    ...(settings.dpop && { dpopKey: await createDpopKey(metadata) }),
    ...(request.maxAge !== undefined && { maxAge: request.maxAge }),
    ...(request.prompt?.split(" ").includes("login") && { freshLogin: true }),
    startedAt: now.toISOString(),
  };
  try {
    const parameters = await parametersOf(client, settings, request, transaction);
    const url = await authorizationUrl(client, settings, configuration.value, parameters, transaction);
    return url.ok ? success({ url: url.value.href, transaction }) : url;
  } catch (thrown) {
    return failureOf(thrown, "authorization request");
  }
}

async function parametersOf(
  client: OpenIdClient,
  { responseMode }: RelyingPartySettings,
  request: AuthorizationRequest,
  { state, nonce, codeVerifier }: Transaction,
): Promise<Record<string, string>> {
  const { redirectUri, scopes, acrValues = [], claims, prompt, maxAge, loginHint, uiLocales } = request;
  return {
    ...request.additionalParameters,
    redirect_uri: redirectUri,
    scope: scopes.join(" "),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    ...(responseMode !== "query" && { response_mode: responseMode }),
    ...(acrValues.length > 0 && { acr_values: acrValues.join(" ") }),
    ...(claims !== undefined && { claims: JSON.stringify(claims) }),
    ...(prompt !== undefined && { prompt }),
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...(loginHint !== undefined && { login_hint: loginHint }),
    ...(uiLocales !== undefined && { ui_locales: uiLocales }),
  };
}

async function authorizationUrl(
  client: OpenIdClient,
  settings: RelyingPartySettings,
  configuration: Configuration,
  parameters: Record<string, string>,
  transaction: Transaction,
): Promise<IdvResult<URL>> {
  const dpop = await dpopHandle(client, configuration, transaction);
  const pushing = dpop === undefined ? {} : { DPoP: dpop };
  let url = client.buildAuthorizationUrl(configuration, parameters);
  if (settings.requestObject) {
    if (settings.signingKey === undefined) return refuse("configuration", "signingKey: missing");
    const key = await importPrivateKey(settings.signingKey, "signingKey");
    if (!key.ok) return key;
    const named = namedAs(key.value.alg, client);
    url = await client.buildAuthorizationUrlWithJAR(configuration, url.searchParams, key.value, named);
  }
  if (!settings.pushedAuthorization) return success(url);
  return success(await client.buildAuthorizationUrlWithPAR(configuration, url.searchParams, pushing));
}
