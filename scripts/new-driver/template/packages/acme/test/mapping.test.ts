import { readFileSync } from "node:fs";
import type { FinalStatus, MappedStatus } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { type AcmeProduct, mapSession } from "../src/index.ts";

const fixtures = new URL("../../../fixtures/acme/", import.meta.url);
const verified = JSON.parse(readFileSync(new URL("verified/session.json", fixtures), "utf8"));
const now = new Date("2026-01-15T10:00:00.000Z");

function map(change: object, product: AcmeProduct = "documentSelfie"): MappedStatus {
  const mapped = mapSession({ ...verified, ...change }, { now, order: { product } });
  if (!mapped.ok) throw mapped.error;
  return mapped.value;
}

function finalOf(change: object, product?: AcmeProduct): FinalStatus {
  const status = map(change, product);
  if (!status.final) throw new Error("expected a final status");
  return status;
}

describe("the verdict", () => {
  it.each(["open", "processing", "something new"])("is not there yet with status %s", (status) => {
    const { person: _, ...undecided } = verified;
    expect(mapSession({ ...undecided, status }, { now, order: { product: "document" } })).toEqual({
      ok: true,
      value: { final: false, rawStatus: status, reference: verified.id },
    });
  });

  it.each([
    ["verified", "verified"],
    ["rejected", "rejected"],
    ["unclear", "inconclusive"],
    ["canceled", "canceled"],
    ["abandoned", "aborted"],
    ["failed", "error"],
  ])("of status %s is %s", (status, verdict) => {
    expect(finalOf({ status })).toMatchObject({ verdict, rawStatus: status });
  });

  it("of a status that is not known is inconclusive where a result came with it", () => {
    const warnings = [{ code: "unknown_status", path: "status" }];
    expect(finalOf({ status: "something new" })).toMatchObject({ verdict: "inconclusive", warnings });
  });

  it.each([
    ["documentSelfie", { document: "passed" }, "less_than_ordered", "checks.face"],
    ["document", { face: "passed" }, "less_than_ordered", "checks.document"],
    ["document", { document: "failed" }, "not_passed", "checks.document"],
    ["document", { document: "passed", face: "unclear" }, "not_passed", "checks.face"],
    ["document", { document: "passed", liveness: "failed" }, "not_passed", "checks"],
  ] as const)("of an order of %s is never verified with %j", (product, checks, code, path) => {
    expect(finalOf({ checks }, product)).toMatchObject({
      verdict: "inconclusive",
      amr: [],
      warnings: [{ code, path }],
    });
  });
});

describe("the proof", () => {
  it.each([
    ["document", [], "fair"],
    ["documentSelfie", ["face"], "strong"],
  ] as const)("of %s", (product, amr, evidenceStrength) => {
    expect(finalOf({}, product)).toMatchObject({ amr, assurance: { evidenceStrength } });
  });
});

describe("the data blocks", () => {
  it("hold the person and the verification", () => {
    expect(finalOf({})).toMatchObject({
      contents: [
        { type: "basicIdentity", content: verified.person },
        {
          type: "verification",
          content: {
            status: "verified",
            verifiedAt: verified.endedAt,
            methods: [
              {
                type: "documentCheck",
                checks: [
                  { technique: "securityFeatures", outcome: "passed" },
                  { technique: "faceMatch", outcome: "passed" },
                ],
              },
            ],
          },
        },
      ],
      warnings: [],
    });
  });

  it("say which check failed, and leave out those that the data blocks have no word for", () => {
    const { contents } = finalOf({ status: "rejected", checks: { document: "failed", other: "passed" } });
    expect(contents.at(-1)).toMatchObject({
      content: { methods: [{ checks: [{ technique: "securityFeatures", outcome: "failed" }] }] },
    });
  });

  it("say why the process ended early", () => {
    const { contents, warnings } = finalOf({ status: "abandoned", person: undefined });
    expect(contents).toMatchObject([{ content: { terminationReason: { code: "abandoned" } } }]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ["person", { person: undefined }],
    ["person.givenName", { person: { ...verified.person, givenName: " " } }],
    ["person.familyName", { person: { ...verified.person, familyName: null } }],
  ])("leave the person out without %s", (path, change) => {
    const { contents, warnings } = finalOf(change);
    expect(contents.map(({ type }) => type)).toEqual(["verification"]);
    expect(warnings).toEqual([{ code: "missing_value", path }]);
  });

  it("leave out a birth date that is none", () => {
    const { contents, warnings } = finalOf({ person: { ...verified.person, birthDate: "1990-02-30" } });
    expect(contents[0]?.content).not.toHaveProperty("birthDate");
    expect(warnings).toEqual([{ code: "missing_value", path: "person.birthDate" }]);
    expect(finalOf({ person: { ...verified.person, birthDate: null } }).warnings).toEqual([]);
  });

  it("take the time of reading where the answer has none", () => {
    const { contents, warnings } = finalOf({ endedAt: "yesterday" });
    expect(contents.at(-1)).toMatchObject({ content: { verifiedAt: now.toISOString() } });
    expect(warnings).toEqual([{ code: "missing_value", path: "endedAt" }]);
  });
});

describe("what is no session", () => {
  it.each([null, 7, [], {}, { id: "ses_1" }, { id: "..", status: "verified" }])("is refused: %j", (raw) => {
    expect(mapSession(raw, { now, order: { product: "document" } })).toMatchObject({
      ok: false,
      error: { code: "invalid_response" },
    });
  });
});
