import { failure, type IdvErrorCode, type IdvResult, isIdvError } from "@idvkit/core";
import { refuse } from "../refusal.ts";

interface Refusal {
  code: IdvErrorCode;
  reason: string;
  retryable?: true;
}

/** Error codes of OAuth endpoints (RFC 6749, section 5.2; RFC 9126; RFC 9449; CIBA, section 13). */
const endpointErrors: Readonly<Record<string, Refusal>> = {
  invalid_client: { code: "credentials_rejected", reason: "client_refused" },
  unauthorized_client: { code: "credentials_rejected", reason: "client_not_allowed" },
  invalid_grant: { code: "invalid_callback", reason: "code_refused" },
  invalid_request: { code: "configuration", reason: "request_refused" },
  invalid_scope: { code: "configuration", reason: "scope_refused" },
  invalid_request_object: { code: "configuration", reason: "request_object_refused" },
  unsupported_grant_type: { code: "configuration", reason: "grant_type_refused" },
  invalid_dpop_proof: { code: "configuration", reason: "dpop_proof_refused" },
  use_dpop_nonce: { code: "provider_error", reason: "dpop_nonce_refused" },
  invalid_binding_message: { code: "invalid_input", reason: "binding_message_refused" },
  unknown_user_id: { code: "invalid_input", reason: "login_hint_unknown" },
  expired_login_hint_token: { code: "invalid_input", reason: "login_hint_expired" },
  missing_user_code: { code: "invalid_input", reason: "user_code_missing" },
  invalid_user_code: { code: "invalid_input", reason: "user_code_refused" },
  temporarily_unavailable: { code: "provider_unavailable", reason: "provider_says_later", retryable: true },
  server_error: { code: "provider_unavailable", reason: "provider_failed", retryable: true },
};

const unreadable: Refusal = { code: "invalid_response", reason: "response_unreadable" };

/** What openid-client found wrong, by its code; the finer reasons of ID tokens come from their own checks. */
const clientErrors: Readonly<Record<string, Refusal>> = {
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: { code: "invalid_response", reason: "jwt_claim_mismatch" },
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: { code: "invalid_response", reason: "jwt_time_refused" },
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: { code: "invalid_response", reason: "attribute_mismatch" },
  OAUTH_INVALID_RESPONSE: { code: "invalid_response", reason: "response_invalid" },
  OAUTH_PARSE_ERROR: { code: "invalid_response", reason: "response_unreadable" },
  OAUTH_RESPONSE_IS_NOT_JSON: { code: "invalid_response", reason: "response_not_json" },
  OAUTH_RESPONSE_IS_NOT_CONFORM: { code: "provider_error", reason: "response_status_unexpected" },
  OAUTH_KEY_SELECTION_FAILED: { code: "invalid_response", reason: "key_not_found" },
  OAUTH_DECRYPTION_FAILED: { code: "invalid_response", reason: "decryption_failed" },
  OAUTH_UNSUPPORTED_OPERATION: { code: "invalid_response", reason: "operation_refused" },
  OAUTH_JWT_USERINFO_EXPECTED: { code: "invalid_response", reason: "user_info_not_signed" },
  OAUTH_MISSING_SERVER_METADATA: { code: "invalid_response", reason: "metadata_unreadable" },
  OAUTH_INVALID_SERVER_METADATA: { code: "invalid_response", reason: "metadata_unreadable" },
  OAUTH_HTTP_REQUEST_FORBIDDEN: { code: "configuration", reason: "http_forbidden" },
  OAUTH_REQUEST_PROTOCOL_FORBIDDEN: { code: "configuration", reason: "http_forbidden" },
  OAUTH_TIMEOUT: { code: "provider_unavailable", reason: "timeout", retryable: true },
  OAUTH_WWW_AUTHENTICATE_CHALLENGE: { code: "credentials_rejected", reason: "token_refused" },
};

/**
 * What a failed exchange is to the caller. Nothing of the thrown error is shown but its codes: its causes hold tokens and
 * claims.
 *
 * @param at What was being done, such as `token request`.
 */
export function failureOf(thrown: unknown, at: string): IdvResult<never> {
  const own = ownError(thrown);
  if (own !== undefined) return failure(own);
  const { code, error, status, cause } = membersOf(thrown);
  const answered = status ?? membersOf(cause).status;
  // An error comes with 400 and says its name (RFC 6749, section 5.2).
  const isNameless = answered === 400 && error === undefined;
  const refusal =
    rowOf(endpointErrors, error) ?? statusRefusal(answered) ?? (isNameless ? unreadable : rowOf(clientErrors, code));
  if (refusal === undefined) {
    const unknownCode = error === undefined ? "invalid_response" : "provider_error";
    return refuse(unknownCode, `${at}: failed`, { cause: thrown, ...(error !== undefined && { providerCode: error }) });
  }
  return refuse(refusal.code, `${at}: ${refusal.reason}`, {
    reason: refusal.reason,
    cause: thrown,
    ...(refusal.retryable === true && { retryable: true }),
    ...(error !== undefined && { providerCode: error }),
    ...(typeof status === "number" && { httpStatus: status }),
  });
}

/** The error of the guarded network comes wrapped in those of the libraries above it. */
function ownError(thrown: unknown) {
  let at = thrown;
  for (let depth = 0; depth < 5; depth += 1) {
    if (isIdvError(at)) return at;
    at = membersOf(at).cause;
  }
  return undefined;
}

function statusRefusal(status: number | undefined): Refusal | undefined {
  if (status === undefined) return undefined;
  // A page of a gateway in place of what the endpoint says when all is well.
  if (status < 400) return { code: "invalid_response", reason: "response_status_unexpected" };
  if (status === 401 || status === 403) return { code: "credentials_rejected", reason: "client_refused" };
  if (status === 429) return { code: "rate_limited", reason: "too_many_requests", retryable: true };
  return status >= 500 ? { code: "provider_unavailable", reason: "provider_failed", retryable: true } : undefined;
}

interface Members {
  code?: string;
  error?: string;
  status?: number;
  cause?: unknown;
}

function membersOf(thrown: unknown): Members {
  if (typeof thrown !== "object" || thrown === null) return {};
  const { code, error, status, cause } = thrown as Record<string, unknown>;
  return {
    ...(typeof code === "string" && { code }),
    ...(typeof error === "string" ? { error } : challengeErrorOf(cause)),
    ...(typeof status === "number" && { status }),
    cause,
  };
}

/** Beside a `WWW-Authenticate` header openid-client reads no body; the header names the error too (RFC 6750, section 3). */
function challengeErrorOf(challenges: unknown): { error?: string } {
  for (const challenge of Array.isArray(challenges) ? challenges : []) {
    const { parameters } = (challenge ?? {}) as { parameters?: { error?: unknown } };
    if (typeof parameters?.error === "string") return { error: parameters.error };
  }
  return {};
}

function rowOf(table: Readonly<Record<string, Refusal>>, name: string | undefined): Refusal | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
