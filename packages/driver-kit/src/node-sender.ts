import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from "node:zlib";
import type { DeadlineSignal } from "./deadline.ts";
import type { HttpAgents, HttpAnswer } from "./http-call.ts";
import type { Sender, WireRequest } from "./http-exchange.ts";

/**
 * Sends through `node:http`, for a `fetch` that libraries bring their own comforts to: it costs half of what axios or the
 * global `fetch` cost, and a login is a few short calls.
 */
export function nodeSender(agents: HttpAgents): Sender {
  const send: Sender["send"] = (wire, signal) =>
    new Promise<HttpAnswer<Uint8Array>>((resolve, reject) => {
      const request = open(wire, agents);
      const abort = () => void request.destroy(aborted());
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort);
      const settle = () => signal.removeEventListener("abort", abort);
      // More than one may come; the first settles it, and none may be left without a listener.
      request.on("error", (error) => {
        settle();
        reject(error);
      });
      request.once("response", (response) => {
        readAnswer(response, wire.maxResponseBytes, signal).then(resolve, reject).finally(settle);
      });
      request.end(wire.data);
    });
  return { send, elsewhere: () => send };
}

function open({ url, method, headers, data }: WireRequest, agents: HttpAgents): ClientRequest {
  const length = data === undefined ? undefined : Buffer.byteLength(data);
  const options = {
    method,
    headers: {
      ...headers,
      "accept-encoding": "gzip, deflate, br",
      ...(length !== undefined && { "content-length": length }),
    },
  };
  // Through the modules and not by name: what watches or plays the network (tracing, MSW) replaces their members.
  return url.protocol === "https:"
    ? https.request(url, { ...options, agent: agents.https })
    : http.request(url, { ...options, agent: agents.http });
}

async function readAnswer(
  response: IncomingMessage,
  maxBytes: number,
  signal: DeadlineSignal,
): Promise<HttpAnswer<Uint8Array>> {
  const body = await readBody(response, maxBytes);
  if (signal.aborted) throw aborted();
  const headers: Record<string, string> = {};
  for (const name in response.headers) {
    const value = response.headers[name];
    if (value !== undefined) headers[name] = String(value);
  }
  return { status: response.statusCode ?? 0, headers, body: await decoded(body, headers, maxBytes) };
}

/** By events: an async iterator over a few bytes costs more than reading them. */
function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) response.destroy(oversized());
      else chunks.push(chunk);
    });
    response.on("error", reject);
    response.once("end", () => {
      const [first] = chunks;
      resolve(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks));
    });
  });
}

const decoders = { gzip: gunzip, "x-gzip": gunzip, deflate: inflate, br: brotliDecompress } as const;

/** A body that is small on the wire and large when it is unpacked is too large. */
async function decoded(body: Buffer, headers: Record<string, string>, maxBytes: number): Promise<Uint8Array> {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (body.length === 0 || !Object.hasOwn(decoders, encoding)) return body;
  delete headers["content-encoding"];
  delete headers["content-length"];
  try {
    return await decompress(decoders[encoding as keyof typeof decoders], body, maxBytes);
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw oversized();
    throw cause;
  }
}

function aborted(): Error {
  return Object.assign(new Error("aborted"), { code: "ABORT_ERR" });
}

type Decoder = (
  body: Buffer,
  options: Pick<ZlibOptions, "maxOutputLength">,
  done: (error: Error | null, decoded: Buffer) => void,
) => void;

function decompress(decoder: Decoder, body: Buffer, maxOutputLength: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    decoder(body, { maxOutputLength }, (error, decoded) => (error === null ? resolve(decoded) : reject(error)));
  });
}

function oversized(): Error {
  return Object.assign(new Error("the body is too large"), { code: "IDVKIT_OVERSIZED_BODY" });
}
