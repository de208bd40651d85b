import { memoryVault } from "@idvkit/driver-kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FullResult } from "../src/assure/full-result.ts";
import { withFullResult } from "../src/assure/short-form.ts";
import { storedReports } from "../src/assure/stored-reports.ts";
import { mapProcess } from "../src/mapping/process.ts";
import {
  changed,
  checksOf,
  contextOf,
  fixture,
  issueCodesOf,
  type Json,
  mapFinal,
  passport,
} from "./mapping-samples.ts";

const documentPath = "providerSpecific/documentVerification";
const facePath = "providerSpecific/facialSimilarity";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

const clear = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { result: "clear", properties: {} }]));

/** The document report as Onfido writes it, all clear. */
const documentReport = {
  id: "6951786-234234-316712",
  name: "document",
  status: "complete",
  result: "clear",
  sub_result: "clear",
  properties: { document_type: "passport", first_name: "WILLEKE LISELOTTE" },
  breakdown: {
    image_integrity: { result: "clear", breakdown: clear("supported_document", "colour_picture", "image_quality") },
    visual_authenticity: { result: "clear", breakdown: clear("fonts", "security_features", "digital_tampering") },
    police_record: { result: "clear" },
    data_comparison: { result: null, breakdown: { gender: { result: null } } },
  },
} as unknown as Json;

const facialReport = {
  name: "facial_similarity_photo",
  result: "clear",
  sub_result: null,
  breakdown: {
    face_comparison: {
      result: "clear",
      breakdown: { face_match: { result: "clear", properties: { score: 0.65, document_id: "x" } } },
    },
    visual_authenticity: { result: "clear", breakdown: { spoofing_detection: { result: "clear" } } },
  },
} as unknown as Json;

/** The accepted passport as Assure gives it in the short form: summaries, and no breakdowns. */
const shortForm = (changes: Record<string, unknown> = {}) =>
  passport({ [`${documentPath}/breakdowns`]: undefined, [`${facePath}/breakdowns`]: undefined, ...changes });

const fullResult = (document: Record<string, unknown> = {}, face: Record<string, unknown> = {}) => ({
  documentReport: bytes(changed(documentReport, document)),
  facialReport: bytes(changed(facialReport, face)),
});

const joined = (raw: unknown, full: Pick<FullResult, "documentReport" | "facialReport"> = fullResult()) =>
  withFullResult(raw, full) as Json;
const reportIn = (raw: Json, name: string) => (raw.providerSpecific as Json)[name] as Json;

describe("a process in the short form", () => {
  it("gets the breakdowns of both raw reports, as Onfido wrote them, and keeps all that it says", () => {
    const raw = shortForm();
    const after = joined(raw);
    expect(after).toStrictEqual(
      changed(raw, {
        [`${documentPath}/breakdowns`]: documentReport.breakdown,
        [`${facePath}/breakdowns`]: facialReport.breakdown,
      }),
    );
    expect(reportIn(after, "documentVerification")).toMatchObject({ result: "clear", imageIntegrity: "clear" });
  });

  it("stays verified when they are clear, with the techniques and the score that they show", () => {
    const raw = shortForm({
      [`${documentPath}/policeRecord`]: undefined,
      [`${documentPath}/compromisedDocument`]: undefined,
    });
    const [before, after] = [mapFinal(raw), mapFinal(joined(raw))];
    expect([before.verdict, after.verdict]).toEqual(["verified", "verified"]);
    expect(checksOf(before)).not.toHaveProperty("databaseCheck");
    expect(checksOf(after)).toEqual({ ...checksOf(before), databaseCheck: "passed" });
    expect(after.attributes).toMatchObject({ faceMatchScore: 0.65 });
  });

  it.each([
    ["image_integrity/breakdown/colour_picture", "documentVerification.imageIntegrity.colourPicture"],
    ["visual_authenticity/breakdown/security_features", "documentVerification.visualAuthenticity.securityFeatures"],
  ])("is doubted when %s is not clear", (place, code) => {
    const after = joined(shortForm(), fullResult({ [`breakdown/${place}/result`]: "consider" }));
    expect(mapFinal(after).verdict).toBe("inconclusive");
    expect(issueCodesOf(mapFinal(after))).toEqual([code]);
  });

  it("is doubted when the face does not match after all", () => {
    const unlike = { "breakdown/face_comparison/breakdown/face_match/result": "consider" };
    const after = joined(shortForm(), fullResult({}, unlike));
    expect(issueCodesOf(mapFinal(after))).toEqual(["facialSimilarity.faceComparison.faceMatch"]);
  });

  it("keeps a summary that is worse than the raw breakdown", () => {
    const after = joined(shortForm({ [`${documentPath}/imageIntegrity`]: "consider" }));
    expect(mapFinal(after).verdict).toBe("inconclusive");
    expect(issueCodesOf(mapFinal(after))).toEqual(["documentVerification.imageIntegrity"]);
  });

  it.each([[null], [{}], [[]]])("is one whose breakdowns are %j, too", (nothing) => {
    const after = joined(shortForm({ [`${documentPath}/breakdowns`]: nothing }));
    expect(reportIn(after, "documentVerification").breakdowns).toStrictEqual(documentReport.breakdown);
  });

  it("takes the breakdowns under either name of the file", () => {
    const renamed = { breakdown: undefined, breakdowns: documentReport.breakdown };
    const after = joined(shortForm(), fullResult(renamed));
    expect(reportIn(after, "documentVerification").breakdowns).toStrictEqual(documentReport.breakdown);
  });
});

