import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getResponse, type RequestHandler } from "msw";

export interface HandlerHostOptions {
  /** MSW request handlers (`http.get(...)`). Declared without msw's types, so that nobody needs them to read this. */
  handlers: readonly object[];
  /** Origin that the handlers expect, such as `https://api.provider.example`. */
  origin: string;
  /** Default: any free port. */
  port?: number;
  /** A longer request body is answered with 413. Default 16 MiB. */
  maxBodyBytes?: number;
}

/** A running server. */
export interface HandlerHost {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

const defaultMaxBodyBytes = 16 * 1024 * 1024;
const contentless = [204, 205, 304];
/** Of the connection, not of the message (RFC 9110, section 7.6.1); node sets its own. */
const hopHeaders = ["connection", "keep-alive", "transfer-encoding", "upgrade"];

/**
 * Lets MSW handlers answer on a real port of this machine: the provider's simulator for demos, benchmarks and other
 * processes. A request that no handler answers gets 404 with a JSON body, a handler that throws 500.
 * Rejects when the port is taken.
 */
export async function serveHandlers(options: HandlerHostOptions): Promise<HandlerHost> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => sendProblem(response, 500, "handler_failed"));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, options: HandlerHostOptions): Promise<void> {
  const body = await readBody(incoming, options.maxBodyBytes ?? defaultMaxBodyBytes);
  if (body === undefined) {
    outgoing.setHeader("connection", "close");
    return sendProblem(outgoing, 413, "body_too_large");
  }
  const request = requestOf(incoming, body, options.origin);
  const response = await getResponse([...options.handlers] as RequestHandler[], request);
  if (response === undefined) return sendProblem(outgoing, 404, "no_handler");
  // What HttpResponse.error() stands for: the connection breaks.
  if (response.type === "error") return void outgoing.destroy();
  const content = new Uint8Array(await response.arrayBuffer());
  outgoing.writeHead(response.status, headersOf(response));
  outgoing.end(contentless.includes(response.status) ? undefined : content);
}

function requestOf(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>, origin: string): Request {
  const { method = "GET", url = "/", headers } = incoming;
  // A path that begins with two slashes would replace the host.
  const target = new URL(url.replace(/^\/+/, "/"), origin);
  const named = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !hopHeaders.includes(name))
      named.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  return new Request(target, { method, headers: named, ...(hasBody && { body }) });
}

/** `undefined`: the body is longer than allowed; what is left of it is not read. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function headersOf(response: Response): Record<string, string | string[]> {
  const cookies = response.headers.getSetCookie();
  const named = [...response.headers].filter(([name]) => !hopHeaders.includes(name) && name !== "set-cookie");
  return { ...Object.fromEntries(named), ...(cookies.length > 0 && { "set-cookie": cookies }) };
}

function sendProblem(response: ServerResponse, status: number, error: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error }));
}
