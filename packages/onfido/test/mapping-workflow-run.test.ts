import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { refusingWords } from "../src/mapping/evidence-words.ts";
import { workflowRunStatuses } from "../src/mapping/status.ts";
import { mapWorkflowRun, needsTasks } from "../src/mapping/workflow-run.ts";
import { clearOutput, mapFinalRun, report, runId, runOf, taskOutput } from "./mapping-api-samples.ts";
import { checksOf, contentOf, contextOf, issueCodesOf, type Json } from "./mapping-samples.ts";

function judge(raw: unknown, context = contextOf()) {
  const status = mapFinalRun(raw, context);
  const { verdict, attributes } = status;
  const warnings = status.warnings.filter(({ code }) => code !== "missing_value");
  const reason = contentOf(status, "documentVerification")?.verdict.reason;
  return { verdict, warnings, issues: issueCodesOf(status), reason, fraudSuspected: attributes.fraudSuspected };
}

/** The clear output with a report of its own on the document. */
const withDocument = (changes: Record<string, unknown>) => ({
  ...clearOutput(),
  document: taskOutput(report("document", changes)),
});
const suspected = () => withDocument({ sub_result: "suspected", result: "consider" });

/** A task as "Retrieve task" gives it. */
const task = (task_def_id: unknown, output: unknown, id = "1") => ({
  id: `${task_def_id}_${id}`,
  task_def_id,
  input: {},
  output,
});
const clearTasks = () => {
  const { document, face } = clearOutput();
  return [
    task("upload_document_photo", [{ type: "document_photo", id: "7af75a3a", checksum_sha256: "hiwV2PLm=" }]),
    task("document_check", document),
    task("face_check_photo", face),
  ];
};
const verified = { verdict: "verified", warnings: [], issues: [] };

describe("the status of a workflow run", () => {
  /** The reference's table (B.3), written down a second time. */
  const statuses = [
    ["processing", null, undefined],
    ["awaiting_input", null, undefined],
    ["awaiting_client_input", null, undefined],
    ["approved", "verified", null],
    ["declined", "rejected", null],
    ["review", "inconclusive", null],
    ["abandoned", "aborted", "abandoned"],
    ["error", "error", "error"],
  ] as const;

  it("has a row for each", () => {
    expect([...workflowRunStatuses]).toStrictEqual(statuses.map(([status, verdict]) => [status, verdict]));
  });

  it.each(statuses)("%s with every report clear is %s", (status, verdict, code) => {
    const raw = runOf(clearOutput(), { "workflowRun/status": status });
    if (verdict === null) {
      expect(mapWorkflowRun(raw, contextOf())).toEqual({
        ok: true,
        value: { final: false, rawStatus: status, reference: runId },
      });
      return;
    }
    const mapped = mapFinalRun(raw);
    expect(mapped).toMatchObject({ verdict, rawStatus: status, reference: runId });
    expect(contentOf(mapped, "verification")?.terminationReason).toEqual(code && { code, message: null });
  });

  it("review is no decision, in words", () => {
    expect(judge(runOf(clearOutput(), { "workflowRun/status": "review" })).reason).toBe(
      "inconclusive: the provider came to no decision",
    );
  });

  it.each(["queued", "", "APPROVED", "constructor"])("%j is not known: not final without result or error", (status) => {
    for (const output of [null, undefined, { decision: "clear" }]) {
      expect(mapWorkflowRun(runOf(output, { "workflowRun/status": status }), contextOf())).toMatchObject({
        value: { final: false, rawStatus: status },
      });
    }
    const bare = runOf(null, { "workflowRun/status": status, "workflowRun/error": undefined });
    expect(mapWorkflowRun(bare, contextOf())).toMatchObject({ value: { final: false } });
  });

  it.each([
    ["a report", clearOutput(), null],
    ["an error", null, { type: "timeout" }],
    ["an error of another shape", null, "timeout"],
  ])("that is not known with %s is inconclusive", (_, output, error) => {
    const raw = runOf(output, { "workflowRun/status": "concluded", "workflowRun/error": error });
    expect(judge(raw).verdict).toBe("inconclusive");
    expect(judge(raw).warnings).toContainEqual({ code: "unknown_status", path: "status" });
  });
});

