import type { IdvResult, JsonObject, Logger } from "@idvkit/core";
import type { HttpCall } from "@idvkit/driver-kit";

/** What a call takes besides its arguments. A `DriverContext` fits. */
export interface AssureCall {
  signal?: AbortSignal;
  log?: Logger;
}

/** One request to Assure, without token and caller. */
export interface AssureRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  parameters?: Record<string, string>;
  json?: JsonObject;
  maxResponseBytes?: number;
}

export type BodyReader<T> = (body: unknown) => IdvResult<T>;

/** How requests are sent with a token: for an answer in JSON, and for none. */
export interface AssureSender {
  readJson<T>(request: AssureRequest, call: AssureCall, read: BodyReader<T>): Promise<IdvResult<T>>;
  /** Null when the request itself is answered with 404; a 404 of the token endpoint stays an error. */
  findJson<T>(request: AssureRequest, call: AssureCall, read: BodyReader<T>): Promise<IdvResult<T | null>>;
  finish(request: AssureRequest, call: AssureCall): Promise<IdvResult<void>>;
}

/** The request as a call of the HTTP client. All but POST may be sent again: they do the same thing once more. */
export function httpCall(request: AssureRequest, headers: { authorization: string }, call: AssureCall): HttpCall {
  const { method, path, parameters = {}, json, maxResponseBytes } = request;
  return {
    method,
    path,
    pathParameters: parameters,
    headers,
    retry: method === "POST" ? "never" : "safe",
    ...(json !== undefined && { body: { json } }),
    ...(maxResponseBytes !== undefined && { maxResponseBytes }),
    ...(call.signal !== undefined && { signal: call.signal }),
    ...(call.log !== undefined && { log: call.log }),
  };
}
