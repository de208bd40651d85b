import type { IdvResult } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isSandboxed,
  readChecks,
  readCreatedCheck,
  readCreatedId,
  readCreatedWorkflowRun,
  readReports,
  readSdkToken,
  readTasks,
  readTimelineFileId,
  readUploads,
} from "../src/api/wire-calls.ts";

function given<T>(result: IdvResult<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}

function messageOf(result: IdvResult<unknown>): string {
  return result.ok ? "ok" : `${result.error.code} ${result.error.message}`;
}

const readers = [
  readCreatedId("applicant"),
  readSdkToken,
  readCreatedCheck,
  readCreatedWorkflowRun,
  readReports,
  readChecks,
  readUploads("documents"),
  readUploads("live_photos"),
  readTasks,
  readTimelineFileId,
];

describe("what was made", () => {
  it("is known by its id, whatever else is said", () => {
    expect(given(readCreatedId("applicant")({ id: "a-1", first_name: 7, new_thing: [] }))).toBe("a-1");
  });

  it.each([
    [{}, "applicant.id: invalid_type"],
    [{ id: null }, "applicant.id: invalid_type"],
    [{ id: 7 }, "applicant.id: invalid_type"],
    [{ id: "" }, "applicant.id: too_small"],
    [{ id: "." }, "applicant.id: invalid_format"],
    [{ id: ".." }, "applicant.id: invalid_format"],
    [{ id: "a/b" }, "applicant.id: invalid_format"],
    [{ id: "a\\b" }, "applicant.id: invalid_format"],
    [{ id: "a\r\nb" }, "applicant.id: invalid_format"],
    [{ id: "a".repeat(201) }, "applicant.id: too_big"],
    [[], "applicant: invalid_type"],
    [null, "applicant: invalid_type"],
  ])("without a usable id is invalid_response: %j", (body, message) => {
    expect(messageOf(readCreatedId("applicant")(body))).toBe(`invalid_response ${message}`);
  });
});

describe("an SDK token", () => {
  it("is a text that is not empty", () => {
    expect(given(readSdkToken({ token: "t" }))).toBe("t");
    expect(messageOf(readSdkToken({ token: "" }))).toBe("invalid_response sdkToken.token: too_small");
    expect(messageOf(readSdkToken({}))).toBe("invalid_response sdkToken.token: invalid_type");
  });
});

describe("a check", () => {
  it("has its reports, and the form where the applicant gives the data", () => {
    const body = {
      id: "c",
      status: "awaiting_applicant",
      report_ids: ["r-1", "r-2"],
      tags: ["idvkit:x", 7, null],
      form_uri: "https://f.example/x",
    };
    expect(given(readCreatedCheck(body))).toEqual({
      checkId: "c",
      status: "awaiting_applicant",
      reportIds: ["r-1", "r-2"],
      tags: ["idvkit:x"],
      formUri: "https://f.example/x",
    });
  });

  it.each([
    [{ id: "c" }],
    [{ id: "c", status: null, report_ids: null, form_uri: null }],
    [{ id: "c", report_ids: "r", tags: 7 }],
    [{ id: "c", report_ids: [null, 7, "", "a/b"] }],
  ])("may say less: %j", (body) => {
    expect(given(readCreatedCheck(body))).toEqual({ checkId: "c", reportIds: [], tags: [] });
  });

  it.each([
    [{ status: "in_progress" }, "check.id: invalid_type"],
    [{ id: "c", form_uri: "javascript:alert(1)" }, "check.form_uri: invalid_format"],
    [{ id: "c", status: 7 }, "check.status: invalid_type"],
  ])("that cannot be used is invalid_response: %j", (body, message) => {
    expect(messageOf(readCreatedCheck(body))).toBe(`invalid_response ${message}`);
  });
});

describe("a workflow run", () => {
  it("has what the person goes on with: an SDK token or a link", () => {
    const body = { id: "r", status: "awaiting_input", sdk_token: "t", link: { url: "https://eu.onfido.app/l/r" } };
    expect(given(readCreatedWorkflowRun(body))).toEqual({
      workflowRunId: "r",
      status: "awaiting_input",
      sdkToken: "t",
      linkUrl: "https://eu.onfido.app/l/r",
    });
  });

  it.each([
    [{ id: "r", output: [] }],
    [{ id: "r", status: null, sdk_token: null, link: null }],
    [{ id: "r", link: {} }],
    [{ id: "r", link: { url: null } }],
  ])("may say less: %j", (body) => {
    expect(given(readCreatedWorkflowRun(body))).toEqual({ workflowRunId: "r" });
  });

  it.each([
    [{ status: "processing" }, "workflowRun.id: invalid_type"],
    [{ id: "r", link: { url: "javascript:alert(1)" } }, "workflowRun.link.url: invalid_format"],
    [{ id: "r", link: { url: "/l/r" } }, "workflowRun.link.url: invalid_format"],
    [{ id: "r", sdk_token: 7 }, "workflowRun.sdk_token: invalid_type"],
  ])("that leads nowhere or elsewhere is invalid_response: %j", (body, message) => {
    expect(messageOf(readCreatedWorkflowRun(body))).toBe(`invalid_response ${message}`);
  });
});

