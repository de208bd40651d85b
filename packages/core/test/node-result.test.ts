import { describe, expect, it } from "vitest";
import { parseDataBlock } from "../src/data-block.ts";
import { type FinalStatus, type NodeResultContext, toNodeResult } from "../src/node-result.ts";

const context: NodeResultContext = {
  executionId: "execution-1",
  nodeId: "passport",
  attempt: 2,
  now: new Date("2026-11-21T10:00:00Z"),
  provider: "acme",
  methodType: "document",
  maxAssurance: { eidas: "substantial" },
  sessionBinding: "bound",
};

const status: FinalStatus = {
  final: true,
  verdict: "verified",
  rawStatus: "accepted",
  reference: "process-1",
  contents: [
    { type: "documentData", content: { documentType: "PASSPORT" } },
    { type: "documentData", content: { documentType: "ID" } },
    { type: "basicIdentity", content: { givenName: "Ada", familyName: "Specimen" } },
  ],
  identifiers: [{ type: "SUBJECT_ID", value: "s", verified: true }],
  attributes: { extra: true },
  warnings: [{ code: "w", path: "a.b" }],
};

describe("toNodeResult", () => {
  it("puts each content into an envelope of the step and keeps the provider's own status", () => {
    const result = toNodeResult(status, context);
    expect(result).toMatchObject({
      ok: true,
      value: {
        verdict: "verified",
        rawStatus: "accepted",
        reference: "process-1",
        identifiers: [{ type: "SUBJECT_ID", value: "s", verified: true }],
        attributes: { extra: true },
        assurance: {},
        amr: [],
        evidence: {
          provider: "acme",
          method: "document",
          timestamp: "2026-11-21T10:00:00.000Z",
          metadata: { rawStatus: "accepted", reference: "process-1" },
        },
        warnings: [{ code: "w", path: "a.b" }],
        sessionBinding: "bound",
      },
    });
    const blocks = result.ok ? result.value.dataBlocks : [];
    expect(blocks.map(({ type, content }) => ({ type, content }))).toEqual(status.contents);
    for (const block of blocks) {
      expect(block.createdBy).toEqual({ stepId: "passport", clock: 2 });
      expect(block.createdAt).toBe("2026-11-21T10:00:00.000Z");
      expect(parseDataBlock(JSON.parse(JSON.stringify(block)))).toMatchObject({ ok: true });
    }
  });

  it("gives two blocks of one type two ids, and the same outcome the same ids", () => {
    const ids = () => {
      const result = toNodeResult(status, context);
      return result.ok ? result.value.dataBlocks.map((block) => block.datablockId) : [];
    };
    expect(new Set(ids()).size).toBe(3);
    expect(ids()).toEqual(ids());
  });

  it("caps the assurance by the method's maximum", () => {
    const strong = { ...status, assurance: { eidas: "high" as const, aal: "AAL2" as const }, amr: ["face"] };
    expect(toNodeResult(strong, context)).toMatchObject({
      ok: true,
      value: { assurance: { eidas: "substantial" }, amr: ["face"] },
    });
  });

  it("refuses a content that does not fit its schema, naming the path and not the value", () => {
    const wrong = {
      ...status,
      contents: [{ type: "documentData" as const, content: { documentType: "LIBRARY_CARD" as never } }],
    };
    const result = toNodeResult(wrong, context);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_response" } });
    expect(JSON.stringify(result)).not.toContain("LIBRARY_CARD");
  });
});
