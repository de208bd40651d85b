import { IdvError } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { OnfidoApiOptions } from "../src/index.ts";
import { mapCheck } from "../src/mapping/check.ts";
import { mapWorkflowRun } from "../src/mapping/workflow-run.ts";
import {
  apiWorkOf,
  callsOf,
  contentOf as contentIn,
  dispatched,
  resultOf,
  startApiBenchServer,
  stateLeft,
  submitted,
  workflow,
} from "./api-driver-setup.ts";
import { images, pendingOf, verdictOf } from "./driver-setup.ts";
import {
  checkId,
  checkOf,
  clearOutput,
  clearReports,
  document,
  mapFinalCheck,
  mapFinalRun,
  report,
  runId,
  runOf,
  taskOutput,
} from "./mapping-api-samples.ts";
import { contextOf, issuesOf } from "./mapping-samples.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const work = apiWorkOf();
const somebodyElse = "00000000-0000-4000-8000-00000000dead";
const hostedLink: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "hostedLink" } };
const mobileSdk: Partial<OnfidoApiOptions> = { capture: { mode: "mobileSdk", mobileAppId: "com.example.app" } };

describe("an answer about somebody or something else", () => {
  it("is refused where the check names another applicant, and says so without ids", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    const { driverState, checkId: id } = await submitted(bench);
    bench.simulator.changeCase(id, { applicant_id: somebodyElse });
    const poll = await bench.driver.poll({ ...work, driverState }, bench.context);
    expect(poll).toMatchObject({ ok: false, error: { code: "invalid_response" } });
    expect(!poll.ok && poll.error.message).toBe("check.applicant_id: another one than was asked for");
  });

  it("is refused where the workflow run names another applicant", async () => {
    const bench = server.bench(hostedLink, { processingReads: 0 });
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    bench.simulator.changeCase(String(driverState.workflowRunId), { applicant_id: somebodyElse });
    expect(await bench.driver.poll({ ...work, driverState }, bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "workflowRun.applicant_id: another one than was asked for" },
    });
  });

  it("is refused where the run is one of another workflow, which may prove less", async () => {
    const bench = server.bench(hostedLink, { processingReads: 0 });
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    bench.simulator.changeCase(String(driverState.workflowRunId), { workflow_id: somebodyElse });
    expect(await bench.driver.poll({ ...work, driverState }, bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "workflowRun.workflow_id: another one than was asked for" },
    });
  });

  it("is the same where only the case of the applicant's id differs, or none is named", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    const { driverState, checkId: id, outcome } = await submitted(bench);
    const { applicantId } = outcome.driverState;
    for (const applicant_id of [String(applicantId).toUpperCase(), null]) {
      bench.simulator.changeCase(id, { applicant_id });
      expect(verdictOf(await bench.driver.poll({ ...work, driverState }, bench.context))).toBe("verified");
    }
  });

  it("is refused where a report belongs to another check", () => {
    const reports = [report("document"), report("facial_similarity_photo", { check_id: somebodyElse })];
    expect(mapCheck(checkOf(reports), contextOf())).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "reports.check_id: another check" },
    });
  });

  it("is refused where a task belongs to another run", () => {
    const { document: first, face } = clearOutput();
    const tasks = (workflow_run_id: string) => [
      { id: "1", task_def_id: "document_check", workflow_run_id: runId, output: first },
      { id: "2", task_def_id: "face_check", workflow_run_id, output: face },
    ];
    expect(mapFinalRun(runOf({}, {}, tasks(runId))).verdict).toBe("verified");
    expect(mapWorkflowRun(runOf({}, {}, tasks(somebodyElse)), contextOf())).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "tasks.workflow_run_id: another run" },
    });
  });
});

