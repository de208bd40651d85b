import { createHmac } from "node:crypto";
import type { CallbackWork, DriverState, HttpRequest } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type OnfidoEventName, onfidoEvents } from "../src/api/index.ts";
import type { OnfidoApiOptions } from "../src/index.ts";
import {
  type ApiBench,
  apiWorkOf,
  callsOf,
  dispatched,
  startApiBenchServer,
  submitted,
  webhookWork,
  workflow,
} from "./api-driver-setup.ts";
import { pendingOf, stateOf, verdictOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const work = apiWorkOf();
const hostedLink: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "hostedLink" } };

/** A webhook with any payload, signed as Onfido signs. */
function signed(payload: object, token = "simulator-webhook-token"): HttpRequest {
  const body = new TextEncoder().encode(JSON.stringify({ payload }));
  const signature = createHmac("sha256", token).update(body).digest("hex");
  return {
    method: "POST",
    url: "https://rp.example/idv/onfido/webhooks",
    headers: { "x-sha2-signature": signature },
    body,
  };
}

const eventOf = (action: OnfidoEventName, object: object) =>
  signed({ resource_type: action.split(".")[0], action, object });

const callbackWork = (driverState: DriverState, request: HttpRequest): CallbackWork => ({
  ...work,
  driverState,
  request,
});

/** The part of each action's object that says what it is about. */
const objects: Readonly<Record<OnfidoEventName, object>> = {
  "workflow_run.completed": { id: "run-1" },
  "workflow_run_evidence_folder.created": { id: "folder-1", workflow_run_id: "run-1" },
  "workflow_timeline_file.created": { id: "file-1", workflow_run_id: "run-1" },
  "check.completed": { id: "check-1" },
  "check.reopened": { id: "check-1" },
  "check.withdrawn": { id: "check-1" },
  "report.awaiting_approval": { id: "report-1" },
  "report.cancelled": { id: "report-1" },
  "report.completed": { id: "report-1", check_id: "check-1" },
  "report.resumed": { id: "report-1" },
  "report.withdrawn": { id: "report-1" },
  "audit_log.created": { id: "log-1" },
  "check.form_completed": { id: "check-1" },
  "check.started": { id: "check-1" },
  "watchlist_monitor.matches_updated": { id: "monitor-1" },
  "workflow_task.completed": { id: "task-1", workflow_run_id: "run-1" },
  "workflow_task.started": { id: "task-1", workflow_run_id: "run-1" },
};

describe("the address of a webhook", () => {
  const { driver } = server.bench();
  const refs: Partial<Record<OnfidoEventName, string>> = {
    "workflow_run.completed": "onfido:workflow_run/run-1",
    "workflow_run_evidence_folder.created": "onfido:workflow_run/run-1",
    "workflow_timeline_file.created": "onfido:workflow_run/run-1",
    "check.completed": "onfido:check/check-1",
    "check.reopened": "onfido:check/check-1",
    "check.withdrawn": "onfido:check/check-1",
    "report.awaiting_approval": "onfido:report/report-1",
    "report.cancelled": "onfido:report/report-1",
    "report.completed": "onfido:check/check-1",
    "report.resumed": "onfido:report/report-1",
    "report.withdrawn": "onfido:report/report-1",
  };
  const names = Object.keys(objects) as OnfidoEventName[];

  it("is known for all 17 events", () => {
    expect(Object.keys(onfidoEvents).sort()).toEqual([...names].sort());
    expect(names).toHaveLength(17);
  });

  it.each(names.filter((name) => name in refs))("%s goes to what it is about", async (action) => {
    const addressed = await driver.addressCallback(eventOf(action, objects[action]));
    expect(addressed).toEqual({
      ok: true,
      value: {
        kind: "delivery",
        refs: [refs[action]],
        deliveryId: expect.stringMatching(/^[0-9a-f]{64}$/),
        late: { status: 204, headers: {}, body: null },
        mayRevise: true,
      },
    });
  });

  it.each(names.filter((name) => !(name in refs)))("%s is acknowledged without effect", async (action) => {
    expect(await driver.addressCallback(eventOf(action, objects[action]))).toEqual({
      ok: true,
      value: { kind: "ignore", reply: { status: 204, headers: {}, body: null } },
    });
  });

  it("of an event that is not known, or that names nothing, is none", async () => {
    expect(await driver.addressCallback(signed({ action: "toString", object: { id: "x" } }))).toMatchObject({
      ok: true,
      value: { kind: "ignore" },
    });
    expect(await driver.addressCallback(signed({ action: "check.completed", object: {} }))).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  });

  it("is the same delivery when it comes twice, and another one when anything in it differs", async () => {
    const idOf = async (request: HttpRequest) => {
      const addressed = await driver.addressCallback(request);
      return addressed.ok && addressed.value.kind === "delivery" ? addressed.value.deliveryId : undefined;
    };
    const first = await idOf(eventOf("check.completed", { id: "check-1" }));
    expect(first).toEqual(expect.any(String));
    expect(await idOf(eventOf("check.completed", { id: "check-1" }))).toBe(first);
    expect(await idOf(eventOf("check.completed", { id: "check-1", status: "complete" }))).not.toBe(first);
    expect(await idOf(eventOf("check.reopened", { id: "check-1" }))).not.toBe(first);
  });
});

