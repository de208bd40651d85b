import {
  type CallbackAddress,
  type CallbackWork,
  type HttpReply,
  type HttpRequest,
  httpRequestFromFetch,
  IdvError,
  type IdvMethodDriver,
  type LogFields,
  type Logger,
  replyTo,
  type StepOutcome,
  type Vault,
} from "@idvkit/core";
import { type CallbackRoute, createCallbackRoute } from "./callback-route.ts";
import type { CallbackStore, HeldExecution } from "./callback-store.ts";
import { chooseReply } from "./choose-reply.ts";
import { toFetchResponse } from "./fetch-response.ts";
import { createLateDeliveries } from "./late-deliveries.ts";

export interface CallbackHandlerOptions extends CallbackStore {
  /** The drivers by the id that stands in their callback URLs. */
  drivers: Readonly<Record<string, IdvMethodDriver>>;
  /** What the outside world calls this server, such as `https://rp.example`. A client's Host header is not believed. */
  publicOrigin: string;
  /** Path under which the handler is mounted: `<mountPath>/<driverId>/...`. Default `/`. */
  mountPath?: string;
  /**
   * The opaque hash of the browser session that this request belongs to, made as at dispatch; undefined for a request
   * without one, such as a provider's. The body of the request has been read already.
   */
  browserSession?(request: Request): string | undefined | Promise<string | undefined>;
  vault?: Vault;
  log?: Logger;
  now?: () => Date;
  /** A longer body is refused. Default 1 MiB. */
  maxBodyBytes?: number;
  /** How long a delivery that no execution waits for is asked for again. Default 60000. */
  unknownRefGraceMs?: number;
}

export type CallbackHandler = (request: Request) => Promise<Response>;

const defaultMaxBodyBytes = 1024 * 1024;
const defaultUnknownRefGraceMs = 60_000;
const rememberedUnknownDeliveries = 10_000;
const alwaysHeaders = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const answeredMethods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/**
 * Makes the handler behind every callback URL: a Fetch API handler for Node, Hono, Next and others (Express through
 * `nodeCallbackHandler`). It authenticates a delivery, finds and holds the executions that wait for it, replays the
 * answer of a repetition, else calls the driver, saves what came out and answers.
 *
 * A finished execution gets the late answer without the driver, unless the delivery may revise its outcome. Then only an
 * outcome that says `revises` is saved as one. A driver that goes back to pending breaks the contract: nothing is saved,
 * and the delivery is asked for again, because taking it would lose the change that it tells of.
 *
 * Whatever could not be saved is answered with 503, so that it is delivered again. The handler never rejects.
 * Throws an `IdvError` with code `configuration` when `publicOrigin` or `mountPath` cannot be used.
 */
