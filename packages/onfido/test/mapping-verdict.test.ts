import { describe, expect, it } from "vitest";
import type { OnfidoOrder } from "../src/mapping/order.ts";
import { contentOf, contextOf, fixture, issueCodesOf, mapFinal, passport } from "./mapping-samples.ts";

const document = "providerSpecific/documentVerification";
const face = "providerSpecific/facialSimilarity";

/** What an accepted passport with changes comes to. */
function judge(changes: Record<string, unknown>, order: Partial<OnfidoOrder> = {}) {
  const status = mapFinal(passport(changes), contextOf(order));
  const { verdict, amr, attributes } = status;
  const doubts = status.warnings.filter(({ code }) => code !== "missing_value");
  return { verdict, doubts, amr, attributes, reason: contentOf(status, "documentVerification")?.verdict.reason };
}

describe("an accepted process", () => {
  it("is verified when nothing speaks against it", () => {
    expect(judge({})).toMatchObject({ verdict: "verified", doubts: [], reason: undefined });
  });

  it.each([
    ["other_provider", "provider", { provider: "readid" }, "the answer is from another provider"],
    ["other_provider", "provider", { provider: 7 }, "the answer is from another provider"],
    ["report_missing", "documentVerification", { [document]: undefined }, "a report is missing"],
    ["report_missing", "facialSimilarity", { [face]: undefined }, "a report is missing"],
    ["report_missing", "facialSimilarity", { [face]: null }, "a report is missing"],
    ["report_without_result", "documentVerification", { [`${document}/result`]: undefined }, "a report has no result"],
    ["report_without_result", "facialSimilarity", { [`${face}/result`]: null }, "a report has no result"],
    [
      "contradicting_result",
      "facialSimilarity",
      { [`${face}/result`]: "consider" },
      "a result contradicts the acceptance",
    ],
    ["fail_reason_present", "failReason", { failReason: { type: "timeout" } }, "the provider names a failure"],
    ["fail_reason_present", "failReason", { failReason: "timeout" }, "the provider names a failure"],
  ])("with %s at %s is inconclusive", (code, path, changes, reason) => {
    expect(judge(changes)).toMatchObject({
      verdict: "inconclusive",
      doubts: [{ code, path }],
      reason: `inconclusive: ${reason}`,
    });
  });

  it("may leave out the provider and a fail reason", () => {
    expect(judge({ provider: undefined, failReason: null })).toMatchObject({ verdict: "verified", doubts: [] });
    expect(judge({ provider: null })).toMatchObject({ verdict: "verified", doubts: [] });
  });

  it("names every reason once, in words too", () => {
    const changes = { provider: "readid", [document]: undefined, [`${face}/result`]: undefined };
    expect(judge(changes)).toMatchObject({
      doubts: [
        { code: "other_provider", path: "provider" },
        { code: "report_missing", path: "documentVerification" },
        { code: "report_without_result", path: "facialSimilarity" },
      ],
      reason: "inconclusive: the answer is from another provider; a report is missing; a report has no result",
    });
  });

  it("with caution is inconclusive even when everything else is clear", () => {
    expect(judge({ [`${document}/subResult`]: "caution" })).toMatchObject({
      verdict: "inconclusive",
      doubts: [
        { code: "caution", path: "documentVerification.subResult" },
        { code: "contradicting_result", path: "documentVerification.subResult" },
      ],
      reason: "inconclusive: the provider accepted with caution; a result contradicts the acceptance",
    });
  });

  it.each(["rejected", "suspected", "new_word"])("with the sub-result %s is inconclusive", (subResult) => {
    expect(judge({ [`${document}/subResult`]: subResult })).toMatchObject({
      verdict: "inconclusive",
      doubts: [{ code: "contradicting_result", path: "documentVerification.subResult" }],
    });
  });

  it.each([null, undefined])("needs no sub-result: %j", (subResult) => {
    expect(judge({ [`${document}/subResult`]: subResult }).verdict).toBe("verified");
  });

  it("names the first of several bad results", () => {
    const changes = {
      [`${document}/breakdowns/policeRecord/result`]: "consider",
      [`${document}/breakdowns/ageValidation/result`]: "consider",
    };
    expect(judge(changes).doubts).toEqual([
      { code: "contradicting_result", path: "documentVerification.ageValidation" },
    ]);
  });
});

describe("similarity of face and portrait", () => {
  const path = "facialSimilarity.similarityScore";

  it.each(["medium", "high", null, undefined])("%j fits a match", (score) => {
    const changes = { [`${face}/similarityScore`]: score, "finalResult/similarityScore": score };
    expect(judge(changes)).toMatchObject({ verdict: "verified", doubts: [] });
  });

  it.each([`${face}/similarityScore`, "finalResult/similarityScore"])("low in %s is no match", (place) => {
    expect(judge({ [place]: "low" })).toMatchObject({
      verdict: "inconclusive",
      doubts: [
        { code: "contradicting_result", path },
        { code: "similarity_low", path },
      ],
      reason: "inconclusive: a result contradicts the acceptance; face and portrait are not similar enough",
    });
  });

  it.each(["very_low", "", 0.9, {}])("%j is not known", (score) => {
    expect(judge({ [`${face}/similarityScore`]: score })).toMatchObject({
      verdict: "inconclusive",
      doubts: [
        { code: "contradicting_result", path },
        { code: "unknown_similarity", path },
      ],
      reason: "inconclusive: a result contradicts the acceptance; the similarity of face and portrait is not known",
    });
  });

  it("adds nothing to a face match that failed", () => {
    const match = `${face}/breakdowns/faceComparison/breakdown/faceMatch/result`;
    const raw = passport({ [match]: "consider", [`${face}/similarityScore`]: "low" });
    expect(issueCodesOf(mapFinal(raw))).toEqual(["facialSimilarity.faceComparison.faceMatch"]);
  });
});