describe("breakdowns of the process", () => {
  it("are never replaced: with sub-breakdowns they are all there is", () => {
    const raw = passport();
    expect(joined(raw)).toBe(raw);
    expect(joined(raw, fullResult({ "breakdown/police_record/result": "consider" }))).toBe(raw);
  });

  const results = { imageIntegrity: { result: "clear" }, policeRecord: { result: "consider", breakdown: {} } };

  it("without sub-breakdowns get the raw ones beside them", () => {
    const raw = shortForm({ [`${documentPath}/breakdowns`]: results });
    const after = joined(raw, fullResult({ "breakdown/image_integrity/breakdown/image_quality/result": "consider" }));
    expect(reportIn(after, "documentVerification").breakdowns).toStrictEqual(results);
    expect(issueCodesOf(mapFinal(after)).sort()).toEqual([
      "documentVerification.imageIntegrity.imageQuality",
      "documentVerification.policeRecord",
    ]);
  });

  it("stay alone when both names are taken, or the file has none", () => {
    const raw = shortForm({ [`${documentPath}/breakdowns`]: results, [`${documentPath}/breakdown`]: results });
    expect(joined(raw, { documentReport: bytes(documentReport) })).toBe(raw);
    const short = shortForm();
    for (const nothing of [undefined, null, {}, []]) {
      expect(joined(short, { documentReport: bytes(changed(documentReport, { breakdown: nothing })) })).toBe(short);
    }
  });
});

