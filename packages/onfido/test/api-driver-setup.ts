import type {
  CallbackWork,
  DispatchWork,
  DriverContext,
  DriverState,
  IdvMethodDriver,
  IdvNodeResult,
  StepInputs,
  StepResult,
} from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";
import type { OnfidoEventName } from "../src/api/index.ts";
import { createOnfidoDriver, type OnfidoApiOptions } from "../src/index.ts";
import { createOnfidoSimulator, type OnfidoSimulator, type OnfidoSimulatorOptions } from "../src/testing/index.ts";
import { images, pendingOf, workOf } from "./driver-setup.ts";

const start = Date.parse("2026-11-21T10:00:00.000Z");

/** A driver of the direct channel beside Onfido's API in memory, and a clock that moves when told to. */
export interface ApiBench {
  driver: IdvMethodDriver;
  simulator: OnfidoSimulator;
  context: DriverContext & { vault: ReturnType<typeof memoryVault> };
  logged: string[];
  /** What went out so far, in order: calls of the API and of the addresses that it led to. */
  sent: SentRequest[];
  advance(milliseconds: number): void;
  /** A second driver beside the same provider, made with other options. */
  another(options: BenchOptions): IdvMethodDriver;
}

export interface SentRequest {
  method: string;
  url: string;
  headers: Headers;
  /** As text; a picture in it is no longer one. */
  body: Promise<string>;
}

export type BenchOptions = { [Name in keyof OnfidoApiOptions]?: OnfidoApiOptions[Name] | undefined };

export interface ApiBenchServer {
  /** An option that is undefined takes a default of the bench away. */
  bench(options?: BenchOptions, simulation?: OnfidoSimulatorOptions): ApiBench;
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
  let sent: SentRequest[] = [];
  server.events.on("request:start", ({ request }) => {
    const { method, url, headers } = request;
    sent.push({ method, url, headers: new Headers(headers), body: request.clone().text() });
  });
  return {
    bench(options = {}, simulation = {}) {
      let now = start;
      sent = [];
      const simulator = createOnfidoSimulator({ now: () => new Date(now), ...simulation });
      server.resetHandlers(...(simulator.handlers as RequestHandler[]));
      const logged: string[] = [];
      const note = (event: string, fields: object = {}) => void logged.push(`${event} ${JSON.stringify(fields)}`);
      const defaults = {
        channel: "onfido",
        apiToken: simulator.apiToken,
        webhookTokens: [simulator.webhookToken],
        region: "eu",
        processType: "documentSelfie",
        product: { kind: "check" },
        capture: { mode: "upload" },
        documentType: "passport",
        http: { retryDelayMs: 1 },
      };
      const another = (more: BenchOptions) => {
        const given = Object.entries({ ...defaults, ...options, ...more }).filter(([, value]) => value !== undefined);
        return createOnfidoDriver(Object.fromEntries(given) as unknown as OnfidoApiOptions);
      };
      return {
        driver: another({}),
        another,
        sent,
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

/** The JSON bodies that went to a path of the API, in order. */
export async function bodiesTo({ sent }: ApiBench, path: string): Promise<Record<string, unknown>[]> {
  const own = sent.filter(({ method, url }) => method === "POST" && new URL(url).pathname === `/v3.6${path}`);
  return Promise.all(own.map(async ({ body }) => JSON.parse(await body) as Record<string, unknown>));
}

/** Calls that the provider has answered, as `POST /checks`. */
export function callsOf({ simulator }: ApiBench): string[] {
  return simulator.requests.map(({ method, template }) => `${method} ${template}`);
}

/** A dispatch that must have succeeded. */
export async function dispatched(bench: ApiBench, work: DispatchWork = apiWorkOf()) {
  const outcome = pendingOf(await bench.driver.dispatch(work, bench.context));
  return { outcome, driverState: outcome.driverState, applicantId: String(outcome.driverState.applicantId) };
}

/** A step whose pictures were submitted, so that its check is there. */
export async function submitted(bench: ApiBench, work: DispatchWork = apiWorkOf()) {
  const { driverState } = await dispatched(bench, work);
  const outcome = pendingOf(await bench.driver.submit({ ...work, driverState, input: images }, bench.context));
  const { checkId, reportIds } = outcome.driverState;
  return {
    work,
    outcome,
    driverState: outcome.driverState,
    checkId: String(checkId),
    reportIds: reportIds as string[],
  };
}

/** The result of a call that must have completed the step. */
export function resultOf(result: StepResult): IdvNodeResult {
  if (result.ok && result.value.kind === "completed") return result.value.result;
  throw new Error(`expected a completed outcome, got ${result.ok ? result.value.kind : result.error.message}`);
}

/** The content of a block of the result. */
export function contentOf(result: StepResult, type: string): unknown {
  return resultOf(result).dataBlocks.find((block) => block.type === type)?.content;
}

/** The state that a call left which must have failed. */
export function stateLeft(result: StepResult): DriverState {
  if (!result.ok && result.driverState !== undefined) return result.driverState;
  throw new Error(
    `expected a failure that leaves a state, got ${result.ok ? result.value.kind : result.error.message}`,
  );
}
