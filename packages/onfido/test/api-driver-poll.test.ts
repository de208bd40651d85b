import type { DriverState } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { OnfidoApiOptions } from "../src/index.ts";
import {
  type ApiBench,
  apiWorkOf,
  callsOf,
  dispatched,
  resultOf,
  startApiBenchServer,
  stateLeft,
  submitted,
  workflow,
} from "./api-driver-setup.ts";
import { images, pendingOf, stateOf, verdictOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const work = apiWorkOf();
const hostedLink: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "hostedLink" } };
const mobileSdk: Partial<OnfidoApiOptions> = { capture: { mode: "mobileSdk", mobileAppId: "com.example.app" } };

const pollOf =
  ({ driver, context }: ApiBench) =>
  (driverState: DriverState) =>
    driver.poll({ ...work, driverState }, context);

describe("poll", () => {
  it("before anything was handed in asks nobody, and ends with expired when the time is over", async () => {
    for (const options of [{}, mobileSdk]) {
      const bench = server.bench({ ...options, poll: { deadlineMs: 60_000 } });
      const { driverState } = await dispatched(bench);
      const before = bench.sent.length;
      const waiting = pendingOf(await pollOf(bench)(driverState));
      expect(waiting).toMatchObject({ rawStatus: "awaiting_applicant", reference: null, driverState });
      expect(waiting.poll).toBeUndefined();
      bench.advance(60_000);
      expect(await pollOf(bench)(driverState)).toMatchObject({ ok: false, error: { code: "expired" } });
      expect(bench.sent).toHaveLength(before);
    }
  });

  it("reads the check alone while it runs, and its reports once it is complete", async () => {
    const bench = server.bench();
    const { driverState } = await submitted(bench);
    const from = callsOf(bench).length;
    const read = pendingOf(await pollOf(bench)(driverState));
    expect(callsOf(bench).slice(from)).toEqual(["GET /checks/{checkId}"]);
    expect(read).toMatchObject({ rawStatus: "in_progress", poll: { intervalMs: 7_500 }, driverState: { polls: 1 } });
    expect(verdictOf(await pollOf(bench)(read.driverState))).toBe("verified");
    expect(callsOf(bench).slice(from + 1)).toEqual(["GET /checks/{checkId}", "GET /reports"]);
  });

  it("never waits longer than the options say, nor beyond the end of the step", async () => {
    const bench = server.bench(
      { poll: { intervalMs: 10_000, maxIntervalMs: 12_000, deadlineMs: 20_000 } },
      { processingReads: 9 },
    );
    const { driverState } = await submitted(bench);
    const read = pendingOf(await pollOf(bench)(driverState));
    expect(read.poll).toEqual({ at: "2026-11-21T10:00:12.000Z", intervalMs: 12_000 });
    bench.advance(12_000);
    const last = pendingOf(await pollOf(bench)(read.driverState));
    expect(last.poll).toEqual({ at: "2026-11-21T10:00:20.000Z", intervalMs: 8_000 });
  });

  it("ends with expired when the time is over, but still takes a result that is there", async () => {
    const bench = server.bench({ poll: { deadlineMs: 60_000 } });
    const { driverState, checkId } = await submitted(bench);
    bench.advance(60_000);
    expect(await pollOf(bench)(driverState)).toMatchObject({ ok: false, error: { code: "expired" } });
    bench.simulator.finish(checkId);
    expect(verdictOf(await pollOf(bench)(driverState))).toBe("verified");
  });

  it("gives the same outcome when it is asked again, with the time of the first", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    const { driverState } = await submitted(bench);
    const first = await pollOf(bench)(driverState);
    const completed = stateOf(first);
    bench.advance(3_600_000);
    const again = await pollOf(bench)(completed);
    expect(again.ok && again.value.kind === "completed" && again.value.revises).toBeUndefined();
    const verificationOf = (result: typeof first) =>
      resultOf(result).dataBlocks.find(({ type }) => type === "verification")?.content;
    expect(verificationOf(again)).toEqual(verificationOf(first));
    expect(verificationOf(again)).toMatchObject({ verifiedAt: "2026-11-21T10:00:00.000Z" });
  });

  it.each([
    ["the answer about another check", { id: "another", status: "complete" }, "check.id: another"],
    ["an answer that is no check", null, "check: cannot be read"],
    ["an answer without a status", { id: null }, "check.status: cannot be read"],
  ])("refuses %s", async (_what, answer, message) => {
    const bench = server.bench();
    const { driverState } = await submitted(bench);
    const body = { content: JSON.stringify(answer), mediaType: "application/json" };
    bench.simulator.failNext({ status: 200, method: "GET", path: "/checks/{checkId}", body });
    expect(await pollOf(bench)(driverState)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: expect.stringContaining(message) },
    });
  });

  it("refuses the answer about another run", async () => {
    const bench = server.bench(hostedLink);
    const { driverState } = await dispatched(bench);
    const body = { content: JSON.stringify({ id: "another", status: "approved" }), mediaType: "application/json" };
    bench.simulator.failNext({ status: 200, method: "GET", body });
    expect(await pollOf(bench)(driverState)).toMatchObject({ ok: false, error: { code: "invalid_response" } });
  });

  it("fails when the reports cannot be read, and goes on later", async () => {
    const bench = server.bench({ http: { retries: 0 } }, { processingReads: 0 });
    const { driverState } = await submitted(bench);
    bench.simulator.failNext({ status: 503, method: "GET", path: "/reports", retryAfterSeconds: 7 });
    expect(await pollOf(bench)(driverState)).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable", retryAfterMs: 7_000 },
    });
    expect(verdictOf(await pollOf(bench)(driverState))).toBe("verified");
  });

  it("is not for a dispatch that failed", async () => {
    const bench = server.bench(mobileSdk);
    bench.simulator.failNext({ status: 500, method: "POST", path: "/sdk_token" });
    const left = stateLeft(await bench.driver.dispatch(work, bench.context));
    expect(await pollOf(bench)(left)).toMatchObject({ ok: false, error: { code: "lifecycle" } });
    expect(await pollOf(bench)({ version: 9 })).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

describe("cancel", () => {
  const cancelOf =
    ({ driver, context }: ApiBench) =>
    (driverState: DriverState) =>
      driver.cancel({ ...work, driverState }, context);

  it.each<[string, Partial<OnfidoApiOptions>]>([
    ["of an upload that waits for the pictures", {}],
    ["of an SDK that waits for the person", mobileSdk],
    ["of a workflow run in the SDK", { ...mobileSdk, product: workflow }],
    ["of a workflow run behind a link", hostedLink],
  ])("%s deletes the applicant, once", async (_what, options) => {
    const bench = server.bench(options);
    const { driverState } = await dispatched(bench);
    expect(await cancelOf(bench)(driverState)).toEqual({ ok: true, value: { kind: "canceled" } });
    expect(callsOf(bench).at(-1)).toBe("DELETE /applicants/{applicantId}");
    expect(await cancelOf(bench)(driverState)).toEqual({ ok: true, value: { kind: "nothingToCancel" } });
  });

  it("of a check that runs deletes the applicant, also when its time is over", async () => {
    for (const wait of [0, 25 * 60 * 60 * 1000]) {
      const bench = server.bench();
      const { driverState } = await submitted(bench);
      bench.advance(wait);
      expect(await cancelOf(bench)(driverState)).toEqual({ ok: true, value: { kind: "canceled" } });
      expect(await pollOf(bench)(driverState)).toMatchObject({ ok: false, error: { httpStatus: 404 } });
    }
  });

  it("of a dispatch that failed deletes the applicant that it made", async () => {
    const bench = server.bench(mobileSdk);
    bench.simulator.failNext({ status: 500, method: "POST", path: "/sdk_token" });
    const left = stateLeft(await bench.driver.dispatch(work, bench.context));
    expect(await cancelOf(bench)(left)).toEqual({ ok: true, value: { kind: "canceled" } });
    expect(callsOf(bench).at(-1)).toBe("DELETE /applicants/{applicantId}");
  });

  it("comes too late for a result, and gives it", async () => {
    const bench = server.bench();
    const { driverState, checkId } = await submitted(bench);
    bench.simulator.finish(checkId);
    const late = await cancelOf(bench)(driverState);
    expect(late).toMatchObject({
      ok: true,
      value: { kind: "tooLate", outcome: { kind: "completed", result: { verdict: "verified" } } },
    });
    if (!late.ok || late.value.kind !== "tooLate") throw new Error("expected a result");
    const completed = late.value.outcome.driverState;
    expect(await cancelOf(bench)(completed)).toEqual({ ok: true, value: { kind: "nothingToCancel" } });
    expect(callsOf(bench).some((call) => call.startsWith("DELETE"))).toBe(false);
  });

  it("comes too late for a result whose files are still made", async () => {
    const bench = server.bench(
      { ...hostedLink, artifacts: { evidenceFolder: true } },
      { processingReads: 0, evidenceReads: 9 },
    );
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    expect(await cancelOf(bench)(driverState)).toMatchObject({
      ok: true,
      value: { kind: "tooLate", outcome: { kind: "pending", preliminary: { final: true, verdict: "verified" } } },
    });
  });

  it("never deletes an applicant that the caller brought", async () => {
    const bench = server.bench();
    const { applicantId } = await dispatched(bench);
    const own = apiWorkOf({ executionId: "execution-2" }, { attributes: { applicantId } });
    const { driverState } = await dispatched(bench, own);
    expect(driverState).toMatchObject({ applicantGiven: true });
    expect(await bench.driver.cancel({ ...own, driverState }, bench.context)).toEqual({
      ok: true,
      value: { kind: "canceled" },
    });
    const checking = pendingOf(await bench.driver.submit({ ...own, driverState, input: images }, bench.context));
    expect(await bench.driver.cancel({ ...own, driverState: checking.driverState }, bench.context)).toMatchObject({
      ok: false,
      error: { code: "unsupported" },
    });
    expect(callsOf(bench).some((call) => call.startsWith("DELETE"))).toBe(false);
  });

  it("fails when Onfido cannot be asked or does not delete", async () => {
    const bench = server.bench({ http: { retries: 0 } }, { processingReads: 9 });
    const { driverState } = await submitted(bench);
    bench.simulator.failNext({ status: 500, method: "GET" });
    expect(await cancelOf(bench)(driverState)).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    bench.simulator.failNext({ status: 500, method: "DELETE" });
    expect(await cancelOf(bench)(driverState)).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    bench.simulator.failNext({ status: 404, method: "DELETE" });
    expect(await cancelOf(bench)(driverState)).toEqual({ ok: true, value: { kind: "nothingToCancel" } });
    expect(await bench.driver.cancel({ ...apiWorkOf({ attempt: 0 }), driverState }, bench.context)).toMatchObject({
      ok: false,
    });
    expect(await cancelOf(bench)({ version: 9 })).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});