describe("lists", () => {
  it("of reports come in an object or bare, their entries unread", () => {
    expect(given(readReports({ reports: [{ id: "r" }, null, 7] }))).toEqual([{ id: "r" }, null, 7]);
    expect(given(readReports([]))).toEqual([]);
    expect(messageOf(readReports({ reports: {} }))).toBe("invalid_response reports: invalid_type");
    expect(messageOf(readReports({}))).toBe("invalid_response reports: invalid_type");
  });

  it("of checks come in an object or bare, and one that cannot be used makes them invalid_response", () => {
    const check = { checkId: "c", reportIds: [], tags: ["t"] };
    expect(given(readChecks({ checks: [{ id: "c", tags: ["t"] }] }))).toEqual([check]);
    expect(given(readChecks([]))).toEqual([]);
    expect(messageOf(readChecks({ checks: [{ id: "c" }, { id: "a/b" }] }))).toBe(
      "invalid_response check.id: invalid_format",
    );
    expect(messageOf(readChecks({ checks: "c" }))).toBe("invalid_response checks: invalid_type");
  });

  it("of documents and live photos give what was uploaded", () => {
    const documents = [{ id: "d-1", side: "front" }, { id: "d-2", side: null }, { id: "d-3", side: 7 }, { id: "d-4" }];
    expect(given(readUploads("documents")({ documents }))).toEqual([
      { id: "d-1", side: "front" },
      { id: "d-2" },
      { id: "d-3" },
      { id: "d-4" },
    ]);
    expect(messageOf(readUploads("documents")({ documents: [{}] }))).toBe(
      "invalid_response documents[0].id: invalid_type",
    );
    expect(
      given(
        readUploads("live_photos")({
          live_photos: [
            { id: "p-1", created_at: "2026-11-21T10:00:00Z" },
            { id: "p-2", created_at: 7 },
          ],
        }),
      ),
    ).toEqual([{ id: "p-1", createdAt: "2026-11-21T10:00:00Z" }, { id: "p-2" }]);
    expect(messageOf(readUploads("live_photos")({}))).toBe("invalid_response live_photos: invalid_type");
  });

  it("of tasks come bare, or in an object as older texts have it", () => {
    const tasks = [
      { id: "document_check_1", task_def_id: "document_check", created_at: "x" },
      { id: "other_2", task_def_id: null },
      { id: "other_3", task_def_id: 7 },
      { id: "other_4" },
    ];
    const expected = [
      { id: "document_check_1", taskDefId: "document_check" },
      { id: "other_2", taskDefId: "" },
      { id: "other_3", taskDefId: "" },
      { id: "other_4", taskDefId: "" },
    ];
    expect(given(readTasks(tasks))).toEqual(expected);
    expect(given(readTasks({ tasks }))).toEqual(expected);
  });

  it.each([
    [[{ id: "a" }, { task_def_id: "document_check" }], "tasks[1].id: invalid_type"],
    [{ tasks: [{ id: ".." }] }, "tasks[0].id: invalid_format"],
    [{ tasks: null }, "tasks: invalid_type"],
    [{}, "tasks: invalid_type"],
    [null, "tasks: invalid_type"],
  ])("of tasks with one that cannot be read are invalid_response: %j", (body, message) => {
    expect(messageOf(readTasks(body))).toBe(`invalid_response ${message}`);
  });
});

describe("a timeline file", () => {
  it.each([
    [{ workflow_timeline_file_id: "f", href: "https://x.example/" }, "f"],
    [{ id: "g" }, "g"],
    [{ workflow_timeline_file_id: null, id: "h" }, "h"],
  ])("is known by its id: %j", (body, id) => {
    expect(given(readTimelineFileId(body))).toBe(id);
  });

  it("without one is invalid_response", () => {
    expect(messageOf(readTimelineFileId({}))).toBe("invalid_response timelineFile.workflow_timeline_file_id: missing");
    expect(messageOf(readTimelineFileId({ id: 7 }))).toBe("invalid_response timelineFile.id: invalid_type");
  });
});

describe("the sandbox", () => {
  it("is only what says so", () => {
    expect(isSandboxed({ sandbox: true })).toBe(true);
    for (const body of [{ sandbox: false }, { sandbox: "true" }, { sandbox: 1 }, {}, [], null, "x"]) {
      expect(isSandboxed(body)).toBe(false);
    }
  });
});

describe("the readers", () => {
  it("never throw, and say paths only, whatever the answer is", () => {
    const member = fc.oneof(fc.constant("WILLEKE"), fc.jsonValue({ maxDepth: 2 }));
    const names = [
      "id",
      "status",
      "report_ids",
      "form_uri",
      "sdk_token",
      "link",
      "token",
      "reports",
      "checks",
      "documents",
      "live_photos",
      "tasks",
      "sandbox",
    ];
    const object = fc.dictionary(fc.constantFrom(...names), member);
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), object, fc.array(object)), (body) => {
        for (const read of readers) {
          const result = read(body);
          if (!result.ok) expect(result.error.code).toBe("invalid_response");
          if (!result.ok) expect(JSON.stringify(result.error)).not.toContain("WILLEKE");
        }
        expect(typeof isSandboxed(body)).toBe("boolean");
      }),
    );
  });
});
