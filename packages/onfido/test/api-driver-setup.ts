import type { CallbackWork, DispatchWork, DriverContext, DriverState, IdvMethodDriver, StepInputs } from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";
import { createOnfidoDriver, type OnfidoApiOptions, type OnfidoEventName } from "../src/index.ts";
import { createOnfidoSimulator, type OnfidoSimulator, type OnfidoSimulatorOptions } from "../src/testing/index.ts";
import { workOf } from "./driver-setup.ts";

const start = Date.parse("2026-11-21T10:00:00.000Z");

/** A driver of the direct channel beside Onfido's API in memory, and a clock that moves when told to. */
export interface ApiBench {
  driver: IdvMethodDriver;
  simulator: OnfidoSimulator;
  context: DriverContext & { vault: ReturnType<typeof memoryVault> };
  logged: string[];
  advance(milliseconds: number): void;
}

export interface ApiBenchServer {
  bench(options?: Partial<OnfidoApiOptions>, simulation?: OnfidoSimulatorOptions): ApiBench;
  close(): void;
}

/** Serves the simulator's handlers to axios; a request that nobody serves fails the call and is listed. */
export function startApiBenchServer(unhandled: string[]): ApiBenchServer {
  const server = setupServer();
  server.listen({
    onUnhandledFrame: ({ frame }) => {
      unhandled.push(String(frame));
    },
  });
  return {
    bench(options = {}, simulation = {}) {
      let now = start;
      const simulator = createOnfidoSimulator({ now: () => new Date(now), ...simulation });
      server.resetHandlers(...(simulator.handlers as RequestHandler[]));
      const logged: string[] = [];
      const note = (event: string) => void logged.push(event);
      return {
        driver: createOnfidoDriver({
          channel: "onfido",
          apiToken: simulator.apiToken,
          webhookTokens: [simulator.webhookToken],
          region: "eu",
          processType: "documentSelfie",
          product: { kind: "check" },
          capture: { mode: "upload" },
          documentType: "passport",
          http: { retryDelayMs: 1 },
          ...options,
        } as OnfidoApiOptions),
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

export const workflow = { kind: "workflowRun", workflowId: "6d4b1f0c-4a67-4a4b-9b7e-0f2b6c1d7e90" } as const;

/** The names that the person stated before. */
export const statedIdentity = {
  datablockId: "0b6a7f1e-9d6f-5c0a-8f2d-3f5a4b1c2d3e",
  type: "basicIdentity" as const,
  status: "STORED" as const,
  createdBy: { stepId: "form", clock: 1 },
  createdAt: "2026-11-21T09:59:00.000Z",
  content: { givenName: "WILLEKE LISELOTTE", familyName: "DE BRUIJN", birthDate: "1965-03-10" },
};

/** The work of one step, for a resident of the Netherlands whose names are known. */
export function apiWorkOf(change: Partial<DispatchWork> = {}, inputs: Partial<StepInputs> = {}): DispatchWork {
  return workOf(change, { dataBlocks: [statedIdentity], ...inputs });
}

/** A work for `callback`: a webhook as the simulator signs it. */
export function webhookWork(
  { simulator }: ApiBench,
  work: DispatchWork,
  driverState: DriverState,
  action: OnfidoEventName,
  id: string,
): CallbackWork {
  const { method, path, headers, body } = simulator.event(action, id);
  const request = { method, url: `https://rp.example/idv/onfido${path}`, headers, body };
  return { ...work, driverState, request };
}
