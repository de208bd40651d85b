import { IdvError } from "@idvkit/core";
import { longestTimerMs } from "./http-limits.ts";

export interface RateLimiterOptions {
  /** How many requests may be sent within any `intervalMs`. */
  requests: number;
  /** Length of the sliding window in milliseconds. */
  intervalMs: number;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  now?: () => number;
}

/** What ends a wait early: an `AbortSignal`, or anything with these members. */
export interface WaitSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface SlotWish {
  /** A longer wait is refused at once. Default: any wait will do. */
  withinMs?: number;
  /** Aborting it leaves the queue. */
  signal?: WaitSignal;
}

/** Without a slot nothing may be sent; `retryAfterMs` says when there will be one, as far as it is known now. */
export type Slot = { taken: true } | { taken: false; retryAfterMs: number };

/** Holds back requests to one provider. One limiter may be shared by several clients. */
export interface RateLimiter {
  /** Waits for the right to send one request, first come, first served. Never rejects. */
  take(wish?: SlotWish): Promise<Slot>;
  /** Gives out no slot for so long: the provider asked for it. A shorter pause never ends a longer one. */
  pause(milliseconds: number): void;
}

interface Waiting {
  /** Time of the limiter's clock after which the slot is of no use. */
  latestAt: number;
  settle(slot: Slot): void;
}

/**
 * Makes a limiter that never lets more than `requests` go within any window of `intervalMs`, wherever the window begins, and
 * lets nobody wait who need not. It counts what is sent, not what arrives: where a provider counts strictly, set it a
 * little below the provider's limit. It holds `requests` times at most, and one timer while somebody waits.
 *
 * Throws `configuration` unless `requests` is a whole number from 1 to 1,000,000 and `intervalMs` one from 1 to 2147483647.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { requests, intervalMs } = options;
  checkNumber("requests", requests, mostRequests);
  checkNumber("intervalMs", intervalMs, longestTimerMs);
  const clock = options.now ?? (() => performance.now());
  /** When the last slots were taken, as a ring: `sent % requests` is the oldest one. */
  const takenAt: number[] = [];
  let sent = 0;
  let latestNow = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let queue: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;

  function now(): number {
    latestNow = Math.max(latestNow, clock());
    return latestNow;
  }

  /** When the caller with so many before it in the queue has its turn. Each round of `requests` callers is one interval later. */
  function turnAt(position: number, atMs: number): number {
    const freed = takenAt[(sent + position) % requests];
    const first = Math.max(atMs, pausedUntil, freed === undefined ? atMs : freed + intervalMs);
    return first + Math.floor(position / requests) * intervalMs;
  }

  function grant(atMs: number): void {
    takenAt[sent % requests] = atMs;
    sent += 1;
  }

  /** Lets go whoever has its turn, and wakes up for the next one. */
  function advance(): void {
    const atMs = now();
    clearTimeout(timer);
    timer = undefined;
    let due = 0;
    for (const waiting of queue) {
      if (turnAt(0, atMs) > atMs) break;
      grant(atMs);
      due += 1;
      waiting.settle({ taken: true });
    }
    if (due > 0) queue = queue.slice(due);
    // Rounded up: a timer that fires early would only be set again.
    if (queue.length > 0) timer = setTimeout(advance, Math.min(Math.ceil(turnAt(0, atMs) - atMs), longestTimerMs));
  }

  /** Refuses those whose turn is now too late, in their order: each that leaves brings the others forward. */
  function refuseTooLate(): void {
    const atMs = now();
    const staying: Waiting[] = [];
    for (const waiting of queue) {
      const at = turnAt(staying.length, atMs);
      if (at <= waiting.latestAt) staying.push(waiting);
      else waiting.settle(refusal(at - atMs));
    }
    queue = staying;
  }

  function enqueue(latestAt: number, signal: WaitSignal | undefined): Promise<Slot> {
    return new Promise((resolve) => {
      const leave = (): void => {
        const atMs = now();
        const position = queue.indexOf(waiting);
        queue = queue.filter((other) => other !== waiting);
        waiting.settle(refusal(turnAt(position, atMs) - atMs));
        advance();
      };
      const waiting: Waiting = {
        latestAt,
        settle(slot) {
          signal?.removeEventListener("abort", leave);
          resolve(slot);
        },
      };
      signal?.addEventListener("abort", leave);
      queue.push(waiting);
      if (timer === undefined) advance();
    });
  }

  return {
    take({ withinMs = Number.POSITIVE_INFINITY, signal } = {}) {
      const atMs = now();
      const at = turnAt(queue.length, atMs);
      if (signal?.aborted || at - atMs > withinMs) return Promise.resolve(refusal(at - atMs));
      if (at > atMs || queue.length > 0) return enqueue(atMs + withinMs, signal);
      grant(atMs);
      return Promise.resolve({ taken: true });
    },
    pause(milliseconds) {
      if (!(milliseconds > 0)) return;
      pausedUntil = Math.max(pausedUntil, now() + Math.min(milliseconds, longestTimerMs));
      refuseTooLate();
      advance();
    },
  };
}

const mostRequests = 1_000_000;

function refusal(waitMs: number): Slot {
  return { taken: false, retryAfterMs: Math.ceil(waitMs) };
}

function checkNumber(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new IdvError({ code: "configuration", message: `${name}: expected a whole number from 1 to ${most}` });
}
