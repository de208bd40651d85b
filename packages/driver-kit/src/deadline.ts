/** The time that one call has, retries and waits included. */
export interface Deadline {
  /** Aborts when the time is over or the caller aborts. */
  readonly signal: AbortSignal;
  /** Why the call is over: `expired` on our own deadline, `aborted` by the caller. */
  over(): "expired" | "aborted" | undefined;
  remainingMs(): number;
  /** Removes timer and listener. */
  end(): void;
}

/** Starts a deadline. One controller with one timer: `AbortSignal.any` and `AbortSignal.timeout` would outlive the call. */
export function startDeadline(timeoutMs: number, callerSignal?: AbortSignal): Deadline {
  const controller = new AbortController();
  const endsAt = performance.now() + timeoutMs;
  let reason: "expired" | "aborted" | undefined;
  const stop = (why: "expired" | "aborted"): void => {
    reason ??= why;
    controller.abort();
  };
  const abort = (): void => stop("aborted");
  const timer = setTimeout(stop, timeoutMs, "expired");
  if (callerSignal?.aborted) abort();
  else callerSignal?.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    over: () => reason,
    remainingMs: () => endsAt - performance.now(),
    end: () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", abort);
    },
  };
}