describe("an answer and the order", () => {
  const types = ["document", "documentSelfie", "documentVideo"] as const;
  const less = { code: "less_than_ordered", path: "processType" };

  it.each(
    types.flatMap((ordered, rank) => types.map((answered, given) => ({ ordered, answered, covers: given >= rank }))),
  )("$answered for $ordered", ({ ordered, answered, covers }) => {
    expect(judge({ processType: answered }, { processType: ordered })).toMatchObject(
      covers
        ? { verdict: "verified", doubts: [] }
        : { verdict: "inconclusive", doubts: [less], reason: "inconclusive: not all that was ordered was verified" },
    );
  });

  it.each(
    types.flatMap((ordered) => [undefined, null, "documentMotion", 2].map((answered) => ({ ordered, answered }))),
  )("$answered for $ordered is less", ({ ordered, answered }) => {
    expect(judge({ processType: answered }, { processType: ordered })).toMatchObject({
      verdict: "inconclusive",
      doubts: [less],
    });
  });

  it("an order that is not known is never met", () => {
    const order = { processType: "documentMotion" as OnfidoOrder["processType"] };
    expect(judge({}, order)).toMatchObject({ verdict: "inconclusive", doubts: [less] });
  });

  it("the face report is needed when either calls for a face", () => {
    const noFace = { [face]: undefined };
    const missing = { code: "report_missing", path: "facialSimilarity" };
    expect(judge({ ...noFace, processType: "document" }, { processType: "document" }).doubts).toEqual([]);
    expect(judge({ ...noFace, processType: "documentSelfie" }, { processType: "document" }).doubts).toEqual([missing]);
    expect(judge({ ...noFace, processType: "documentVideo" }, { processType: "document" }).doubts).toEqual([missing]);
    expect(judge({ ...noFace, processType: "document" }, { processType: "documentSelfie" }).doubts).toEqual([
      less,
      missing,
    ]);
  });

  it("a face report that nobody asked for counts when it is bad", () => {
    const changes = { processType: "document", [`${face}/result`]: "consider" };
    expect(judge(changes, { processType: "document" }).verdict).toBe("inconclusive");
  });

  it("the face is an authentication method when it was ordered and verified", () => {
    expect(judge({}).amr).toEqual(["face"]);
    expect(judge({ processType: "documentVideo" }, { processType: "documentVideo" }).amr).toEqual(["face"]);
    expect(judge({}, { processType: "document" }).amr).toEqual([]);
    expect(judge({ [`${face}/result`]: "consider" }).amr).toEqual([]);
  });
});

describe("the allowed document types", () => {
  const notAllowed = { code: "document_type_not_allowed", path: "documentType" };
  const types = (stated: unknown, reported: unknown) => ({
    "finalResult/documentType": stated,
    [`${document}/documentType`]: reported,
  });
  const order: Partial<OnfidoOrder> = { documentTypes: ["ID", "PASSPORT"] };

  it.each([
    ["passport", "passport"],
    ["passport", undefined],
    [null, "passport"],
    ["national_identity_card", "idCard"],
  ])("%j and %j are allowed", (stated, reported) => {
    expect(judge(types(stated, reported), order)).toMatchObject({ verdict: "verified" });
  });

  it.each([
    ["driversLicense", "driversLicense"],
    ["passport", "driversLicense"],
    ["driversLicense", "passport"],
    ["passport", "libraryCard"],
    [7, "passport"],
    [undefined, undefined],
    [null, null],
  ])("%j and %j are not", (stated, reported) => {
    const { verdict, doubts, reason } = judge(types(stated, reported), order);
    expect(verdict).toBe("inconclusive");
    expect(doubts).toContainEqual(notAllowed);
    expect(reason).toBe("inconclusive: the document type is not an allowed one");
  });

  it("do not matter when none are named", () => {
    expect(judge(types("libraryCard", "libraryCard")).verdict).toBe("verified");
  });
});

describe("what the provider refuses stays refused", () => {
  it("rejected with every result clear", () => {
    expect(judge({ status: "rejected" })).toMatchObject({ verdict: "rejected", doubts: [] });
  });

  it("rejected and less than ordered", () => {
    expect(judge({ status: "rejected", processType: "document", provider: "readid" })).toMatchObject({
      verdict: "rejected",
      doubts: [],
    });
  });
});

describe("a suspicion of fraud", () => {
  it.each(["accepted", "rejected", "inconclusive", "canceled", "failed"])(
    "is an attribute of %s, no verdict",
    (status) => {
      const { verdict, attributes } = judge({ status, [`${document}/subResult`]: "suspected" });
      expect(verdict).not.toBe("fraudDetected");
      expect(attributes.fraudSuspected).toBe(true);
    },
  );

  it("comes from the face report too", () => {
    expect(judge({ [`${face}/subResult`]: "suspected" }).attributes.fraudSuspected).toBe(true);
  });

  it("is absent without", () => {
    expect(mapFinal(fixture("rejected")).attributes).not.toHaveProperty("fraudSuspected");
  });
});
