import { IdvError, type IdvResult } from "@idvkit/core";
import { createEgressGuard, type EgressGuard } from "./egress-guard.ts";
import type { HttpAnswer, HttpSettings } from "./http-call.ts";
import { type CallLabel, invalidCall, invalidResponse, statusError } from "./http-error.ts";
import { createTransport } from "./http-transport.ts";

export interface GuardedFetchOptions extends Omit<HttpSettings, "agents"> {
  /** Default: a guard that lets only public addresses through, and only over https. */
  guard?: EgressGuard;
  /** How many redirects `redirect: "follow"` follows for GET and HEAD. Default 5. */
  maxRedirects?: number;
  /**
   * Answers that mean "later" (429 and 5xx) reject too, with `rate_limited` or `provider_unavailable` and what `Retry-After`
   * says, for libraries that do not hand headers on. Default false.
   */
  rejectUnavailable?: boolean;
}

/** The URL is somebody else's, so that no part of its path is known to be harmless. */
const template = "{url}";

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A `fetch` for libraries that bring their own HTTP: the same deadline, limits, log and traces as `createHttpClient`, and every
 * connection, also after a redirect, passes the egress guard. GET and HEAD are repeated like a call that is safe to repeat.
 *
 * It differs from the global `fetch` in this: it rejects with an `IdvError`, never with a `TypeError`: `provider_unavailable`,
 * `invalid_response`, `interrupted`, or `invalid_input` where the guard refuses; `redirect: "manual"` gives the redirect as it
 * came; a redirect of anything but GET and HEAD is not followed.
 *
 * Throws `configuration` for a wrong limit.
 */
export function createGuardedFetch(options: GuardedFetchOptions): typeof fetch {
  const { guard = createEgressGuard(), maxRedirects = 5, rejectUnavailable = false, ...settings } = options;
  const transport = createTransport({ ...settings, agents: guard.agents, checkUrl: guard.checkUrl });

  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const url = guard.checkUrl(input instanceof Request ? input.url : String(input));
    if (!url.ok) throw url.error;
    const request = readRequest(input, init, settings.provider);
    const { method, redirect } = request;
    const label = { provider: settings.provider, method, template };
    const body = await readBody(request, label);
    const repeatable = method === "GET" || method === "HEAD";
    const result = await transport({
      method,
      template,
      url: url.value,
      headers: { "user-agent": "idvkit", ...Object.fromEntries(request.headers) },
      ...(body !== undefined && { data: body }),
      retry: repeatable ? "safe" : "never",
      redirects: redirect === "follow" ? maxRedirects : 0,
      ...(signal !== undefined && signal !== null && { signal }),
    });
    if (rejectUnavailable && result.ok && saysLater(result.value.status)) throw statusError(label, result.value);
    return toResponse(result, label, redirect);
  };
}

type FetchInput = Parameters<typeof fetch>[0];

/** A `TypeError` of the platform may quote the URL. */
function readRequest(input: FetchInput, init: RequestInit | undefined, provider: string): Request {
  try {
    return new Request(input, init);
  } catch (cause) {
    throw new IdvError({ code: "invalid_input", message: "fetch: the request cannot be made", provider, cause });
  }
}

async function readBody(request: Request, label: CallLabel): Promise<Buffer | undefined> {
  if (request.body === null) return undefined;
  try {
    return Buffer.from(await request.arrayBuffer());
  } catch {
    throw invalidCall(label, "the body cannot be read");
  }
}

function saysLater(status: number): boolean {
  return status === 429 || (status >= 500 && status <= 599);
}

function toResponse(
  result: IdvResult<HttpAnswer<Uint8Array>>,
  label: CallLabel,
  redirect: Request["redirect"],
): Response {
  if (!result.ok) throw result.error;
  const { status, headers, body } = result.value;
  if (redirect !== "manual" && redirectStatuses.has(status)) {
    throw invalidResponse(label, `unexpected redirect (${status})`, { httpStatus: status });
  }
  if (status < 200 || status > 599) throw invalidResponse(label, "unexpected status", { httpStatus: status });
  return new Response(bodilessStatuses.has(status) ? null : Buffer.from(body), { status, headers });
}