describe("an approved run", () => {
  it("gives data, outcome and the time of its end", () => {
    const status = mapFinalRun(runOf(clearOutput()));
    expect(status).toMatchObject({
      verdict: "verified",
      amr: ["face"],
      assurance: { evidenceStrength: "strong" },
      attributes: { faceMatchScore: 0.6512 },
      warnings: [],
    });
    expect(status.contents.map(({ type }) => type)).toEqual([
      "basicIdentity",
      "documentData",
      "verification",
      "documentVerification",
    ]);
    expect(contentOf(status, "verification")).toMatchObject({
      status: "verified",
      verifiedAt: "2026-01-15T09:59:00.000Z",
      verificationProcessId: runId,
    });
    expect(checksOf(status)).toMatchObject({ securityFeatures: "passed", faceMatch: "passed", liveness: "passed" });
  });

  it.each([
    ["yesterday", "unreadable_value"],
    [undefined, "missing_value"],
    [null, "missing_value"],
  ])("with the time %j takes that of the mapping", (updated, code) => {
    const status = mapFinalRun(runOf(clearOutput(), { "workflowRun/updated_at": updated }));
    expect(contentOf(status, "verification")?.verifiedAt).toBe("2026-01-15T10:00:00.000Z");
    expect(status.warnings).toEqual([{ code, path: "updatedAt" }]);
  });

  it("names the evidence in the vault, each in its form", () => {
    const artifact = (digit: number) => ({
      $ref: "vault" as const,
      $id: `5e8de376-caa3-40a8-a998-8627a7d4d00${digit}`,
    });
    const artifacts = { signedEvidenceFile: artifact(1), evidenceFolder: artifact(2), timelineFile: artifact(3) };
    const status = mapFinalRun(runOf(clearOutput()), contextOf({}, artifacts));
    const signed = { type: "analysisReport", ref: artifact(1) };
    expect(contentOf(status, "documentVerification")?.evidences).toEqual([signed]);
    expect(contentOf(status, "verification")?.methods[0]?.evidence).toEqual([
      signed,
      { type: "evidenceFolder", ref: artifact(2) },
      { type: "timelineFile", ref: artifact(3) },
    ]);
  });

  it.each([
    ["an object", clearOutput()],
    ["a list", Object.values(clearOutput())],
    ["nested", { results: { identity: [clearOutput()] }, decision: "clear" }],
  ])("may have its reports in %s", (_, output) => {
    expect(judge(runOf(output))).toMatchObject(verified);
  });

  it.each([null, undefined, {}, [], "approved", 5, { decision: "clear" }, { document: { result: "clear" } }])(
    "with the output %j has no report",
    (output) => {
      expect(judge(runOf(output))).toMatchObject({
        verdict: "inconclusive",
        warnings: [
          { code: "report_missing", path: "documentVerification" },
          { code: "report_missing", path: "facialSimilarity" },
        ],
        reason: "inconclusive: a report is missing",
      });
    },
  );

  it("with less than was ordered is inconclusive", () => {
    const { document } = clearOutput();
    expect(judge(runOf([document])).warnings).toEqual([{ code: "report_missing", path: "facialSimilarity" }]);
    expect(judge(runOf([document]), contextOf({ processType: "document" }))).toMatchObject(verified);
    expect(judge(runOf(clearOutput()), contextOf({ processType: "documentVideo" })).warnings).toEqual([
      { code: "less_than_ordered", path: "facialSimilarity" },
    ]);
    const face = taskOutput(report("facial_similarity_motion"));
    expect(judge(runOf([document, face]), contextOf({ processType: "documentVideo" }))).toMatchObject(verified);
  });

  it.each([
    [{ result: "consider" }, "documentVerification"],
    [{ sub_result: "suspected" }, "documentVerification.subResult"],
    [{ sub_result: "rejected" }, "documentVerification.subResult"],
    [{ sub_result: "new_word" }, "documentVerification.subResult"],
    [{ "breakdown/age_validation/result": "consider" }, "documentVerification.ageValidation"],
  ])("with %j is inconclusive", (changes, path) => {
    expect(judge(runOf(withDocument(changes)))).toMatchObject({
      verdict: "inconclusive",
      issues: [path],
      warnings: [{ code: "contradicting_result", path }],
    });
  });

  it("with a report that is not complete is inconclusive", () => {
    expect(judge(runOf(withDocument({ status: "awaiting_data" }))).warnings).toEqual([
      { code: "report_not_complete", path: "documentVerification.status" },
    ]);
  });

  it("with an error is inconclusive", () => {
    const raw = runOf(clearOutput(), { "workflowRun/error": { type: "timeout" } });
    expect(judge(raw)).toMatchObject({
      verdict: "inconclusive",
      warnings: [{ code: "fail_reason_present", path: "failReason" }],
    });
    expect(contentOf(mapFinalRun(raw), "verification")?.terminationReason).toEqual({ code: "timeout", message: null });
  });
});

