import type { CallbackResult, DispatchWork, DriverContext, IdvMethodDriver, StepResult } from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import type { OidcOptions } from "../src/index.ts";
import { type BrowserReturn, logIn, startOpenIdProvider, type TestProvider } from "./open-id-provider.ts";

export const redirectUri = "https://rp.example/idv/oidc/return";

export const client = {
  client_id: "client-1",
  client_secret: "a-synthetic-client-secret-of-the-tests",
  redirect_uris: [redirectUri],
};

/** Options for a provider on localhost. */
export function localOptions(issuer: string, more: Partial<OidcOptions> = {}): OidcOptions {
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    stateKeys: { current: "k1", keys: { k1: new Uint8Array(32).fill(7) } },
    network: { allow: ["127.0.0.0/8"], allowHttp: true },
    ...more,
  };
}

export function workOf(more: Partial<DispatchWork> = {}): DispatchWork {
  return {
    executionId: "execution-1",
    nodeId: "login",
    attempt: 1,
    callbackBaseUrl: "https://rp.example/idv/oidc",
    returnUrl: "https://rp.example/done",
    browserSession: "session-1",
    inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [] },
    ...more,
  };
}

export function contextOf(more: Partial<DriverContext> = {}): DriverContext {
  return { now: () => new Date(), vault: memoryVault(), ...more };
}

/** Runs a test against a provider of its own. */
export async function withProvider(
  options: Parameters<typeof startOpenIdProvider>[0],
  use: (provider: TestProvider) => Promise<void>,
): Promise<void> {
  const provider = await startOpenIdProvider(options);
  try {
    await use(provider);
  } finally {
    await provider.close();
  }
}

/** A login that went well. */
export const verified = { ok: true, value: { kind: "completed", result: { verdict: "verified" } } };

/** Dispatches, logs the person in and brings the answer back. */
export async function runLogin(
  driver: IdvMethodDriver,
  context: DriverContext = contextOf(),
  work: DispatchWork = workOf(),
): Promise<CallbackResult> {
  const dispatched = await driver.dispatch(work, context);
  const back = await logIn(redirectUrlOf(dispatched), redirectUri);
  return bringBack(driver, context, work, dispatched, back);
}

export function redirectUrlOf(result: StepResult): string {
  if (!result.ok) throw result.error;
  const offer = result.value.kind === "pending" ? result.value.offers?.[0] : undefined;
  if (offer?.kind !== "redirect") throw new Error("no redirect was offered");
  return offer.url;
}

export async function bringBack(
  driver: IdvMethodDriver,
  context: DriverContext,
  work: DispatchWork,
  dispatched: StepResult,
  back: BrowserReturn,
): Promise<CallbackResult> {
  if (!dispatched.ok) throw dispatched.error;
  const request = requestOf(back);
  const address = await driver.addressCallback(request);
  if (!address.ok) throw address.error;
  return driver.callback({ ...work, driverState: dispatched.value.driverState, request }, context);
}

export function requestOf({ method, url, body }: BrowserReturn) {
  return {
    method,
    url,
    headers: body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" },
    body: new TextEncoder().encode(body ?? ""),
  };
}

export type { TestProvider };
