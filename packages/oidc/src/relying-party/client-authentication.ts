import { type IdvResult, type Secret, success } from "@idvkit/core";
import { readSecret } from "@idvkit/driver-kit";
import type { ClientAuth } from "openid-client";
import type { TokenEndpointAuthMethod } from "../presets/preset.ts";
import { refuse } from "../refusal.ts";
import type { OpenIdClient } from "./openid-client.ts";
import { importPrivateKey, namedAs } from "./private-key.ts";
import type { RelyingPartySettings } from "./settings.ts";

/** The method that the settings lead to when none is named. */
export function authMethodOf({
  tokenEndpointAuthMethod,
  clientSecret,
  signingKey,
}: Pick<RelyingPartySettings, "tokenEndpointAuthMethod" | "clientSecret" | "signingKey">): TokenEndpointAuthMethod {
  if (tokenEndpointAuthMethod !== undefined) return tokenEndpointAuthMethod;
  if (clientSecret !== undefined) return "client_secret_basic";
  return signingKey === undefined ? "none" : "private_key_jwt";
}

/** How the client proves itself at the token endpoint (OpenID Connect Core, section 9; RFC 7523; RFC 8705). */
export async function clientAuthentication(
  client: OpenIdClient,
  settings: RelyingPartySettings,
): Promise<IdvResult<ClientAuth>> {
  switch (authMethodOf(settings)) {
    case "client_secret_basic":
      return withSecret(settings.clientSecret, client.ClientSecretBasic);
    case "client_secret_post":
      return withSecret(settings.clientSecret, client.ClientSecretPost);
    case "private_key_jwt":
      return withSigningKey(client, settings);
    case "tls_client_auth":
      return success(client.TlsClientAuth());
    case "none":
      return success(client.None());
  }
}

async function withSecret(
  secret: Secret | undefined,
  method: (secret: string) => ClientAuth,
): Promise<IdvResult<ClientAuth>> {
  if (secret === undefined) return refuse("configuration", "clientSecret: missing");
  const text = await readSecret(secret, "clientSecret");
  return text.ok ? success(method(text.value)) : text;
}

async function withSigningKey(
  client: OpenIdClient,
  { signingKey }: RelyingPartySettings,
): Promise<IdvResult<ClientAuth>> {
  if (signingKey === undefined) return refuse("configuration", "signingKey: missing");
  const imported = await importPrivateKey(signingKey, "signingKey");
  if (!imported.ok) return imported;
  const { key, kid, alg } = imported.value;
  return success(client.PrivateKeyJwt({ key, ...(kid !== undefined && { kid }) }, namedAs(alg, client)));
}
