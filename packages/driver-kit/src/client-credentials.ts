import { failure, IdvError, type IdvResult, type Secret, success } from "@idvkit/core";
import type { HttpCall, HttpClient } from "./http-call.ts";
import { readSecret } from "./secret.ts";

export interface ClientCredentialsOptions {
  http: HttpClient;
  /** Path template of the token endpoint at the client's base URL. */
  path: string;
  clientId: Secret;
  clientSecret: Secret;
  /** Scopes, separated by a space. */
  scope?: string;
  /** Where the credentials go: `basic` (default) into the header, `post` into the form (RFC 6749, section 2.3.1). */
  authentication?: "basic" | "post";
  /** Lifetime of a token whose answer names none. Default 600 seconds. */
  expiresInDefaultSeconds?: number;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

export interface TokenSource {
  /**
   * Runs a call with a valid token. When it fails with `credentials_rejected`, it runs once more with a newer token. Fails like
   * the token request: `credentials_rejected` for wrong credentials, `configuration` for an unreadable secret, `interrupted`
   * when the caller's signal is aborted, else as the HTTP client says.
   */
  withToken<T>(
    run: (headers: { authorization: string }) => Promise<IdvResult<T>>,
    signal?: AbortSignal,
  ): Promise<IdvResult<T>>;
}

interface Token {
  value: string;
  refreshAtMs: number;
}

const longestMarginMs = 30_000;

/**
 * OAuth 2.0 client credentials (RFC 6749, section 4.4). The token is kept until 30 seconds (or a tenth of its lifetime) before it
 * expires. Callers at the same time share one token request, which no single caller's signal ends.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  const now = options.now ?? Date.now;
  let cached: Token | undefined;
  let pending: Promise<IdvResult<Token>> | undefined;

  async function fetchToken(): Promise<IdvResult<Token>> {
    const requestedAtMs = now();
    const call = await tokenCall(options);
    if (!call.ok) return call;
    const answer = await options.http.json(call.value);
    if (!answer.ok) return failure(tokenError(answer.error));
    const token = readToken(answer.value.body, requestedAtMs, options.expiresInDefaultSeconds ?? 600);
    if (token === undefined) return failure(unreadableToken(answer.value.status));
    cached = token;
    return success(token);
  }

  function currentToken(): Promise<IdvResult<Token>> | IdvResult<Token> {
    if (cached !== undefined && now() < cached.refreshAtMs) return success(cached);
    pending ??= fetchToken().finally(() => {
      pending = undefined;
    });
    return pending;
  }

  return {
    async withToken(run, signal) {
      const first = await unlessAborted(currentToken, signal);
      if (!first.ok) return first;
      const result = await run({ authorization: `Bearer ${first.value.value}` });
      if (result.ok || result.error.code !== "credentials_rejected") return result;
      // Somebody else may have got a newer one in the meantime.
      if (cached === first.value) cached = undefined;
      const second = await unlessAborted(currentToken, signal);
      if (!second.ok) return second;
      return run({ authorization: `Bearer ${second.value.value}` });
    },
  };
}

/** Stops waiting when the caller aborts; what is waited for goes on for the others. */
async function unlessAborted<T>(
  start: () => Promise<IdvResult<T>> | IdvResult<T>,
  signal: AbortSignal | undefined,
): Promise<IdvResult<T>> {
  if (signal?.aborted) return interrupted();
  const started = start();
  if (signal === undefined || "ok" in started) return started;
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(interrupted());
    signal.addEventListener("abort", abort, { once: true });
    started.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function interrupted(): IdvResult<never> {
  return failure(new IdvError({ code: "interrupted", message: "token: aborted by the caller" }));
}

async function tokenCall(options: ClientCredentialsOptions): Promise<IdvResult<HttpCall>> {
  const clientId = await readSecret(options.clientId, "clientId");
  if (!clientId.ok) return clientId;
  const clientSecret = await readSecret(options.clientSecret, "clientSecret");
  if (!clientSecret.ok) return clientSecret;
  const inForm = options.authentication === "post";
  const credentials = Buffer.from(`${formEncode(clientId.value)}:${formEncode(clientSecret.value)}`);
  return success({
    method: "POST",
    path: options.path,
    ...(!inForm && { headers: { authorization: `Basic ${credentials.toString("base64")}` } }),
    body: {
      form: {
        grant_type: "client_credentials",
        ...(options.scope !== undefined && { scope: options.scope }),
        ...(inForm && { client_id: clientId.value, client_secret: clientSecret.value }),
      },
    },
    // A token that was made and lost does no harm.
    retry: "safe",
    errorCode: readOauthError,
  });
}

/** `application/x-www-form-urlencoded`, as RFC 6749 asks for before Base64. */
function formEncode(value: string): string {
  return new URLSearchParams({ "": value }).toString().slice(1);
}

function readOauthError(body: unknown): string | undefined {
  const { error } = (body ?? {}) as { error?: unknown };
  return typeof error === "string" ? error : undefined;
}

/**
 * Token endpoints answer wrong credentials with 401 or with 400 and `invalid_client` (RFC 6749, section 5.2). One that is
 * not there is a wrong setting; its 404 must not look like that of the resource which the token was for.
 */
function tokenError(error: IdvError): IdvError {
  if (error.httpStatus === 404) {
    return new IdvError({ code: "configuration", message: `${error.message}: there is no token endpoint` });
  }
  if (error.providerCode !== "invalid_client" || error.code === "credentials_rejected") return error;
  return new IdvError({ ...error.toJSON(), code: "credentials_rejected", retryable: false });
}

/** Visible ASCII: what a header can carry. */
const tokenLike = /^[\x21-\x7e]+$/;

function readToken(body: unknown, requestedAtMs: number, expiresInDefaultSeconds: number): Token | undefined {
  const fields = (body ?? {}) as { access_token?: unknown; token_type?: unknown; expires_in?: unknown };
  const { access_token: value, token_type: type = "bearer" } = fields;
  if (typeof value !== "string" || !tokenLike.test(value)) return undefined;
  // Any other type (DPoP, MAC) wants a proof with each call (RFC 6749, section 7.1).
  if (typeof type !== "string" || !/^bearer/i.test(type)) return undefined;
  const lifetimeMs = readSeconds(fields.expires_in, expiresInDefaultSeconds) * 1000;
  return { value, refreshAtMs: requestedAtMs + lifetimeMs - Math.min(longestMarginMs, lifetimeMs / 10) };
}

function readSeconds(value: unknown, fallback: number): number {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) ? Math.max(0, seconds) : fallback;
}

function unreadableToken(httpStatus: number): IdvError {
  return new IdvError({ code: "invalid_response", message: "token: no bearer token in the answer", httpStatus });
}
