import { IdvError, type IdvResult } from "@idvkit/core";
import { bufferedResponse } from "./buffered-response.ts";
import { createEgressGuard, type EgressGuard } from "./egress-guard.ts";
import type { HttpAnswer, HttpSettings } from "./http-call.ts";
import { type CallLabel, invalidCall, invalidResponse, statusError } from "./http-error.ts";
import { createTransport } from "./http-transport.ts";
import { nodeSender } from "./node-sender.ts";

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
  // An instance of the caller's own has its reasons; without one the shorter way is taken.
  const sender = settings.axios === undefined ? { sender: nodeSender(guard.agents) } : {};
  const transport = createTransport({ ...settings, ...sender, agents: guard.agents, checkUrl: guard.checkUrl });

  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const url = guard.checkUrl(input instanceof Request ? input.url : String(input));
    if (!url.ok) throw url.error;
    const { method, redirect, headers, body } = await readRequest(input, init, settings.provider);
    const label = { provider: settings.provider, method, template };
    const repeatable = method === "GET" || method === "HEAD";
    const result = await transport({
      method,
      template,
      url: url.value,
      headers: { "user-agent": "idvkit", ...headers },
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

/** What is sent, with header names in lower case. */
interface ReadRequest {
  method: string;
  redirect: Request["redirect"];
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

async function readRequest(input: FetchInput, init: RequestInit | undefined, provider: string): Promise<ReadRequest> {
  return plainRequest(input, init) ?? readPlatformRequest(input, init, provider);
}

const mediaTypes = {
  form: "application/x-www-form-urlencoded;charset=UTF-8",
  text: "text/plain;charset=UTF-8",
} as const;
const plainMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
const plainName = /^[!#$%&'*+.^_`|~\w-]+$/;
const plainValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What nearly every library sends: text or a form under plain headers. The platform's `Request` costs more than the rest. */
function plainRequest(input: FetchInput, init: RequestInit | undefined): ReadRequest | undefined {
  if (input instanceof Request || init === undefined) return undefined;
  const { method = "GET", redirect = "follow", headers: given = {}, body } = init;
  if (!plainMethods.has(method) || given instanceof Headers || Array.isArray(given)) return undefined;
  const isForm = body instanceof URLSearchParams;
  if (body !== undefined && body !== null && typeof body !== "string" && !isForm) return undefined;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== "string" || !plainName.test(name) || !plainValue.test(value)) return undefined;
    headers[name.toLowerCase()] = value.trim();
  }
  if (body === undefined || body === null) return { method, redirect, headers, body: undefined };
  if (method === "GET" || method === "HEAD") return undefined;
  headers["content-type"] ??= isForm ? mediaTypes.form : mediaTypes.text;
  return { method, redirect, headers, body: String(body) };
}

/** A `TypeError` of the platform may quote the URL. */
async function readPlatformRequest(
  input: FetchInput,
  init: RequestInit | undefined,
  provider: string,
): Promise<ReadRequest> {
  const request = platformRequest(input, init, provider);
  const { method, redirect } = request;
  const headers = Object.fromEntries(request.headers);
  if (request.body === null) return { method, redirect, headers, body: undefined };
  try {
    return { method, redirect, headers, body: Buffer.from(await request.arrayBuffer()) };
  } catch {
    throw invalidCall({ provider, method, template }, "the body cannot be read");
  }
}

function platformRequest(input: FetchInput, init: RequestInit | undefined, provider: string): Request {
  try {
    return new Request(input, init);
  } catch (cause) {
    throw new IdvError({ code: "invalid_input", message: "fetch: the request cannot be made", provider, cause });
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
  if (bodilessStatuses.has(status)) return new Response(null, { status, headers });
  return bufferedResponse(Buffer.from(body.buffer, body.byteOffset, body.byteLength), { status, headers });
}
