import { isIdvError } from "@idvkit/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PollScheduleInput, pollSchedule } from "../src/poll-schedule.ts";

const startedAt = "2026-03-01T12:00:00.000Z";
const startMs = Date.parse(startedAt);
const base: PollScheduleInput = {
  startedAt,
  now: new Date(startMs),
  polls: 0,
  intervalMs: 1000,
  maxIntervalMs: 5000,
  deadlineMs: 60_000,
};

describe("pollSchedule", () => {
  it("waits 1.5 times longer after each poll, up to the longest wait", () => {
    const waits = [0, 1, 2, 3, 4, 5, 10_000].map((polls) => pollSchedule({ ...base, polls }).intervalMs);
    expect(waits).toEqual([1000, 1500, 2250, 3375, 5000, 5000, 5000]);
  });

  it("takes another factor", () => {
    expect(pollSchedule({ ...base, polls: 2, factor: 2 }).intervalMs).toBe(4000);
    expect(pollSchedule({ ...base, polls: 100_000, factor: 2, intervalMs: 0 }).intervalMs).toBe(0);
  });

  it("follows the provider's hint where it is longer, even beyond the longest wait", () => {
    expect(pollSchedule({ ...base, retryAfterMs: 20_000 })).toEqual({
      at: "2026-03-01T12:00:20.000Z",
      intervalMs: 20_000,
      expiresAt: "2026-03-01T12:01:00.000Z",
      expired: false,
    });
    expect(pollSchedule({ ...base, retryAfterMs: 10 }).intervalMs).toBe(1000);
    expect(pollSchedule({ ...base, retryAfterMs: Number.NaN }).intervalMs).toBe(1000);
  });

  it("never waits beyond the deadline", () => {
    const last = pollSchedule({ ...base, now: new Date(startMs + 59_500), retryAfterMs: Number.POSITIVE_INFINITY });
    expect(last).toMatchObject({ at: "2026-03-01T12:01:00.000Z", intervalMs: 500, expired: false });
  });

  it("is expired from the deadline on", () => {
    expect(pollSchedule({ ...base, now: new Date(startMs + 59_999) }).expired).toBe(false);
    const over = {
      at: "2026-03-01T12:01:00.000Z",
      intervalMs: 0,
      expiresAt: "2026-03-01T12:01:00.000Z",
      expired: true,
    };
    expect(pollSchedule({ ...base, now: new Date(startMs + 60_000) })).toEqual(over);
    expect(pollSchedule({ ...base, now: new Date(startMs + 90_000) })).toEqual(over);
  });

  it("refuses times that are no times", () => {
    for (const wrong of [{ startedAt: "yesterday" }, { deadlineMs: Number.NaN }, { deadlineMs: Number.MAX_VALUE }]) {
      expect(() => pollSchedule({ ...base, ...wrong })).toThrow(
        expect.toSatisfy((error: unknown) => isIdvError(error) && error.code === "invalid_input"),
      );
    }
    expect(() => pollSchedule({ ...base, now: new Date(Number.NaN) })).toThrow("now, intervalMs: expected a time");
  });

  it("keeps its promises for any numbers", () => {
    const input = fc.record({
      startedAt: fc.constant(startedAt),
      now: fc.integer({ min: -10_000, max: 200_000 }).map((offset) => new Date(startMs + offset)),
      polls: fc.nat({ max: 5000 }),
      intervalMs: fc.integer({ min: 1, max: 10_000 }),
      maxIntervalMs: fc.integer({ min: 1, max: 30_000 }),
      factor: fc.double({ min: 1, max: 3, noNaN: true }),
      deadlineMs: fc.integer({ min: 0, max: 120_000 }),
      retryAfterMs: fc.integer({ min: 0, max: 50_000 }),
    });
    fc.assert(
      fc.property(input, (given) => {
        const schedule = pollSchedule(given);
        const nowMs = given.now.getTime();
        const atMs = Date.parse(schedule.at);
        const deadline = startMs + given.deadlineMs;
        expect(Date.parse(schedule.expiresAt)).toBe(deadline);
        expect(schedule.expired).toBe(nowMs >= deadline);
        expect(atMs).toBeLessThanOrEqual(deadline);
        if (schedule.expired) return;
        expect(atMs - nowMs).toBe(schedule.intervalMs);
        expect(schedule.intervalMs).toBeGreaterThan(0);
        expect(schedule.intervalMs).toBeLessThanOrEqual(Math.max(given.maxIntervalMs, given.retryAfterMs));
        const later = pollSchedule({ ...given, polls: given.polls + 1 });
        expect(later.intervalMs).toBeGreaterThanOrEqual(schedule.intervalMs);
        if (atMs < deadline) expect(schedule.intervalMs).toBeGreaterThanOrEqual(given.retryAfterMs);
      }),
    );
  });
});
