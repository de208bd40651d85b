import { IdvError } from "@idvkit/core";

export interface PollScheduleInput {
  /** ISO 8601 time at which the step began. */
  startedAt: string;
  now: Date;
  /** How many polls there were so far. */
  polls: number;
  /** Wait before the first poll. */
  intervalMs: number;
  /** Longest wait between two polls. Only the provider's own hint may be longer. */
  maxIntervalMs: number;
  /** Each wait is so many times the one before. Default 1.5. */
  factor?: number;
  /** How long the step may take, counted from `startedAt`. */
  deadlineMs: number;
  /** The provider's wish; it counts when it is longer than our own wait. */
  retryAfterMs?: number;
}

export interface PollSchedule {
  /** ISO 8601 time of the next poll; never after `expiresAt`. */
  at: string;
  /** From `now` to `at`. 0 once expired. */
  intervalMs: number;
  /** ISO 8601 time at which the step's time is over. */
  expiresAt: string;
  /** The time is over: do not poll again. */
  expired: boolean;
}

const defaultFactor = 1.5;

/**
 * Says when to ask the provider again: exponential waits up to a longest one, within one deadline.
 * The deadline itself already counts as expired, so that a last poll at `expiresAt` is not followed by another.
 * Throws an `IdvError` with code `invalid_input` when the times are no times.
 */
export function pollSchedule(input: PollScheduleInput): PollSchedule {
  const nowMs = input.now.getTime();
  const expiresAtMs = Date.parse(input.startedAt) + input.deadlineMs;
  const expiresAt = isoTime(expiresAtMs, "startedAt, deadlineMs");
  if (nowMs >= expiresAtMs) return { at: expiresAt, intervalMs: 0, expiresAt, expired: true };
  const atMs = Math.min(nowMs + waitMs(input), expiresAtMs);
  return { at: isoTime(atMs, "now, intervalMs"), intervalMs: atMs - nowMs, expiresAt, expired: false };
}

function waitMs(input: PollScheduleInput): number {
  // The growth overflows to infinity after some thousand polls, and infinity times zero is no number.
  const growth = Math.min((input.factor ?? defaultFactor) ** input.polls, Number.MAX_VALUE);
  const own = Math.min(input.intervalMs * growth, input.maxIntervalMs);
  return Math.ceil(Math.max(own, input.retryAfterMs || 0));
}

function isoTime(timeMs: number, path: string): string {
  const time = new Date(timeMs);
  if (Number.isNaN(time.getTime())) throw new IdvError({ code: "invalid_input", message: `${path}: expected a time` });
  return time.toISOString();
}