describe("a raw result that is another one", () => {
  it.each([
    [{ result: "consider" }, { result: "consider" }],
    [{ sub_result: "suspected" }, { subResult: "suspected" }],
    [
      { result: "consider", sub_result: "caution" },
      { result: "consider", subResult: "caution" },
    ],
    [{ result: "brand new" }, { result: "brand new" }],
    [{ result: false }, { result: false }],
    [{ sub_result: undefined, subResult: "rejected" }, { subResult: "rejected" }],
  ])("stands beside the one of the process, and the process is not verified: %j", (change, rawReport) => {
    for (const raw of [shortForm(), passport()]) {
      const after = joined(raw, fullResult(change));
      expect(reportIn(after, "documentVerification")).toMatchObject({ result: "clear", subResult: "clear", rawReport });
      expect(mapFinal(after).verdict).toBe("inconclusive");
      expect(mapFinal(after).warnings).toContainEqual(
        expect.objectContaining({ path: expect.stringMatching(/^documentVerification\.rawReport/) }),
      );
    }
  });

  it("counts for the face as well", () => {
    const after = joined(passport(), fullResult({}, { result: "consider" }));
    expect(reportIn(after, "facialSimilarity").rawReport).toEqual({ result: "consider" });
    expect(mapFinal(after).verdict).toBe("inconclusive");
  });

  it("makes nothing better", () => {
    const raw = shortForm({ [`${documentPath}/result`]: "consider", [`${documentPath}/subResult`]: "suspected" });
    const after = joined(raw);
    expect(reportIn(after, "documentVerification")).toMatchObject({
      result: "consider",
      subResult: "suspected",
      rawReport: { result: "clear", subResult: "clear" },
    });
    expect(mapFinal(after).verdict).toBe("inconclusive");
    expect(issueCodesOf(mapFinal(after))).toEqual(issueCodesOf(mapFinal(raw)));
    expect(mapFinal(after).attributes).toMatchObject({ fraudSuspected: true });
  });

  it("contradicts nothing when the file does not say it", () => {
    const after = joined(shortForm(), fullResult({ result: null, sub_result: undefined }));
    expect(reportIn(after, "documentVerification")).not.toHaveProperty("rawReport");
  });

  it("finds another name when the process has a member of its own of that name", () => {
    const raw = passport({ [`${documentPath}/rawReport`]: { result: "consider" } });
    expect(reportIn(joined(raw, fullResult({ result: "unidentified" })), "documentVerification")).toMatchObject({
      rawReport: { result: "consider" },
      rawReport_: { result: "unidentified" },
    });
  });
});

describe("a report that the process lacks", () => {
  it.each([[undefined], [null]])("is put in without a result, so that it is not verified by it: %j", (missing) => {
    const after = joined(passport({ [documentPath]: missing }));
    expect(reportIn(after, "documentVerification")).toStrictEqual({
      breakdowns: documentReport.breakdown,
      rawReport: { result: "clear", subResult: "clear" },
    });
    expect(mapFinal(after).verdict).toBe("inconclusive");
    expect(mapFinal(after).warnings).toContainEqual({ code: "report_without_result", path: "documentVerification" });
  });

  it("is put in where all reports are missing", () => {
    const after = joined(passport({ providerSpecific: undefined }));
    expect(Object.keys(after.providerSpecific as Json)).toEqual(["documentVerification", "facialSimilarity"]);
    expect(mapFinal(after).verdict).toBe("inconclusive");
  });

  it.each([
    ["providerSpecific", "none"],
    ["providerSpecific", []],
    [documentPath, "consider"],
    [documentPath, [{ result: "consider" }]],
  ])("does not take the place of something else: %s = %j", (path, value) => {
    const raw = passport({ [path]: value });
    expect(joined(raw, { documentReport: bytes(documentReport) })).toBe(raw);
  });
});

describe("files that do not help", () => {
  it.each([[""], ["{"], ["[]"], ['["clear"]'], ["null"], ['"clear"'], ["7"], ["\u0000"], ["[".repeat(100_000)]])(
    "leave the process as it is: %j",
    (text) => {
      const raw = shortForm();
      expect(joined(raw, { documentReport: bytes(text), facialReport: bytes(text) })).toBe(raw);
    },
  );

  it("are those that are not there", () => {
    const raw = shortForm();
    expect(joined(raw, {})).toBe(raw);
    expect(joined(raw, { facialReport: bytes(facialReport) })).toStrictEqual(
      changed(raw, { [`${facePath}/breakdowns`]: facialReport.breakdown }),
    );
  });

  it.each([[undefined], [null], ["accepted"], [7], [[]]])("cannot be put into %j", (raw) => {
    expect(withFullResult(raw, fullResult())).toBe(raw);
  });
});

