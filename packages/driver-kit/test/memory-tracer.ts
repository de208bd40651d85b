import {
  type Attributes,
  type Span,
  type SpanOptions,
  type SpanStatus,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { onTestFinished } from "vitest";

export interface RecordedSpan {
  name: string;
  kind: number | undefined;
  attributes: Attributes;
  status?: SpanStatus;
  events: unknown[];
  ended: number;
}

/** Registers a tracer provider that keeps all spans, until the test ends. */
export function recordSpans(): RecordedSpan[] {
  const spans: RecordedSpan[] = [];
  trace.setGlobalTracerProvider({ getTracer: () => tracerInto(spans) } as TracerProvider);
  onTestFinished(() => trace.disable());
  return spans;
}

function tracerInto(spans: RecordedSpan[]): Tracer {
  return {
    startSpan: (name: string, options: SpanOptions = {}) => {
      const recorded: RecordedSpan = {
        name,
        kind: options.kind,
        attributes: { ...options.attributes },
        events: [],
        ended: 0,
      };
      spans.push(recorded);
      return spanOf(recorded);
    },
  } as Tracer;
}

function spanOf(recorded: RecordedSpan): Span {
  const span: Span = {
    spanContext: () => ({ traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 }),
    setAttribute: (key, value) => {
      recorded.attributes[key] = value;
      return span;
    },
    setAttributes: (attributes) => {
      Object.assign(recorded.attributes, attributes);
      return span;
    },
    addEvent: (...event) => {
      recorded.events.push(event);
      return span;
    },
    addLink: () => span,
    addLinks: () => span,
    setStatus: (status) => {
      recorded.status = status;
      return span;
    },
    updateName: (name) => {
      recorded.name = name;
      return span;
    },
    end: () => {
      recorded.ended += 1;
    },
    isRecording: () => true,
    recordException: (exception) => {
      recorded.events.push(exception);
    },
  };
  return span;
}
