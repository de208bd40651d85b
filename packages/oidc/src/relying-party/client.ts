import type { HttpRequest, IdvResult, JsonObject } from "@idvkit/core";
import { abortable } from "./abortable.ts";
import { type Authorization, type AuthorizationRequest, startAuthorization } from "./authorization-request.ts";
import { type AuthorizationResponse, checkAuthorizationResponse } from "./authorization-response.ts";
import {
  askBackchannel,
  type BackchannelAnswer,
  type BackchannelAuthentication,
  type BackchannelRequest,
  type BackchannelTransaction,
  startBackchannel,
} from "./backchannel.ts";
import { discover } from "./discovery.ts";
import { createJwksStore, type JwksSnapshot } from "./jwks-store.ts";
import type { Login } from "./login.ts";
import { type LogoutSubject, validateLogoutToken } from "./logout-token.ts";
import { createNetwork, type Network } from "./network.ts";
import { redeem } from "./redeem.ts";
import type { RelyingPartyCall, RelyingPartySettings } from "./settings.ts";
import type { KeySource } from "./signature.ts";
import type { TokenExchange } from "./token-exchange.ts";
import type { TokenResponseStore } from "./token-response.ts";
import type { StartedLogin, Transaction } from "./transaction.ts";
import { fetchUserInfo } from "./user-info.ts";
import type { ServerMetadata } from "./wire.ts";

/**
 * A relying party that is safe to build evidence on. Between its calls it keeps only what any machine can fetch again:
 * metadata and keys of the provider. No method throws; all fail with an `IdvError` whose `reason` says which check refused.
 */
export interface RelyingParty {
  /** The provider's metadata, fetched when they are older than `metadataMaxAgeMs`. */
  discover(call: RelyingPartyCall): Promise<IdvResult<ServerMetadata>>;
  /** Starts a login. The transaction holds secrets: seal it before you store it. */
  authorize(request: AuthorizationRequest, call: RelyingPartyCall): Promise<IdvResult<Authorization>>;
  /** Checks what the browser brought back. Fails with `invalid_callback`. */
  readResponse(
    request: HttpRequest,
    transaction: Transaction,
    call: RelyingPartyCall,
  ): Promise<IdvResult<AuthorizationResponse>>;
  /** Redeems the code of a response that was checked, or, without one, goes on with what `store` holds, if anything. */
  redeem(
    url: URL | undefined,
    transaction: Transaction,
    store: TokenResponseStore,
    call: RelyingPartyCall,
  ): Promise<IdvResult<Login | undefined>>;
  /** Has the provider ask the person on another device (CIBA). The transaction holds secrets: seal it. */
  startBackchannel(request: BackchannelRequest, call: RelyingPartyCall): Promise<IdvResult<BackchannelAuthentication>>;
  /** Asks once what has become of it, or goes on with what `store` holds. */
  askBackchannel(
    transaction: BackchannelTransaction,
    store: TokenResponseStore,
    call: RelyingPartyCall,
  ): Promise<IdvResult<BackchannelAnswer>>;
  userInfo(
    login: Pick<Login, "accessToken" | "claims">,
    transaction: StartedLogin,
    call: RelyingPartyCall,
  ): Promise<IdvResult<JsonObject>>;
  /** Checks a back-channel logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
  validateLogoutToken(token: string, call: RelyingPartyCall): Promise<IdvResult<LogoutSubject>>;
  /** Keys that were fetched, for other machines. */
  exportJwks(): JwksSnapshot[];
  /** Takes what another machine has exported; what is already here and newer stays. Fails with `invalid_input`. */
  importJwks(snapshots: unknown): IdvResult<undefined>;
  /** For the other flows of this package: the guarded network and the keys behind some metadata. */
  open(metadata: ServerMetadata, call: RelyingPartyCall): Promise<IdvResult<Opened>>;
}

export interface Opened {
  network: Network;
  keys: KeySource;
}

