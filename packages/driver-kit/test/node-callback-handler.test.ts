import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type CallbackHandler, createCallbackHandler } from "../src/callback-handler.ts";
import { nodeCallbackHandler } from "../src/node-callback-handler.ts";
import { fakeDriver, secretSignature } from "./fake-driver.ts";
import { memoryCallbackStore } from "./memory-callback-store.ts";

const publicOrigin = "https://rp.example";
const servers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of servers.splice(0)) await close();
});

type ExpressLike = IncomingMessage & { originalUrl?: string; body?: unknown };
type Middleware = (request: ExpressLike, response: ServerResponse) => void | Promise<void>;

/** A server on loopback; `before` does what an Express middleware in front of the handler would do. */
async function listen(handler: CallbackHandler, before: Middleware = () => undefined, maxBodyBytes?: number) {
  const listener = nodeCallbackHandler(handler, { publicOrigin, ...(maxBodyBytes !== undefined && { maxBodyBytes }) });
  const server = createServer(async (request, response) => {
    await before(request, response);
    await listener(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  servers.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return (server.address() as AddressInfo).port;
}

function setUp() {
  const fake = fakeDriver();
  const memory = memoryCallbackStore();
  memory.add("e-1", ["r1"]);
  const drivers = { fake: fake.driver };
  const handler = createCallbackHandler({ drivers, ...memory.store, publicOrigin, mountPath: "/idv" });
  return { ...fake, ...memory, handler };
}

function post(port: number, path: string, body?: string | Uint8Array<ArrayBuffer>) {
  const headers = { "x-signature": secretSignature };
  return fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, ...(body !== undefined && { body }) });
}

/** The status line that the server sends for a raw request. */
function rawStatus(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer.split(" ", 2)[1] ?? "none"));
    socket.on("error", reject);
  });
}

describe("nodeCallbackHandler", () => {
  it("serves deliveries over a real server, byte for byte, and replays repetitions", async () => {
    const { handler, requests, works } = setUp();
    const port = await listen(handler);
    const bytes = new Uint8Array([0, 255, 13, 10, 128]);
    for (const _ of [1, 2]) {
      const response = await post(port, "/idv/fake/events?ref=r1", bytes);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.text()).toBe("e-1 took 1");
    }
    expect(works).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "POST", url: `${publicOrigin}/idv/fake/events?ref=r1` });
    expect(Buffer.from(requests[0]?.body ?? [])).toEqual(Buffer.from(bytes));
    expect(requests[0]?.headers["x-signature"]).toBe(secretSignature);
  });

  it("answers two copies at the same moment alike", async () => {
    const { handler, works } = setUp();
    const port = await listen(handler);
    const answers = await Promise.all([1, 2].map(async () => (await post(port, "/idv/fake/events?ref=r1")).text()));
    expect(answers).toEqual(["e-1 took 1", "e-1 took 1"]);
    expect(works).toHaveLength(1);
  });

  it("serves GET, 404, HEAD and an answer without a body", async () => {
    const { handler } = setUp();
    const port = await listen(handler);
    const at = (path: string, method: string) => fetch(`http://127.0.0.1:${port}${path}`, { method });
    expect((await at("/idv/fake/ping", "GET")).status).toBe(204);
    expect((await at("/idv/other", "GET")).status).toBe(404);
    expect((await at("/idv/fake/events", "HEAD")).status).toBe(405);
  });

  it("reads what Express leaves: the raw body and the original URL", async () => {
    const { handler, requests } = setUp();
    const port = await listen(handler, async (request) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      request.body = Buffer.concat(chunks);
      Object.assign(request, { originalUrl: request.url, url: request.url?.slice("/idv".length) });
    });
    expect((await post(port, "/idv/fake/events?ref=r1", "raw")).status).toBe(200);
    expect(requests[0]?.url).toBe(`${publicOrigin}/idv/fake/events?ref=r1`);
    expect(new TextDecoder().decode(requests[0]?.body)).toBe("raw");
  });

  it("answers 500 when a body parser has taken the bytes, because no signature can be checked then", async () => {
    const { handler, requests } = setUp();
    const port = await listen(handler, async (request) => {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      request.body = JSON.parse(text);
    });
    expect((await post(port, "/idv/fake/events?ref=r1", "{}")).status).toBe(500);
    expect(requests).toEqual([]);
  });

  it("refuses a large body, announced or not", async () => {
    const { handler, requests } = setUp();
    const port = await listen(handler, undefined, 10);
    expect((await post(port, "/idv/fake/ping", "1234567890")).status).toBe(204);
    expect((await post(port, "/idv/fake/ping", "12345678901")).status).toBe(413);
    const outcome = await new Promise<number | string>((resolve) => {
      const chunked = httpRequest({ port, host: "127.0.0.1", method: "POST", path: "/idv/fake/ping" });
      chunked.on("response", (response) => resolve(response.resume().statusCode ?? 0));
      chunked.on("error", () => resolve("cut"));
      chunked.write(Buffer.alloc(100_000));
      chunked.end();
    });
    expect([400, 413, "cut"]).toContain(outcome);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["a path that is none", "POST http://evil.example/idv/fake/ping HTTP/1.1"],
    ["a method that Fetch does not know", "TRACE /idv/fake/ping HTTP/1.1"],
  ])("answers 400 to %s", async (_title, line) => {
    const { handler, requests } = setUp();
    const port = await listen(handler);
    expect(await rawStatus(port, `${line}\r\nHost: rp.example\r\nConnection: close\r\n\r\n`)).toBe("400");
    expect(requests).toEqual([]);
  });

  it("leaves an answer alone that was given meanwhile", async () => {
    const { handler } = setUp();
    const port = await listen(handler, (_request, response) => {
      response.writeHead(504).end();
    });
    expect((await post(port, "/idv/fake/events?ref=r1")).status).toBe(504);
  });
});
