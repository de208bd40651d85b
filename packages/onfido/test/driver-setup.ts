import type {
  CallbackWork,
  DispatchWork,
  DriverContext,
  DriverState,
  IdvMethodDriver,
  PendingOutcome,
  StepInputs,
  StepResult,
} from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";
import { type AssureOptions, createOnfidoDriver } from "../src/index.ts";
import {
  type AssureSimulator,
  type AssureSimulatorOptions,
  createAssureSimulator,
  specimenImages,
} from "../src/testing/index.ts";

const start = Date.parse("2026-11-21T10:00:00.000Z");

/** A driver beside a provider in memory, and a clock that moves when told to. */
export interface Bench {
  driver: IdvMethodDriver;
  simulator: AssureSimulator;
  context: DriverContext & { vault: ReturnType<typeof memoryVault> };
  logged: string[];
  advance(milliseconds: number): void;
}

export interface BenchServer {
  bench(options?: Partial<AssureOptions>, simulation?: AssureSimulatorOptions): Bench;
  close(): void;
}

/** Serves the simulator's handlers to axios; a request that nobody serves fails the call and is listed. */
export function startBenchServer(unhandled: string[]): BenchServer {
  const server = setupServer();
  server.listen({
    onUnhandledFrame: ({ frame }) => {
      unhandled.push(String(frame));
    },
  });
  return {
    bench(options = {}, simulation = {}) {
      let now = start;
      const simulator = createAssureSimulator({ now: () => new Date(now), ...simulation });
      server.resetHandlers(...(simulator.handlers as RequestHandler[]));
      const logged: string[] = [];
      const note = (event: string) => void logged.push(event);
      return {
        driver: createOnfidoDriver({
          channel: "assure",
          clientId: simulator.clientId,
          clientSecret: simulator.clientSecret,
          processType: "documentSelfie",
          capture: { mode: "upload" },
          http: { retryDelayMs: 1 },
          ...options,
        } as AssureOptions),
        simulator,
        context: {
          now: () => new Date(now),
          vault: memoryVault(),
          log: { debug: note, info: note, warn: note, error: note },
        },
        logged,
        advance: (milliseconds) => {
          now += milliseconds;
        },
      };
    },
    close: () => server.close(),
  };
}

export const images = {
  front: { content: specimenImages.png, mediaType: "image/png" },
  selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
};

/** The work of one step; `inputs` are added to a resident of the Netherlands. */
export function workOf(change: Partial<DispatchWork> = {}, inputs: Partial<StepInputs> = {}): DispatchWork {
  return {
    executionId: "execution-1",
    nodeId: "passport",
    attempt: 1,
    callbackBaseUrl: "https://rp.example/idv/onfido",
    returnUrl: "https://rp.example/done",
    inputs: { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NLD" }, consents: [], ...inputs },
    ...change,
  };
}

/** The pending outcome of a call that must have succeeded. */
export function pendingOf(result: StepResult): PendingOutcome {
  if (result.ok && result.value.kind === "pending") return result.value;
  throw new Error(`expected a pending outcome, got ${result.ok ? result.value.kind : result.error.message}`);
}

/** The state that a call which must have succeeded returned. */
export function stateOf(result: StepResult): DriverState {
  if (result.ok) return result.value.driverState;
  throw result.error;
}

/** The verdict of a call that must have completed the step. */
export function verdictOf(result: StepResult): string {
  if (result.ok && result.value.kind === "completed") return result.value.result.verdict;
  throw new Error(`expected a completed outcome, got ${result.ok ? result.value.kind : result.error.message}`);
}

/** The dossier and process that a state is about. */
export function idsOf(state: DriverState): { dossierId: string; processId: string } {
  return { dossierId: String(state.dossierId), processId: String(state.processId) };
}

/** A work for `callback`: an event for a dossier, or the person's return. */
export function eventWork(
  work: DispatchWork,
  driverState: DriverState,
  eventData: object,
  path = "/events",
): CallbackWork {
  const body = new TextEncoder().encode(JSON.stringify({ id: "event", eventName: "process.complete", eventData }));
  const request = { method: "POST", url: `https://rp.example/idv/onfido${path}`, headers: {}, body };
  return { ...work, driverState, request };
}

export function returnWork(work: DispatchWork, driverState: DriverState, ids: Record<string, string>): CallbackWork {
  const url = `https://rp.example/idv/onfido/capture-return?${new URLSearchParams(ids)}`;
  return { ...work, driverState, request: { method: "GET", url, headers: {}, body: new Uint8Array() } };
}
