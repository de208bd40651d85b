import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it } from "vitest";
import { type HandlerHost, serveHandlers } from "../src/index.ts";

const origin = "https://api.acme.example";
const handlers = [
  http.post(`${origin}/echo/:id`, async ({ request, params }) =>
    HttpResponse.json(
      { id: params.id, url: request.url, sent: await request.text(), via: request.headers.get("x-sent") },
      { status: 201, headers: { "x-answer": "yes" } },
    ),
  ),
  http.get(`${origin}/bytes`, () => HttpResponse.arrayBuffer(new Uint8Array([0, 255, 10]).buffer)),
  http.delete(`${origin}/gone`, () => new HttpResponse(null, { status: 204 })),
  http.get(`${origin}/cut`, () => HttpResponse.error()),
  http.get(`${origin}/broken`, () => {
    throw new TypeError("a bug in the handler");
  }),
];

let host: HandlerHost | undefined;

async function serve(maxBodyBytes?: number): Promise<string> {
  host = await serveHandlers({ handlers, origin, ...(maxBodyBytes !== undefined && { maxBodyBytes }) });
  return host.url;
}

afterEach(() => host?.close());

describe("serveHandlers", () => {
  it("lets a handler answer on a port of this machine, under the provider's own URL", async () => {
    const url = await serve();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${url}/echo/7?q=1`, { method: "POST", body: "hello", headers: { "x-sent": "me" } });
    expect([answer.status, answer.headers.get("x-answer")]).toEqual([201, "yes"]);
    expect(await answer.json()).toEqual({ id: "7", url: `${origin}/echo/7?q=1`, sent: "hello", via: "me" });
  });

  it("passes bytes on as they are", async () => {
    const answer = await fetch(`${await serve()}/bytes`);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([0, 255, 10]));
  });

  it("answers without content where the handler does", async () => {
    const answer = await fetch(`${await serve()}/gone`, { method: "DELETE" });
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
  });

  it("answers 404 with JSON where no handler matches", async () => {
    const answer = await fetch(`${await serve()}/nothing`);
    expect([answer.status, await answer.json()]).toEqual([404, { error: "no_handler" }]);
  });

  it("answers 500 without the reason where a handler throws", async () => {
    const answer = await fetch(`${await serve()}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("a bug");
  });

  it("cuts the connection where the handler answers with an error", async () => {
    await expect(fetch(`${await serve()}/cut`)).rejects.toThrow("fetch failed");
  });

  it("refuses a body that is too long, whatever its length header says", async () => {
    const url = await serve(1024);
    const stream = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 4; index++) controller.enqueue(new Uint8Array(512));
        controller.close();
      },
    });
    const answer = await fetch(`${url}/echo/1`, { method: "POST", body: stream, duplex: "half" });
    expect([answer.status, await answer.json()]).toEqual([413, { error: "body_too_large" }]);
  });

  it("does not let a path take the place of the host", async () => {
    const answer = await fetch(`${await serve()}//other.example/bytes`);
    expect(answer.status).toBe(404);
  });

  it("rejects when the port is taken, and frees it when closed", async () => {
    const url = await serve();
    const port = Number(new URL(url).port);
    await expect(serveHandlers({ handlers, origin, port })).rejects.toThrow(/EADDRINUSE/);
    await host?.close();
    host = await serveHandlers({ handlers, origin, port });
    expect(host.url).toBe(url);
  });
});