describe("a word that refuses", () => {
  it.each([...refusingWords])("%s anywhere in the output of an approved run is not verified", (word) => {
    for (const [said, path] of [
      [{ decision: word }, "process.output.decision"],
      [{ status: word }, "process.output.status"],
      [{ document_type: word.toUpperCase() }, "process.output.documentType"],
      [{ checks: [{ name: "sanctions", outcome: word }] }, "process.output.checks.0.outcome"],
      [{ checks: ["fine", word] }, "process.output.checks.1"],
    ] as const) {
      expect(judge(runOf({ ...clearOutput(), ...said }))).toMatchObject({
        verdict: "inconclusive",
        issues: [path],
        warnings: [
          { code: "contradicting_result", path },
          { code: "unknown_breakdown", path },
        ],
      });
    }
  });

  it("is one as the whole output, with the reports in tasks", () => {
    expect(judge(runOf("declined", {}, clearTasks()))).toMatchObject({
      verdict: "inconclusive",
      issues: ["process.output"],
    });
  });

  it("is one among the reasons", () => {
    expect(judge(runOf(clearOutput(), { "workflowRun/reasons": ["fine", "consider"] }))).toMatchObject({
      verdict: "inconclusive",
      issues: ["process.reasons.1"],
    });
  });

  it("is none inside of a sentence", () => {
    const said = { ...clearOutput(), note: "was rejected in 2019", first_name: "ALIX" };
    expect(judge(runOf(said, { "workflowRun/reasons": ["nothing to consider"] }))).toMatchObject(verified);
  });

  it.each([null, undefined, [], "", {}, 7])("needs reasons; %j are none", (reasons) => {
    expect(judge(runOf(clearOutput(), { "workflowRun/reasons": reasons }))).toMatchObject(verified);
  });

  it("is one in a member of the run that is not known, and none in the tags", () => {
    expect(judge(runOf(clearOutput(), { "workflowRun/manual_review": "declined" }))).toMatchObject({
      verdict: "inconclusive",
      issues: ["process.workflowRun.manualReview"],
    });
    const said = { "workflowRun/tags": ["rejected"], "workflowRun/link": { url: "https://eu.onfido.app/l/1" } };
    expect(judge(runOf(clearOutput(), said))).toMatchObject(verified);
  });

  it("data that the customer passes on is none, a result in it is", () => {
    const passedOn = (document: object) => ({ ...clearOutput(), passed_on: document });
    expect(judge(runOf(passedOn({ result: "clear", properties: { first_name: "ALIX" } })))).toMatchObject(verified);
    expect(judge(runOf(passedOn({ result: "good", properties: { first_name: "ALIX" } }))).issues).toEqual([
      "process.output.passedOn",
    ]);
  });

  it("a report of no known kind in the output counts", () => {
    const output = { ...clearOutput(), voice: { result: "consider", breakdown: { pitch: { result: "consider" } } } };
    expect(judge(runOf(output))).toMatchObject({
      verdict: "inconclusive",
      issues: ["providerSpecific.unknownReport.pitch"],
    });
  });
});

