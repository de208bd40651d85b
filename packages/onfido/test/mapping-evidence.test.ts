import { describe, expect, it } from "vitest";
import { checksOf, fixture, issueCodesOf, issuesOf, type Json, mapFinal, passport } from "./mapping-samples.ts";

const document = "providerSpecific/documentVerification";
const face = "providerSpecific/facialSimilarity";
const validation = `${document}/breakdowns/dataValidation`;
const expiration = `${validation}/breakdown/documentExpiration`;

/** Issue codes of the accepted passport with changes. */
function codes(changes: Record<string, unknown>): string[] {
  return issueCodesOf(mapFinal(passport(changes)));
}

/** Issue codes and checks of a rejected process with these reports and nothing else. */
function bare(providerSpecific: unknown, rest: object = {}) {
  const status = mapFinal({ status: "rejected", providerSpecific, ...rest });
  return { codes: issueCodesOf(status), checks: checksOf(status), warnings: status.warnings };
}

describe("what is clear", () => {
  it.each(["consider", "unidentified", "Clear", "CLEAR", " clear", "", "true", 1, 0, true, false, {}, [], ["clear"]])(
    "a result of %j is not",
    (result) => {
      expect(codes({ [`${expiration}/result`]: result })).toEqual([
        "documentVerification.dataValidation.documentExpiration",
      ]);
    },
  );

  it.each([null, undefined])("a result of %j was not performed and says nothing", (result) => {
    const status = mapFinal(passport({ [`${expiration}/result`]: result }));
    expect(status.verdict).toBe("verified");
    expect(issuesOf(status)).toEqual([]);
  });

  it("a technique without any result is left out of the checks", () => {
    expect(checksOf(mapFinal(fixture("accepted-driving-licence")))).not.toHaveProperty("dataCrosscheck");
  });

  it("what stands below a node without result counts", () => {
    const found = codes({ [`${validation}/result`]: undefined, [`${expiration}/result`]: "consider" });
    expect(found).toEqual(["documentVerification.dataValidation.documentExpiration"]);
  });
});

describe("a bad result counts once, at the deepest", () => {
  it("below report, summary and breakdown", () => {
    const bad = { [`${document}/result`]: "consider", [`${document}/dataValidation`]: "consider" };
    expect(codes(bad)).toEqual(["documentVerification.dataValidation"]);
    expect(codes({ ...bad, [`${validation}/result`]: "consider" })).toEqual(["documentVerification.dataValidation"]);
    expect(codes({ ...bad, [`${validation}/result`]: "consider", [`${expiration}/result`]: "consider" })).toEqual([
      "documentVerification.dataValidation.documentExpiration",
    ]);
  });

  it("down to a property", () => {
    const quality = `${document}/breakdowns/imageIntegrity/breakdown/imageQuality`;
    const bad = {
      [`${document}/result`]: "consider",
      [`${document}/breakdowns/imageIntegrity/result`]: "consider",
      [`${quality}/result`]: "unidentified",
      [`${quality}/properties/darkPhoto`]: "consider",
    };
    expect(codes(bad)).toEqual(["documentVerification.imageIntegrity.imageQuality.darkPhoto"]);
  });

  it("two branches are two", () => {
    expect(
      codes({ [`${expiration}/result`]: "consider", [`${document}/breakdowns/policeRecord/result`]: "consider" }),
    ).toEqual(["documentVerification.policeRecord", "documentVerification.dataValidation.documentExpiration"]);
  });

  it("the sub-result of a report counts where nothing else does", () => {
    expect(codes({ [`${document}/subResult`]: "caution" })).toEqual(["documentVerification.subResult"]);
    const rejected = { [`${document}/subResult`]: "rejected" };
    expect(codes({ ...rejected, [`${document}/result`]: "consider" })).toEqual(["documentVerification"]);
    expect(codes({ ...rejected, [`${expiration}/result`]: "consider" })).toEqual([
      "documentVerification.dataValidation.documentExpiration",
    ]);
    expect(codes({ [`${document}/subResult`]: null })).toEqual([]);
  });

  it("the same place in two containers is one issue, and its parent none", () => {
    const bad = { dataValidation: { result: "consider" } };
    const report = { documentVerification: { result: "consider", breakdowns: bad, breakdown: bad } };
    expect(bare(report).codes).toEqual(["documentVerification.dataValidation"]);
  });
});

