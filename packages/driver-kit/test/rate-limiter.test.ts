import { getEventListeners } from "node:events";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRateLimiter, type RateLimiter, type Slot, type SlotWish } from "../src/rate-limiter.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Taken {
  name: number | string;
  at: number;
  slot: Slot;
}

/** Notes when each caller heard what. */
function observe(limiter: RateLimiter) {
  const heard: Taken[] = [];
  const take = (name: number | string, wish?: SlotWish): void => {
    void limiter.take(wish).then((slot) => heard.push({ name, at: Date.now(), slot }));
  };
  const timesOf = () => heard.filter(({ slot }) => slot.taken).map(({ at }) => at);
  return { heard, take, timesOf };
}

function limiterOf(requests: number, intervalMs: number): RateLimiter {
  return createRateLimiter({ requests, intervalMs, now: Date.now });
}

describe("createRateLimiter", () => {
  it("lets as many go at once as the interval has room for, and the next ones when room comes", async () => {
    const { take, timesOf } = observe(limiterOf(2, 1000));
    for (const name of [1, 2, 3, 4, 5]) take(name);
    await vi.advanceTimersByTimeAsync(5000);
    expect(timesOf()).toEqual([0, 0, 1000, 1000, 2000]);
  });

  it("never lets a burst at the border of two windows through", async () => {
    const { take, timesOf } = observe(limiterOf(2, 1000));
    take(1);
    await vi.advanceTimersByTimeAsync(990);
    for (const name of [2, 3, 4]) take(name);
    await vi.advanceTimersByTimeAsync(5000);
    expect(timesOf()).toEqual([0, 990, 1000, 1990]);
  });

  it("keeps to 400 requests a minute whatever many callers at one moment want", async () => {
    const { take, timesOf } = observe(limiterOf(400, 60_000));
    for (let name = 0; name < 1000; name += 1) take(name);
    await vi.advanceTimersByTimeAsync(120_000);
    const times = timesOf();
    expect([0, 60_000, 120_000].map((at) => times.filter((time) => time === at).length)).toEqual([400, 400, 200]);
  });

  it("refuses at once a wait that would be too long, and says how long it would be", async () => {
    const { take, heard } = observe(limiterOf(1, 1000));
    take("sent");
    take("waits", { withinMs: 1000 });
    take("too late", { withinMs: 1999 });
    take("in time", { withinMs: 2000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([
      { name: "sent", at: 0, slot: { taken: true } },
      { name: "too late", at: 0, slot: { taken: false, retryAfterMs: 2000 } },
    ]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(heard.slice(2).map(({ name, at }) => [name, at])).toEqual([
      ["waits", 1000],
      ["in time", 2000],
    ]);
  });

  it("lets a caller that aborts out of the queue, and the others move up", async () => {
    const controller = new AbortController();
    const { take, heard } = observe(limiterOf(1, 1000));
    take("sent");
    take("leaves", { signal: controller.signal });
    take("moves up");
    await vi.advanceTimersByTimeAsync(400);
    controller.abort();
    await vi.advanceTimersByTimeAsync(600);
    expect(heard.map(({ name, at }) => [name, at])).toEqual([
      ["sent", 0],
      ["leaves", 400],
      ["moves up", 1000],
    ]);
    expect(heard[1]?.slot).toEqual({ taken: false, retryAfterMs: 600 });
  });

  it("gives nothing to a caller that has aborted before, and keeps the slot", async () => {
    const { take, heard } = observe(limiterOf(1, 1000));
    take("gone", { signal: AbortSignal.abort() });
    take("here");
    await vi.advanceTimersByTimeAsync(0);
    expect(heard.map(({ slot }) => slot.taken)).toEqual([false, true]);
  });

  it("leaves no timer and no listener behind", async () => {
    const controller = new AbortController();
    const { take, heard } = observe(limiterOf(1, 1000));
    for (const name of [1, 2, 3]) take(name, { signal: controller.signal });
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    controller.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard.map(({ slot }) => slot.taken)).toEqual([true, true, false]);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("pauses everybody, and refuses those for whom it gets too late", async () => {
    const limiter = limiterOf(1, 1000);
    const { take, heard } = observe(limiter);
    take("sent");
    take("patient");
    take("hasty", { withinMs: 2500 });
    take("moves up", { withinMs: 6000 });
    limiter.pause(5000);
    limiter.pause(100);
    await vi.advanceTimersByTimeAsync(0);
    expect(heard.at(-1)).toEqual({ name: "hasty", at: 0, slot: { taken: false, retryAfterMs: 6000 } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard.slice(2).map(({ name, at }) => [name, at])).toEqual([
      ["patient", 5000],
      ["moves up", 6000],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("holds a free slot back too while it pauses", async () => {
    const limiter = limiterOf(5, 1000);
    const { take, timesOf } = observe(limiter);
    limiter.pause(300);
    take(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(timesOf()).toEqual([300]);
  });

  it.each([0, -1, Number.NaN])("does not pause for %d milliseconds", async (milliseconds) => {
    const limiter = limiterOf(1, 1000);
    const { take, timesOf } = observe(limiter);
    limiter.pause(milliseconds);
    take(1);
    take(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(timesOf()).toEqual([0, 1000]);
  });

  it("is not misled by a clock that goes back, and has a clock of its own", async () => {
    let clockMs = 10_000;
    const back = createRateLimiter({ requests: 1, intervalMs: 1000, now: () => clockMs });
    await back.take();
    clockMs = 0;
    expect(await back.take({ withinMs: 999 })).toEqual({ taken: false, retryAfterMs: 1000 });
    const own = createRateLimiter({ requests: 1, intervalMs: 1000 });
    await own.take();
    expect(await own.take({ withinMs: 999 })).toEqual({ taken: false, retryAfterMs: 1000 });
  });

  it("lets nobody overtake the queue while a timer is late", async () => {
    let clockMs = 0;
    const limiter = createRateLimiter({ requests: 1, intervalMs: 1000, now: () => clockMs });
    const { take, heard } = observe(limiter);
    take("sent");
    take("waits");
    clockMs = 3000;
    take("comes later");
    await vi.advanceTimersByTimeAsync(1000);
    expect(heard.map(({ name }) => name)).toEqual(["sent", "waits"]);
    clockMs = 4000;
    await vi.advanceTimersByTimeAsync(1000);
    expect(heard.map(({ name }) => name)).toEqual(["sent", "waits", "comes later"]);
  });

  it.each([
    ["requests", { requests: 0, intervalMs: 1 }],
    ["requests", { requests: 1.5, intervalMs: 1 }],
    ["requests", { requests: 1_000_001, intervalMs: 1 }],
    ["requests", { requests: Number.NaN, intervalMs: 1 }],
    ["intervalMs", { requests: 1, intervalMs: 0 }],
    ["intervalMs", { requests: 1, intervalMs: 2 ** 31 }],
  ])("throws configuration for wrong %s", (name, options) => {
    expect(() => createRateLimiter(options)).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringMatching(`^${name}: `) }),
    );
  });
});

/** When the calls go at the earliest, if nobody leaves and nothing pauses. */
function earliest(arrivals: readonly number[], requests: number, intervalMs: number): number[] {
  const sent: number[] = [];
  for (const [index, arrival] of arrivals.entries()) {
    const room = sent[index - requests];
    sent.push(Math.max(arrival, sent[index - 1] ?? 0, room === undefined ? 0 : room + intervalMs));
  }
  return sent;
}

function mostInAnyWindow(times: readonly number[], intervalMs: number): number {
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + intervalMs).length));
}

describe("createRateLimiter, for any schedule of arrivals", () => {
  const limit = { requests: fc.integer({ min: 1, max: 5 }), intervalMs: fc.integer({ min: 1, max: 50 }) };
  const gaps = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 });

  it("lets each call go in its order and as early as the limit allows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ ...limit, gaps }), async ({ requests, intervalMs, gaps }) => {
        vi.setSystemTime(0);
        const { take, heard, timesOf } = observe(limiterOf(requests, intervalMs));
        const arrivals: number[] = [];
        for (const gap of gaps) {
          await vi.advanceTimersByTimeAsync(gap);
          arrivals.push(Date.now());
          take(arrivals.length);
        }
        await vi.advanceTimersByTimeAsync(50 * 41);
        expect(timesOf()).toEqual(earliest(arrivals, requests, intervalMs));
        expect(heard.map(({ name }) => name)).toEqual(arrivals.map((_, index) => index + 1));
        expect(vi.getTimerCount()).toBe(0);
      }),
    );
  });

  const event = fc.oneof(
    { weight: 5, arbitrary: fc.record({ gap: fc.integer({ min: 0, max: 30 }), withinMs: fc.option(fc.nat(200)) }) },
    { weight: 1, arbitrary: fc.record({ gap: fc.integer({ min: 0, max: 30 }), pauseMs: fc.nat(100) }) },
    { weight: 1, arbitrary: fc.record({ gap: fc.integer({ min: 0, max: 30 }), abort: fc.nat(30) }) },
  );

  it("keeps limit, order and time limits also when calls leave and the provider asks for pauses", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ ...limit, events: fc.array(event, { maxLength: 40 }) }),
        async ({ requests, intervalMs, events }) => {
          vi.setSystemTime(0);
          const limiter = limiterOf(requests, intervalMs);
          const { take, heard, timesOf } = observe(limiter);
          const calls: { arrivedAt: number; withinMs: number; controller: AbortController }[] = [];
          const paused: [from: number, until: number][] = [];
          for (const { gap, ...happens } of events) {
            await vi.advanceTimersByTimeAsync(gap);
            if ("pauseMs" in happens) {
              limiter.pause(happens.pauseMs);
              paused.push([Date.now(), Date.now() + happens.pauseMs]);
            } else if ("abort" in happens) calls[happens.abort]?.controller.abort();
            else {
              const call = {
                arrivedAt: Date.now(),
                withinMs: happens.withinMs ?? Number.POSITIVE_INFINITY,
                controller: new AbortController(),
              };
              take(calls.push(call) - 1, { withinMs: call.withinMs, signal: call.controller.signal });
            }
          }
          await vi.advanceTimersByTimeAsync(50 * 41 + 100);
          const sent = heard.filter(({ slot }) => slot.taken);
          expect(mostInAnyWindow(timesOf(), intervalMs)).toBeLessThanOrEqual(requests);
          expect(sent.map(({ name }) => name)).toEqual(sent.map(({ name }) => Number(name)).sort((a, b) => a - b));
          expect(heard).toHaveLength(calls.length);
          for (const { name, at } of sent) {
            const call = calls[Number(name)];
            expect(at - (call?.arrivedAt ?? 0)).toBeLessThanOrEqual(call?.withinMs ?? 0);
          }
          for (const at of timesOf()) {
            // A call of the very moment may have gone before the pause was asked for.
            expect(paused.some(([from, until]) => at > from && at < until)).toBe(false);
          }
          expect(vi.getTimerCount()).toBe(0);
        },
      ),
    );
  });
});
