import type {
  CallbackWork,
  DispatchWork,
  DriverContext,
  HttpRequest,
  IdvMethodDriver,
  IdvResult,
  PendingOutcome,
  StepResult,
} from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import { createOidcDriver, type OidcOptions } from "../src/index.ts";
import {
  createOpenIdProviderSimulator,
  type LoginOutcome,
  type OpenIdProviderSimulator,
  type SimulatedClient,
} from "../src/testing/index.ts";
import { callbackBaseUrl, issuer, type Setup } from "./conformance-setups.ts";

/** A driver beside a provider in memory, and a clock that both read. */
export interface Bench {
  simulator: OpenIdProviderSimulator;
  context: DriverContext & { vault: ReturnType<typeof memoryVault> };
  options: OidcOptions;
  /** A fresh instance, as on another machine. */
  driver(): IdvMethodDriver;
  advance(milliseconds: number): void;
}

export function createBench({ client, options, person, provider = {} }: Setup): Bench {
  let now = Date.parse("2026-11-21T10:00:00.000Z");
  const registered: SimulatedClient = {
    clientId: "rp",
    clientSecret: "rp-secret",
    redirectUris: [`${callbackBaseUrl}/return`],
    ...client,
  };
  const simulator = createOpenIdProviderSimulator({
    issuer,
    clients: [registered],
    person,
    now: () => new Date(now),
    ...provider,
  });
  const given = {
    issuer,
    clientId: "rp",
    clientSecret: "rp-secret",
    stateKeys: { current: "key-1", keys: { "key-1": new Uint8Array(32).fill(7) } },
    http: { retries: 0 },
    ...options,
  };
  const settled: unknown = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    simulator,
    context: { now: () => new Date(now), vault: memoryVault() },
    options: settled as OidcOptions,
    driver: () => createOidcDriver(settled as OidcOptions),
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export function workOf(executionId = "execution-1"): DispatchWork {
  return {
    executionId,
    nodeId: "login",
    attempt: 1,
    callbackBaseUrl,
    returnUrl: "https://rp.example/done",
    browserSession: `session of ${executionId}`,
    inputs: { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NOR" }, consents: [] },
  };
}

/** A login that was started: its work, its pending outcome, and where the person is sent. */
export interface Started {
  work: DispatchWork;
  pending: PendingOutcome;
  url: string;
}

export async function start(driver: IdvMethodDriver, { context }: Bench, work = workOf()): Promise<IdvResult<Started>> {
  const result = await driver.dispatch(work, context);
  if (!result.ok) return result;
  if (result.value.kind !== "pending") throw new Error("a dispatch that is over");
  const offer = result.value.offers?.[0];
  if (offer?.kind !== "redirect") throw new Error("a dispatch without a redirect");
  return { ok: true, value: { work, pending: result.value, url: offer.url } };
}

/** The person logs in; what their browser then requests. */
export async function visit({ simulator }: Bench, { url }: Started, outcome?: LoginOutcome): Promise<HttpRequest> {
  const { body = "", ...request } = await simulator.login(url, outcome);
  return { ...request, body: new TextEncoder().encode(body) };
}

/** Delivers a request as an orchestrator does: first whom it is for, then to the step. */
export async function deliver(
  driver: IdvMethodDriver,
  { context }: Bench,
  { work, pending }: Started,
  request: HttpRequest,
  change: Partial<CallbackWork> = {},
): Promise<StepResult> {
  const address = await driver.addressCallback(request);
  if (!address.ok) return address;
  return driver.callback({ ...work, driverState: pending.driverState, request, ...change }, context);
}
