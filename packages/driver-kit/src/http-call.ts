import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import type { IdvResult, Logger } from "@idvkit/core";
import type { AxiosInstance } from "axios";
import type { RateLimiter } from "./rate-limiter.ts";

/** How long and how often a call is tried, and how much of an answer is taken. */
export interface HttpLimits {
  /** One deadline per call in milliseconds, retries and waits included. Default 30,000. */
  timeoutMs?: number;
  /** How often a call that is safe to repeat is repeated. Default 2. */
  retries?: number;
  /** Base of the exponential backoff in milliseconds. Default 250. */
  retryDelayMs?: number;
  /** A longer `Retry-After` is not waited for but reported as `retryAfterMs`. Default 10,000. */
  maxRetryAfterMs?: number;
  /** A longer body is `invalid_response`. Counted after decompression. Default 10 MiB. */
  maxResponseBytes?: number;
}

/** The agents of an egress guard, or of a caller with a client certificate. */
export interface HttpAgents {
  http: HttpAgent;
  https: HttpsAgent;
}

export interface HttpSettings extends HttpLimits {
  /** Named in errors. */
  provider: string;
  axios?: AxiosInstance;
  /** Every connection is made through them; proxies of the environment are then not used. */
  agents?: HttpAgents;
  log?: Logger;
  /**
   * Every try takes a slot of it before it is sent. A call that would have to wait beyond its deadline fails at once with
   * `rate_limited`. An answer 429 with `Retry-After` holds back all calls of the limiter for that time, at most
   * `maxRetryAfterMs`.
   */
  rateLimiter?: RateLimiter;
  /** Source of the jitter, from 0 to 1. Default `Math.random`. */
  random?: () => number;
}

/** Finds the provider's own error code in a body, as far as it can be read. Only what looks like a code is kept. */
export type ErrorCodeReader = (body: unknown) => string | undefined;

/**
 * Finds the members of the request that the provider complains about, as far as they can be read from a body. They are
 * named in the error's message, at most 10, and only what looks like a path (`address.postcode`). It must give names of
 * members, never values.
 */
export type ErrorPathsReader = (body: unknown) => readonly string[];

export interface HttpClientOptions extends HttpSettings {
  /** Absolute, `https:` or `http:`, without credentials, query and fragment. */
  baseUrl: string;
  errorCode?: ErrorCodeReader;
  errorPaths?: ErrorPathsReader;
}

export type HttpBody =
  | { json: unknown }
  | { form: Record<string, string> }
  | { bytes: Uint8Array; mediaType: string }
  | { multipart: Record<string, MultipartValue> };

/** A text field or a file of a `multipart/form-data` body (RFC 7578). */
export type MultipartValue = string | { content: Uint8Array; mediaType: string; fileName: string };

export interface HttpCall {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A template such as `/dossiers/{dossierId}`. Only the template is ever logged, traced or named in an error. */
  path: string;
  /** Put into the template percent-encoded. */
  pathParameters?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: HttpBody;
  /** `safe`: may be sent again after 429, 502, 503, 504 and network faults. `never`: is sent once. */
  retry: "safe" | "never";
  /** Aborting it ends the call with `interrupted`. */
  signal?: AbortSignal;
  log?: Logger;
  maxResponseBytes?: number;
  /** How many redirects a GET or HEAD follows. Default 0: a redirect is `invalid_response`. */
  redirects?: number;
  /** Takes the place of the client's own reader, for an endpoint with another error format. */
  errorCode?: ErrorCodeReader;
  /** Takes the place of the client's own reader. */
  errorPaths?: ErrorPathsReader;
}

export interface HttpAnswer<B> {
  status: number;
  /** Names in lower case; several values of one name are joined by a comma. */
  headers: Record<string, string>;
  body: B;
}

/**
 * Calls one provider. It never rejects; a failure is an `IdvError`:
 *
 * | code | when |
 * |---|---|
 * | credentials_rejected | 401, 403 |
 * | conflict | 409 |
 * | rate_limited | 408, 429 (`retryAfterMs`); held back by the client's own limit, then nothing was sent |
 * | provider_error | 404 and other 4xx |
 * | provider_unavailable | 5xx, network fault, own deadline; retryable |
 * | invalid_response | redirect, HTML, oversized or unreadable body |
 * | interrupted | the caller's signal was aborted |
 * | invalid_input | the call itself is wrong, or an egress guard refused the address |
 */
export interface HttpClient {
  /** The body parsed as JSON. The media type of the answer is not looked at, except that HTML is refused. */
  json(call: HttpCall): Promise<IdvResult<HttpAnswer<unknown>>>;
  bytes(call: HttpCall): Promise<IdvResult<HttpAnswer<Uint8Array>>>;
  /** A body that came nevertheless is dropped. */
  empty(call: HttpCall): Promise<IdvResult<HttpAnswer<null>>>;
}
