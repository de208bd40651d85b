import type { CallbackWork, DriverState } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { OnfidoApiOptions } from "../src/index.ts";
import type { OnfidoOutcome } from "../src/testing/index.ts";
import {
  type ApiBench,
  apiWorkOf,
  bodiesTo,
  callsOf,
  dispatched,
  resultOf,
  startApiBenchServer,
  workflow,
} from "./api-driver-setup.ts";
import { pendingOf, stateOf, verdictOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const work = apiWorkOf();
const hostedLink: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "hostedLink" } };
const mobileSdk: Partial<OnfidoApiOptions> = {
  product: workflow,
  capture: { mode: "mobileSdk", mobileAppId: "com.example.app" },
};
const webSdk: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "webSdk", referrer: "https://rp/*" } };

const runIdOf = (state: DriverState): string => String(state.workflowRunId);

/** The request with which Onfido's page sends the person back. */
async function returnWork(bench: ApiBench, driverState: DriverState, own = work): Promise<CallbackWork> {
  const bodies = await bodiesTo(bench, "/workflow_runs");
  const { completed_redirect_url: url } = Object(bodies.at(-1)).link as { completed_redirect_url: string };
  return { ...own, driverState, request: { method: "GET", url, headers: {}, body: new Uint8Array() } };
}

describe("a workflow run behind a link", () => {
  it("is made with the workflow, a tag and the way back, and offers the link", async () => {
    const bench = server.bench(hostedLink);
    const { outcome, applicantId } = await dispatched(bench);
    const runId = runIdOf(outcome.driverState);
    const [body] = await bodiesTo(bench, "/workflow_runs");
    const back = expect.stringMatching(/^https:\/\/rp\.example\/idv\/onfido\/link-return\/[\w-]{43}$/);
    expect(body).toEqual({
      applicant_id: applicantId,
      workflow_id: workflow.workflowId,
      tags: [expect.stringMatching(/^idvkit:[\w-]{43}$/)],
      link: {
        completed_redirect_url: back,
        expired_redirect_url: back,
        expires_at: "2026-11-22T10:00:00.000Z",
      },
    });
    const [returnRef] = outcome.callbackRefs?.slice(1) ?? [];
    expect(returnRef).toMatch(/^onfido:return\/[\w-]{43}$/);
    expect(outcome).toMatchObject({
      rawStatus: "awaiting_input",
      reference: runId,
      callbackRefs: [`onfido:workflow_run/${runId}`, returnRef],
      poll: { at: "2026-11-21T10:00:05.000Z" },
      offers: [
        {
          kind: "redirect",
          url: `https://eu.onfido.app/l/${runId}`,
          presentation: "redirect",
          expiresAt: "2026-11-22T10:00:00.000Z",
          after: "wait",
        },
      ],
      driverState: { phase: "awaitingLink" },
    });
  });

  it("has the language, the time and the data of the options, and shows none of the caller's ids", async () => {
    const bench = server.bench({
      product: { ...workflow, customData: { plan: "gold" } },
      capture: { mode: "hostedLink", language: "nl_NL", expiresAfterMs: 600_000 },
    });
    await dispatched(bench, apiWorkOf({ tenantId: "tenant-x", executionId: "execution-x" }));
    const [body] = await bodiesTo(bench, "/workflow_runs");
    expect(body).toMatchObject({
      custom_data: { plan: "gold" },
      link: { language: "nl_NL", expires_at: "2026-11-21T10:10:00.000Z" },
    });
    expect(JSON.stringify(body)).not.toMatch(/tenant-x|execution-x/);
  });

  it("without a link in the answer is invalid_response, and its applicant is kept", async () => {
    const bench = server.bench(hostedLink);
    const content = JSON.stringify({ id: "run-1", status: "awaiting_input", link: null });
    bench.simulator.failNext({
      status: 201,
      method: "POST",
      path: "/workflow_runs",
      body: { content, mediaType: "application/json" },
    });
    expect(await bench.driver.dispatch(work, bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "workflowRun.link.url: missing" },
      driverState: { phase: "started" },
    });
  });

  it("takes no submit", async () => {
    const bench = server.bench(hostedLink);
    const { driverState } = await dispatched(bench);
    expect(bench.driver.profile.methods.submit).toBe(false);
    expect(await bench.driver.submit({ ...work, driverState, input: {} }, bench.context)).toMatchObject({
      ok: false,
      error: { code: "unsupported" },
    });
  });

  it("is a matter of polling: the waits grow, until the result is there", async () => {
    const bench = server.bench(hostedLink);
    const { outcome, applicantId } = await dispatched(bench);
    let state = outcome.driverState;
    const waits: number[] = [];
    const statuses: string[] = [];
    for (let polls = 0; polls < 3; polls += 1) {
      if (polls === 2) bench.simulator.capture(applicantId);
      const read = pendingOf(await bench.driver.poll({ ...work, driverState: state }, bench.context));
      waits.push(read.poll?.intervalMs ?? 0);
      statuses.push(`${read.rawStatus} ${read.driverState.phase}`);
      state = read.driverState;
    }
    expect(waits).toEqual([7_500, 11_250, 16_875]);
    expect(statuses).toEqual(["awaiting_input awaitingLink", "awaiting_input awaitingLink", "processing verifying"]);
    expect(verdictOf(await bench.driver.poll({ ...work, driverState: state }, bench.context))).toBe("verified");
  });
});

