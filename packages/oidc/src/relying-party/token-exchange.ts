import { type IdvResult, success } from "@idvkit/core";
import type { Configuration } from "openid-client";
import { refuse } from "../refusal.ts";
import { configure, keepConfiguration } from "./configuration.ts";
import { failureOf } from "./failure.ts";
import { type Login, type LoginJudge, proveLogin } from "./login.ts";
import type { Network } from "./network.ts";
import { loadOpenIdClient, type OpenIdClient } from "./openid-client.ts";
import { isJsonObject, type StoredTokenResponse, type TokenResponseStore } from "./token-response.ts";

/** What one exchange at the token endpoint works with. */
export interface TokenExchange extends LoginJudge {
  network: Network;
  store: TokenResponseStore;
  now: Date;
}

/** One grant, made by openid-client. `isStored`: what was received before is checked, and the provider is not asked. */
type GrantRequest = (client: OpenIdClient, configuration: Configuration, isStored: boolean) => Promise<unknown>;

/**
 * Gets tokens, once, and proves the login in them. The answer is stored before it is read; one that is stored already is
 * read again. Our own checks come first, which name what is wrong, then openid-client's where it has not made them yet:
 * both have to agree.
 */
export async function exchangeTokens(exchange: TokenExchange, grant: GrantRequest): Promise<IdvResult<Login>> {
  const { store } = exchange;
  const known = await store.load();
  if (known !== null) return judge(exchange, grant, known);
  let received: StoredTokenResponse | null = null;
  const keep = async (response: StoredTokenResponse) => {
    await store.save(response);
    received = response;
  };
  const granted = await request({ ...exchange, store: { ...store, save: keep } }, grant, null);
  if (received !== null) return granted.ok ? proveLogin(exchange, received) : judge(exchange, grant, received);
  return granted.ok ? refuse("invalid_response", "token response: not kept") : granted;
}

async function judge(
  exchange: TokenExchange,
  grant: GrantRequest,
  stored: StoredTokenResponse,
): Promise<IdvResult<Login>> {
  const login = await proveLogin(exchange, stored);
  if (!login.ok) return login;
  const agreed = await request(exchange, grant, stored);
  return agreed.ok ? login : agreed;
}

async function request(
  exchange: TokenExchange,
  grant: GrantRequest,
  stored: StoredTokenResponse | null,
): Promise<IdvResult<undefined>> {
  const client = await loadOpenIdClient();
  const receivedAt = stored === null ? exchange.now : new Date(stored.receivedAt);
  const configuration = await configure(client, {
    settings: exchange.settings,
    metadata: exchange.transaction.server,
    network: networkOf(exchange, stored, receivedAt),
    now: receivedAt,
  });
  if (!configuration.ok) return configuration;
  try {
    await grant(client, configuration.value, stored !== null);
    keepConfiguration(exchange.transaction, configuration.value, { settings: exchange.settings, now: receivedAt });
    return success(undefined);
  } catch (thrown) {
    return failureOf(thrown, "token request");
  }
}

/** Tokens come from what was received before or from the provider, which is then kept. */
function networkOf({ network, store }: TokenExchange, stored: StoredTokenResponse | null, receivedAt: Date): Network {
  const through = async (input: string, init: RequestInit): Promise<Response> => {
    if (stored !== null) return new Response(stored.body, { headers: { "content-type": stored.contentType } });
    const response = await network(input, init);
    if (response.status !== 200) return response;
    const body = await response.clone().text();
    const contentType = response.headers.get("content-type") ?? "";
    if (isJsonObject(body)) await store.save({ receivedAt: receivedAt.toISOString(), contentType, body });
    return response;
  };
  return through as Network;
}
