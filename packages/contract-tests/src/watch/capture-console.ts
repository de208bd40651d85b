type Write = typeof process.stdout.write;
type Listener = (value: unknown) => void;

const levels = ["debug", "dir", "error", "info", "log", "trace", "warn"] as const;
const listeners = new Set<Listener>();
let restore: (() => void) | undefined;

/** Hands over what is written to the console and to the standard streams until it is stopped. Several may run at once. */
export function captureConsole(listener: Listener): { stop(): void } {
  listeners.add(listener);
  restore ??= takeOver();
  return {
    stop() {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      restore?.();
      restore = undefined;
    },
  };
}

function tell(value: unknown): void {
  for (const listener of listeners) listener(value);
}

function takeOver(): () => void {
  const { debug, dir, error, info, log, trace, warn } = globalThis.console;
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  for (const level of levels) globalThis.console[level] = (...values: unknown[]) => tell(values);
  for (const { stream, write } of streams) {
    // The test runner writes here too: what is looked at still has to come out.
    stream.write = ((...values: Parameters<Write>) => {
      tell(values[0]);
      return Reflect.apply(write, stream, values);
    }) as Write;
  }
  return () => {
    Object.assign(globalThis.console, { debug, dir, error, info, log, trace, warn });
    for (const { stream, write } of streams) stream.write = write;
  };
}
