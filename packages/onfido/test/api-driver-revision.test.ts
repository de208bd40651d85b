import type {
  CompletedOutcome,
  DispatchWork,
  DriverState,
  HttpReply,
  IdvMethodDriver,
  StepOutcome,
} from "@idvkit/core";
import { type CallbackStore, createCallbackHandler, type HandledDelivery } from "@idvkit/driver-kit";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { OnfidoEventName } from "../src/api/index.ts";
import type { OnfidoApiOptions } from "../src/index.ts";
import {
  type ApiBench,
  apiWorkOf,
  callsOf,
  contentOf,
  dispatched,
  startApiBenchServer,
  submitted,
  workflow,
} from "./api-driver-setup.ts";
import { images, pendingOf, startBenchServer, stateOf, verdictOf, workOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const hostedLink: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "hostedLink" } };

/** One execution as an engine stores it, behind the handler of the callback URLs. */
function hosted(bench: ApiBench, work: DispatchWork, first: StepOutcome) {
  let driverState = first.driverState;
  let refs: readonly string[] = first.kind === "pending" ? (first.callbackRefs ?? []) : [];
  let final: CompletedOutcome | undefined;
  const replies: Record<string, HttpReply> = {};
  const saved: HandledDelivery[] = [];
  const store: CallbackStore = {
    async load(_driverId, wanted) {
      if (!wanted.some((ref) => refs.includes(ref))) return [];
      return [{ work: { ...work, driverState }, finished: final !== undefined, replies, release: () => undefined }];
    },
    async save(handled) {
      saved.push(handled);
      driverState = handled.driverState;
      if (handled.outcome?.kind === "completed") final = handled.outcome;
      if (handled.outcome?.kind === "pending") refs = handled.outcome.callbackRefs ?? refs;
      if (handled.deliveryId !== null) replies[handled.deliveryId] = handled.reply;
    },
  };
  const handler = createCallbackHandler({
    ...store,
    drivers: { onfido: bench.driver },
    publicOrigin: "https://rp.example",
    mountPath: "/idv",
    ...bench.context,
  });
  return {
    saved,
    state: (): DriverState => driverState,
    final: (): CompletedOutcome => {
      if (final === undefined) throw new Error("the step is not over");
      return final;
    },
    /** Delivers a webhook and gives the status of the answer. */
    async deliver(action: OnfidoEventName, id: string): Promise<number> {
      const { method, path, headers, body } = bench.simulator.event(action, id);
      const answer = await handler(new Request(`https://rp.example/idv/onfido${path}`, { method, headers, body }));
      return answer.status;
    },
  };
}

async function checked(options: Partial<OnfidoApiOptions> = {}) {
  const bench = server.bench(options, { processingReads: 9 });
  const { work, outcome, checkId, reportIds } = await submitted(bench);
  const host = hosted(bench, work, outcome);
  expect(await host.deliver("check.completed", checkId)).toBe(204);
  expect(host.final().result.verdict).toBe("verified");
  expect(host.final().revises).toBeUndefined();
  return { bench, host, work, checkId, reportIds };
}

const verificationOf = (outcome: CompletedOutcome) => contentOf({ ok: true, value: outcome }, "documentVerification");