describe("the return from the link", () => {
  const bound = apiWorkOf({ browserSession: "session-a" });

  it("is a hint: the run is read, the person is sent on, the session is bound", async () => {
    const bench = server.bench(hostedLink);
    const { driverState, applicantId } = await dispatched(bench, bound);
    bench.simulator.capture(applicantId);
    const request = await returnWork(bench, driverState, bound);
    const back = await bench.driver.callback(request, bench.context);
    expect(back.reply).toEqual({ status: 303, headers: { location: "https://rp.example/done" }, body: null });
    const read = pendingOf(back);
    expect(read).toMatchObject({ rawStatus: "processing", driverState: { sessionConfirmed: true } });
    expect(callsOf(bench).at(-1)).toBe("GET /workflow_runs/{workflowRunId}");
    const done = await bench.driver.callback({ ...request, driverState: read.driverState }, bench.context);
    expect(resultOf(done)).toMatchObject({ verdict: "verified", sessionBinding: "bound" });
  });

  it.each(["session-b", undefined])(
    "with the session %s is refused, reads nothing, still sends on",
    async (session) => {
      const bench = server.bench(hostedLink);
      const { driverState } = await dispatched(bench, bound);
      const { browserSession: _own, ...bare } = await returnWork(bench, driverState, bound);
      const before = bench.sent.length;
      const back = await bench.driver.callback(
        { ...bare, ...(session !== undefined && { browserSession: session }) },
        bench.context,
      );
      expect(back).toMatchObject({ ok: false, error: { code: "invalid_callback" }, reply: { status: 303 } });
      expect("driverState" in back).toBe(false);
      expect(bench.sent).toHaveLength(before);
    },
  );

  it("of another run is refused", async () => {
    const bench = server.bench(hostedLink);
    const { driverState } = await dispatched(bench);
    const other = apiWorkOf({ attempt: 2 });
    await dispatched(bench, other);
    const { request } = await returnWork(bench, driverState, other);
    const back = await bench.driver.callback({ ...work, driverState, request }, bench.context);
    expect(back).toMatchObject({ ok: false, error: { code: "invalid_callback" }, reply: { status: 303 } });
  });

  it("keeps that the session is right when Onfido cannot be read", async () => {
    const bench = server.bench({ ...hostedLink, http: { retries: 0 } });
    const { driverState } = await dispatched(bench, bound);
    bench.simulator.failNext({ status: 500, method: "GET" });
    expect(await bench.driver.callback(await returnWork(bench, driverState, bound), bench.context)).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable" },
      driverState: { sessionConfirmed: true },
      reply: { status: 303 },
    });
  });

  it("without a session at dispatch binds nothing, and twice within an interval is read once", async () => {
    const bench = server.bench(hostedLink);
    const { returnUrl: _url, ...open } = work;
    const { driverState } = await dispatched(bench, open);
    const request = await returnWork(bench, driverState, open);
    const first = await bench.driver.callback(request, bench.context);
    expect(first.reply).toMatchObject({ status: 200, body: "Done. You can close this page." });
    const before = bench.sent.length;
    const again = await bench.driver.callback({ ...request, driverState: pendingOf(first).driverState }, bench.context);
    expect(pendingOf(again).rawStatus).toBe(pendingOf(first).rawStatus);
    expect(bench.sent).toHaveLength(before);
    bench.advance(5_000);
    await bench.driver.callback({ ...request, driverState: pendingOf(again).driverState }, bench.context);
    expect(bench.sent.length).toBeGreaterThan(before);
  });

  it("after the outcome gives the outcome, never a pending one", async () => {
    const bench = server.bench(hostedLink);
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    const read = pendingOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    const done = await bench.driver.poll({ ...work, driverState: read.driverState }, bench.context);
    expect(verdictOf(done)).toBe("verified");
    const completed = stateOf(done);
    const back = await bench.driver.callback(await returnWork(bench, completed), bench.context);
    expect(verdictOf(back)).toBe("verified");
    expect(back.ok && "revises" in back.value).toBe(false);
  });
});

