import type { IdvError, IdvErrorCode } from "./error.ts";
import type { HttpReply } from "./http.ts";

/** HTTP status (RFC 9110) that answers each error code when a delivery could not be handled. */
export const replyStatuses: { readonly [C in IdvErrorCode]: number } = {
  invalid_callback: 401,
  invalid_input: 400,
  unsupported: 404,
  lifecycle: 409,
  expired: 410,
  compliance: 422,
  assurance: 422,
  configuration: 500,
  credentials_rejected: 503,
  rate_limited: 503,
  provider_unavailable: 503,
  provider_error: 503,
  invalid_response: 503,
  conflict: 503,
  interrupted: 503,
};

const defaultRetryAfterSeconds = 30;

/** The answer to whoever delivered. A 503 asks for the delivery again, so that none is lost; the body never says why. */
export function replyTo(error: IdvError): HttpReply {
  const status = replyStatuses[error.code];
  if (status !== 503) return { status, headers: {}, body: null };
  const seconds =
    error.retryAfterMs === undefined ? defaultRetryAfterSeconds : Math.max(1, Math.ceil(error.retryAfterMs / 1000));
  return { status, headers: { "retry-after": String(seconds) }, body: null };
}
