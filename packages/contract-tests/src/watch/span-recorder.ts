import { createRequire } from "node:module";

/** What a tracer was told about one span. */
export interface RecordedSpan {
  name: string;
  told: unknown[];
}

type Listener = (span: RecordedSpan) => void;

interface TracingApi {
  trace: { setGlobalTracerProvider(provider: object): boolean };
}

const spanContext = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 };
const listeners = new Set<Listener>();
let registered = false;

/**
 * Hands over every OpenTelemetry span that ends while the recording runs. Without `@opentelemetry/api` beside
 * `@idvkit/driver-kit` nothing is recorded: then no driver makes spans either.
 */
export function recordSpans(onEnd: Listener): { stop(): void } {
  if (!registered) {
    registered = true;
    loadTracingApi()?.trace.setGlobalTracerProvider({ getTracer: () => tracer });
  }
  listeners.add(onEnd);
  return {
    stop() {
      listeners.delete(onEnd);
    },
  };
}

function loadTracingApi(): TracingApi | undefined {
  const here = createRequire(import.meta.url);
  try {
    // The copy that the drivers use; all copies of one major version share their global state anyway.
    return createRequire(here.resolve("@idvkit/driver-kit/package.json"))("@opentelemetry/api") as TracingApi;
  } catch {
    return undefined;
  }
}

const tracer = {
  startSpan: (name: string, options?: unknown) => startSpan(name, options),
  startActiveSpan(name: string, ...rest: unknown[]) {
    const run = rest.at(-1) as (span: object) => unknown;
    return run(startSpan(name, rest.slice(0, -1)));
  },
};

function startSpan(name: string, options: unknown): object {
  const recorded: RecordedSpan = { name, told: [options] };
  const tell = (...values: unknown[]) => {
    recorded.told.push(values);
    return span;
  };
  const span = {
    addEvent: tell,
    addLink: tell,
    addLinks: tell,
    recordException: tell,
    setAttribute: tell,
    setAttributes: tell,
    setStatus: tell,
    updateName: tell,
    isRecording: () => true,
    spanContext: () => spanContext,
    end: () => {
      for (const listener of listeners) listener(recorded);
    },
  };
  return span;
}
