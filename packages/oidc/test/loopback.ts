import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A server on this machine that ends with the test. */
export interface Loopback {
  origin: string;
  port: number;
  /** How many connections were opened. */
  connections: number;
  /** Method and path of each request. */
  requests: string[];
}

export type Respond = (request: Request) => Response | Promise<Response> | undefined;

/** Answers with what `respond` gives; nothing at all for undefined. */
export async function startLoopback(
  respond: Respond = () => new Response(null, { status: 404 }),
  host = "127.0.0.1",
): Promise<Loopback> {
  const server = createServer((incoming, outgoing) => {
    readRequest(incoming, loopback.origin)
      .then(async (request) => {
        loopback.requests.push(`${request.method} ${new URL(request.url).pathname}`);
        const response = await respond(request);
        if (response === undefined) return;
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      })
      .catch(() => outgoing.destroy());
  });
  const loopback: Loopback = { origin: "", port: 0, connections: 0, requests: [] };
  server.on("connection", () => {
    loopback.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  loopback.port = (server.address() as AddressInfo).port;
  loopback.origin = `http://${host}:${loopback.port}`;
  return loopback;
}

async function readRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/", headers } = incoming;
  const init: RequestInit = { method, headers: headers as Record<string, string>, redirect: "manual" };
  return new Request(new URL(url, origin), {
    ...init,
    ...(method !== "GET" && method !== "HEAD" && { body: Buffer.concat(chunks) }),
  });
}

/** Answers by path; 404 elsewhere. */
export function routes(table: Readonly<Record<string, Respond>>): Respond {
  return (request) => {
    const { pathname } = new URL(request.url);
    const respond = Object.hasOwn(table, pathname) ? table[pathname] : undefined;
    return respond === undefined ? new Response(null, { status: 404 }) : respond(request);
  };
}

export const json =
  (value: unknown, status = 200): Respond =>
  () =>
    Response.json(value, { status });
