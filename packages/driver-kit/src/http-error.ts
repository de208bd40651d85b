import { IdvError, type IdvErrorCode, isIdvError } from "@idvkit/core";
import type { Deadline } from "./deadline.ts";
import type { ErrorCodeReader, ErrorPathsReader, HttpAnswer } from "./http-call.ts";
import { parseRetryAfter } from "./retry.ts";

/** What an error may say of a call: never its real path, query, headers or body. */
export interface CallLabel {
  provider: string;
  method: string;
  /** The path template. */
  template: string;
}

const codesByStatus: Readonly<Record<number, IdvErrorCode>> = {
  401: "credentials_rejected",
  403: "credentials_rejected",
  408: "rate_limited",
  409: "conflict",
  429: "rate_limited",
};

/** What may be read from the body of an error. */
interface ErrorReaders {
  errorCode?: ErrorCodeReader;
  errorPaths?: ErrorPathsReader;
}

/** The error for an answer other than 2xx. The body is only asked for the provider's code and the paths it complains about. */
export function statusError(label: CallLabel, answer: HttpAnswer<Uint8Array>, readers: ErrorReaders = {}): IdvError {
  const { status } = answer;
  if (status < 400 || status > 599) return invalidResponse(label, describeUnexpected(status), { httpStatus: status });
  const code = codesByStatus[status] ?? (status >= 500 ? "provider_unavailable" : "provider_error");
  const retryAfterMs = parseRetryAfter(answer.headers["retry-after"], Date.now());
  const { errorCode = () => undefined, errorPaths = () => [] } = readers;
  const providerCode = readBody(answer.body, errorCode);
  const paths = readBody(answer.body, (body) => pathsOnly(errorPaths(body))) ?? "";
  return labelled(label, code, `${status}${paths}`, {
    retryable: code === "rate_limited" || code === "provider_unavailable",
    httpStatus: status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(providerCode !== undefined && { providerCode }),
  });
}

/** `invalid_response`, with what was found instead of a readable answer. */
export function invalidResponse(
  label: CallLabel,
  found: string,
  extra: { httpStatus?: number; cause?: unknown } = {},
): IdvError {
  return labelled(label, "invalid_response", found, extra);
}

/** The error for a call that is over before an answer came. */
export function overError(label: CallLabel, over: "expired" | "aborted"): IdvError {
  return over === "aborted"
    ? labelled(label, "interrupted", "aborted by the caller")
    : labelled(label, "provider_unavailable", "no answer within the deadline", { retryable: true });
}

/** The error for a call that our own rate limit would hold back beyond its deadline: it was not sent. */
export function heldBackError(label: CallLabel, retryAfterMs: number): IdvError {
  return labelled(label, "rate_limited", "held back by the client's rate limit", { retryable: true, retryAfterMs });
}

/** The error for a request that cannot be made. */
export function invalidCall(label: CallLabel, problem: string): IdvError {
  return labelled(label, "invalid_input", problem);
}

/** How codes of axios, Node, zlib and the HTTP parser are understood; every other one is a network fault. */
const thrownCodes: readonly [pattern: RegExp, code: IdvErrorCode, found: string][] = [
  [/^IDVKIT_OVERSIZED_BODY$/, "invalid_response", "the body is too large"],
  [/^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_ZSTD|ZSTD_)/, "invalid_response", "the body cannot be decompressed"],
  [/^HPE_/, "invalid_response", "the answer is not HTTP"],
  [/^ERR_(?:INVALID|BAD_OPTION|BAD_REQUEST|UNESCAPED)/, "invalid_input", "the request cannot be made"],
];

/**
 * The error for whatever the HTTP stack threw. An axios error holds headers and bodies, so nothing of it is kept but name, code
 * and status.
 */
export function thrownError(label: CallLabel, thrown: unknown, deadline: Deadline): IdvError {
  const over = deadline.over();
  if (over !== undefined) return overError(label, over);
  const { cause, code, message, response, request } = readThrown(thrown);
  const own = isIdvError(thrown) ? thrown : cause;
  if (isIdvError(own)) return new IdvError({ code: own.code, message: own.message, provider: label.provider });
  const status = response?.status ?? request?.res?.statusCode;
  const extra = { cause: thrown, ...(typeof status === "number" && { httpStatus: status }) };
  if (isOversized(message)) return invalidResponse(label, "the body is too large", extra);
  const known = thrownCodes.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return labelled(label, known[1], known[2], extra);
  return labelled(label, "provider_unavailable", "network fault", { ...extra, retryable: true });
}

interface Thrown {
  cause: unknown;
  code: string;
  message: unknown;
  response: { status?: unknown } | undefined;
  request: { res?: { statusCode?: unknown } } | undefined;
}

function readThrown(thrown: unknown): Thrown {
  const error = (typeof thrown === "object" && thrown !== null ? thrown : {}) as Partial<Thrown>;
  return {
    cause: error.cause,
    code: typeof error.code === "string" ? error.code : "",
    message: error.message,
    response: error.response,
    request: error.request,
  };
}

/** axios has no code of its own for this; its adapters agree on the beginning of the message. */
function isOversized(message: unknown): boolean {
  return typeof message === "string" && message.startsWith("maxContentLength size of ");
}

function describeUnexpected(status: number): string {
  return status >= 300 && status < 400 ? `unexpected redirect (${status})` : `unexpected status (${status})`;
}

function readBody(body: Uint8Array, reader: (body: unknown) => string | undefined): string | undefined {
  try {
    return reader(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    // An error page of a proxy has no code and no paths.
    return undefined;
  }
}

/** It begins like a name, so that no date and no number is taken for a path. */
const pathLike = /^[A-Za-z_][A-Za-z0-9_.[\]-]{0,79}$/;
const mostPaths = 10;

/** What looks like a path, each once, in brackets. */
function pathsOnly(found: readonly unknown[]): string {
  const paths = new Set(found.filter((path): path is string => typeof path === "string" && pathLike.test(path)));
  return paths.size === 0 ? "" : ` (${[...paths].slice(0, mostPaths).join(", ")})`;
}

function labelled(
  label: CallLabel,
  code: IdvErrorCode,
  found: string,
  extra: {
    retryable?: boolean;
    httpStatus?: number;
    retryAfterMs?: number;
    providerCode?: string;
    cause?: unknown;
  } = {},
): IdvError {
  return new IdvError({
    code,
    message: `${label.method} ${label.template}: ${found}`,
    provider: label.provider,
    ...extra,
  });
}
