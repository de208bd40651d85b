import { inspect } from "node:util";
import { toNodeResult } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { mapProcess } from "../src/mapping/process.ts";
import { mapTermination } from "../src/mapping/termination.ts";
import { contentOf, contextOf, fixture, type Json, mapFinal, now, passport } from "./mapping-samples.ts";

const artifact = (digit: number) => ({ $ref: "vault" as const, $id: `5e8de376-caa3-40a8-a998-8627a7d4d00${digit}` });

describe("Assure's final responses, and the two cases that its rule leaves open", () => {
  it.each([
    "accepted-passport",
    "accepted-driving-licence",
    "inconclusive",
    "rejected",
    "canceled",
    "failed",
    "caution",
    "face-consider",
  ])("%s", (scenario) => {
    const raw = fixture(scenario);
    const { dataBlocks, attributes, sessionBinding, ...expected } = fixture(scenario, "expected.json");
    const { dossierId, ...mapped } = attributes as Json;
    const processType = raw.processType as unknown as "document" | "documentSelfie";
    expect(mapFinal(raw, contextOf({ processType }))).toStrictEqual({
      ...expected,
      final: true,
      attributes: mapped,
      contents: dataBlocks,
    });
  });

  it("give data blocks that core accepts", () => {
    const status = mapFinal(fixture("accepted-driving-licence"), contextOf({ processType: "document" }));
    const step = {
      executionId: "execution",
      nodeId: "node",
      attempt: 1,
      now,
      provider: "onfido",
      methodType: "document",
    };
    expect(toNodeResult(status, { ...step, maxAssurance: {}, sessionBinding: "none" })).toMatchObject({ ok: true });
  });

  it("are not changed by the mapping", () => {
    const raw = fixture("inconclusive");
    mapFinal(raw);
    expect(raw).toEqual(fixture("inconclusive"));
  });
});

describe("status", () => {
  it.each(["pending", "processing", "queued", "", "constructor"])("%j is not final", (status) => {
    const mapped = mapProcess({ status, processId: "process-1" }, contextOf());
    expect(mapped).toEqual({ ok: true, value: { final: false, rawStatus: status, reference: "process-1" } });
  });

  it.each(["pending", "processing"])("%j is not final whatever else the answer says", (status) => {
    const mapped = mapProcess(passport({ status, failReason: { type: "upload_failed" } }), contextOf());
    expect(mapped).toMatchObject({ ok: true, value: { final: false } });
  });

  it.each([
    ["accepted", "verified"],
    ["rejected", "rejected"],
    ["inconclusive", "inconclusive"],
    ["canceled", "canceled"],
    ["failed", "error"],
  ])("%s with every result clear is %s", (status, verdict) => {
    expect(mapFinal(passport({ status }))).toMatchObject({ final: true, verdict, rawStatus: status });
  });

  it.each([
    ["a final result", { finalResult: {} }],
    ["a final result of another shape", { finalResult: "yes" }],
    ["a fail reason", { failReason: { type: "upload_failed" } }],
    ["a fail reason of another shape", { failReason: "upload_failed" }],
  ])("an unknown one with %s is inconclusive", (_, members) => {
    const status = mapFinal({ status: "concluded", ...members });
    expect(status).toMatchObject({ verdict: "inconclusive", rawStatus: "concluded" });
    expect(status.warnings).toContainEqual({ code: "unknown_status", path: "status" });
    expect(contentOf(status, "documentVerification")?.verdict).toEqual({
      status: "REJECTED",
      reason: "inconclusive: the provider's status is not known",
    });
  });

  it("an unknown one is not verified by clear reports", () => {
    expect(mapFinal(passport({ status: "ACCEPTED" })).verdict).toBe("inconclusive");
  });

  it.each([
    ["rejected", "REJECTED"],
    ["canceled", "CANCELED"],
    ["failed", "ERROR"],
  ])("%s needs no reason in words", (status, spelling) => {
    expect(contentOf(mapFinal({ status }), "documentVerification")?.verdict).toEqual({ status: spelling });
  });
});

describe("termination", () => {
  const reasonOf = (raw: object) => contentOf(mapFinal(raw), "verification")?.terminationReason;

  it("names the type of the fail reason, never its message", () => {
    const failReason = { type: "expired_token", message: "ALIX MUSTER" };
    expect(reasonOf({ status: "failed", failReason })).toEqual({ code: "expired_token", message: null });
    expect(reasonOf({ status: "canceled", failReason })).toEqual({ code: "expired_token", message: null });
    expect(inspect(mapFinal({ status: "failed", failReason }), { depth: 20 })).not.toContain("ALIX");
  });

  it.each([{ type: "ALIX MUSTER, Utopia" }, { type: 5 }, {}, "upload_failed", null, undefined])(
    "is the status when the fail reason is %j",
    (failReason) => {
      expect(reasonOf({ status: "failed", failReason })).toEqual({ code: "failed", message: null });
      expect(reasonOf({ status: "canceled", failReason })).toEqual({ code: "canceled", message: null });
    },
  );

  it("is `failed` when the status is no code either", () => {
    expect(reasonOf({ status: "gone wrong", failReason: {} })).toEqual({ code: "failed", message: null });
  });

  it("is null for a process that ran to its end, unless it names a failure", () => {
    expect(reasonOf({ status: "rejected" })).toBeNull();
    expect(reasonOf({ status: "rejected", failReason: null })).toBeNull();
    expect(reasonOf({ status: "rejected", failReason: { type: "timeout" } })).toEqual({
      code: "timeout",
      message: null,
    });
  });

  it.each([
    ["canceled", "CANCELED"],
    ["error", "ERROR"],
    ["aborted", "ABORTED"],
  ] as const)("that the driver itself knows: %s", (kind, spelling) => {
    const context = contextOf({}, { documentReport: artifact(1), front: artifact(2) });
    expect(mapTermination(kind, "sdk_closed", "process-1", context)).toStrictEqual({
      final: true,
      verdict: kind,
      rawStatus: "sdk_closed",
      reference: "process-1",
      contents: [
        {
          type: "verification",
          content: {
            status: kind,
            provider: "onfido",
            trustFramework: null,
            assuranceLevel: null,
            verifiedAt: "2026-01-15T10:00:00.000Z",
            verificationProcessId: "process-1",
            terminationReason: { code: "sdk_closed", message: null },
            methods: [{ type: "documentCheck", checks: [], evidence: [{ type: "analysisReport", ref: artifact(1) }] }],
          },
        },
        {
          type: "documentVerification",
          content: {
            verdict: { status: spelling },
            issues: [],
            evidences: [{ type: "analysisReport", ref: artifact(1) }],
          },
        },
      ],
      amr: [],
      identifiers: [],
      attributes: {},
      warnings: [],
    });
  });

  it("that the driver itself knows takes the kind for a status that is no code", () => {
    const status = mapTermination("error", "could not start", null, contextOf());
    expect(contentOf(status, "verification")).toMatchObject({
      verificationProcessId: null,
      terminationReason: { code: "error", message: null },
    });
  });
});