describe("a webhook's signature", () => {
  async function checking(options: Partial<OnfidoApiOptions> = {}) {
    const bench = server.bench(options, { processingReads: 0 });
    return { bench, ...(await submitted(bench)) };
  }

  it("by Onfido lets the check be read, not the event", async () => {
    const bench = server.bench({}, { processingReads: 9 });
    const { driverState, checkId } = await submitted(bench);
    bench.simulator.decide({ subResult: "rejected" });
    bench.simulator.finish(checkId);
    const result = await bench.driver.callback(
      callbackWork(driverState, eventOf("check.completed", { id: checkId, status: "complete", result: "clear" })),
      bench.context,
    );
    expect(verdictOf(result)).toBe("rejected");
    expect(result.reply).toEqual({ status: 204, headers: {}, body: null });
  });

  const forged: [string, (request: HttpRequest) => HttpRequest][] = [
    ["is missing", (request) => ({ ...request, headers: {} })],
    ["is of another token", ({ body }) => signed(JSON.parse(new TextDecoder().decode(body)).payload, "another")],
    ["is of other bytes", (request) => ({ ...request, body: new Uint8Array([...request.body, 0x20]) })],
    ["is in upper case", (request) => withSignature(request, (signature) => signature.toUpperCase())],
    ["is followed by rubbish", (request) => withSignature(request, (signature) => `${signature}zz`)],
    ["is cut short", (request) => withSignature(request, (signature) => signature.slice(0, 62))],
    ["is empty", (request) => withSignature(request, () => "")],
  ];

  it.each(forged)("that %s is refused with 401, and nothing is read", async (_what, forge) => {
    const { bench, driverState, checkId } = await checking();
    const before = bench.sent.length;
    const request = forge(eventOf("check.completed", { id: checkId }));
    expect(await bench.driver.addressCallback(request)).toMatchObject({
      ok: false,
      error: { code: "invalid_callback" },
    });
    expect(await bench.driver.callback(callbackWork(driverState, request), bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_callback" },
      reply: { status: 401 },
    });
    expect(bench.sent).toHaveLength(before);
  });

  it("may be of either token while one is rotated", async () => {
    const { bench, driverState, checkId } = await checking({ webhookTokens: [() => "new-token", "old-token"] });
    for (const token of ["new-token", "old-token"]) {
      const request = signed({ action: "check.completed", object: { id: checkId } }, token);
      expect(verdictOf(await bench.driver.callback(callbackWork(driverState, request), bench.context))).toBe(
        "verified",
      );
    }
    const other = signed({ action: "check.completed", object: { id: checkId } }, "older-token");
    expect(await bench.driver.addressCallback(other)).toMatchObject({ ok: false, error: { code: "invalid_callback" } });
  });

  it("cannot be checked without tokens: no webhook is taken, and the profile says so", async () => {
    const bench = server.bench({ webhookTokens: undefined });
    expect(bench.driver.profile).toMatchObject({ callbackAuthenticity: "none", methods: { callback: true } });
    expect(server.bench().driver.profile.callbackAuthenticity).toBe("signed");
    const { driverState, checkId } = await submitted(bench);
    const request = eventOf("check.completed", { id: checkId });
    expect(await bench.driver.addressCallback(request)).toMatchObject({
      ok: false,
      error: { code: "unsupported", message: expect.stringContaining("options.webhookTokens") },
    });
    expect(await bench.driver.callback(callbackWork(driverState, request), bench.context)).toMatchObject({
      ok: false,
      reply: { status: 404 },
    });
  });

  it("with a token that cannot be read is a configuration error without its text", async () => {
    const { driver } = server.bench({
      webhookTokens: [
        () => {
          throw new Error("hunter2");
        },
      ],
    });
    const addressed = await driver.addressCallback(eventOf("check.completed", { id: "check-1" }));
    expect(addressed).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(JSON.stringify(addressed)).not.toContain("hunter2");
  });

  it.each([
    ["GET", "/webhooks"],
    ["POST", "/link-return/abc"],
    ["POST", "/webhooks/more"],
    ["GET", "/"],
  ])("is not looked for at %s %s, which is not ours", async (method, path) => {
    const { driver } = server.bench();
    const request = { ...eventOf("check.completed", { id: "c" }), method, url: `https://rp.example/idv${path}` };
    expect(await driver.addressCallback(request)).toMatchObject({ ok: false, error: { code: "unsupported" } });
  });

  it("is not looked for where there is no absolute URL", async () => {
    const request = { ...eventOf("check.completed", { id: "c" }), url: "/webhooks" };
    expect(await server.bench().driver.addressCallback(request)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  });
});

describe("a webhook about a check", () => {
  it.each([
    "check.completed",
    "check.reopened",
    "check.withdrawn",
    "report.awaiting_approval",
    "report.cancelled",
    "report.completed",
    "report.resumed",
    "report.withdrawn",
  ] as const)("(%s) has the check itself read", async (action) => {
    const bench = server.bench({}, { processingReads: 9 });
    const { driverState, checkId, reportIds } = await submitted(bench);
    const from = callsOf(bench).length;
    const id = action.startsWith("check") ? checkId : (reportIds[1] ?? "");
    const result = await bench.driver.callback(webhookWork(bench, work, driverState, action, id), bench.context);
    expect(result.reply).toEqual({ status: 204, headers: {}, body: null });
    expect(callsOf(bench).slice(from)[0]).toBe("GET /checks/{checkId}");
    // A webhook that Onfido signed is always worth a read, however soon after the last one.
    const again = stateOf(result);
    await bench.driver.callback(webhookWork(bench, work, again, action, id), bench.context);
    expect(
      callsOf(bench)
        .slice(from)
        .filter((call) => call === "GET /checks/{checkId}"),
    ).toHaveLength(2);
  });

  it("takes a report's event by the report, and by the check that it names", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    const { driverState, checkId, reportIds } = await submitted(bench);
    const { reportIds: _ids, ...withoutReports } = driverState;
    const byReport = eventOf("report.completed", { id: reportIds[0] });
    const byCheck = eventOf("report.completed", { id: "a-report-made-later", check_id: checkId });
    expect(verdictOf(await bench.driver.callback(callbackWork(driverState, byReport), bench.context))).toBe("verified");
    expect(verdictOf(await bench.driver.callback(callbackWork(withoutReports, byCheck), bench.context))).toBe(
      "verified",
    );
    expect(await bench.driver.callback(callbackWork(withoutReports, byReport), bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_callback" },
    });
  });

  it.each([
    ["another check", "check.completed", { id: "another" }],
    ["another report", "report.completed", { id: "another" }],
    ["a report of another check", "report.completed", { id: "another", check_id: "another" }],
    ["a workflow run", "workflow_run.completed", { id: "another" }],
  ] as const)("about %s is refused, and nothing is read", async (_what, action, object) => {
    const bench = server.bench();
    const { driverState } = await submitted(bench);
    const before = bench.sent.length;
    expect(
      await bench.driver.callback(callbackWork(driverState, eventOf(action, object)), bench.context),
    ).toMatchObject({ ok: false, error: { code: "invalid_callback" }, reply: { status: 401 } });
    expect(bench.sent).toHaveLength(before);
  });

  it("before there is a check is refused", async () => {
    const bench = server.bench();
    const { driverState } = await dispatched(bench);
    const request = eventOf("check.completed", { id: "undefined" });
    expect(await bench.driver.callback(callbackWork(driverState, request), bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_callback" },
    });
  });

  it("that is about no result changes nothing and is acknowledged", async () => {
    const bench = server.bench();
    const { driverState, checkId } = await submitted(bench);
    const before = bench.sent.length;
    const result = await bench.driver.callback(
      webhookWork(bench, work, driverState, "check.started", checkId),
      bench.context,
    );
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_callback" }, reply: { status: 204 } });
    expect(bench.sent).toHaveLength(before);
  });

  it("that cannot be handled now is asked for again", async () => {
    const bench = server.bench({ http: { retries: 0 } });
    const { driverState, checkId } = await submitted(bench);
    bench.simulator.failNext({ status: 503, method: "GET", retryAfterSeconds: 7 });
    const hook = webhookWork(bench, work, driverState, "check.completed", checkId);
    expect(await bench.driver.callback(hook, bench.context)).toMatchObject({
      ok: false,
      reply: { status: 503, headers: { "retry-after": "7" } },
    });
  });

  it("with a state that is none, or a clock that is broken, is answered, not thrown", async () => {
    const bench = server.bench();
    const { driverState, checkId } = await submitted(bench);
    const hook = webhookWork(bench, work, driverState, "check.completed", checkId);
    expect(await bench.driver.callback({ ...hook, driverState: { version: 9 } }, bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
      reply: { status: 400 },
    });
    const now = () => {
      throw new Error("broken clock");
    };
    expect(await bench.driver.callback(hook, { ...bench.context, now })).toMatchObject({
      ok: false,
      error: { code: expect.any(String) },
      reply: { status: 503 },
    });
  });
});

