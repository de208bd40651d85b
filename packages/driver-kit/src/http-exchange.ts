import { failure, type IdvResult, success } from "@idvkit/core";
import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from "axios";
import type { DeadlineSignal } from "./deadline.ts";
import type { HttpAgents, HttpAnswer } from "./http-call.ts";
import { type CallLabel, invalidResponse } from "./http-error.ts";

/** One request, ready to be sent. */
export interface WireRequest extends CallLabel {
  url: URL;
  headers: Record<string, string>;
  data?: string | Buffer;
  redirects: number;
  maxResponseBytes: number;
}

/** Sends a request and follows its redirects. Gives an error for a redirect that must not be followed; throws what axios throws. */
export type Exchange = (request: WireRequest, signal: DeadlineSignal) => Promise<IdvResult<HttpAnswer<Uint8Array>>>;

export interface ExchangeOptions {
  axios?: AxiosInstance;
  agents?: HttpAgents;
  /** Asked for every redirect, before it is followed. */
  checkUrl?: (url: URL) => IdvResult<URL>;
}

const untouched = (data: unknown): unknown => data;

/** Bodies stay bytes, statuses are ours to judge, redirects ours to follow. */
const fixed: AxiosRequestConfig = {
  responseType: "arraybuffer",
  maxRedirects: 0,
  validateStatus: () => true,
  transformRequest: untouched,
  transformResponse: untouched,
};

/** Only these reach another origin: any other header may be a credential. */
const harmlessHeaders: ReadonlySet<string> = new Set(["accept", "user-agent"]);

const followed: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createExchange(options: ExchangeOptions): Exchange {
  const instance = options.axios ?? axios.create({ adapter: "http" });
  const config: AxiosRequestConfig = { ...fixed, ...(options.agents !== undefined && guarded(options.agents)) };
  const sendOnce = (
    client: AxiosInstance,
    request: WireRequest,
    signal: DeadlineSignal,
  ): Promise<AxiosResponse<Buffer>> =>
    client.request<Buffer>({
      ...config,
      method: request.method,
      url: request.url.href,
      headers: request.headers,
      ...(request.data !== undefined && { data: request.data }),
      maxContentLength: request.maxResponseBytes,
      signal,
    });

  return async (request, signal) => {
    let client = instance;
    let hop = request;
    for (let left = request.redirects; ; left -= 1) {
      const response = await sendOnce(client, hop, signal);
      const location: unknown = response.headers.location;
      const redirected = followed.has(response.status) && typeof location === "string";
      if (request.redirects === 0 || !redirected) return success(toAnswer(response));
      if (left === 0) return failure(invalidResponse(request, "too many redirects", { httpStatus: response.status }));
      const next = followRedirect(hop, location, response.status, options);
      if (!next.ok) return next;
      // Defaults of an injected instance (headers, query, interceptors) may be credentials as well.
      if (next.value.url.origin !== hop.url.origin) client = bareInstance(instance);
      hop = next.value;
    }
  };
}

/** A proxy would connect in our place, past the guard. */
function guarded(agents: HttpAgents): AxiosRequestConfig {
  return { httpAgent: agents.http, httpsAgent: agents.https, proxy: false, adapter: "http", httpVersion: 1 };
}

function bareInstance(instance: AxiosInstance): AxiosInstance {
  const { adapter, proxy } = instance.defaults;
  return axios.create({ ...(adapter !== undefined && { adapter }), ...(proxy !== undefined && { proxy }) });
}

function followRedirect(
  hop: WireRequest,
  location: string,
  httpStatus: number,
  options: ExchangeOptions,
): IdvResult<WireRequest> {
  const refuse = (why: string): IdvResult<never> => failure(invalidResponse(hop, why, { httpStatus }));
  if (hop.method !== "GET" && hop.method !== "HEAD") return refuse(`redirect of a ${hop.method}`);
  const url = URL.parse(location, hop.url.href);
  if (url === null) return refuse("redirect to no URL");
  const samePath = url.protocol === hop.url.protocol || (hop.url.protocol === "http:" && url.protocol === "https:");
  if (!samePath) return refuse("redirect to another scheme");
  if (url.username !== "" || url.password !== "") return refuse("redirect with credentials");
  const checked = options.checkUrl?.(url) ?? success(url);
  if (!checked.ok) return checked;
  return success({ ...hop, url, headers: url.origin === hop.url.origin ? hop.headers : harmlessOf(hop.headers) });
}

function harmlessOf(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmlessHeaders.has(name.toLowerCase())));
}

function toAnswer(response: AxiosResponse<Buffer | undefined>): HttpAnswer<Uint8Array> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  return { status: response.status, headers, body: toBytes(response.data) };
}

function toBytes(data: Buffer | ArrayBuffer | undefined): Uint8Array {
  if (data === undefined || data === null) return new Uint8Array();
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