describe("summaries beside the breakdowns", () => {
  it("count without a breakdown", () => {
    expect(bare({ documentVerification: { policeRecord: "consider" } }).codes).toEqual([
      "documentVerification.policeRecord",
    ]);
    expect(
      bare({ documentVerification: { policeRecord: "consider", breakdowns: { policeRecord: null } } }).codes,
    ).toEqual(["documentVerification.policeRecord"]);
    expect(bare({ documentVerification: { policeRecord: "clear" } })).toMatchObject({
      codes: [],
      checks: { databaseCheck: "passed" },
    });
  });

  it("count with a breakdown that has no result", () => {
    expect(
      bare({ documentVerification: { policeRecord: "consider", breakdowns: { policeRecord: {} } } }).codes,
    ).toEqual(["documentVerification.policeRecord"]);
    expect(bare({ documentVerification: { policeRecord: "clear", breakdowns: { policeRecord: {} } } }).checks).toEqual({
      databaseCheck: "passed",
    });
  });

  it("count whatever their type is, and not when they are null", () => {
    expect(codes({ [`${document}/policeRecord`]: 0 })).toEqual(["documentVerification.policeRecord"]);
    expect(codes({ [`${document}/policeRecord`]: null })).toEqual([]);
  });

  it("may be nodes themselves", () => {
    const group = { result: "consider", breakdown: { mrz: { result: "consider" } } };
    expect(bare({ documentVerification: { dataValidation: group } }).codes).toEqual([
      "documentVerification.dataValidation.mrz",
    ]);
  });

  it("may be lists", () => {
    expect(bare({ documentVerification: { dataConsistency: ["fine", "consider"] } })).toMatchObject({
      codes: ["documentVerification.dataConsistency.1"],
      checks: { dataCrosscheck: "failed" },
    });
  });

  it("may stand beside the breakdown as a node of its own", () => {
    const both = (result: string) => ({
      documentVerification: { dataValidation: { result }, breakdowns: { dataValidation: { result: "clear" } } },
    });
    expect(bare(both("clear")).codes).toEqual([]);
    expect(bare(both("consider")).codes).toEqual(["documentVerification.dataValidation"]);
  });

  it("of an unknown breakdown count by their word", () => {
    const chip = (word: string) => ({ documentVerification: { chip: word, breakdowns: { chip: {} } } });
    expect(bare(chip("consider")).codes).toEqual(["documentVerification.chip"]);
    expect(bare(chip("present")).codes).toEqual([]);
  });

  it("belong to a sub-breakdown as well", () => {
    const group = { mrz: "consider", breakdown: { mrz: { properties: { lines: "consider" } } } };
    expect(bare({ documentVerification: { breakdowns: { dataValidation: group } } }).codes).toEqual([
      "documentVerification.dataValidation.mrz.lines",
    ]);
  });
});

describe("containers of another shape", () => {
  it.each([
    ["breakdowns", "documentVerification"],
    ["breakdowns/dataValidation/breakdown", "documentVerification.dataValidation"],
    ["breakdowns/dataValidation/breakdown/mrz/properties", "documentVerification.dataValidation.mrz"],
  ])("%s as a word is a result", (place, code) => {
    expect(codes({ [`${document}/${place}`]: "consider" })).toEqual([code]);
    expect(codes({ [`${document}/${place}`]: "clear" })).toEqual([]);
    expect(codes({ [`${document}/${place}`]: 7 })).toEqual([code]);
    expect(codes({ [`${document}/${place}`]: null })).toEqual([]);
    expect(codes({ [`${document}/${place}`]: [] })).toEqual([]);
    for (const list of [["clear"], [{ result: "clear" }], [null], ""]) {
      expect(codes({ [`${document}/${place}`]: list })).toEqual([code]);
    }
  });

  it("a breakdown as a word is a result", () => {
    const breakdowns = { policeRecord: "consider", ageValidation: "clear" };
    expect(bare({ documentVerification: { breakdowns } })).toMatchObject({
      codes: ["documentVerification.policeRecord"],
      checks: { databaseCheck: "failed", ageCheck: "passed" },
    });
  });

  it.each(["result", "subResult", "breakdown", "breakdowns", "properties"])(
    "a breakdown that is named %s is a result",
    (name) => {
      const named = (value: unknown) => ({ documentVerification: { breakdown: { [name]: value } } });
      expect(bare(named({})).codes).toEqual([`documentVerification.${name}`]);
      expect(bare(named("clear")).codes).toEqual([]);
      expect(bare(named(null)).codes).toEqual([]);
    },
  );

  it.each(["documentVerification", "facialSimilarity"])("%s as a word is a result", (report) => {
    expect(bare({ [report]: "consider" }).codes).toEqual([report]);
  });
});