describe("a complete check", () => {
  it("is not verified where it names a report that the list lacks", () => {
    const ids = clearReports().map(({ id }) => id);
    expect(mapFinalCheck(checkOf(clearReports(), { "check/report_ids": ids })).verdict).toBe("verified");
    const more = mapFinalCheck(checkOf(clearReports(), { "check/report_ids": [...ids, checkId] }));
    expect(more).toMatchObject({
      verdict: "inconclusive",
      warnings: [{ code: "report_missing", path: "check.report_ids" }],
    });
  });

  it.each(["subResult first", "sub_result first"])(
    "is not verified where one of two spellings of a sub-result is bad: %s",
    (order) => {
      const { sub_result: _, ...rest } = report("document") as Record<string, unknown>;
      const bad = { sub_result: "clear", subResult: "rejected" };
      const spoilt =
        order === "subResult first" ? { subResult: "rejected", sub_result: "clear", ...rest } : { ...bad, ...rest };
      expect(mapFinalCheck(checkOf([spoilt, report("facial_similarity_photo")])).verdict).toBe("inconclusive");
    },
  );
});

describe("an answer with several documents", () => {
  const second = (changes: Record<string, unknown>) =>
    checkOf([...clearReports(), report("document", { id: checkId, ...changes })]);

  it("is not verified where they are of persons with different birth dates", () => {
    expect(mapFinalCheck(second({ "properties/last_name": "DE BRUIJN-JANSEN" })).verdict).toBe("verified");
    expect(mapFinalCheck(second({ "properties/date_of_birth": "2011-04-01" }))).toMatchObject({
      verdict: "inconclusive",
      warnings: [{ code: "contradicting_result", path: "documentVerification.dateOfBirth" }],
    });
    const guardian = taskOutput(report("document", { id: checkId, "properties/date_of_birth": "1940-04-01" }));
    expect(mapFinalRun(runOf({ guardian: { document: guardian }, ...clearOutput() })).verdict).toBe("inconclusive");
  });

  it("is not verified where one is of a type that is not allowed", () => {
    const licence = second({ "properties/document_type": "driving_licence" });
    expect(mapFinalCheck(licence, contextOf({ documentTypes: ["PASSPORT", "DRIVING_LICENSE"] })).verdict).toBe(
      "verified",
    );
    expect(mapFinalCheck(licence, contextOf({ documentTypes: ["PASSPORT"] }))).toMatchObject({
      verdict: "inconclusive",
      warnings: [{ code: "document_type_not_allowed", path: "documentType" }],
    });
  });
});

describe("the tasks of a workflow run", () => {
  it("are judged by the newest of a kind, in whichever order they come", () => {
    const task = (id: string, minute: string, output: unknown) => ({
      id,
      task_def_id: output === face ? "face_check" : "document_check",
      created_at: `2026-01-15T09:${minute}:00Z`,
      output,
    });
    const { document: clear, face } = clearOutput();
    const spoilt = taskOutput(report("document", {}, { consider: true, media: [document("passport")] }));
    const older = [task("1", "50", clear), task("2", "51", spoilt), task("3", "52", face)];
    expect(mapFinalRun(runOf({}, {}, older)).verdict).toBe("inconclusive");
    expect(mapFinalRun(runOf({}, {}, older.toReversed())).verdict).toBe("inconclusive");
    const mended = [task("1", "50", spoilt), task("2", "51", clear), task("3", "52", face)];
    expect(mapFinalRun(runOf({}, {}, mended)).verdict).toBe("verified");
    expect(mapFinalRun(runOf({}, {}, mended.toReversed())).verdict).toBe("verified");
  });
});

describe("an answer that is far too large", () => {
  it.each([
    ["a list of objects", { list: Array.from({ length: 50_000 }, () => ({})) }],
    ["a list of lists", { list: Array.from({ length: 50_000 }, () => []) }],
    ["a map", { map: Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`part${index}`, { a: {} }])) }],
  ])("is inconclusive, with a bounded number of issues: %s", (_, output) => {
    const mapped = mapFinalRun(runOf({ ...clearOutput(), ...output }));
    expect(mapped.verdict).toBe("inconclusive");
    expect(issuesOf(mapped).length).toBeLessThanOrEqual(1_000);
    expect(mapped.warnings.length).toBeLessThanOrEqual(1_010);
  });
});

