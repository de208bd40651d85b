import { SimulatorFaults } from "@idvkit/driver-kit/testing";
import { deliverEvent, type SimulatedEvent } from "../delivery.ts";
import type { SimulatedFault } from "../faults.ts";
import { createHandlers, type SimulatorRequest } from "../handlers.ts";
import { processCompleted } from "./event.ts";
import type { SimulatedOutcome } from "./outcomes.ts";
import { simulatorCapturePage } from "./paths.ts";
import { problem } from "./problem.ts";
import { createRoutes } from "./routes.ts";
import { type SimulatedProcess, SimulatorStore } from "./store.ts";
import { SimulatorTokens } from "./tokens.ts";

export interface AssureSimulatorOptions {
  /** Where the driver's `baseUrl` points. Default `https://api.signicat.com`. */
  origin?: string;
  /** Origin of the capture pages, where it differs: a local port in a demo. Default `origin`. */
  captureOrigin?: string | (() => string);
  /** Default `simulator-client`. */
  clientId?: string;
  /** Default `simulator-secret`. */
  clientSecret?: string;
  /** Default 600. */
  tokenLifetimeSeconds?: number;
  /** How many reads after the start answer `processing` before the result is there. Default 1. */
  processingReads?: number;
  now?: () => Date;
}

/** A provider in memory. Its person is the fictitious holder of the Dutch specimen documents. */
export interface AssureSimulator {
  /** MSW request handlers. */
  readonly handlers: readonly object[];
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What came in so far, in order. */
  readonly requests: readonly SimulatorRequest[];
  /** Decides how processes end: every one that has not ended, the next one that is made, or those of one dossier. */
  decide(outcome: SimulatedOutcome, scope?: "every" | "next" | { dossierId: string }): void;
  failNext(fault: SimulatedFault): void;
  /** Makes every token worthless. Assure answers 401 or, for a header that it cannot read, 400. Default 401. */
  revokeTokens(status?: 400 | 401): void;
  /** Ends the started processes of a dossier at once; the next read has the result. */
  finish(dossierId: string): void;
  /**
   * The event that the dossier's newest process is complete; started processes are ended first.
   * Throws a `RangeError` when the dossier has no process that ended.
   */
  event(dossierId: string): SimulatedEvent;
  /** Posts the event to a URL and gives the status of the answer. Default dossier: the newest one. */
  deliver(url: string, dossierId?: string): Promise<number>;
}

/** Makes a provider that behaves like Signicat Assure with its Onfido service, as far as that is published. */
export function createAssureSimulator(options: AssureSimulatorOptions = {}): AssureSimulator {
  const {
    origin = "https://api.signicat.com",
    captureOrigin = origin,
    clientId = "simulator-client",
    clientSecret = "simulator-secret",
    tokenLifetimeSeconds = 600,
    processingReads = 1,
    now = () => new Date(),
  } = options;
  const store = new SimulatorStore({ now, processingReads });
  const tokens = new SimulatorTokens({ clientId, clientSecret, lifetimeSeconds: tokenLifetimeSeconds, now });
  const faults = new SimulatorFaults<SimulatedFault>();
  const requests: SimulatorRequest[] = [];
  const captureUrl = (processId: string): string =>
    `${typeof captureOrigin === "string" ? captureOrigin : captureOrigin()}${simulatorCapturePage.replace("{processId}", processId)}`;
  const routes = createRoutes(store, tokens, captureUrl);
  const record = (request: SimulatorRequest): void => void requests.push(request);

  const finish = (dossierId: string): SimulatedProcess[] => {
    const processes = [...(store.dossiers.get(dossierId)?.processes.values() ?? [])];
    for (const process of processes) if (process.phase === "processing") store.finish(process);
    return processes.filter(({ phase }) => phase === "final");
  };
  const event = (dossierId: string): SimulatedEvent => {
    const ended = finish(dossierId).at(-1);
    if (ended === undefined) throw new RangeError("simulator.event: no process of this dossier was started");
    return processCompleted(ended, now());
  };

  return {
    handlers: createHandlers({
      base: origin,
      routes,
      refuse: (headers) => tokens.refuse(headers.get("authorization")),
      problem,
      faults,
      record,
    }),
    origin,
    clientId,
    clientSecret,
    requests,
    decide: (outcome, scope = "every") => store.decide(outcome, scope),
    failNext: (fault) => faults.add(fault),
    revokeTokens: (status = 401) => tokens.revoke(status),
    finish: (dossierId) => void finish(dossierId),
    event,
    async deliver(url, dossierId = [...store.dossiers.keys()].at(-1) ?? "") {
      return deliverEvent(url, event(dossierId));
    },
  };
}
