import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from "axios";
import type { HttpAgents, HttpAnswer } from "./http-call.ts";
import type { Sender } from "./http-exchange.ts";

const untouched = (data: unknown): unknown => data;

/** Bodies stay bytes, statuses are ours to judge, redirects ours to follow. */
const fixed: AxiosRequestConfig = {
  responseType: "arraybuffer",
  maxRedirects: 0,
  validateStatus: () => true,
  transformRequest: untouched,
  transformResponse: untouched,
};

/** Sends through axios: an instance of the caller's may add interceptors, proxies, test adapters. */
export function axiosSender(given: AxiosInstance | undefined, agents: HttpAgents | undefined): Sender {
  const instance = given ?? axios.create({ adapter: "http" });
  const config: AxiosRequestConfig = { ...fixed, ...(agents !== undefined && guarded(agents)) };
  const through =
    (client: AxiosInstance): Sender["send"] =>
    async (request, signal) =>
      toAnswer(
        await client.request<Buffer>({
          ...config,
          method: request.method,
          url: request.url.href,
          headers: request.headers,
          ...(request.data !== undefined && { data: request.data }),
          maxContentLength: request.maxResponseBytes,
          signal,
        }),
      );
  // Defaults of an injected instance (headers, query, interceptors) may be credentials as well.
  return { send: through(instance), elsewhere: () => through(bareInstance(instance)) };
}

/** A proxy would connect in our place, past the guard. */
function guarded(agents: HttpAgents): AxiosRequestConfig {
  return { httpAgent: agents.http, httpsAgent: agents.https, proxy: false, adapter: "http", httpVersion: 1 };
}

function bareInstance(instance: AxiosInstance): AxiosInstance {
  const { adapter, proxy } = instance.defaults;
  return axios.create({ ...(adapter !== undefined && { adapter }), ...(proxy !== undefined && { proxy }) });
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