describe("a workflow run in the SDK", () => {
  it.each([
    ["mobile", mobileSdk],
    ["web", webSdk],
  ])("(%s) gets the run's own token and the run, and needs no other", async (_what, options) => {
    const bench = server.bench(options);
    const { outcome } = await dispatched(bench);
    const runId = runIdOf(outcome.driverState);
    expect(outcome.offers).toEqual([
      {
        kind: "sdk",
        provider: "onfido",
        token: `simulated.sdk.${runId}`,
        parameters: { workflowRunId: runId },
        expiresAt: "2026-11-21T11:30:00.000Z",
        after: "submit",
      },
    ]);
    expect(outcome.poll).toBeUndefined();
    expect(JSON.stringify(outcome.driverState)).not.toContain("simulated.sdk");
    expect((await bodiesTo(bench, "/workflow_runs"))[0]).not.toHaveProperty("link");
    expect(callsOf(bench)).not.toContain("POST /sdk_token");
  });

  it("gets a token of its own where the run brings none", async () => {
    const bench = server.bench(mobileSdk);
    const content = JSON.stringify({ id: "run-1", sdk_token: null });
    const body = { content, mediaType: "application/json" };
    bench.simulator.failNext({ status: 201, method: "POST", path: "/workflow_runs", body });
    const { outcome, applicantId } = await dispatched(bench);
    expect(await bodiesTo(bench, "/sdk_token")).toEqual([
      { applicant_id: applicantId, application_id: "com.example.app" },
    ]);
    expect(outcome).toMatchObject({ rawStatus: "awaiting_input", offers: [{ token: `simulated.sdk.${applicantId}` }] });
  });

  it("goes on by itself after success, and ends with cancel", async () => {
    const bench = server.bench(mobileSdk);
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    const submit = (result: string) => bench.driver.submit({ ...work, driverState, input: { result } }, bench.context);
    const before = bench.sent.length;
    const going = pendingOf(await submit("success"));
    expect(bench.sent).toHaveLength(before);
    expect(going).toMatchObject({
      rawStatus: "processing",
      poll: { intervalMs: 5_000 },
      reference: runIdOf(driverState),
    });
    expect(resultOf(await submit("cancel"))).toMatchObject({ verdict: "canceled", reference: runIdOf(driverState) });
    expect(callsOf(bench).at(-1)).toBe("DELETE /applicants/{applicantId}");
  });
});

describe("how a workflow run ends", () => {
  const cases: [OnfidoOutcome, string][] = [
    [{}, "verified"],
    [{ output: "list" }, "verified"],
    [{ output: "none" }, "verified"],
    [{ subResult: "caution" }, "inconclusive"],
    [{ subResult: "suspected" }, "inconclusive"],
    [{ subResult: "rejected" }, "rejected"],
    [{ subResult: "rejected", output: "none" }, "rejected"],
    [{ subResult: "suspected", workflowStatus: "declined" }, "inconclusive"],
    [{ consider: ["facial_similarity_photo"] }, "inconclusive"],
    [{ consider: ["facial_similarity_photo"], workflowStatus: "approved" }, "inconclusive"],
    [{ workflowStatus: "review" }, "inconclusive"],
    [{ workflowStatus: "declined" }, "rejected"],
    [{ workflowStatus: "abandoned" }, "aborted"],
    [{ workflowStatus: "error" }, "error"],
  ];

  it.each(cases)("%j gives %s", async (outcome, verdict) => {
    const bench = server.bench(hostedLink, { processingReads: 0 });
    bench.simulator.decide(outcome);
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    const poll = await bench.driver.poll({ ...work, driverState }, bench.context);
    expect(resultOf(poll)).toMatchObject({ verdict, reference: runIdOf(driverState), attributes: { applicantId } });
  });

  it("is read from its tasks where it has no output; tasks that only collect are not read", async () => {
    const bench = server.bench(hostedLink, { processingReads: 0 });
    bench.simulator.decide({ output: "none" });
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    const result = resultOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    expect(result.dataBlocks.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["basicIdentity", "documentData"]),
    );
    expect(callsOf(bench).filter((call) => call.endsWith("/tasks/{taskId}"))).toHaveLength(2);
  });

  it("is read without its tasks where its output has the reports", async () => {
    const bench = server.bench(hostedLink, { processingReads: 0 });
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    resultOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    expect(callsOf(bench).some((call) => call.includes("/tasks"))).toBe(false);
  });

  it("is not known as long as the list of its tasks, or one of them, cannot be read", async () => {
    for (const path of ["/workflow_runs/{workflowRunId}/tasks", "/workflow_runs/{workflowRunId}/tasks/{taskId}"]) {
      const bench = server.bench({ ...hostedLink, http: { retries: 0 } }, { processingReads: 0 });
      bench.simulator.decide({ output: "none" });
      const { driverState, applicantId } = await dispatched(bench);
      bench.simulator.capture(applicantId);
      const poll = () => bench.driver.poll({ ...work, driverState }, bench.context);
      bench.simulator.failNext({ status: 503, method: "GET", path });
      expect(await poll()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
      expect(verdictOf(await poll())).toBe("verified");
    }
  });

  it("waits also for what only the caller can give", async () => {
    const bench = server.bench(hostedLink);
    const { driverState } = await dispatched(bench);
    bench.simulator.changeCase(runIdOf(driverState), { status: "awaiting_client_input" });
    const read = pendingOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    expect(read).toMatchObject({ rawStatus: "awaiting_client_input", driverState: { phase: "verifying" } });
  });
});
