import type {
  CallbackResult,
  DispatchWork,
  DriverContext,
  DriverState,
  HttpRequest,
  IdvMethodDriver,
  IdvNodeResult,
  PendingOutcome,
  StepResult,
} from "@idvkit/core";
import { memoryVault, vaultOwner } from "@idvkit/driver-kit";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll } from "vitest";
import { createOidcDriver, type OidcOptions } from "../src/index.ts";
import {
  createOpenIdProviderSimulator,
  type OpenIdProviderSimulator,
  type OpenIdProviderSimulatorOptions,
  type SimulatedPerson,
} from "../src/testing/index.ts";

const issuer = "https://op.example";

export const anna: SimulatedPerson = {
  sub: "anna",
  acr: "substantial",
  amr: ["pin", "hwk"],
  userInfoClaims: { given_name: "Anna", family_name: "Berg", birthdate: "1990-04-12" },
};

export interface CibaBench {
  simulator: OpenIdProviderSimulator;
  context: DriverContext & { vault: ReturnType<typeof memoryVault> };
  /** A fresh instance, as on another machine. */
  driver(): IdvMethodDriver;
  advance(seconds: number): void;
  /** How often the token endpoint was asked. */
  questions(): number;
}

export interface CibaSetup {
  delivery?: "poll" | "ping";
  requestedExpirySeconds?: number;
  options?: Partial<OidcOptions>;
  provider?: Partial<OpenIdProviderSimulatorOptions>;
}

const server = setupServer();

/** Call once in a test file: from then on requests reach the provider of the newest bench. */
export function simulateProviders(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
  afterAll(() => server.close());
}

/** A driver beside a provider in memory, and a clock that both read. */
export function createCibaBench(setup: CibaSetup = {}): CibaBench {
  const { delivery = "poll", requestedExpirySeconds, options, provider } = setup;
  let now = Date.parse("2026-11-21T10:00:00.000Z");
  const simulator = createOpenIdProviderSimulator({
    issuer,
    person: anna,
    now: () => new Date(now),
    clients: [
      {
        clientId: "rp",
        clientSecret: "rp-secret",
        redirectUris: [],
        backchannelTokenDeliveryMode: delivery,
        ...(delivery === "ping" && { backchannelClientNotificationEndpoint: "https://rp.example/idv/oidc/ping" }),
      },
    ],
    ...provider,
  });
  server.resetHandlers(...(simulator.handlers as RequestHandler[]));
  const settings: OidcOptions = {
    issuer,
    clientId: "rp",
    clientSecret: "rp-secret",
    flow: { kind: "ciba", delivery, ...(requestedExpirySeconds !== undefined && { requestedExpirySeconds }) },
    stateKeys: { current: "key-1", keys: { "key-1": new Uint8Array(32).fill(7) } },
    http: { retries: 0 },
    ...options,
  };
  return {
    simulator,
    context: { now: () => new Date(now), vault: memoryVault() },
    driver: () => createOidcDriver(settings),
    advance: (seconds) => {
      now += seconds * 1000;
    },
    questions: () => simulator.requests.filter(({ path }) => path === "/token").length,
  };
}

export function cibaWork(more: Partial<DispatchWork> = {}): DispatchWork {
  return {
    executionId: "execution-1",
    nodeId: "login",
    attempt: 1,
    inputs: { dataBlocks: [], attributes: {}, subject: { loginHint: "anna@rp.example" }, consents: [] },
    ...more,
  };
}

/** A login that was started, followed step by step as an orchestrator does, each step by a fresh driver. */
export interface FollowedLogin {
  pending: PendingOutcome;
  poll(more?: Partial<DriverContext>): Promise<StepResult>;
  callback(request: HttpRequest): Promise<CallbackResult>;
  driverState(): DriverState;
}

export async function startLogin(
  { driver, context }: CibaBench,
  work: DispatchWork = cibaWork(),
): Promise<FollowedLogin> {
  const dispatched = await driver().dispatch(work, context);
  if (!dispatched.ok) throw dispatched.error;
  if (dispatched.value.kind !== "pending") throw new Error("a dispatch that is over");
  let driverState = throughJson(dispatched.value.driverState);
  const follow = <R extends StepResult>(result: R): R => {
    const next = result.ok ? result.value.driverState : result.driverState;
    if (next !== undefined) driverState = throughJson(next);
    return result;
  };
  return {
    pending: dispatched.value,
    poll: async (more) => follow(await driver().poll({ ...work, driverState }, { ...context, ...more })),
    callback: async (request) => follow(await driver().callback({ ...work, driverState, request }, context)),
    driverState: () => driverState,
  };
}

function throughJson(state: DriverState): DriverState {
  return JSON.parse(JSON.stringify(state)) as DriverState;
}

/** The result of a login that is over. */
export function resultOf(step: StepResult): IdvNodeResult {
  if (!step.ok) throw step.error;
  if (step.value.kind !== "completed") throw new Error("a login that goes on");
  return step.value.result;
}

/** What the provider sends when the person is done. */
export function pingOf({ simulator }: CibaBench, name?: string): HttpRequest {
  const { method, url, headers, body } = simulator.pingOf(name);
  return { method, url, headers, body: new TextEncoder().encode(body) };
}

/** What the driver put into the vault under this name. */
export async function keptText({ context: { vault } }: CibaBench, name: string): Promise<string | undefined> {
  const reference = await vault.find(vaultOwner(cibaWork()), `oidc/login/1/${name}`);
  const kept = reference === null ? null : await vault.get(reference);
  if (kept === null) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of kept.content) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The body of a fault. */
export function jsonBody(body: object): { content: string; mediaType: string } {
  return { content: JSON.stringify(body), mediaType: "application/json" };
}
