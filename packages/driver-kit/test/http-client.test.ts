import { getEventListeners } from "node:events";
import { gzipSync } from "node:zlib";
import type { IdvResult } from "@idvkit/core";
import axios from "axios";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it, onTestFinished } from "vitest";
import type { HttpCall, HttpClientOptions } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { type Answer, cut, hangUp, json, localServer, silence, text } from "./local-server.ts";

const get: HttpCall = { method: "GET", path: "/things", retry: "never" };

async function answering(answer: Answer, options: Partial<HttpClientOptions> = {}) {
  const server = await localServer(answer);
  return { server, client: createHttpClient({ provider: "acme", baseUrl: server.origin, ...options }) };
}

function errorOf(result: IdvResult<unknown>) {
  if (result.ok) throw new Error("expected a failure");
  return result.error;
}

describe("a request", () => {
  it("fills the path template with encoded parameters and adds the query", async () => {
    const { server, client } = await answering(json({}));
    await client.json({
      method: "GET",
      path: "/dossiers/{dossierId}/processes/{processId}",
      pathParameters: { dossierId: "a/b?c#d", processId: "é" },
      query: { view: "a b", "x&y": "1" },
      retry: "never",
    });
    expect(server.seen[0]?.url).toBe("/dossiers/a%2Fb%3Fc%23d/processes/%C3%A9?view=a+b&x%26y=1");
  });

  it("keeps the path of the base URL, with and without a final slash", async () => {
    const server = await localServer(json({}));
    for (const suffix of ["/v1", "/v1/"]) {
      await createHttpClient({ provider: "acme", baseUrl: server.origin + suffix }).json(get);
    }
    expect(server.seen.map((request) => request.url)).toEqual(["/v1/things", "/v1/things"]);
  });

  it.each([undefined, "", ".", "..", "\ud800"])("is not made with the path parameter %j", async (id) => {
    const { server, client } = await answering(json({}));
    const pathParameters: Record<string, string> = id === undefined ? {} : { id };
    const error = errorOf(await client.json({ ...get, path: "/things/{id}/x", pathParameters }));
    expect(error).toMatchObject({
      code: "invalid_input",
      message: "GET /things/{id}/x: path parameter id is not usable",
    });
    expect(server.seen).toEqual([]);
  });

  it("is not made with a path that would continue the host", async () => {
    const { server, client } = await answering(json({}));
    expect(errorOf(await client.json({ ...get, path: ".evil.example/" })).code).toBe("invalid_input");
    expect(server.seen).toEqual([]);
  });

  it.each([
    ["JSON", { json: { name: "Zoë" } }, "application/json", '{"name":"Zoë"}'],
    ["a form", { form: { a: "1 &", b: "ü" } }, "application/x-www-form-urlencoded", "a=1+%26&b=%C3%BC"],
    ["bytes", { bytes: new Uint8Array([0, 80, 78, 71]).subarray(1), mediaType: "image/png" }, "image/png", "PNG"],
  ])("carries %s", async (_, body, mediaType, sent) => {
    const { server, client } = await answering(json({}));
    expect((await client.json({ ...get, method: "POST", body })).ok).toBe(true);
    expect(server.seen[0]?.headers["content-type"]).toBe(mediaType);
    expect(server.seen[0]?.body.toString()).toBe(sent);
  });

  it("takes the caller's headers before its own, in any spelling", async () => {
    const { server, client } = await answering(json({}));
    await client.json({
      ...get,
      method: "POST",
      body: { json: 1 },
      headers: { "Content-Type": "application/vnd.acme+json", Accept: "text/plain", Authorization: "Bearer t" },
    });
    const headers = server.seen[0]?.headers;
    expect(headers?.["content-type"]).toBe("application/vnd.acme+json");
    expect(headers?.accept).toBe("text/plain");
    expect(headers?.authorization).toBe("Bearer t");
    expect(headers?.["user-agent"]).toBe("idvkit");
  });

  it.each([[1n], [undefined]])("is not made with a body that JSON cannot carry: %s", async (value) => {
    const { server, client } = await answering(json({}));
    const error = errorOf(await client.json({ ...get, method: "POST", body: { json: value } }));
    expect(error).toMatchObject({ code: "invalid_input", message: "POST /things: the body is not JSON" });
    expect(server.seen).toEqual([]);
  });

  it("is made through the injected instance, whose transforms do not touch the bodies", async () => {
    const server = await localServer(json({ a: 1 }));
    const changed = () => "changed";
    const instance = axios.create({
      headers: { "x-tenant": "t1" },
      transformRequest: changed,
      transformResponse: changed,
    });
    const client = createHttpClient({ provider: "acme", baseUrl: server.origin, axios: instance });
    const result = await client.json({ ...get, method: "POST", body: { json: { b: 2 } } });
    expect(result).toMatchObject({ ok: true, value: { body: { a: 1 } } });
    expect(server.seen[0]?.headers["x-tenant"]).toBe("t1");
    expect(server.seen[0]?.body.toString()).toBe('{"b":2}');
  });

  it("can be answered by msw", async () => {
    const mocked = setupServer(http.get("https://api.acme.example/things", () => HttpResponse.json({ from: "msw" })));
    mocked.listen();
    onTestFinished(() => mocked.close());
    const client = createHttpClient({ provider: "acme", baseUrl: "https://api.acme.example" });
    expect(await client.json(get)).toMatchObject({ ok: true, value: { status: 200, body: { from: "msw" } } });
  });
});