describe("what Onfido answers in the place of a file", () => {
  it.each([
    ["signedEvidenceFile", "signed_evidence_file"],
    ["evidenceFolder", "evidence_folder"],
  ])("is no evidence: %s", async (name, segment) => {
    const bench = server.bench({ ...hostedLink, artifacts: { [name]: true } }, { processingReads: 0 });
    const { driverState, applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    bench.simulator.failNext({
      status: 200,
      method: "GET",
      path: `/workflow_runs/{workflowRunId}/${segment}`,
      body: { content: '{"message":"not yet"}', mediaType: "application/json" },
    });
    const poll = await bench.driver.poll({ ...work, driverState }, bench.context);
    expect(resultOf(poll)).toMatchObject({
      verdict: "verified",
      warnings: [{ code: "artifact_unreadable", path: name }],
    });
    expect(contentIn(poll, "verification")).toMatchObject({ methods: [{ evidence: [] }] });
  });
});

describe("an applicant that the caller brought, with the SDK", () => {
  async function secondStep(options: Partial<OnfidoApiOptions> = {}) {
    const bench = server.bench({ ...mobileSdk, ...options }, { processingReads: 0 });
    const { applicantId } = await dispatched(bench);
    bench.simulator.capture(applicantId);
    bench.advance(24 * 60 * 60 * 1000);
    const own = apiWorkOf({ executionId: "execution-2" }, { attributes: { applicantId } });
    const { driverState } = await dispatched(bench, own);
    const submit = () => bench.driver.submit({ ...own, driverState, input: { result: "success" } }, bench.context);
    return { bench, applicantId, submit };
  }

  it("is not checked by pictures of an earlier step, whatever the app says", async () => {
    const { bench, applicantId, submit } = await secondStep();
    expect(await submit()).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: "work.input.result: the SDK has taken too little in this step" },
    });
    expect(callsOf(bench)).not.toContain("POST /checks");
    bench.simulator.capture(applicantId);
    expect(pendingOf(await submit()).rawStatus).toBe("in_progress");
  });

  it("is not checked by a film of an earlier step", async () => {
    const { bench, applicantId, submit } = await secondStep({ processType: "documentVideo" });
    bench.simulator.capture(applicantId, { face: "photo" });
    expect(await submit()).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(callsOf(bench)).not.toContain("POST /checks");
    bench.simulator.capture(applicantId, { face: "video" });
    expect(pendingOf(await submit()).rawStatus).toBe("in_progress");
  });

  it.each(["/documents", "/live_photos"])("is not checked as long as %s cannot be listed", async (path) => {
    const { bench, applicantId, submit } = await secondStep({ http: { retries: 0 } });
    bench.simulator.capture(applicantId);
    bench.simulator.failNext({ status: 503, method: "GET", path });
    expect(await submit()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    expect(callsOf(bench)).not.toContain("POST /checks");
  });
});

describe("a submit that breaks off", () => {
  it("keeps what was uploaded where the vault fails", async () => {
    const bench = server.bench({ artifacts: { images: true } });
    const { driverState } = await dispatched(bench);
    const down = new IdvError({ code: "provider_unavailable", message: "vault.put: down" });
    const vault = { ...bench.context.vault, put: () => Promise.reject(down) };
    const failed = await bench.driver.submit({ ...work, driverState, input: images }, { ...bench.context, vault });
    expect(failed).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    const again = { ...work, driverState: stateLeft(failed), input: images };
    expect(pendingOf(await bench.driver.submit(again, bench.context)).rawStatus).toBe("in_progress");
    expect(callsOf(bench).filter((call) => call === "POST /documents")).toHaveLength(1);
    expect(callsOf(bench).filter((call) => call === "POST /live_photos")).toHaveLength(1);
  });

  it("makes no second check after a gateway's 408, which says nothing about the first", async () => {
    const bench = server.bench();
    const { driverState } = await dispatched(bench);
    bench.simulator.failNext({ status: 408, method: "POST", path: "/checks", afterEffect: true });
    const left = stateLeft(await bench.driver.submit({ ...work, driverState, input: images }, bench.context));
    expect(
      pendingOf(await bench.driver.submit({ ...work, driverState: left, input: images }, bench.context)),
    ).toBeDefined();
    expect(callsOf(bench).filter((call) => call === "POST /checks")).toHaveLength(1);
  });
});