export function createCallbackHandler(options: CallbackHandlerOptions): CallbackHandler {
  const now = options.now ?? (() => new Date());
  const maxBodyBytes = options.maxBodyBytes ?? defaultMaxBodyBytes;
  const routeOf = createCallbackRoute(options);
  const replyToUnknown = createLateDeliveries({
    now,
    graceMs: options.unknownRefGraceMs ?? defaultUnknownRefGraceMs,
    capacity: rememberedUnknownDeliveries,
  });

  return async (request) => {
    const route = routeOf(request.url);
    if (route === null) return respond({ status: 404, headers: {}, body: null });
    try {
      return respond(await answer(request, route));
    } catch (cause) {
      report("callback.failed", route.driverId, cause);
      return respond(deliverAgain());
    }
  };

  async function answer(request: Request, route: CallbackRoute): Promise<HttpReply> {
    const { driver, driverId } = route;
    if (!answeredMethods.includes(request.method)) {
      return { status: 405, headers: { allow: answeredMethods.join(", ") }, body: null };
    }
    // Said before reading, where the client says it; otherwise the reader below stops in time.
    if (Number(request.headers.get("content-length")) > maxBodyBytes) return { status: 413, headers: {}, body: null };
    const received = await httpRequestFromFetch(request, { maxBytes: maxBodyBytes });
    if (!received.ok) return replyTo(received.error);
    const httpRequest: HttpRequest = { ...received.value, url: route.url };
    const address = await driver.addressCallback(httpRequest);
    if (!address.ok) {
      report("callback.refused", driverId, address.error);
      return replyTo(address.error);
    }
    if (address.value.kind === "ignore") return address.value.reply;
    const browserSession = await options.browserSession?.(request);
    const executions = await options.load(driverId, address.value.refs);
    const visit: Visit = { driver, driverId, address: address.value, httpRequest, browserSession };
    const replies: HttpReply[] = [];
    for (const held of executions) replies.push(await handleAndRelease(held, visit));
    const [first, ...others] = replies;
    return first === undefined ? replyToUnknown(driverId, address.value) : chooseReply([first, ...others]);
  }

  /** Never rejects, so that the executions after this one are handled and released too. */
  async function handleAndRelease(held: HeldExecution, visit: Visit): Promise<HttpReply> {
    try {
      return await handle(held, visit);
    } catch (cause) {
      report("callback.failed", visit.driverId, cause);
      return deliverAgain();
    } finally {
      await Promise.resolve()
        .then(() => held.release())
        .catch((cause: unknown) => report("callback.release_failed", visit.driverId, cause));
    }
  }

  async function handle(held: HeldExecution, visit: Visit): Promise<HttpReply> {
    const { address, driver, driverId } = visit;
    const deliveryId = address.kind === "delivery" ? address.deliveryId : null;
    const given = deliveryId !== null && Object.hasOwn(held.replies, deliveryId) ? held.replies[deliveryId] : undefined;
    if (given !== undefined) return given;
    if (held.finished && !mayRevise(address)) return lateReply(held, address);
    // No signal: a client that hangs up must not stop half-way what it delivers only once.
    const context = { now, ...(options.vault && { vault: options.vault }), ...(options.log && { log: options.log }) };
    const result = await driver.callback(workOf(held, visit), context);
    const { reply } = result;
    const { executionId, nodeId, attempt } = held.work;
    const step = { driverId, executionId, nodeId, attempt, reply };
    if (result.ok) {
      const outcome = result.value;
      if (held.finished && outcome.kind === "pending") {
        report("callback.refused", driverId, reopenedError());
        return address.kind === "delivery" && address.person === true ? lateReply(held, address) : deliverAgain();
      }
      const isUnchanged = held.finished && !isRevision(outcome);
      const { driverState } = outcome;
      await options.save({ ...step, deliveryId, outcome: isUnchanged ? null : outcome, driverState });
      return reply;
    }
    report("callback.refused", driverId, result.error);
    if (result.driverState !== undefined) {
      await options.save({ ...step, deliveryId: null, outcome: null, driverState: result.driverState });
    }
    return reply;
  }

  /** Holds a code and a name at most. A log that fails must not lose a delivery. */
  function report(event: string, driverId: string, cause: unknown): void {
    const { cause: reduced } = new IdvError({ code: "interrupted", message: event, cause });
    const { name = "unknown", code = "unknown" } = reduced ?? {};
    const fields: LogFields = { driverId, errorName: name, errorCode: code };
    try {
      options.log?.warn(event, fields);
    } catch {
      // There is nowhere left to report to.
    }
  }
}

/** One request on its way through the executions that it is for. */
interface Visit {
  driver: IdvMethodDriver;
  driverId: string;
  address: Exclude<CallbackAddress, { kind: "ignore" }>;
  httpRequest: HttpRequest;
  browserSession: string | undefined;
}

/** The session is that of this request, never the one that was stored at dispatch. */
function workOf(held: HeldExecution, visit: Visit): CallbackWork {
  const { browserSession: _storedSession, ...work } = held.work;
  return {
    ...work,
    request: visit.httpRequest,
    ...(visit.browserSession !== undefined && { browserSession: visit.browserSession }),
  };
}

function mayRevise(address: Visit["address"]): boolean {
  return address.kind === "delivery" && address.mayRevise === true;
}

function isRevision(outcome: StepOutcome): boolean {
  return outcome.kind === "completed" && outcome.revises === true;
}

/** A result often arrives before the person is back: they go on to the caller's page all the same. */
function lateReply({ work }: HeldExecution, address: Visit["address"]): HttpReply {
  if (address.kind === "fetch") return replyTo(overError());
  if (address.person !== true || work.returnUrl === undefined) return address.late;
  return { status: 303, headers: { location: work.returnUrl }, body: null };
}

function respond(reply: HttpReply): Response {
  const response = toFetchResponse(reply);
  for (const [name, value] of Object.entries(alwaysHeaders)) response.headers.set(name, value);
  return response;
}

function deliverAgain(): HttpReply {
  return replyTo(new IdvError({ code: "interrupted", message: "callback: not handled" }));
}

function reopenedError(): IdvError {
  return new IdvError({ code: "lifecycle", message: "callback: the step is over, but the driver says pending" });
}

function overError(): IdvError {
  return new IdvError({ code: "expired", message: "callback: the step is over" });
}