describe("an answer", () => {
  it("has status, headers in lower case and parsed JSON", async () => {
    const { client } = await answering(json({ id: 7 }, 201, { "X-Request-Id": "r1" }));
    expect(await client.json(get)).toMatchObject({
      ok: true,
      value: { status: 201, headers: { "x-request-id": "r1" }, body: { id: 7 } },
    });
  });

  it("may be JSON under any media type, with a byte order mark", async () => {
    const { client } = await answering(text('\ufeff{"a":1}', 200, { "content-type": "text/plain" }));
    expect(await client.json(get)).toMatchObject({ ok: true, value: { body: { a: 1 } } });
  });

  it("may be compressed", async () => {
    const { client } = await answering(text(gzipSync('{"a":1}'), 200, { "content-encoding": "gzip" }));
    expect(await client.json(get)).toMatchObject({ ok: true, value: { body: { a: 1 } } });
  });

  it("is given as plain bytes", async () => {
    const { client } = await answering(text(Buffer.from([1, 2, 255])));
    expect(await client.bytes(get)).toMatchObject({ ok: true, value: { body: new Uint8Array([1, 2, 255]) } });
  });

  it("is given without its body", async () => {
    const { client } = await answering(text("", 204));
    expect(await client.empty(get)).toMatchObject({ ok: true, value: { status: 204, body: null } });
  });

  it.each([
    ["HTML", text("<html>", 200, { "content-type": "Text/HTML; charset=utf-8" }), "the body is HTML"],
    ["HTML that says it is JSON", text("<html>", 200, { "content-type": "application/json" }), "the body is not JSON"],
    ["truncated JSON", text('{"name":"Eri'), "the body is not JSON"],
    ["no body", text(""), "the body is not JSON"],
    ["JSON in Latin-1", text(Buffer.from('{"name":"Zo\u00eb"}', "latin1")), "the body is not JSON"],
    ["broken gzip", text("not gzip", 200, { "content-encoding": "gzip" }), "the body cannot be decompressed"],
    ["a redirect", text("", 302, { location: "/elsewhere" }), "unexpected redirect (302)"],
    ["not modified", text("", 304), "unexpected redirect (304)"],
    ["a status of its own", text("", 799), "unexpected status (799)"],
  ])("is refused when it is %s", async (_, answer, found) => {
    const { client, server } = await answering(answer);
    const error = errorOf(await client.json({ ...get, retry: "safe" }));
    expect(error).toMatchObject({ code: "invalid_response", message: `GET /things: ${found}`, retryable: false });
    expect(error.httpStatus).toBeGreaterThanOrEqual(200);
    expect(server.seen).toHaveLength(1);
  });

  it("is refused when it is not HTTP", async () => {
    const { client } = await answering((response) => response.socket?.end("SSH-2.0-x\r\n"));
    expect(errorOf(await client.json(get))).toMatchObject({ code: "invalid_response" });
  });

  it.each(["bytes", "empty"] as const)("is refused as %s when it is HTML", async (read) => {
    const { client } = await answering(text("<html>", 200, { "content-type": "text/html" }));
    expect(errorOf(await client[read](get))).toMatchObject({ code: "invalid_response", httpStatus: 200 });
  });

  it.each([
    ["of the client", { maxResponseBytes: 10 }, {}],
    ["of the call", {}, { maxResponseBytes: 10 }],
  ])("is refused when it is larger than the limit %s", async (_, options, call) => {
    const { client } = await answering(text("x".repeat(11)), options);
    expect(errorOf(await client.bytes({ ...get, ...call }))).toMatchObject({
      code: "invalid_response",
      message: "GET /things: the body is too large",
      httpStatus: 200,
    });
    const fitting = await answering(text("x".repeat(10)), options);
    expect((await fitting.client.bytes({ ...get, ...call })).ok).toBe(true);
  });

  it("is refused when it only grows too large by decompression", async () => {
    const { client } = await answering(text(gzipSync(Buffer.alloc(5_000_000)), 200, { "content-encoding": "gzip" }), {
      maxResponseBytes: 100_000,
    });
    expect(errorOf(await client.bytes(get))).toMatchObject({ code: "invalid_response" });
  });
});