describe("properties", () => {
  const faceMatch = `${face}/breakdowns/faceComparison/breakdown/faceMatch/properties`;
  const source = `${face}/breakdowns/imageIntegrity/breakdown/sourceIntegrity/properties`;

  it.each(["score", "livePhotoId", "documentId", "liveVideoId"])("%s is information, also as text", (name) => {
    expect(codes({ [`${faceMatch}/${name}`]: "0.21" })).toEqual([]);
    expect(codes({ [`${faceMatch}/${name}`]: { result: "consider" } })).toHaveLength(1);
    expect(codes({ [`${faceMatch}/${name}`]: false })).toHaveLength(1);
  });

  it.each([
    "id",
    "live_photo_id",
    "numberOfMatches",
    "number_of_matches",
    "totalNumberOfSources",
    "total_number_of_sources",
  ])("%s is information too", (name) => {
    expect(codes({ [`${faceMatch}/${name}`]: "3" })).toEqual([]);
  });

  it.each(["valid", "panValid", "is_valid", "uuid", "scored", "subscore", "numbers", "phonenumberof"])(
    "%s only looks like it",
    (name) => {
      expect(codes({ [`${faceMatch}/${name}`]: "consider" })).toHaveLength(1);
    },
  );

  it("a number is a measurement", () => {
    expect(codes({ [`${faceMatch}/distance`]: 0.2 })).toEqual([]);
  });

  it("null says nothing", () => {
    expect(codes({ [`${source}/fakeWebcam`]: null })).toEqual([]);
  });

  it.each(["consider", "", "no", true, false, {}, ["clear"]])("%j is not clear", (value) => {
    expect(codes({ [`${source}/fakeWebcam`]: value })).toEqual([
      "facialSimilarity.imageIntegrity.sourceIntegrity.fakeWebcam",
    ]);
  });

  it("reasons are bad unless they are empty", () => {
    const path = "facialSimilarity.imageIntegrity.sourceIntegrity.reasons";
    expect(codes({ [`${source}/reasons`]: "fake_webcam,emulator" })).toEqual([path]);
    expect(codes({ [`${source}/reasons`]: "clear" })).toEqual([path]);
    expect(codes({ [`${source}/reasons`]: ["emulator"] })).toEqual([path]);
    expect(codes({ [`${source}/reasons`]: "" })).toEqual([]);
    expect(codes({ [`${source}/reasons`]: null })).toEqual([]);
  });
});