export function createRelyingParty(settings: RelyingPartySettings): RelyingParty {
  const openNetwork = createNetwork(settings);
  const jwksStore = createJwksStore(settings.jwksMaxAgeMs);
  let known: { metadata: ServerMetadata; fetchedAtMs: number } | undefined;
  let discovering: Promise<IdvResult<ServerMetadata>> | undefined;

  async function discovered({ now, signal }: RelyingPartyCall): Promise<IdvResult<ServerMetadata>> {
    if (known !== undefined) {
      const ageMs = now.getTime() - known.fetchedAtMs;
      if (ageMs >= 0 && ageMs < settings.metadataMaxAgeMs) return { ok: true, value: known.metadata };
    }
    // Logins that come at once share one request.
    discovering ??= fetchMetadata(now).finally(() => {
      discovering = undefined;
    });
    return abortable(discovering, signal);
  }

  async function fetchMetadata(now: Date): Promise<IdvResult<ServerMetadata>> {
    const network = await openNetwork();
    if (!network.ok) return network;
    const found = await discover(settings, network.value);
    if (found.ok) known = { metadata: found.value, fetchedAtMs: now.getTime() };
    return found;
  }

  async function open(metadata: ServerMetadata, { now, signal }: RelyingPartyCall): Promise<IdvResult<Opened>> {
    const opened = await openNetwork();
    if (!opened.ok) return opened;
    const network = opened.value;
    const uri = metadata.jwks_uri;
    // Without the signal: other logins may be waiting for the same request.
    const keys: KeySource = {
      get: () => abortable(jwksStore.get(uri, network, now), signal),
      refresh: async () =>
        (await jwksStore.refresh(uri, network, now)) ? jwksStore.get(uri, network, now) : undefined,
    };
    return { ok: true, value: { network: withSignal(network, signal), keys } };
  }

  async function exchangeOf<Started extends StartedLogin>(
    transaction: Started,
    call: RelyingPartyCall,
  ): Promise<IdvResult<Omit<TokenExchange, "store"> & { transaction: Started }>> {
    const opened = await open(transaction.server, call);
    if (!opened.ok) return opened;
    return { ok: true, value: { settings, transaction, ...opened.value, now: call.now } };
  }

  return {
    discover: discovered,
    open,
    async authorize(request, call) {
      const metadata = await discovered(call);
      if (!metadata.ok) return metadata;
      const opened = await open(metadata.value, call);
      if (!opened.ok) return opened;
      return startAuthorization(settings, metadata.value, request, { ...opened.value, now: call.now });
    },
    async readResponse(request, transaction, call) {
      const opened = await open(transaction.server, call);
      if (!opened.ok) return opened;
      return checkAuthorizationResponse(settings, request, { transaction, keys: opened.value.keys, now: call.now });
    },
    async redeem(url, transaction, store, call) {
      const ready = await exchangeOf(transaction, call);
      return ready.ok ? redeem({ ...ready.value, store }, url) : ready;
    },
    async startBackchannel(request, call) {
      const metadata = await discovered(call);
      if (!metadata.ok) return metadata;
      const opened = await open(metadata.value, call);
      if (!opened.ok) return opened;
      return startBackchannel(settings, metadata.value, request, { ...opened.value, now: call.now });
    },
    async askBackchannel(transaction, store, call) {
      const ready = await exchangeOf(transaction, call);
      return ready.ok ? askBackchannel({ ...ready.value, store }) : ready;
    },
    async userInfo(login, transaction, call) {
      const ready = await exchangeOf(transaction, call);
      return ready.ok ? fetchUserInfo(ready.value, login) : ready;
    },
    async validateLogoutToken(token, call) {
      const metadata = await discovered(call);
      if (!metadata.ok) return metadata;
      const opened = await open(metadata.value, call);
      if (!opened.ok) return opened;
      return validateLogoutToken(token, settings, { metadata: metadata.value, keys: opened.value.keys, now: call.now });
    },
    exportJwks: () => jwksStore.export(),
    importJwks: (snapshots) => jwksStore.import(snapshots),
  };
}

/** What the caller aborts, ends the exchange with the provider too. */
function withSignal(network: Network, signal: AbortSignal | undefined): Network {
  if (signal === undefined) return network;
  return (input, init) => {
    const signals = [signal, ...(init?.signal ? [init.signal] : [])];
    return network(input, { ...init, signal: signals.length === 1 ? signal : AbortSignal.any(signals) });
  };
}