describe("a refusal of the provider", () => {
  it.each([
    [400, "provider_error", false],
    [401, "credentials_rejected", false],
    [403, "credentials_rejected", false],
    [404, "provider_error", false],
    [408, "rate_limited", true],
    [409, "conflict", false],
    [422, "provider_error", false],
    [429, "rate_limited", true],
    [500, "provider_unavailable", true],
    [503, "provider_unavailable", true],
  ] as const)("with %i is %s", async (status, code, retryable) => {
    const { client } = await answering(json({}, status));
    const error = errorOf(await client.json({ ...get, method: "POST", path: "/assure/dossiers" }));
    expect(error).toMatchObject({ code, retryable, httpStatus: status, provider: "acme" });
    expect(error.message).toBe(`POST /assure/dossiers: ${status}`);
  });

  const errorCode = (body: unknown) => (body as { error: { code: string } }).error.code;

  it("carries the provider's own code, and nothing else of the body", async () => {
    const { client } = await answering(json({ error: { code: "name_missing", detail: "Erika" } }, 422), { errorCode });
    const error = errorOf(await client.json(get));
    expect(error.providerCode).toBe("name_missing");
    expect(JSON.stringify(error)).not.toContain("Erika");
  });

  it("lets a call read the code in its own way", async () => {
    const { client } = await answering(json({ error: "own" }, 400), { errorCode: () => "general" });
    const own = (body: unknown) => (body as { error: string }).error;
    expect(errorOf(await client.json({ ...get, errorCode: own })).providerCode).toBe("own");
  });

  it.each([
    ["no JSON", text("<html>", 502)],
    ["another shape", json(null, 400)],
    ["no code but a sentence", json({ error: { code: "Erika is unknown" } }, 400)],
  ])("has no code when the body is %s", async (_, answer) => {
    const { client } = await answering(answer, { errorCode });
    const error = errorOf(await client.json(get));
    expect(error.httpStatus).toBeGreaterThanOrEqual(400);
    expect(error).not.toHaveProperty("providerCode");
  });

  it("says when to come again", async () => {
    const { client } = await answering(json({}, 429, { "retry-after": "90" }));
    expect(errorOf(await client.json({ ...get, retry: "safe" })).retryAfterMs).toBe(90_000);
  });
});

