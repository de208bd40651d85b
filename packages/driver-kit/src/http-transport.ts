import { failure, type IdvError, type IdvResult, type Logger } from "@idvkit/core";
import { axiosSender } from "./axios-sender.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import type { HttpAnswer, HttpSettings } from "./http-call.ts";
import { heldBackError, overError, thrownError } from "./http-error.ts";
import { createExchange, type Exchange, type ExchangeOptions, type WireRequest } from "./http-exchange.ts";
import { withDefaults } from "./http-limits.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { type Attempt, parseRetryAfter, withRetries } from "./retry.ts";
import { loadTracing, startCallSpan } from "./tracing.ts";

/** A request with what decides how it is sent. */
export interface TransportRequest extends Omit<WireRequest, "provider" | "maxResponseBytes"> {
  retry: "safe" | "never";
  maxResponseBytes?: number;
  signal?: AbortSignal;
  log?: Logger;
}

/** Gives the answer whatever its status; an error only when there is none. */
export type Transport = (request: TransportRequest) => Promise<IdvResult<HttpAnswer<Uint8Array>>>;

type Outcome = IdvResult<HttpAnswer<Uint8Array>>;

const transientStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Deadline, retries, limits, log and trace of every call. Throws `configuration` for a wrong limit. */
export function createTransport(
  settings: HttpSettings & Pick<ExchangeOptions, "checkUrl"> & Partial<Pick<ExchangeOptions, "sender">>,
): Transport {
  const { timeoutMs, maxResponseBytes, ...limits } = withDefaults(settings);
  const path: Path = {
    exchange: createExchange({
      sender: settings.sender ?? axiosSender(settings.axios, settings.agents),
      ...(settings.checkUrl !== undefined && { checkUrl: settings.checkUrl }),
    }),
    rateLimiter: settings.rateLimiter,
    maxPauseMs: limits.maxRetryAfterMs,
  };
  const random = settings.random ?? Math.random;
  const policies = {
    safe: { ...limits, random },
    never: { ...limits, random, retries: 0 },
  };
  return async (request) => {
    const wire: WireRequest = {
      ...request,
      provider: settings.provider,
      maxResponseBytes: request.maxResponseBytes ?? maxResponseBytes,
    };
    const tracingLoads = loadTracing();
    if (tracingLoads !== undefined) await tracingLoads;
    const log = request.log ?? settings.log;
    const span = startCallSpan(wire.method, wire.template, wire.url.hostname);
    const deadline = startDeadline(timeoutMs, request.signal);
    try {
      const { outcome, attempts } = await withRetries(policies[request.retry], deadline, (attempt) =>
        attemptOnce(path, wire, deadline, log, attempt),
      );
      span?.end(spanEnd(outcome, attempts));
      return outcome;
    } finally {
      deadline.end();
    }
  };
}

/** What every try of every call goes through. */
interface Path {
  exchange: Exchange;
  rateLimiter: RateLimiter | undefined;
  /** The longest pause that one answer can ask of all calls. */
  maxPauseMs: number;
}

async function attemptOnce(
  { exchange, rateLimiter, maxPauseMs }: Path,
  wire: WireRequest,
  deadline: Deadline,
  log: Logger | undefined,
  attempt: number,
): Promise<Attempt<Outcome>> {
  const over = deadline.over();
  if (over !== undefined) return { outcome: failure(overError(wire, over)), transient: false };
  if (rateLimiter !== undefined) {
    const slot = await rateLimiter.take({ withinMs: Math.max(0, deadline.remainingMs()), signal: deadline.signal });
    if (!slot.taken) {
      return { outcome: failure(noSlotError(wire, deadline, slot.retryAfterMs)), transient: false };
    }
  }
  const startedAt = performance.now();
  const outcome = await exchange(wire, deadline.signal).catch((thrown: unknown) =>
    failure(thrownError(wire, thrown, deadline)),
  );
  log?.debug("http.call", {
    method: wire.method,
    path: wire.template,
    ...(outcome.ok ? { status: outcome.value.status } : { error: outcome.error.code }),
    durationMs: Math.round(performance.now() - startedAt),
    attempt,
  });
  if (!outcome.ok) return { outcome, transient: outcome.error.code === "provider_unavailable" };
  const { status, headers } = outcome.value;
  if (!transientStatuses.has(status)) return { outcome, transient: false };
  const retryAfterMs = parseRetryAfter(headers["retry-after"], Date.now());
  if (status === 429 && retryAfterMs !== undefined) rateLimiter?.pause(Math.min(retryAfterMs, maxPauseMs));
  return { outcome, transient: true, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** A call whose time is over in the queue was not sent either. */
function noSlotError(wire: WireRequest, deadline: Deadline, retryAfterMs: number): IdvError {
  return deadline.over() === "aborted" ? overError(wire, "aborted") : heldBackError(wire, retryAfterMs);
}

function spanEnd(outcome: Outcome, attempts: number): { status?: number; errorType?: string; resends: number } {
  const status = outcome.ok ? outcome.value.status : outcome.error.httpStatus;
  const errorType = outcome.ok ? failedStatus(outcome.value.status) : outcome.error.code;
  return {
    ...(status !== undefined && { status }),
    ...(errorType !== undefined && { errorType }),
    resends: attempts - 1,
  };
}

function failedStatus(status: number): string | undefined {
  return status >= 400 ? String(status) : undefined;
}