describe("a check that is opened again", () => {
  it("takes back what was verified, says why, and revises once more when it is complete", async () => {
    const { bench, host, checkId } = await checked();
    bench.simulator.reopen(checkId);
    bench.simulator.decide({ subResult: "rejected" }, { id: checkId });
    bench.advance(60_000);
    expect(await host.deliver("check.reopened", checkId)).toBe(204);
    expect(host.final()).toMatchObject({ revises: true, result: { verdict: "inconclusive", rawStatus: "reopened" } });
    expect(verificationOf(host.final())).toMatchObject({
      verdict: { reason: expect.stringMatching(/^inconclusive: the provider opened it again/) },
    });
    expect(host.final().result.warnings[0]).toEqual({ code: "reopened", path: "check.status" });
    bench.advance(60_000);
    expect(await host.deliver("check.completed", checkId)).toBe(204);
    expect(host.final()).toMatchObject({ revises: true, result: { verdict: "rejected", rawStatus: "complete" } });
    expect(contentOf({ ok: true, value: host.final() }, "verification")).toMatchObject({
      verifiedAt: "2026-11-21T10:02:00.000Z",
    });
  });

  it("stays taken back while it is worked on", async () => {
    const { bench, host, checkId, reportIds } = await checked();
    bench.simulator.reopen(checkId);
    await host.deliver("check.reopened", checkId);
    bench.simulator.changeCase(checkId, { status: "in_progress" });
    expect(await host.deliver("report.resumed", reportIds[0] ?? "")).toBe(204);
    expect(host.final()).toMatchObject({ result: { verdict: "inconclusive", rawStatus: "in_progress" } });
    bench.simulator.changeCase(checkId, { status: "complete" });
    bench.advance(60_000);
    await host.deliver("check.completed", checkId);
    expect(host.final()).toMatchObject({ revises: true, result: { verdict: "verified" } });
    bench.simulator.changeCase(checkId, { status: "in_progress" });
    expect(await host.deliver("report.completed", reportIds[0] ?? "")).toBe(503);
    expect(host.final().result.verdict).toBe("verified");
  });

  it("is verified again when nothing speaks against it any more", async () => {
    const { bench, host, checkId } = await checked();
    bench.simulator.reopen(checkId);
    await host.deliver("check.reopened", checkId);
    bench.advance(60_000);
    await host.deliver("check.completed", checkId);
    expect(host.final()).toMatchObject({ revises: true, result: { verdict: "verified" } });
  });

  it("is told once: a repetition, and a second event about the same, revise nothing", async () => {
    const { bench, host, checkId, reportIds } = await checked();
    bench.simulator.reopen(checkId);
    await host.deliver("check.reopened", checkId);
    const saved = host.saved.length;
    const calls = callsOf(bench).length;
    expect(await host.deliver("check.reopened", checkId)).toBe(204);
    expect(host.saved).toHaveLength(saved);
    expect(callsOf(bench)).toHaveLength(calls);
    expect(await host.deliver("report.resumed", reportIds[0] ?? "")).toBe(204);
    expect(host.saved.at(-1)).toMatchObject({ outcome: null });
  });

  it("before its first outcome goes on as one that runs", async () => {
    const bench = server.bench();
    const { work, outcome, checkId } = await submitted(bench);
    const host = hosted(bench, work, outcome);
    bench.simulator.finish(checkId);
    bench.simulator.reopen(checkId);
    expect(await host.deliver("check.reopened", checkId)).toBe(204);
    expect(host.saved.at(-1)?.outcome).toMatchObject({ kind: "pending", rawStatus: "reopened" });
  });
});

