import type { CallbackWork, DispatchWork, DriverState, PendingOutcome, StepResult } from "@idvkit/core";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AcmeOptions, createAcmeDriver } from "../src/index.ts";
import { type AcmeSimulator, createAcmeSimulator, type SimulatedOutcome } from "../src/testing/index.ts";

const base = "https://rp.example/idv/acme";
const server = setupServer();
let simulator: AcmeSimulator;
beforeAll(() => server.listen());
beforeEach(() => {
  simulator = createAcmeSimulator();
  server.resetHandlers(...(simulator.handlers as RequestHandler[]));
});
afterAll(() => server.close());

const context = { now: () => new Date() };
const work: DispatchWork = {
  executionId: "execution-1",
  nodeId: "document",
  attempt: 1,
  callbackBaseUrl: base,
  returnUrl: "https://rp.example/done",
  browserSession: "session-hash",
  inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [] },
};

function driverWith(options: Partial<AcmeOptions> = {}) {
  const { apiKey, webhookSecret } = simulator;
  return createAcmeDriver({ apiKey, webhookSecrets: [webhookSecret], product: "documentSelfie", ...options });
}

function pendingOf(result: StepResult): PendingOutcome {
  if (result.ok && result.value.kind === "pending") return result.value;
  throw new Error(`expected a pending outcome, got ${result.ok ? result.value.kind : result.error.message}`);
}

/** The person opens the page that they were sent to; gives where it sends them back. */
async function visit({ offers }: PendingOutcome): Promise<string> {
  const [offer] = offers ?? [];
  if (offer?.kind !== "redirect") throw new Error("expected a redirect");
  const page = await fetch(offer.url, { redirect: "manual" });
  return page.headers.get("location") ?? "";
}

function returnWork(url: string, driverState: DriverState): CallbackWork {
  return { ...work, driverState, request: { method: "GET", url, headers: {}, body: new Uint8Array() } };
}

function eventWork(sessionId: string, driverState: DriverState): CallbackWork {
  const { method, path, headers, body } = simulator.event(sessionId);
  const request = { method, url: `${base}${path}`, headers, body: new TextEncoder().encode(body) };
  return { ...work, driverState, request };
}

describe("a verification", () => {
  it("sends the person to Acme and reads the result when they are back", async () => {
    const driver = driverWith();
    const started = pendingOf(await driver.dispatch(work, context));
    const returned = await visit(started);
    expect(returned).toMatch(/^https:\/\/rp\.example\/idv\/acme\/return\?session=ses_/);
    expect(await driver.callback(returnWork(returned, started.driverState), context)).toMatchObject({
      ok: true,
      value: { kind: "completed", result: { verdict: "verified", sessionBinding: "bound", amr: ["face"] } },
      reply: { status: 303, headers: { location: "https://rp.example/done" } },
    });
  });

  it("reads the result when the event says so", async () => {
    const driver = driverWith({ product: "document" });
    const started = pendingOf(await driver.dispatch(work, context));
    await visit(started);
    const delivery = eventWork(started.reference ?? "", started.driverState);
    expect(await driver.addressCallback(delivery.request)).toMatchObject({ ok: true, value: { kind: "delivery" } });
    expect(await driver.callback(delivery, context)).toMatchObject({
      ok: true,
      value: { result: { verdict: "verified", sessionBinding: "none", amr: [] } },
      reply: { status: 204 },
    });
  });

  it("waits while the person is at Acme, and can be canceled", async () => {
    const driver = driverWith();
    const { driverState } = pendingOf(await driver.dispatch(work, context));
    const waiting = pendingOf(await driver.poll({ ...work, driverState }, context));
    expect(waiting.rawStatus).toBe("open");
    expect(await driver.cancel({ ...work, driverState }, context)).toEqual({ ok: true, value: { kind: "canceled" } });
    expect(await driver.cancel({ ...work, driverState }, context)).toMatchObject({
      value: { kind: "nothingToCancel" },
    });
  });

  it("is started once for one attempt", async () => {
    const driver = driverWith();
    const [first, second] = [await driver.dispatch(work, context), await driver.dispatch(work, context)];
    expect(pendingOf(second).reference).toBe(pendingOf(first).reference);
    const next = pendingOf(await driver.dispatch({ ...work, attempt: 2 }, context));
    expect(next.reference).not.toBe(pendingOf(first).reference);
  });

  it.each<[SimulatedOutcome, string]>([
    ["verified", "verified"],
    ["contradicted", "inconclusive"],
    ["rejected", "rejected"],
    ["unclear", "inconclusive"],
    ["abandoned", "aborted"],
  ])("that Acme ends as %s is %s", async (outcome, verdict) => {
    simulator.decide(outcome);
    const driver = driverWith();
    const started = pendingOf(await driver.dispatch(work, context));
    await visit(started);
    const result = await driver.poll({ ...work, driverState: started.driverState }, context);
    expect(result).toMatchObject({ ok: true, value: { kind: "completed", result: { verdict } } });
  });
});

describe("what goes wrong", () => {
  it("is an error, not a verdict", async () => {
    const driver = driverWith({ apiKey: "wrong" });
    expect(await driver.dispatch(work, context)).toMatchObject({
      ok: false,
      error: { code: "credentials_rejected", providerCode: "invalid_api_key" },
    });
  });

  it("is refused before Acme is asked", async () => {
    const driver = driverWith();
    const { callbackBaseUrl: _, ...homeless } = work;
    expect(await driver.dispatch(homeless, context)).toMatchObject({ error: { code: "invalid_input" } });
    expect(await driver.poll({ ...work, driverState: { version: 9 } }, context)).toMatchObject({
      error: { code: "invalid_input" },
    });
  });

  it("is a delivery about another session, or from another browser", async () => {
    const driver = driverWith();
    const started = pendingOf(await driver.dispatch(work, context));
    const next = pendingOf(await driver.dispatch({ ...work, attempt: 2 }, context));
    const [ours, other] = [await visit(started), await visit(next)];
    const { browserSession: _, ...elsewhere } = returnWork(ours, started.driverState);
    for (const refused of [
      eventWork(next.reference ?? "", started.driverState),
      returnWork(other, started.driverState),
      elsewhere,
    ]) {
      expect(await driver.callback(refused, context)).toMatchObject({ ok: false, error: { code: "invalid_callback" } });
    }
  });

  it.each([
    ["a result that became open again", { status: "open" }, "conflict"],
    ["an answer about another session", { id: "ses_other" }, "invalid_response"],
    ["an answer that is none", { status: 7 }, "invalid_response"],
  ])("%s is no outcome", async (_what, change, code) => {
    const driver = driverWith();
    const started = pendingOf(await driver.dispatch(work, context));
    await visit(started);
    const ended = await driver.poll({ ...work, driverState: started.driverState }, context);
    if (!ended.ok) throw ended.error;
    const { http, HttpResponse } = await import("msw");
    const { origin } = simulator;
    server.use(http.get(`${origin}/sessions/:id`, ({ params: { id } }) => HttpResponse.json({ id, ...change })));
    const later = await driver.poll({ ...work, driverState: ended.value.driverState }, context);
    expect(later).toMatchObject({ ok: false, error: { code } });
  });
});
