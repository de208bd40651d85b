import type { Span } from "@opentelemetry/api";

type OpenTelemetry = typeof import("@opentelemetry/api");

/** `null`: looked for and not installed. */
let openTelemetry: OpenTelemetry | null | undefined;
let loading: Promise<void> | undefined;

/** Loads `@opentelemetry/api` once, if it is installed. Gives nothing to wait for when that is done. */
export function loadTracing(): Promise<void> | undefined {
  if (openTelemetry !== undefined) return undefined;
  loading ??= import("@opentelemetry/api").then(
    (api) => {
      openTelemetry = api;
    },
    () => {
      openTelemetry = null;
    },
  );
  return loading;
}

/** A client span of one call, retries included. */
export interface CallSpan {
  end(end: { status?: number; errorType?: string; resends: number }): void;
}

/**
 * Starts a client span after the semantic conventions for HTTP. It holds the path template and the host, never the real path,
 * query, headers or body. Nothing is made when no tracer provider is registered.
 */
export function startCallSpan(method: string, template: string, serverAddress: string): CallSpan | undefined {
  if (!openTelemetry) return undefined;
  const { SpanKind, SpanStatusCode, trace } = openTelemetry;
  const span: Span = trace.getTracer("@idvkit/driver-kit").startSpan(`${method} ${template}`, {
    kind: SpanKind.CLIENT,
    attributes: { "http.request.method": method, "url.template": template, "server.address": serverAddress },
  });
  if (!span.isRecording()) return undefined;
  return {
    end({ status, errorType, resends }) {
      if (status !== undefined) span.setAttribute("http.response.status_code", status);
      if (resends > 0) span.setAttribute("http.request.resend_count", resends);
      if (errorType !== undefined) {
        span.setAttribute("error.type", errorType);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}
