import { describe, expect, it } from "vitest";
import { configReferenceSchema, secretReferenceSchema } from "../src/references.ts";
import { checkWork, type StepWork } from "../src/work.ts";

const work: StepWork = {
  executionId: "execution-1",
  nodeId: "passport",
  attempt: 1,
  tenantId: "tenant-1",
  locale: "de-AT",
  callbackBaseUrl: "https://rp.example/idv/onfido",
  returnUrl: "https://rp.example/done",
  browserSession: "hash",
  inputs: {
    dataBlocks: [],
    attributes: { any: { thing: 1 } },
    subject: { countryOfResidence: "NLD", ipAddress: "192.0.2.1", loginHint: "x", subjectId: "y" },
    consents: [{ type: "onfidoPrivacy", givenAt: "2026-11-21T10:00:00+01:00", textVersion: "3" }],
  },
};

describe("checkWork", () => {
  it("takes a whole work, and one with only what is needed", () => {
    expect(checkWork(work)).toEqual({ ok: true, value: work });
    const { executionId, nodeId, attempt } = work;
    const inputs = { dataBlocks: [], attributes: {}, subject: {}, consents: [] };
    expect(checkWork({ executionId, nodeId, attempt, inputs }).ok).toBe(true);
  });

  const wrong: [string, unknown][] = [
    ["work.executionId", { ...work, executionId: "" }],
    ["work.nodeId", { ...work, nodeId: 1 }],
    ["work.attempt", { ...work, attempt: 0 }],
    ["work.attempt", { ...work, attempt: 1.5 }],
    ["work.tenantId", { ...work, tenantId: "" }],
    ["work.locale", { ...work, locale: "de_AT" }],
    ["work.callbackBaseUrl", { ...work, callbackBaseUrl: "javascript:alert(1)" }],
    ["work.returnUrl", { ...work, returnUrl: "/done" }],
    ["work.browserSession", { ...work, browserSession: "" }],
    ["work.inputs", { ...work, inputs: undefined }],
    ["work.inputs", { ...work, inputs: { ...work.inputs, more: 1 } }],
    ["work.inputs.dataBlocks[0]", { ...work, inputs: { ...work.inputs, dataBlocks: [1] } }],
    ["work.inputs.attributes", { ...work, inputs: { ...work.inputs, attributes: [] } }],
    ["work.inputs.subject", subject({ name: "x" })],
    ["work.inputs.subject.countryOfResidence", subject({ countryOfResidence: "NL" })],
    ["work.inputs.subject.countryOfResidence", subject({ countryOfResidence: "XNLD" })],
    ["work.inputs.subject.ipAddress", subject({ ipAddress: "not-an-address" })],
    ["work.inputs.subject.loginHint", subject({ loginHint: "" })],
    ["work.inputs.subject.subjectId", subject({ subjectId: "" })],
    ["work.inputs.consents[0].givenAt", consent({ givenAt: "yesterday" })],
    ["work.inputs.consents[0].type", consent({ type: "" })],
    ["work.inputs.consents[0]", consent({ more: true })],
  ];

  it.each(wrong)("refuses a wrong %s and names it without its value", (path, value) => {
    const checked = checkWork(value as StepWork);
    expect(checked).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(!checked.ok && checked.error.message).toContain(`${path}: `);
    expect(JSON.stringify(checked)).not.toMatch(/not-an-address|javascript|yesterday/);
  });
});

describe("references", () => {
  it("point at configuration and secrets, and hold no values", () => {
    expect(configReferenceSchema.safeParse({ key: "a.b" }).success).toBe(true);
    expect(configReferenceSchema.safeParse({ key: "a.b", required: false }).success).toBe(true);
    expect(configReferenceSchema.safeParse({ value: "x" }).success).toBe(false);
    expect(secretReferenceSchema.safeParse({ path: "p" }).success).toBe(true);
    expect(secretReferenceSchema.safeParse({ path: "p", providerId: "v", key: "k" }).success).toBe(true);
    expect(secretReferenceSchema.safeParse({ key: "k" }).success).toBe(true);
    expect(secretReferenceSchema.safeParse({ providerId: "v" }).success).toBe(false);
    expect(secretReferenceSchema.safeParse({ key: "k", secret: "s" }).success).toBe(false);
  });
});

function subject(value: object): unknown {
  return { ...work, inputs: { ...work.inputs, subject: value } };
}

function consent(value: object): unknown {
  return { ...work, inputs: { ...work.inputs, consents: [{ ...work.inputs.consents[0], ...value }] } };
}
