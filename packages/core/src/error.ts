/**
 * Every way in which a call can fail. The codes are stable; whether a call may be repeated is said by `retryable`.
 *
 * | code | meaning |
 * |---|---|
 * | configuration | options or definition are wrong or incomplete |
 * | invalid_input | what the caller gave does not fit the schema or the step |
 * | unsupported | a setting or call that this driver or channel cannot honour |
 * | compliance | a legal precondition (consent, territory) is not met |
 * | assurance | the required level cannot be reached |
 * | lifecycle | the call does not fit the state of the step |
 * | conflict | the provider or the store holds another version |
 * | credentials_rejected | the provider refused our credentials |
 * | rate_limited | too many calls; see `retryAfterMs` |
 * | provider_unavailable | the provider cannot be reached or is down |
 * | provider_error | the provider refused the call |
 * | invalid_response | the provider's answer cannot be read |
 * | invalid_callback | a delivery is forged, malformed or belongs to somebody else |
 * | expired | the step's time is over |
 * | interrupted | the caller aborted the call |
 */
export const idvErrorCodes = [
  "configuration",
  "invalid_input",
  "unsupported",
  "compliance",
  "assurance",
  "lifecycle",
  "conflict",
  "credentials_rejected",
  "rate_limited",
  "provider_unavailable",
  "provider_error",
  "invalid_response",
  "invalid_callback",
  "expired",
  "interrupted",
] as const;

export type IdvErrorCode = (typeof idvErrorCodes)[number];

/** What is kept of a foreign error: never its message, which may quote a payload. */
export interface IdvErrorCause {
  name: string;
  code?: string;
  status?: number;
}

export interface IdvErrorOptions {
  code: IdvErrorCode;
  /** Paths and codes only, never a value of a person, a token, a secret or a payload. */
  message: string;
  retryable?: boolean;
  /** How long to wait before the next try, in milliseconds. */
  retryAfterMs?: number;
  provider?: string;
  /** The provider's own error code; kept only when it looks like a code. */
  providerCode?: string;
  httpStatus?: number;
  /** A finer stable code than `code`: which check failed. The README of the driver lists them. */
  reason?: string;
  /** Any thrown value; reduced to `{ name, code, status }`. */
  cause?: unknown;
}

export interface IdvErrorJson {
  name: "IdvError";
  code: IdvErrorCode;
  message: string;
  retryable: boolean;
  retryAfterMs?: number;
  provider?: string;
  providerCode?: string;
  httpStatus?: number;
  reason?: string;
  cause?: IdvErrorCause;
}

const marker = Symbol.for("idvkit.IdvError");
const codeLike = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

/** The one error class of idvkit. It holds codes and paths; it is safe to log whole. */
export class IdvError extends Error {
  override readonly name = "IdvError";
  readonly code: IdvErrorCode;
  readonly retryable: boolean;
  declare readonly retryAfterMs?: number;
  declare readonly provider?: string;
  declare readonly providerCode?: string;
  declare readonly httpStatus?: number;
  declare readonly reason?: string;
  declare readonly cause?: IdvErrorCause;

  constructor(options: IdvErrorOptions) {
    super(options.message);
    this.code = options.code;
    this.retryable = options.retryable ?? false;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.provider !== undefined) this.provider = options.provider;
    if (options.providerCode !== undefined && codeLike.test(options.providerCode)) {
      this.providerCode = options.providerCode;
    }
    if (options.httpStatus !== undefined) this.httpStatus = options.httpStatus;
    if (options.reason !== undefined && codeLike.test(options.reason)) this.reason = options.reason;
    const cause = reduceCause(options.cause);
    if (cause !== undefined) this.cause = cause;
    Object.defineProperty(this, marker, { value: true });
  }

  toJSON(): IdvErrorJson {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.retryAfterMs !== undefined && { retryAfterMs: this.retryAfterMs }),
      ...(this.provider !== undefined && { provider: this.provider }),
      ...(this.providerCode !== undefined && { providerCode: this.providerCode }),
      ...(this.httpStatus !== undefined && { httpStatus: this.httpStatus }),
      ...(this.reason !== undefined && { reason: this.reason }),
      ...(this.cause !== undefined && { cause: this.cause }),
    };
  }
}

/** True for an {@link IdvError} of this or any other copy of `@idvkit/core` in the process. */
export function isIdvError(value: unknown): value is IdvError {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[marker] === true;
}

function reduceCause(cause: unknown): IdvErrorCause | undefined {
  if (typeof cause !== "object" || cause === null) return undefined;
  const { name, code, status } = cause as Record<string, unknown>;
  return {
    name: typeof name === "string" && codeLike.test(name) ? name : "Error",
    ...(typeof code === "string" && codeLike.test(code) && { code }),
    ...(typeof status === "number" && { status }),
  };
}