describe("a webhook about a workflow run", () => {
  async function ended(bench: ApiBench) {
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    return { driverState, runId: String(driverState.workflowRunId) };
  }

  it.each(["workflow_run.completed", "workflow_run_evidence_folder.created"] as const)(
    "(%s) has the run itself read",
    async (action) => {
      const bench = server.bench(hostedLink, { processingReads: 0 });
      const { driverState, runId } = await ended(bench);
      const hook = webhookWork(bench, work, driverState, action, runId);
      expect(verdictOf(await bench.driver.callback(hook, bench.context))).toBe("verified");
      expect(callsOf(bench).at(-1)).toBe("GET /workflow_runs/{workflowRunId}");
    },
  );

  it("that a file is made has it fetched", async () => {
    const bench = server.bench(
      { ...hostedLink, artifacts: { timelineFile: true } },
      { processingReads: 0, evidenceReads: 1 },
    );
    const { driverState } = await ended(bench);
    const waiting = pendingOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    const fileId = String(waiting.driverState.timelineFileId);
    const hook = webhookWork(bench, work, waiting.driverState, "workflow_timeline_file.created", fileId);
    expect(verdictOf(await bench.driver.callback(hook, bench.context))).toBe("verified");
  });

  it("of another run is refused", async () => {
    const bench = server.bench(hostedLink);
    const { driverState } = await ended(bench);
    const request = eventOf("workflow_run.completed", { id: "another" });
    expect(await bench.driver.callback(callbackWork(driverState, request), bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_callback" },
    });
  });
});

function withSignature(request: HttpRequest, change: (signature: string) => string): HttpRequest {
  return { ...request, headers: { "X-SHA2-Signature": change(request.headers["x-sha2-signature"] ?? "") } };
}
