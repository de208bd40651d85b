/**
 * Says that a call is over. Axios takes anything with these members for a signal, and calls a listener only once; making
 * and listening to an `AbortSignal` would be the largest cost that we add to a call.
 */
export class DeadlineSignal {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The time that one call has, retries and waits included. */
export interface Deadline {
  /** Aborts when the time is over or the caller aborts. */
  readonly signal: DeadlineSignal;
  /** Why the call is over: `expired` on our own deadline, `aborted` by the caller. */
  over(): "expired" | "aborted" | undefined;
  remainingMs(): number;
  /** Waits, or less when the call is over before. */
  wait(milliseconds: number): Promise<void>;
  /** Removes timer and listener. */
  end(): void;
}

/** Starts a deadline: one timer, and one listener where the caller has a signal. */
export function startDeadline(timeoutMs: number, callerSignal?: AbortSignal): Deadline {
  const signal = new DeadlineSignal();
  const endsAt = performance.now() + timeoutMs;
  let reason: "expired" | "aborted" | undefined;
  const stop = (why: "expired" | "aborted"): void => {
    reason ??= why;
    signal.abort();
  };
  const abort = (): void => stop("aborted");
  const timer = setTimeout(stop, timeoutMs, "expired");
  if (callerSignal?.aborted) abort();
  else callerSignal?.addEventListener("abort", abort, { once: true });
  return {
    signal,
    over: () => reason,
    remainingMs: () => endsAt - performance.now(),
    wait: (milliseconds) => waitUnlessOver(milliseconds, signal),
    end: () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", abort);
    },
  };
}

function waitUnlessOver(milliseconds: number, signal: DeadlineSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