describe("a change after the outcome", () => {
  it("that is none revises nothing, whatever the event", async () => {
    const { bench, host, checkId, reportIds } = await checked();
    const before = host.final();
    bench.advance(60_000);
    for (const id of reportIds) expect(await host.deliver("report.completed", id)).toBe(204);
    expect(await host.deliver("check.withdrawn", checkId)).toBe(204);
    expect(host.final()).toBe(before);
    expect(host.saved.slice(1).map(({ outcome }) => outcome)).toEqual([null, null, null]);
  });

  it("of a report revises the outcome", async () => {
    const { bench, host, reportIds } = await checked();
    bench.advance(60_000);
    bench.simulator.changeReport(reportIds[0] ?? "", { result: "consider", sub_result: "suspected" });
    expect(await host.deliver("report.completed", reportIds[0] ?? "")).toBe(204);
    expect(host.final()).toMatchObject({ revises: true, result: { verdict: "inconclusive" } });
    expect(contentOf({ ok: true, value: host.final() }, "verification")).toMatchObject({
      verifiedAt: "2026-11-21T10:01:00.000Z",
    });
  });

  it("of the person's data alone revises it too", async () => {
    const { bench, host, reportIds } = await checked();
    bench.simulator.changeReport(reportIds[0] ?? "", {
      properties: { first_name: "WILLEKE", last_name: "DE BRUIJN", document_type: "passport" },
    });
    await host.deliver("report.completed", reportIds[0] ?? "");
    expect(host.final().revises).toBe(true);
    expect(contentOf({ ok: true, value: host.final() }, "basicIdentity")).toMatchObject({ givenName: "WILLEKE" });
  });

  it("to withdrawn revises it", async () => {
    const { bench, host, checkId } = await checked();
    bench.simulator.withdraw(checkId);
    expect(await host.deliver("check.withdrawn", checkId)).toBe(204);
    expect(host.final()).toMatchObject({ revises: true, result: { verdict: "aborted" } });
  });

  it.each(["in_progress", "paused", "awaiting_applicant"])(
    "to %s is a conflict: nothing is changed, and it is asked for again",
    async (status) => {
      const { bench, host, checkId } = await checked();
      const before = host.final();
      const state = host.state();
      const saved = host.saved.length;
      bench.simulator.changeCase(checkId, { status });
      expect(await host.deliver("check.reopened", checkId)).toBe(503);
      expect(host.final()).toBe(before);
      expect(host.state()).toBe(state);
      expect(host.saved).toHaveLength(saved);
      const poll = await bench.driver.poll({ ...apiWorkOf(), driverState: state }, bench.context);
      expect(poll).toMatchObject({ ok: false, error: { code: "conflict" } });
    },
  );

  it("of a workflow run revises it, and a run that goes back is a conflict", async () => {
    const bench = server.bench(hostedLink);
    const { outcome, applicantId } = await dispatched(bench);
    const runId = String(outcome.driverState.workflowRunId);
    const host = hosted(bench, apiWorkOf(), outcome);
    bench.simulator.capture(applicantId);
    await host.deliver("workflow_run.completed", runId);
    expect(host.final().result.verdict).toBe("verified");
    bench.simulator.changeCase(runId, { status: "declined" });
    await host.deliver("workflow_run.completed", runId);
    expect(host.final()).toMatchObject({ revises: true, result: { verdict: "rejected" } });
    bench.simulator.changeCase(runId, { status: "processing", output: null });
    expect(await host.deliver("workflow_run.completed", runId)).toBe(503);
    expect(host.final().result.verdict).toBe("rejected");
  });

  it("brings the files of the changed result, and keeps those of the first", async () => {
    const { bench, host, checkId } = await checked({ artifacts: { checkReport: true, fullResult: true } });
    const first = host.final();
    bench.simulator.reopen(checkId);
    await host.deliver("check.reopened", checkId);
    bench.simulator.decide({ subResult: "rejected" }, { id: checkId });
    bench.advance(60_000);
    await host.deliver("check.completed", checkId);
    const idsOf = (outcome: CompletedOutcome) =>
      (verificationOf(outcome) as { evidences: { ref: { $id: string } }[] }).evidences.map(({ ref }) => ref.$id);
    expect(host.final().result.verdict).toBe("rejected");
    expect(idsOf(first)).toHaveLength(3);
    // The face report says the same as before and is the same file.
    expect(idsOf(host.final()).filter((id) => idsOf(first).includes(id))).toHaveLength(1);
    expect(callsOf(bench).filter((call) => call === "GET /checks/{checkId}/download")).toHaveLength(2);
  });
});

describe("a process of Assure that changes its result", () => {
  it("revises the outcome at the next poll, and only then", async () => {
    const strangers: string[] = [];
    const assure = startBenchServer(strangers);
    try {
      const { driver, context, simulator } = assure.bench({}, { processingReads: 0 });
      const work = workOf();
      const { driverState } = pendingOf(await driver.dispatch(work, context));
      const started = pendingOf(await driver.submit({ ...work, driverState, input: images }, context));
      const pollOf = (driver: IdvMethodDriver, state: DriverState) =>
        driver.poll({ ...work, driverState: state }, context);
      const first = await pollOf(driver, started.driverState);
      expect(verdictOf(first)).toBe("verified");
      const completed = stateOf(first);
      const again = await pollOf(driver, completed);
      expect(again.ok && "revises" in again.value).toBe(false);
      const changed = await finalBody(String(completed.processId));
      simulator.failNext({ status: 200, method: "GET", body: { content: changed, mediaType: "application/json" } });
      const revised = await pollOf(driver, completed);
      expect(revised).toMatchObject({ ok: true, value: { revises: true, result: { verdict: "rejected" } } });
      expect(strangers).toEqual([]);
    } finally {
      assure.close();
    }
  });
});

/** A process that ended in a refusal, in Assure's words. */
async function finalBody(processId: string): Promise<string> {
  return JSON.stringify({ processId, provider: "onfido", status: "rejected" });
}
