import { type IdvResult, type JsonObject, type Logger, success } from "@idvkit/core";
import { createHttpClient, type HttpCall, readSecret } from "@idvkit/driver-kit";
import type { AcmeSettings } from "../options.ts";
import { provider } from "../profile.ts";
import { type CreatedSession, errorCodeOf, readCreatedSession } from "./wire.ts";

/** What a call takes besides its arguments. */
export interface AcmeCall {
  signal?: AbortSignal;
  log?: Logger;
}

/**
 * Acme's API as one function for each call. Every call fails with the codes of the HTTP client, and with
 * `invalid_response` when the answer lacks what it needs.
 */
export interface AcmeClient {
  /** The same key starts one session, however often it is sent. */
  createSession(body: JsonObject, idempotencyKey: string, call: AcmeCall): Promise<IdvResult<CreatedSession>>;
  /** The session as Acme gives it; `mapSession` reads it. */
  getSession(sessionId: string, call: AcmeCall): Promise<IdvResult<unknown>>;
  deleteSession(sessionId: string, call: AcmeCall): Promise<IdvResult<void>>;
}

type Request = Omit<HttpCall, "signal" | "log">;

const sessionPath = "/sessions/{sessionId}";

/** Makes a client; `apiKey` is read anew for every call. */
export function createAcmeClient({ apiKey, baseUrl, http }: AcmeSettings): AcmeClient {
  const client = createHttpClient({ provider, baseUrl, ...http, errorCode: errorCodeOf });

  async function authorized(request: Request, { signal, log }: AcmeCall): Promise<IdvResult<HttpCall>> {
    const key = await readSecret(apiKey, "options.apiKey");
    if (!key.ok) return key;
    const headers = { ...request.headers, authorization: `Bearer ${key.value}` };
    return success({ ...request, headers, ...(signal !== undefined && { signal }), ...(log !== undefined && { log }) });
  }

  async function readJson(request: Request, call: AcmeCall): Promise<IdvResult<unknown>> {
    const ready = await authorized(request, call);
    if (!ready.ok) return ready;
    const answer = await client.json(ready.value);
    return answer.ok ? success(answer.value.body) : answer;
  }

  return {
    async createSession(json, idempotencyKey, call) {
      const headers = { "idempotency-key": idempotencyKey };
      const answer = await readJson(
        { method: "POST", path: "/sessions", headers, body: { json }, retry: "never" },
        call,
      );
      return answer.ok ? readCreatedSession(answer.value) : answer;
    },
    getSession(sessionId, call) {
      return readJson({ method: "GET", path: sessionPath, pathParameters: { sessionId }, retry: "safe" }, call);
    },
    async deleteSession(sessionId, call) {
      const request: Request = { method: "DELETE", path: sessionPath, pathParameters: { sessionId }, retry: "safe" };
      const ready = await authorized(request, call);
      if (!ready.ok) return ready;
      const answer = await client.empty(ready.value);
      return answer.ok ? success(undefined) : answer;
    },
  };
}
