import type { IdvNodeResult } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { createPaint, wantsColour } from "../src/paint.ts";
import { wrap } from "../src/printable.ts";
import { resultLines } from "../src/result-view.ts";

const plain = createPaint(false);
const empty: IdvNodeResult = {
  verdict: "verified",
  rawStatus: "accepted",
  reference: null,
  identifiers: [],
  attributes: {},
  assurance: { evidenceStrength: "strong" },
  amr: [],
  evidence: { provider: "onfido", method: "document", timestamp: "2026-11-22T00:00:00.000Z", metadata: {} },
  dataBlocks: [],
  warnings: [],
  sessionBinding: "none",
};

function identity(givenName: string): IdvNodeResult["dataBlocks"] {
  return [
    {
      datablockId: "3f8a1c52-5f5e-5b0c-9f40-0a2d8a0a4c11",
      type: "basicIdentity",
      createdBy: { stepId: "n", clock: 1 },
      createdAt: "2026-11-22T00:00:00.000Z",
      status: "STORED",
      content: { givenName, familyName: "DE BRUIJN" },
    },
  ];
}

describe("the view of a result", () => {
  it("says the verdict, what backs it, and the blocks with aligned fields", () => {
    expect(resultLines({ ...empty, dataBlocks: identity("WILLEKE") }, plain)).toEqual([
      "  ✔ verified   status accepted · evidenceStrength strong · session not bound",
      "  basicIdentity",
      "    givenName   WILLEKE",
      "    familyName  DE BRUIJN",
    ]);
  });

  it("breaks a long value into lines of at most 100 characters", () => {
    const lines = resultLines({ ...empty, dataBlocks: identity("X".repeat(250)) }, plain);
    expect(Math.max(...lines.map((line) => line.length))).toBe(100);
    expect(lines.join("").match(/X/g)).toHaveLength(250);
  });

  it("lets no value steer the terminal", () => {
    const lines = resultLines({ ...empty, dataBlocks: identity("a\u001b[2J\u009b\u202eb\nc") }, plain);
    expect(lines[2]).toBe("    givenName   a\ufffd[2J\ufffd\ufffdb\ufffdc");
  });

  it("gives an attribute that is an object a section of its own", () => {
    const attributes = { score: 0.5, classes: { list: [{ category: "A" }, { category: "B" }] } };
    expect(resultLines({ ...empty, attributes }, plain).slice(1)).toEqual([
      "  attributes",
      "    score  0.5",
      "  attributes, classes",
      "    list  category A",
      "          category B",
    ]);
  });
});

describe("colour", () => {
  it("is used on a terminal", () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(createPaint(true).good("x")).toBe("\u001b[32mx\u001b[39m");
  });

  it.each([
    ["a pipe", {}, {}],
    ["NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }],
  ])("is not used with %s", (_, stream, environment) => {
    expect(wantsColour(stream, environment)).toBe(false);
  });
});

describe("wrapping", () => {
  it("breaks between words, and within a word only when it must", () => {
    expect(wrap("aa bb ccccccc", 5)).toEqual(["aa bb", "ccccc", "cc"]);
    expect(wrap("", 5)).toEqual([""]);
  });
});