describe("a suspicion of fraud", () => {
  it.each(["approved", "declined", "review"])("makes %s inconclusive", (status) => {
    expect(judge(runOf(suspected(), { "workflowRun/status": status }))).toMatchObject({
      verdict: "inconclusive",
      fraudSuspected: true,
    });
  });

  it.each(["abandoned", "error"])("leaves %s what it is", (status) => {
    const { verdict, fraudSuspected } = judge(runOf(suspected(), { "workflowRun/status": status }));
    expect([verdict, fraudSuspected]).toEqual([workflowRunStatuses.get(status), true]);
  });

  it.each(["rejected", "caution", "clear", null])("a run that is declined with %j stays rejected", (subResult) => {
    const found = judge(runOf(withDocument({ sub_result: subResult }), { "workflowRun/status": "declined" }));
    expect(found.verdict).toBe("rejected");
    expect(found.fraudSuspected).toBeUndefined();
  });

  it("in another report than the first on the document is one too", () => {
    const second = taskOutput(report("document_video", { sub_result: "suspected" }));
    const declined = (output: object) => judge(runOf(output, { "workflowRun/status": "declined" }));
    const found = { verdict: "inconclusive", fraudSuspected: true };
    expect(declined({ ...clearOutput(), second })).toMatchObject(found);
    expect(judge(runOf({ ...clearOutput(), second }))).toMatchObject(found);
    expect(declined({ ...withDocument({ sub_result: "rejected" }), second })).toMatchObject({
      verdict: "rejected",
      fraudSuspected: true,
    });
  });
});

describe("what an error says", () => {
  const reasonOf = (error: unknown, status = "error") => {
    const raw = runOf(null, { "workflowRun/status": status, "workflowRun/error": error });
    const mapped = mapFinalRun(raw);
    expect(inspect(mapped, { depth: 20 })).not.toContain("ALIX");
    return contentOf(mapped, "verification")?.terminationReason;
  };

  it("is its type, never its message", () => {
    const error = { type: "task_execution_error", message: "ALIX MUSTER was not found" };
    expect(reasonOf(error)).toEqual({ code: "task_execution_error", message: null });
    expect(reasonOf(error, "abandoned")).toEqual({ code: "task_execution_error", message: null });
  });

  it.each([{ type: "ALIX MUSTER" }, { message: "ALIX" }, "ALIX", ["ALIX"], null, undefined])(
    "is the status when the error is %j",
    (error) => {
      expect(reasonOf(error)).toEqual({ code: "error", message: null });
    },
  );

  it("is no result that is judged", () => {
    const raw = runOf(null, {
      "workflowRun/status": "error",
      "workflowRun/error": { type: "failed", result: "consider" },
    });
    expect(issueCodesOf(mapFinalRun(raw))).toEqual([]);
  });

  it("and what the reasons say stays behind", () => {
    const raw = runOf(clearOutput(), {
      "workflowRun/status": "declined",
      "workflowRun/reasons": ["ALIX is too young"],
    });
    expect(inspect(mapFinalRun(raw), { depth: 20 })).not.toContain("young");
  });
});

