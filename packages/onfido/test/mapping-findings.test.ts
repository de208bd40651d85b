import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { onfidoFindings } from "../src/mapping/finding-tree.ts";
import { changed, checksOf, contextOf, issuesOf, type Json, mapFinal, put } from "./mapping-samples.ts";

/** What the table must say, written down a second time: path | technique | severity | message. */
const specified = readFileSync(new URL("mapping-findings.txt", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => {
    const [path = "", technique = "", severity = "", message = ""] = line.split(" | ");
    return { path, technique, severity, message };
  });

const apart = ["documentVerification.subResult", "facialSimilarity.similarityScore"];
const results = specified.filter(({ path }) => !apart.includes(path));

/** Where the result of a finding stands in a response. */
function placeOf(path: string): string {
  const [report, group, sub, property] = path.split(".");
  const root = `providerSpecific/${report}`;
  if (path === "documentVerification.subResult") return `${root}/subResult`;
  if (group === "rawReport") return `${root}/rawReport/${sub ?? "result"}`;
  if (path === "facialSimilarity.similarityScore") return `${root}/similarityScore`;
  if (group === undefined) return `${root}/result`;
  if (sub === undefined) return `${root}/breakdowns/${group}/result`;
  if (property === undefined) return `${root}/breakdowns/${group}/breakdown/${sub}/result`;
  return `${root}/breakdowns/${group}/breakdown/${sub}/properties/${property}`;
}

const accepted = {
  provider: "onfido",
  processType: "documentVideo",
  status: "accepted",
  updatedAt: "2026-01-15T09:59:00Z",
  finalResult: { firstName: "ALIX", lastName: "MUSTER", documentType: "passport" },
} as unknown as Json;

/** An accepted process in which every result that is known was given and is clear. */
const allClear = changed(accepted, {
  ...Object.fromEntries(results.map(({ path }) => [placeOf(path), path.endsWith(".reasons") ? "" : "clear"])),
  "providerSpecific/documentVerification/subResult": "clear",
  "providerSpecific/facialSimilarity/similarityScore": "high",
});

const context = contextOf({ processType: "documentVideo" });

describe("the table of findings", () => {
  it("says for every result of Onfido's reports what it means", () => {
    expect(onfidoFindings).toStrictEqual(specified);
  });

  it("is silent when every result is clear", () => {
    const status = mapFinal(allClear, context);
    expect(status.verdict).toBe("verified");
    expect(status.warnings).toEqual([]);
    expect(issuesOf(status)).toEqual([]);
    expect(checksOf(status)).toEqual({
      securityFeatures: "passed",
      documentValidity: "passed",
      dataCrosscheck: "passed",
      faceMatch: "passed",
      liveness: "passed",
      databaseCheck: "passed",
      ageCheck: "passed",
      chipAuthentication: "passed",
    });
  });

  it.each(specified)("$path: not clear is one issue, fails $technique alone and is never verified", (row) => {
    const { path, technique, severity, message } = row;
    const response = changed(allClear, { [placeOf(path)]: path.endsWith("similarityScore") ? "low" : "consider" });
    const status = mapFinal(response, context);
    expect(issuesOf(status)).toEqual([{ code: path, severity, message }]);
    expect(checksOf(status)).toEqual({ ...checksOf(mapFinal(allClear, context)), [technique]: "failed" });
    expect(status.verdict).toBe("inconclusive");
    expect(status.warnings).toContainEqual({ code: "contradicting_result", path });
    expect(status.warnings.map(({ code }) => code)).not.toContain("unknown_breakdown");
  });

  it.each(results.filter(({ path }) => !/\.(?:reasons|rawReport\.subResult)$/.test(path)))(
    "$path: clear alone shows that $technique was applied",
    ({ path, technique }) => {
      const response = structuredClone(accepted);
      put(response, placeOf(path), "clear");
      expect(checksOf(mapFinal(response, context))).toEqual({ [technique]: "passed" });
    },
  );
});