describe("the raw reports in the vault", () => {
  const owner = { tenantId: "tenant", executionId: "execution" };
  const store = (vault: ReturnType<typeof memoryVault>, content: Uint8Array) =>
    vault.put(content, { mediaType: "application/json", owner });

  it("are the same bytes as in the zip, so that a later poll joins the same", async () => {
    const vault = memoryVault();
    const { documentReport, facialReport } = fullResult();
    const artifacts = {
      documentReport: await store(vault, documentReport),
      facialReport: await store(vault, facialReport),
      front: await store(vault, bytes("image")),
    };
    const reports = await storedReports(vault, artifacts);
    expect(Object.keys(reports)).toEqual(["documentReport", "facialReport"]);
    expect(joined(shortForm(), reports)).toStrictEqual(joined(shortForm()));
  });

  it("are left out when they were not stored, were erased, or there is no vault", async () => {
    const vault = memoryVault();
    const documentReport = await store(vault, bytes("{}"));
    expect(await storedReports(undefined, { documentReport })).toEqual({});
    expect(await storedReports(vault, {})).toEqual({});
    await vault.delete(documentReport);
    expect(await storedReports(vault, { documentReport })).toEqual({});
  });
});

const word = fc.constantFrom("clear", "consider", "suspected", "caution", "", null, undefined, false, 1);
const member = fc.constantFrom(
  "result",
  "subResult",
  "sub_result",
  "breakdown",
  "breakdowns",
  "imageIntegrity",
  "image_integrity",
  "rawReport",
  "properties",
  "__proto__",
);
const tree = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, word, tie("object"), fc.array(word, { maxLength: 2 })),
  object: fc.array(fc.tuple(member, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
}));
const report = fc.oneof({ weight: 4, arbitrary: tree.object }, { weight: 1, arbitrary: tree.value });
const process = fc.oneof(
  fc
    .tuple(report, report, fc.constantFrom("accepted", "rejected", "inconclusive"))
    .map(([documentVerification, facialSimilarity, status]) =>
      changed(passport(), { status, [documentPath]: documentVerification, [facePath]: facialSimilarity }),
    ),
  fc
    .constantFrom("accepted-passport", "caution", "face-consider", "rejected", "inconclusive", "canceled")
    .map((name) => changed(fixture(name), { [`${documentPath}/breakdowns`]: undefined })),
  tree.value,
);
const file = fc.oneof(
  { weight: 4, arbitrary: report.map((value) => bytes(JSON.stringify(value) ?? "")) },
  { weight: 1, arbitrary: fc.uint8Array() },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const files = fc.tuple(file, file).map(([documentReport, facialReport]) => ({
  ...(documentReport !== undefined && { documentReport }),
  ...(facialReport !== undefined && { facialReport }),
}));

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const key of Object.getOwnPropertyNames(value)) frozen((value as Record<string, unknown>)[key]);
    Object.freeze(value);
  }
  return value;
}

/** Whether everything in a value is still there; nothing, and what holds nothing, may have been filled. */
function isKept(before: unknown, after: unknown): boolean {
  if (typeof before !== "object" || before === null) return before == null || Object.is(before, after);
  const names = Object.getOwnPropertyNames(before);
  if (names.length === 0 || (Array.isArray(before) && before.length === 0)) return true;
  if (typeof after !== "object" || after === null || Array.isArray(after) !== Array.isArray(before)) return false;
  return names.every(
    (name) =>
      Object.hasOwn(after, name) &&
      isKept((before as Record<string, unknown>)[name], (after as Record<string, unknown>)[name]),
  );
}

function verdictOf(raw: unknown): string | undefined {
  const mapped = mapProcess(raw, contextOf());
  return mapped.ok && mapped.value.final ? mapped.value.verdict : undefined;
}

function issuesIn(raw: unknown): number {
  const mapped = mapProcess(raw, contextOf());
  return mapped.ok && mapped.value.final ? issueCodesOf(mapped.value).length : 0;
}

describe("whatever the process and the files are", () => {
  it("nothing is thrown, changed or removed, and nothing gets better", () => {
    fc.assert(
      fc.property(process, files, (raw, full) => {
        const after = withFullResult(frozen(raw), full);
        expect(isKept(raw, after)).toBe(true);
        if (verdictOf(after) === "verified") expect(verdictOf(raw)).toBe("verified");
        if (issuesIn(raw) > 0) expect(issuesIn(after)).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("a value that is no JSON comes back", () => {
    const raw = {
      get providerSpecific(): never {
        throw new Error("no");
      },
    };
    expect(withFullResult(raw, fullResult())).toBe(raw);
  });
});
