import { type IdvResult, success } from "@idvkit/core";
import type { Configuration } from "openid-client";
import { refuse } from "../refusal.ts";
import { authMethodOf, clientAuthentication } from "./client-authentication.ts";
import type { Network } from "./network.ts";
import type { OpenIdClient } from "./openid-client.ts";
import { importPrivateKey, type PrivateKey } from "./private-key.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { idTokenAlgorithms, isProvingAlgorithm } from "./signing-algorithms.ts";
import type { StartedLogin } from "./transaction.ts";
import type { ServerMetadata } from "./wire.ts";

/** What one exchange with a provider works with. */
export interface ConfigurationInput {
  settings: RelyingPartySettings;
  metadata: ServerMetadata;
  network: Network;
  /** The time that tokens are checked against. */
  now: Date;
}

/** openid-client with every default that is too lenient for evidence set right. */
export async function configure(
  client: OpenIdClient,
  { settings, metadata, network, now }: ConfigurationInput,
): Promise<IdvResult<Configuration>> {
  const authentication = await clientAuthentication(client, settings);
  if (!authentication.ok) return authentication;
  const algorithms = provingAlgorithms(settings, metadata);
  if (!algorithms.ok) return algorithms;
  const configuration = new client.Configuration(
    { ...metadata, ...algorithms.value } as ConstructorParameters<typeof client.Configuration>[0],
    settings.clientId,
    {
      [client.clockSkew]: clockSkewSeconds(now),
      [client.clockTolerance]: settings.clockToleranceSeconds,
      ...(usesCertificate(settings) && { use_mtls_endpoint_aliases: true }),
      ...(settings.idTokenSignedResponseAlg !== undefined && {
        id_token_signed_response_alg: settings.idTokenSignedResponseAlg,
      }),
      ...(settings.userInfoSignedResponseAlg !== undefined && {
        userinfo_signed_response_alg: settings.userInfoSignedResponseAlg,
      }),
      ...(settings.authorizationSignedResponseAlg !== undefined && {
        authorization_signed_response_alg: settings.authorizationSignedResponseAlg,
      }),
    },
    authentication.value,
  );
  configuration[client.customFetch] = network as never;
  // The guarded network has a deadline of its own, over retries too.
  configuration.timeout = 0;
  // `enableNonRepudiationChecks`, without which openid-client looks at no signature of a code flow, is not asked for: every
  // signature is checked here, by signature.ts, which also says with which key. Twice would be a third of a login's cost.
  if (settings.network.allowHttp) client.allowInsecureRequests(configuration);
  const keys = await decryptionKeys(settings);
  if (!keys.ok) return keys;
  if (keys.value.length > 0) client.enableDecryptingResponses(configuration, undefined, ...keys.value);
  return success(configuration);
}

interface KeptConfiguration {
  configuration: Configuration;
  settings: RelyingPartySettings;
  clockSkewSeconds: number;
}

const kept = new WeakMap<StartedLogin, KeptConfiguration>();

/** Keeps what a login's token request was made with for its userinfo request: openid-client copies all that it is given. */
export function keepConfiguration(
  login: StartedLogin,
  configuration: Configuration,
  { settings, now }: Pick<ConfigurationInput, "settings" | "now">,
): void {
  kept.set(login, { configuration, settings, clockSkewSeconds: clockSkewSeconds(now) });
}

/** Whoever takes it has it alone, since its network is that of one request. Undefined where it would be another one. */
export function takeConfiguration(
  client: OpenIdClient,
  login: StartedLogin,
  { settings, network, now }: Pick<ConfigurationInput, "settings" | "network" | "now">,
): Configuration | undefined {
  const found = kept.get(login);
  kept.delete(login);
  if (found?.settings !== settings || found.clockSkewSeconds !== clockSkewSeconds(now)) return undefined;
  found.configuration[client.customFetch] = network as never;
  return found.configuration;
}

/** How far the caller's clock is ahead of this machine's. */
function clockSkewSeconds(now: Date): number {
  return Math.round((now.getTime() - Date.now()) / 1000);
}

function usesCertificate(settings: RelyingPartySettings): boolean {
  return authMethodOf(settings) === "tls_client_auth" || settings.clientCertificate !== undefined;
}

function provingAlgorithms(
  { idTokenSignedResponseAlg }: RelyingPartySettings,
  metadata: ServerMetadata,
): IdvResult<Partial<ServerMetadata>> {
  if (idTokenSignedResponseAlg !== undefined && !isProvingAlgorithm(idTokenSignedResponseAlg)) {
    return refuse("configuration", "idTokenSignedResponseAlg: proves nothing");
  }
  return success({ id_token_signing_alg_values_supported: idTokenAlgorithms(metadata) });
}

async function decryptionKeys({ decryptionKeys = [] }: RelyingPartySettings): Promise<IdvResult<PrivateKey[]>> {
  const keys: PrivateKey[] = [];
  for (const [index, secret] of decryptionKeys.entries()) {
    const key = await importPrivateKey(secret, `decryptionKeys[${index}]`);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  return success(keys);
}
