import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { describe, expect, it, vi } from "vitest";
import type { HttpCall } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { type Answer, hangUp, json, localServer } from "./local-server.ts";
import { recordSpans } from "./memory-tracer.ts";

const call: HttpCall = {
  method: "GET",
  path: "/dossiers/{dossierId}",
  pathParameters: { dossierId: "d-4711" },
  query: { view: "q-4712" },
  headers: { "x-key": "h-4713" },
  retry: "safe",
};

async function answering(...answers: Answer[]) {
  const server = await localServer(...answers);
  return createHttpClient({ provider: "acme", baseUrl: `${server.origin}/base-4714`, retryDelayMs: 1 });
}

describe("with a registered tracer provider", () => {
  it("a call is one client span with the template, and no value of the call or the answer", async () => {
    const spans = recordSpans();
    await (await answering(json({ name: "b-4715" }))).json(call);
    expect(spans).toEqual([
      {
        name: "GET /dossiers/{dossierId}",
        kind: SpanKind.CLIENT,
        attributes: {
          "http.request.method": "GET",
          "url.template": "/dossiers/{dossierId}",
          "server.address": "127.0.0.1",
          "http.response.status_code": 200,
        },
        events: [],
        ended: 1,
      },
    ]);
    expect(JSON.stringify(spans)).not.toMatch(/471\d/);
  });

  it("counts the retries of the call", async () => {
    const spans = recordSpans();
    await (await answering(json({}, 503), json({}))).json(call);
    expect(spans).toHaveLength(1);
    expect(spans[0]?.attributes["http.request.resend_count"]).toBe(1);
  });

  it.each([
    ["a refused call", json({ name: "b-4715" }, 404), { "http.response.status_code": 404, "error.type": "404" }],
    ["a broken call", hangUp, { "error.type": "provider_unavailable" }],
  ])("marks %s as an error", async (_, answer, attributes) => {
    const spans = recordSpans();
    await (await answering(answer)).json(call);
    expect(spans[0]).toMatchObject({ attributes, status: { code: SpanStatusCode.ERROR }, ended: 1, events: [] });
    expect(JSON.stringify(spans)).not.toMatch(/471\d/);
  });
});

describe("without tracing", () => {
  it("calls work when no provider is registered", async () => {
    expect((await (await answering(json({}))).json(call)).ok).toBe(true);
  });

  it("calls work when the OpenTelemetry API is not installed", async () => {
    vi.resetModules();
    vi.doMock("@opentelemetry/api", () => {
      throw new Error("not installed");
    });
    const fresh = await import("../src/http-client.ts");
    const server = await localServer(json({}));
    const client = fresh.createHttpClient({ provider: "acme", baseUrl: server.origin });
    expect((await client.json(call)).ok).toBe(true);
    expect((await client.json(call)).ok).toBe(true);
    vi.doUnmock("@opentelemetry/api");
  });
});