describe("results that idvkit does not know", () => {
  it.each([
    ["documentVerification/breakdowns/chip", "documentVerification.chip", "documentValidity"],
    [
      "documentVerification/breakdowns/policeRecord/breakdown/interpol",
      "documentVerification.policeRecord.interpol",
      "databaseCheck",
    ],
    [
      "facialSimilarity/breakdowns/visualAuthenticity/breakdown/deepfake",
      "facialSimilarity.visualAuthenticity.deepfake",
      "liveness",
    ],
    ["voiceSimilarity", "providerSpecific.voiceSimilarity", "documentValidity"],
  ])("%s is an issue with its path, of the technique above it", (place, code, technique) => {
    const status = mapFinal(passport({ [`providerSpecific/${place}/result`]: "consider" }));
    expect(status.verdict).toBe("inconclusive");
    expect(issuesOf(status)).toEqual([{ code, severity: "error", message: "A result of the provider is not clear." }]);
    expect(checksOf(status)[technique]).toBe("failed");
    expect(status.warnings).toContainEqual({ code: "unknown_breakdown", path: code });
  });

  it.each([
    ["result", "process"],
    ["finalResult/result", "finalResult"],
    ["providerSpecific/result", "providerSpecific"],
    ["checks/result", "process.checks"],
  ])("%s of the process counts too", (place, code) => {
    const status = mapFinal(passport({ [place]: "consider" }));
    expect(issueCodesOf(status)).toEqual([code]);
    expect(checksOf(status).documentValidity).toBe("failed");
    expect(status.warnings).toContainEqual({ code: "unknown_breakdown", path: code });
  });

  it("a sub-result of another report than the document's", () => {
    expect(codes({ [`${face}/subResult`]: "caution" })).toEqual(["facialSimilarity.subResult"]);
  });

  it("clear ones say nothing, neither for a technique", () => {
    expect(
      bare({ documentVerification: { breakdowns: { chip: { result: "clear", properties: { x: "clear" } } } } }),
    ).toEqual({
      codes: [],
      checks: {},
      warnings: expect.not.arrayContaining([expect.objectContaining({ code: "unknown_breakdown" })]),
    });
  });

  it.each([
    ["a b", "unknown"],
    ["", "unknown"],
    ["x".repeat(65), "unknown"],
    ["x".repeat(64), "x".repeat(64)],
    ["lost,_stolen.or-9", "lost,Stolen.or-9"],
  ])("the key %j is written as %j", (key, written) => {
    const breakdowns = { dataValidation: { breakdown: { [key]: { result: "consider" } } } };
    expect(bare({ documentVerification: { breakdowns } }).codes).toEqual([
      `documentVerification.dataValidation.${written}`,
    ]);
  });

  it.each([
    "consider",
    "unidentified",
    "rejected",
    "suspected",
    "caution",
    "declined",
    "failed",
    "inconclusive",
    "withdrawn",
    "cancelled",
    "canceled",
    "CONSIDER",
  ])("an unknown member of the value %j counts", (value) => {
    expect(codes({ [`${document}/watchlist`]: value })).toEqual(["documentVerification.watchlist"]);
    expect(codes({ [`${document}/notes`]: { list: ["fine", value] } })).toEqual(["documentVerification.notes.list.1"]);
  });

  it.each(["MILLER", "", 5, true, null])("an unknown member of the value %j does not", (value) => {
    expect(codes({ [`${document}/motherName`]: value })).toEqual([]);
  });

  it.each([
    "processId",
    "provider",
    "processType",
    "createdAt",
    "updatedAt",
    "authorization",
    "firstName",
    "lastName",
    "gender",
    "nationality",
    "dateOfBirth",
    "placeOfBirth",
    "documentType",
    "documentNumber",
    "dateOfExpiry",
    "dateOfIssue",
    "issuingCountry",
    "personalIdentificationNumber",
    "mrzLine1",
    "mrzLine2",
    "aliasName",
    "similarityScore",
    "rawVehicleClasses",
  ])("%s is data, whatever it says", (name) => {
    expect(codes({ [name]: "consider" })).toEqual([]);
    expect(codes({ [`${document}/${name}`]: "consider" }).filter((code) => !code.endsWith("similarityScore"))).toEqual(
      [],
    );
  });

  it("status is data", () => {
    expect(issueCodesOf(mapFinal({ status: "failed" }))).toEqual([]);
  });

  it("a fail reason is none", () => {
    expect(bare(undefined, { failReason: { type: "canceled", result: "consider" } }).codes).toEqual([]);
  });

  it("results inside of data count", () => {
    expect(codes({ [`${document}/passengerVehicle`]: { result: "consider" } })).toEqual([
      "documentVerification.passengerVehicle",
    ]);
  });
});

describe("responses of a size that Onfido never gives", () => {
  /** `levels` objects, one in the other. */
  function nest(levels: number): Json {
    let inner = {} as Json;
    for (let level = 1; level < levels; level++) inner = { x: inner } as Json;
    return inner;
  }

  it("what lies deeper than twelve levels is not clear", () => {
    expect(codes({ extra: nest(12) })).toEqual([]);
    expect(codes({ extra: nest(13) })).toEqual([`process.extra${".x".repeat(12)}`]);
    expect(codes({ extra: nest(5000) })).toEqual([`process.extra${".x".repeat(12)}`]);
  });

  it("what comes after ten thousand nodes is not clear", () => {
    const extra = (nodes: number) => ({ extra: Array.from({ length: nodes - 2 }, () => ({})) });
    expect(bare(undefined, extra(10_000)).codes).toEqual([]);
    expect(bare(undefined, extra(10_001)).codes).toEqual(["process.extra.9998"]);
  });

  it("a value that contains itself ends too", () => {
    const raw = passport() as Record<string, unknown>;
    raw.a = raw;
    raw.b = raw;
    raw.c = raw;
    expect(mapFinal(raw).verdict).toBe("inconclusive");
  });
});