describe("values that are no process", () => {
  it.each([null, undefined, 1, "accepted", true, [], [{ status: "accepted" }], () => 1, Symbol("x"), 1n])(
    "%s is refused",
    (raw) => {
      const mapped = mapProcess(raw, contextOf());
      expect(mapped).toMatchObject({
        ok: false,
        error: {
          code: "invalid_response",
          message: "process: expected an object",
          provider: "onfido",
          retryable: false,
        },
      });
    },
  );

  it.each([{}, { status: null }, { status: 7, firstName: "ALIX" }, { status: ["accepted"] }])(
    "%j has no status",
    (raw) => {
      const mapped = mapProcess(raw, contextOf());
      expect(mapped).toMatchObject({
        ok: false,
        error: { code: "invalid_response", message: "status: expected a text" },
      });
      expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain("ALIX");
    },
  );

  it("an accessor that throws is refused", () => {
    const raw = {
      status: "accepted",
      get providerSpecific() {
        throw new Error("ALIX");
      },
    };
    const mapped = mapProcess(raw, contextOf());
    expect(mapped).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "process: cannot be read" },
    });
    expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain("ALIX");
  });
});

describe("the two forms of the outcome", () => {
  const typesOf = (outputs?: ("verification" | "documentVerification")[]) =>
    mapFinal({ status: "canceled" }, contextOf(outputs && { outputs })).contents.map(({ type }) => type);

  it("come both unless the order names one", () => {
    expect(typesOf()).toEqual(["verification", "documentVerification"]);
    expect(typesOf(["verification"])).toEqual(["verification"]);
    expect(typesOf(["documentVerification"])).toEqual(["documentVerification"]);
    expect(typesOf(["documentVerification", "verification"])).toEqual(["verification", "documentVerification"]);
  });

  it("refer to the raw reports in the vault", () => {
    const artifacts = { facialReport: artifact(2), documentReport: artifact(1), other: artifact(3) };
    const status = mapFinal(passport(), contextOf({}, artifacts));
    const evidence = [
      { type: "analysisReport", ref: artifact(1) },
      { type: "analysisReport", ref: artifact(2) },
    ];
    expect(contentOf(status, "verification")?.methods[0]?.evidence).toEqual(evidence);
    expect(contentOf(status, "documentVerification")?.evidences).toEqual(evidence);
  });
});

describe("the time of the verification", () => {
  const timeOf = (updatedAt: unknown) => {
    const status = mapFinal(passport({ updatedAt }));
    return [contentOf(status, "verification")?.verifiedAt, status.warnings];
  };

  it.each([
    ["2025-01-08T16:22:15Z", "2025-01-08T16:22:15.000Z"],
    ["2023-11-13T11:38:10.7302363Z", "2023-11-13T11:38:10.730Z"],
    ["2025-01-08T01:22:15+02:00", "2025-01-07T23:22:15.000Z"],
  ])("%s is %s", (updatedAt, written) => {
    expect(timeOf(updatedAt)).toEqual([written, []]);
  });

  it.each([
    "yesterday",
    "2025-01-08",
    "2025-02-30T16:22:15Z",
    "2025-01-08T25:22:15Z",
    "2025-01-08T16:22:15",
    "9999-12-31T23:59:59-10:00",
    "0000-01-01T00:00:00+10:00",
    1736353335,
    "",
    {},
  ])("%j cannot be read: the time of the mapping stands for it", (updatedAt) => {
    expect(timeOf(updatedAt)).toEqual(["2026-01-15T10:00:00.000Z", [{ code: "unreadable_value", path: "updatedAt" }]]);
  });

  it.each([null, undefined])("%j is missing", (updatedAt) => {
    expect(timeOf(updatedAt)).toEqual(["2026-01-15T10:00:00.000Z", [{ code: "missing_value", path: "updatedAt" }]]);
  });
});

describe("the reference", () => {
  it.each([null, undefined, "", 17])("is null for the process id %j", (processId) => {
    const status = mapFinal(passport({ processId }));
    expect(status.reference).toBeNull();
    expect(contentOf(status, "verification")?.verificationProcessId).toBeNull();
  });
});
