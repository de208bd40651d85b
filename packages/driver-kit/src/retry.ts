import type { Deadline } from "./deadline.ts";

export interface RetryPolicy {
  /** 0: the first try is the only one. */
  retries: number;
  retryDelayMs: number;
  maxRetryAfterMs: number;
  random: () => number;
}

/** How one try ended: whether it may be repeated, and when the server wants to see us again. */
export interface Attempt<T> {
  outcome: T;
  transient: boolean;
  retryAfterMs?: number;
}

/**
 * Tries until an outcome is final, the retries are used up or the next wait would reach past the deadline; gives the last outcome.
 * Waits are exponential with full jitter, or exactly what the server asked for.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  deadline: Deadline,
  attemptOnce: (attempt: number) => Promise<Attempt<T>>,
): Promise<{ outcome: T; attempts: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const { outcome, transient, retryAfterMs } = await attemptOnce(attempt);
    if (!transient || attempt > policy.retries || deadline.over() !== undefined) return { outcome, attempts: attempt };
    const waitMs = retryAfterMs ?? backoffMs(policy, attempt);
    if (waitMs > policy.maxRetryAfterMs || waitMs >= deadline.remainingMs()) return { outcome, attempts: attempt };
    // An aborted wait is not an outcome: the next try sees the deadline and makes no request.
    await deadline.wait(waitMs);
  }
}

function backoffMs(policy: RetryPolicy, attempt: number): number {
  return policy.random() * Math.min(policy.maxRetryAfterMs, policy.retryDelayMs * 2 ** (attempt - 1));
}

/** Reads a `Retry-After` header: seconds or an HTTP date (RFC 9110, section 10.2.3). Gives milliseconds from now, at least 0. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1000;
  if (!/\bGMT\s*$/.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
