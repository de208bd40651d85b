import { describe, expect, it } from "vitest";
import type { HttpCall, HttpClientOptions } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { createRateLimiter, type RateLimiter, type SlotWish } from "../src/rate-limiter.ts";
import { type Answer, json, localServer } from "./local-server.ts";

const get: HttpCall = { method: "GET", path: "/things", retry: "safe" };
const minute = 60_000;

async function limited(answers: Answer[], rateLimiter: RateLimiter, options: Partial<HttpClientOptions> = {}) {
  const server = await localServer(...answers);
  const client = createHttpClient({
    provider: "acme",
    baseUrl: server.origin,
    retryDelayMs: 1,
    rateLimiter,
    ...options,
  });
  return { server, client };
}

/** Lets everything through, and notes what it is asked. */
function openLimiter() {
  const wishes: (SlotWish | undefined)[] = [];
  const pauses: number[] = [];
  const limiter: RateLimiter = {
    async take(wish) {
      wishes.push(wish);
      return { taken: true };
    },
    pause: (milliseconds) => void pauses.push(milliseconds),
  };
  return { limiter, wishes, pauses };
}

describe("a client with a rate limiter", () => {
  it("sends no more than the limit, across calls at the same time", async () => {
    const limiter = createRateLimiter({ requests: 3, intervalMs: minute });
    const { client, server } = await limited([json({})], limiter);
    const results = await Promise.all(Array.from({ length: 8 }, () => client.json({ ...get, retry: "never" })));
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false, false, false, false, false]);
    expect(server.seen).toHaveLength(3);
  });

  it("fails at once with rate_limited when the wait would reach past the deadline", async () => {
    const limiter = createRateLimiter({ requests: 1, intervalMs: minute });
    const { client, server } = await limited([json({})], limiter);
    await client.json(get);
    const startedAt = performance.now();
    const result = await client.json(get);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    if (result.ok) throw new Error("expected a failure");
    expect(result.error).toMatchObject({
      code: "rate_limited",
      retryable: true,
      message: "GET /things: held back by the client's rate limit",
    });
    expect(result.error.retryAfterMs).toBeGreaterThan(minute - 1000);
    expect(result.error.retryAfterMs).toBeLessThanOrEqual(minute);
    expect(server.seen).toHaveLength(1);
  });

  it("waits where the deadline allows it", async () => {
    const limiter = createRateLimiter({ requests: 1, intervalMs: 100 });
    const { client, server } = await limited([json({})], limiter);
    const startedAt = performance.now();
    const results = await Promise.all([client.json(get), client.json(get), client.json(get)]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
    expect(server.seen).toHaveLength(3);
  });

  it("is interrupted in the queue when the caller aborts", async () => {
    const limiter = createRateLimiter({ requests: 1, intervalMs: 10_000 });
    const { client, server } = await limited([json({})], limiter);
    await client.json(get);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const result = await client.json({ ...get, signal: controller.signal });
    expect(result).toMatchObject({ ok: false, error: { code: "interrupted" } });
    expect(server.seen).toHaveLength(1);
  });

  it("says rate_limited, not unavailable, when its time ends in the queue", async () => {
    const late: RateLimiter = {
      take: ({ signal } = {}) =>
        new Promise((resolve) => signal?.addEventListener("abort", () => resolve({ taken: false, retryAfterMs: 5 }))),
      pause: () => undefined,
    };
    const { client } = await limited([json({})], late, { timeoutMs: 30 });
    expect(await client.json(get)).toMatchObject({ ok: false, error: { code: "rate_limited", retryAfterMs: 5 } });
  });

  it("takes a slot for every try, within what is left of the deadline", async () => {
    const { limiter, wishes } = openLimiter();
    const { client, server } = await limited([json({}, 503), json({}, 503), json({})], limiter, { timeoutMs: 5000 });
    expect(await client.json(get)).toMatchObject({ ok: true });
    expect(server.seen).toHaveLength(3);
    expect(wishes).toHaveLength(3);
    const withinMs = wishes.map((wish) => wish?.withinMs ?? 0);
    expect(withinMs.every((ms) => ms > 0 && ms <= 5000)).toBe(true);
    expect(withinMs).toEqual([...withinMs].sort((a, b) => b - a));
  });

  it.each([
    ["429 with Retry-After", 429, { "retry-after": "3" }, [3000]],
    ["429 that asks for more than the cap", 429, { "retry-after": "60" }, [10_000]],
    ["429 without Retry-After", 429, {}, []],
    ["503 with Retry-After", 503, { "retry-after": "3" }, []],
  ])("after %s pauses everybody as long as it should", async (_, status, headers, expected) => {
    const { limiter, pauses } = openLimiter();
    const { client } = await limited([json({}, status, headers)], limiter);
    await client.json({ ...get, retry: "never" });
    expect(pauses).toEqual(expected);
  });

  it("holds back the calls that wait when the provider says 429", async () => {
    const limiter = createRateLimiter({ requests: 100, intervalMs: 1000 });
    const { client, server } = await limited([json({}, 429, { "retry-after": "1" }), json({})], limiter);
    const startedAt = performance.now();
    await client.json({ ...get, retry: "never" });
    expect(await client.json({ ...get, retry: "never" })).toMatchObject({ ok: true });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
    expect(server.seen).toHaveLength(2);
  });
});
