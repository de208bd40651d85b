import { getEventListeners } from "node:events";
import type { LogFields, Logger } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startDeadline } from "../src/deadline.ts";
import type { HttpCall, HttpClientOptions } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { parseRetryAfter, withRetries } from "../src/retry.ts";
import { type Answer, cut, hangUp, json, localServer, silence, text } from "./local-server.ts";

const safe: HttpCall = { method: "GET", path: "/things", retry: "safe" };
const quick = { retryDelayMs: 1 };

async function answering(answers: Answer[], options: Partial<HttpClientOptions> = quick) {
  const server = await localServer(...answers);
  return { server, client: createHttpClient({ provider: "acme", baseUrl: server.origin, ...options }) };
}

describe("a call that is safe to repeat", () => {
  it.each([
    ["429", json({}, 429)],
    ["502", text("<html>", 502)],
    ["503", json({}, 503)],
    ["504", json({}, 504)],
    ["a closed connection", hangUp],
    ["a cut body", cut],
  ])("is repeated after %s", async (_, fault) => {
    const { client, server } = await answering([fault, json({ a: 1 })]);
    expect(await client.json(safe)).toMatchObject({ ok: true, value: { body: { a: 1 } } });
    expect(server.seen).toHaveLength(2);
  });

  it.each([400, 401, 404, 408, 409, 500, 501])("is not repeated after %i", async (status) => {
    const { client, server } = await answering([json({}, status)]);
    expect(await client.json(safe)).toMatchObject({ ok: false, error: { httpStatus: status } });
    expect(server.seen).toHaveLength(1);
  });

  it("is given up when the retries are used up", async () => {
    const { client, server } = await answering([json({}, 503)], { ...quick, retries: 3 });
    expect(await client.json(safe)).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable", httpStatus: 503 },
    });
    expect(server.seen).toHaveLength(4);
  });

  it("waits as long as the server asks", async () => {
    const { client, server } = await answering([json({}, 429, { "retry-after": "1" }), json({})]);
    const startedAt = performance.now();
    expect((await client.json(safe)).ok).toBe(true);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
    expect(server.seen).toHaveLength(2);
  });

  it.each([
    ["the cap", { maxRetryAfterMs: 500 }],
    ["the deadline", { timeoutMs: 900 }],
  ])("is reported at once when the server asks for more than %s", async (_, options) => {
    const { client, server } = await answering([json({}, 503, { "retry-after": "1" })], options);
    const startedAt = performance.now();
    expect(await client.json(safe)).toMatchObject({ ok: false, error: { httpStatus: 503, retryAfterMs: 1000 } });
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(server.seen).toHaveLength(1);
  });

  it("has one deadline for all tries", async () => {
    const { client, server } = await answering([json({}, 503), silence], { ...quick, timeoutMs: 80 });
    const startedAt = performance.now();
    expect(await client.json(safe)).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    expect(performance.now() - startedAt).toBeLessThan(700);
    expect(server.seen).toHaveLength(2);
  });

  it("stops waiting when the caller aborts", async () => {
    const controller = new AbortController();
    const { client, server } = await answering([
      (response, request) => {
        json({}, 429, { "retry-after": "5" })(response, request);
        setTimeout(() => controller.abort(), 20);
      },
    ]);
    const startedAt = performance.now();
    const result = await client.json({ ...safe, signal: controller.signal });
    expect(result).toMatchObject({ ok: false, error: { code: "interrupted" } });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(server.seen).toHaveLength(1);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("logs every try with the template, and no value", async () => {
    const lines: [string, LogFields | undefined][] = [];
    const quiet = (): void => undefined;
    const log: Logger = {
      debug: (event, fields) => lines.push([event, fields]),
      info: quiet,
      warn: quiet,
      error: quiet,
    };
    const { client } = await answering([hangUp, json({}, 503), json({})]);
    await client.json({ ...safe, path: "/things/{id}", pathParameters: { id: "secret" }, log });
    const common = { method: "GET", path: "/things/{id}", durationMs: expect.any(Number) };
    expect(lines).toEqual([
      ["http.call", { ...common, error: "provider_unavailable", attempt: 1 }],
      ["http.call", { ...common, status: 503, attempt: 2 }],
      ["http.call", { ...common, status: 200, attempt: 3 }],
    ]);
  });
});

describe("a call that must not be repeated", () => {
  it.each([
    ["503", json({}, 503)],
    ["429 with Retry-After", json({}, 429, { "retry-after": "0" })],
    ["a closed connection", hangUp],
    ["a cut body", cut],
  ])("is sent once, also after %s", async (_, fault) => {
    const { client, server } = await answering([fault, json({})]);
    const result = await client.json({ method: "POST", path: "/things", body: { json: {} }, retry: "never" });
    expect(result).toMatchObject({ ok: false, error: { retryable: true } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.seen).toHaveLength(1);
  });
});

describe("the backoff", () => {
  it("doubles with every try and stays below the cap", async () => {
    const deadline = startDeadline(10_000);
    const starts: number[] = [];
    const policy = { retries: 9, retryDelayMs: 20, maxRetryAfterMs: 50, random: () => 1 };
    const result = await withRetries(policy, deadline, async () => {
      starts.push(performance.now());
      return { outcome: "fault", transient: true };
    });
    deadline.end();
    const waits = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
    expect(result).toEqual({ outcome: "fault", attempts: 10 });
    expect(waits[0]).toBeGreaterThanOrEqual(18);
    expect(waits[1]).toBeGreaterThanOrEqual(38);
    // Without the cap it would be 5120.
    expect(waits[8]).toBeGreaterThanOrEqual(48);
    expect(waits[8]).toBeLessThan(2000);
  });

  it("does not wait at all when the jitter is 0", async () => {
    const deadline = startDeadline(10_000);
    const policy = { retries: 2, retryDelayMs: 60_000, maxRetryAfterMs: 60_000, random: () => 0 };
    const startedAt = performance.now();
    await withRetries(policy, deadline, async () => ({ outcome: 0, transient: true }));
    deadline.end();
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-11-22T08:00:00Z");

  it.each([
    ["0", 0],
    ["120", 120_000],
    [" 7 ", 7000],
    ["Sun, 22 Nov 2026 08:00:30 GMT", 30_000],
    ["Sun, 22 Nov 2026 07:00:00 GMT", 0],
    ["-1", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["soon GMT", undefined],
    ["2026-11-22", undefined],
    ["99999999999999999999", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("reads %j as %j ms", (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  it("reads any text as nothing or as a number that is not negative", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const parsed = parseRetryAfter(value, now);
        expect(parsed === undefined || (Number.isFinite(parsed) && parsed >= 0)).toBe(true);
      }),
    );
  });
});