describe("reports in tasks", () => {
  const repeated = (changes: Record<string, unknown>) =>
    task("document_check", taskOutput(report("document", { id: "older", ...changes })), "0");

  it("count as those in the output", () => {
    for (const output of [null, { decision: "clear" }, []]) {
      const mapped = mapFinalRun(runOf(output, {}, clearTasks()));
      expect(mapped).toMatchObject({ verdict: "verified", warnings: [] });
      expect(mapped.contents).toEqual([...mapFinalRun(runOf(clearOutput())).contents]);
    }
  });

  it("of a task that was repeated: the newest counts", () => {
    const bad = { result: "consider", sub_result: "suspected", "properties/first_name": "BLURRED" };
    const mapped = mapFinalRun(runOf(null, {}, [repeated(bad), ...clearTasks()]));
    expect(mapped).toMatchObject({ verdict: "verified", warnings: [], attributes: { faceMatchScore: 0.6512 } });
    expect(contentOf(mapped, "basicIdentity")?.givenName).toBe("WILLEKE LISELOTTE");
    expect(judge(runOf(null, {}, [...clearTasks(), repeated(bad)]))).toMatchObject({
      verdict: "inconclusive",
      fraudSuspected: true,
    });
  });

  it("that the output has too count once", () => {
    const consider = () => withDocument({ result: "consider" });
    const both = runOf(consider(), {}, [task("document_check", consider().document)]);
    expect(mapFinalRun(both)).toEqual(mapFinalRun(runOf(consider())));
    const byId = { ...taskOutput(report("document")), uuid: undefined, id: "report-1" };
    const other = { ...byId, id: "report-2", result: "consider" };
    const { face } = clearOutput();
    expect(judge(runOf([byId, face], {}, [task("document_check", { ...byId, result: "consider" })]))).toMatchObject(
      verified,
    );
    expect(judge(runOf([byId, face], {}, [task("document_check", other)])).verdict).toBe("inconclusive");
  });

  it("without an identity of their own are others", () => {
    const { document, face } = clearOutput();
    const nameless = (changes: object) => ({ ...document, uuid: undefined, ...changes }) as unknown as Json;
    const tasks = [task("document_check", nameless({ result: "consider" }))];
    expect(judge(runOf([nameless({}), face], {}, tasks)).verdict).toBe("inconclusive");
  });

  it("of no known kind all count", () => {
    const voice = (result: string) => task("voice_check", { result, breakdown: { pitch: { result } } });
    const tasks = [...clearTasks(), voice("consider"), voice("clear")];
    expect(judge(runOf(null, {}, tasks)).issues).toEqual(["providerSpecific.unknownReport.pitch"]);
  });

  it.each([null, undefined, {}, "x", [null, 5, "x", [], { output: "x" }, { output: null }, {}]])(
    "are missing when tasks are %j",
    (tasks) => {
      expect(judge(runOf(null, { tasks })).warnings.map(({ code }) => code)).toEqual([
        "report_missing",
        "report_missing",
      ]);
    },
  );

  it("what a task says beside reports counts, of a repeated one the newest", () => {
    const decision = (output: unknown) => task("sanctions_decision", output);
    const tasks = (...outputs: unknown[]) => [...clearTasks(), ...outputs.map(decision)];
    expect(judge(runOf(null, {}, tasks({ result: "clear" })))).toMatchObject(verified);
    expect(judge(runOf(null, {}, tasks({ result: "consider" }, { result: "clear" })))).toMatchObject(verified);
    expect(judge(runOf(null, {}, tasks({ result: "clear" }, { status: "declined" })))).toMatchObject({
      verdict: "inconclusive",
      issues: ["process.tasks.3.status"],
    });
    const unnamed = [task(undefined, "declined"), task(undefined, "fine")];
    expect(judge(runOf(null, {}, [...clearTasks(), ...unnamed])).verdict).toBe("inconclusive");
  });

  it("do not decide a run that is not over", () => {
    const raw = runOf(null, { "workflowRun/status": "processing" }, clearTasks());
    expect(mapWorkflowRun(raw, contextOf())).toMatchObject({ value: { final: false } });
  });
});