describe("a call without an answer", () => {
  it.each([
    ["the connection is closed", hangUp],
    ["the body is cut", cut],
  ])("is provider_unavailable when %s", async (_, answer) => {
    const { client } = await answering(answer);
    expect(errorOf(await client.json(get))).toMatchObject({
      code: "provider_unavailable",
      message: "GET /things: network fault",
      retryable: true,
    });
  });

  it("is provider_unavailable when nobody listens, and names the fault", async () => {
    const client = createHttpClient({ provider: "acme", baseUrl: "http://127.0.0.1:1" });
    expect(errorOf(await client.json(get))).toMatchObject({
      code: "provider_unavailable",
      cause: { code: "ECONNREFUSED" },
    });
  });

  it("is provider_unavailable after its own deadline", async () => {
    const { client } = await answering(silence, { timeoutMs: 40 });
    const startedAt = performance.now();
    const error = errorOf(await client.json({ ...get, retry: "safe" }));
    expect(error).toMatchObject({ code: "provider_unavailable", retryable: true });
    expect(error.message).toBe("GET /things: no answer within the deadline");
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it("is provider_unavailable when the body trickles past the deadline", async () => {
    const { client } = await answering(
      (response) => {
        const timer = setInterval(() => response.write(" "), 10);
        response.on("close", () => clearInterval(timer));
      },
      { timeoutMs: 60 },
    );
    expect(errorOf(await client.json(get)).code).toBe("provider_unavailable");
  });

  it("is interrupted when the caller aborts", async () => {
    const controller = new AbortController();
    const { client } = await answering(() => controller.abort());
    const error = errorOf(await client.json({ ...get, retry: "safe", signal: controller.signal }));
    expect(error).toMatchObject({ code: "interrupted", retryable: false });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("is not made when the caller aborted before", async () => {
    const { client, server } = await answering(json({}));
    expect(errorOf(await client.json({ ...get, signal: AbortSignal.abort() })).code).toBe("interrupted");
    expect(server.seen).toEqual([]);
  });

  it("is invalid_input when the request cannot be made", async () => {
    const server = await localServer(json({}));
    const instance = axios.create();
    instance.interceptors.request.use((config) => Object.assign(config, { url: "http://" }));
    const client = createHttpClient({ provider: "acme", baseUrl: server.origin, axios: instance });
    expect(errorOf(await client.json(get)).code).toBe("invalid_input");
  });

  it("is provider_unavailable when an interceptor throws what is no error", async () => {
    const instance = axios.create();
    instance.interceptors.request.use(() => Promise.reject("no"));
    const client = createHttpClient({ provider: "acme", baseUrl: "http://127.0.0.1:1", axios: instance });
    expect(errorOf(await client.json(get)).code).toBe("provider_unavailable");
  });
});

describe("after a call", () => {
  it("no timer and no listener is left", async () => {
    const { client } = await answering(json({}));
    const signal = new AbortController().signal;
    await client.json(get);
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    await client.json({ ...get, signal });
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("createHttpClient", () => {
  it.each(["", "api.acme.example", "ftp://acme.example", "https://u:p@acme.example", "https://acme.example/?a=1"])(
    "refuses the base URL %j",
    (baseUrl) => {
      expect(() => createHttpClient({ provider: "acme", baseUrl })).toThrow(
        expect.objectContaining({ code: "configuration", message: expect.stringMatching(/^baseUrl: /) }),
      );
    },
  );

  it.each([
    { timeoutMs: 0 },
    { timeoutMs: 2 ** 31 },
    { retries: -1 },
    { retries: 1.5 },
    { maxResponseBytes: Number.NaN },
  ])("refuses the limit %j", (limits) => {
    const create = () => createHttpClient({ provider: "acme", baseUrl: "https://acme.example", ...limits });
    expect(create).toThrow(expect.objectContaining({ code: "configuration" }));
  });
});
