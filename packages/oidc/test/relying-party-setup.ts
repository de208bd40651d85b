import type { IdvResult } from "@idvkit/core";
import {
  createRelyingParty,
  type Login,
  type RelyingParty,
  type RelyingPartyCall,
  type RelyingPartyOptions,
  type Transaction,
  volatileTokenStore,
} from "../src/index.ts";
import {
  createOpenIdProviderSimulator,
  type OpenIdProviderSimulator,
  type OpenIdProviderSimulatorOptions,
  type SimulatedClient,
} from "../src/testing/index.ts";
import { type Loopback, startLoopback } from "./loopback.ts";

export const redirectUri = "https://rp.example/return";
export const loginTime = new Date("2026-11-21T10:00:00.000Z");
export const call: RelyingPartyCall = { now: loginTime };

export const registered: SimulatedClient = {
  clientId: "rp",
  clientSecret: "a-synthetic-secret-of-the-tests",
  redirectUris: [redirectUri],
};

export interface SimulatedProvider {
  issuer: string;
  simulator: OpenIdProviderSimulator;
  loopback: Loopback;
}

/** A simulated provider behind a real socket, where the time stands still. */
export async function startProvider(options: Partial<OpenIdProviderSimulatorOptions> = {}): Promise<SimulatedProvider> {
  const held: { simulator?: OpenIdProviderSimulator } = {};
  const loopback = await startLoopback((request) => held.simulator?.fetch(request));
  const simulator = createOpenIdProviderSimulator({
    issuer: loopback.origin,
    clients: [registered],
    now: () => loginTime,
    ...options,
  });
  held.simulator = simulator;
  return { issuer: loopback.origin, simulator, loopback };
}

/** Options for a provider on this machine; `undefined` in place of an issuer, where the metadata are found otherwise. */
export function partyOptions(issuer: string | undefined, more: Partial<RelyingPartyOptions> = {}): RelyingPartyOptions {
  return {
    ...(issuer !== undefined && { issuer }),
    clientId: "rp",
    clientSecret: "a-synthetic-secret-of-the-tests",
    network: { allow: ["127.0.0.1/32"], allowHttp: true },
    http: { retries: 0, timeoutMs: 5000 },
    ...more,
  };
}

export function partyOf(issuer: string | undefined, more: Partial<RelyingPartyOptions> = {}): RelyingParty {
  return createRelyingParty(partyOptions(issuer, more));
}

export function unwrap<T>(result: IdvResult<T>): T {
  if (result.ok) return result.value;
  throw result.error;
}

/** Starts a login, lets the person log in, and redeems what comes back. */
export async function logIn(
  party: RelyingParty,
  simulator: OpenIdProviderSimulator,
): Promise<{ login: Login; transaction: Transaction }> {
  const { url, transaction } = unwrap(await party.authorize({ redirectUri, scopes: ["openid", "profile"] }, call));
  const { body = "", ...request } = await simulator.login(url);
  const back = { ...request, body: new TextEncoder().encode(body) };
  const response = unwrap(await party.readResponse(back, transaction, call));
  if (response.kind !== "code") throw new Error(`the provider answered ${response.error}`);
  const login = unwrap(await party.redeem(response.url, transaction, volatileTokenStore(), call));
  if (login === undefined) throw new Error("nothing was redeemed");
  return { login, transaction };
}