describe("whether the tasks have to be read", () => {
  const order = { processType: "documentSelfie" } as const;
  const needs = (output: unknown, changes = {}, ordered: Parameters<typeof needsTasks>[1] = order) =>
    needsTasks(runOf(output, changes).workflowRun, ordered);

  it.each([
    ["processing", false],
    ["awaiting_input", false],
    ["awaiting_client_input", false],
    ["approved", true],
    ["declined", true],
    ["review", true],
    ["abandoned", false],
    ["error", false],
    ["new_status", false],
  ])("%s without reports: %s", (status, needed) => {
    expect(needs(null, { "workflowRun/status": status })).toBe(needed);
  });

  it("not when the output has the reports that were ordered", () => {
    const { document, face } = clearOutput();
    expect(needs({ document, face })).toBe(false);
    expect(needs([[face], { a: document }])).toBe(false);
    expect(needs(document)).toBe(true);
    expect(needs(face)).toBe(true);
    expect(needs(document, {}, { processType: "document" })).toBe(false);
    expect(needs(face, {}, { processType: "document" })).toBe(true);
    expect(needs(document, {}, { processType: "documentVideo" })).toBe(true);
    expect(needs({ decision: "clear" }, {}, { processType: "document" })).toBe(true);
  });

  it.each([null, undefined, {}, "approved", { status: 5 }])("not of %j, which is no run", (run) => {
    expect(needsTasks(run, order)).toBe(false);
  });
});

describe("values that hold no workflow run", () => {
  it.each([null, undefined, 1, [], {}, { workflowRun: null }, { workflowRun: [] }])("%j is refused", (raw) => {
    expect(mapWorkflowRun(raw, contextOf())).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "workflowRun: cannot be read", provider: "onfido" },
    });
  });

  it.each([{}, { status: null }, { status: 7, output: "ALIX" }])("%j has no status", (workflowRun) => {
    const mapped = mapWorkflowRun({ workflowRun }, contextOf());
    expect(mapped).toMatchObject({ ok: false, error: { message: "workflowRun.status: cannot be read" } });
    expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain("ALIX");
  });

  it("an accessor that throws is refused", () => {
    const throwing = {
      get result() {
        throw new Error("ALIX");
      },
    };
    const mapped = mapWorkflowRun({ workflowRun: { status: "approved", output: [throwing] } }, contextOf());
    expect(mapped).toMatchObject({ ok: false, error: { message: "workflowRun: cannot be read" } });
    expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain("ALIX");
  });

  it.each([null, undefined, "", 5])("the id %j is no reference", (id) => {
    expect(mapFinalRun(runOf(clearOutput(), { "workflowRun/id": id })).reference).toBeNull();
  });
});

/** The vendor's vectors stay where they are; their folder is named by the environment. */
const vectorFolder = process.env.IDVKIT_VECTORS;

describe("the published output of a document task", () => {
  if (vectorFolder === undefined) {
    it("is not here, because IDVKIT_VECTORS is not set: one of the same form is mapped instead", () => {
      const { document } = clearOutput();
      const context = contextOf({ processType: "document" });
      expect(mapFinalRun(runOf(null, {}, [task("document_check", document)]), context).verdict).toBe("verified");
    });
    return;
  }
  const file = join(vectorFolder, "onfido/studio_webhook_event_with_object_in_output.json");
  const published = () => JSON.parse(readFileSync(file, "utf8")).payload.resource as Json;
  const context = contextOf({ processType: "document" });

  it("is mapped whole", () => {
    const status = mapFinalRun(runOf(null, {}, [published()]), context);
    expect(status).toMatchObject({ verdict: "verified", warnings: [], attributes: {} });
    expect(contentOf(status, "basicIdentity")).toEqual({
      givenName: "Jane",
      familyName: "Doe",
      birthDate: "1990-01-01",
    });
    expect(contentOf(status, "documentData")).toEqual({
      documentType: "PASSPORT",
      documentNumber: "999999999",
      expiryDate: "2031-05-28",
      issuingCountry: "GBR",
    });
    expect(checksOf(status)).toEqual({
      securityFeatures: "passed",
      documentValidity: "passed",
      dataCrosscheck: "passed",
      databaseCheck: "passed",
      ageCheck: "passed",
    });
  });

  it("says the same as output of the run", () => {
    expect(mapFinalRun(runOf(published().output), context)).toEqual(
      mapFinalRun(runOf(null, {}, [published()]), context),
    );
  });
});
