import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type CheckAnswer, mapCheck, mapReopenedCheck, subResultVerdicts } from "../src/mapping/check.ts";
import { checkStatuses } from "../src/mapping/status.ts";
import type { ReportName } from "../src/testing/api/report-names.ts";
import { checkId, checkOf, clearReports, document, finalOf, mapFinalCheck, report } from "./mapping-api-samples.ts";
import { checksOf, contentOf, contextOf, issueCodesOf, issuesOf, type Json } from "./mapping-samples.ts";

const ordered = ["document", "facial_similarity_photo"];
const onlyDocument = contextOf({ processType: "document" });

/** Verdict, doubts and issues of a check. */
function judge(raw: unknown, context = contextOf({ reports: ordered })) {
  const status = mapFinalCheck(raw, context);
  const { verdict, attributes } = status;
  const warnings = status.warnings.filter(({ code }) => code !== "missing_value");
  const reason = contentOf(status, "documentVerification")?.verdict.reason;
  return { verdict, warnings, issues: issueCodesOf(status), reason, fraudSuspected: attributes.fraudSuspected };
}

/** The clear reports with the one on the document changed. */
const withDocument = (changes: Record<string, unknown>) => [
  report("document", changes),
  report("facial_similarity_photo"),
];
const withFace = (changes: Record<string, unknown>) => [report("document"), report("facial_similarity_photo", changes)];
const withFurther = (further: Json) => [...clearReports(), further];

describe("a check that is complete and clear", () => {
  it("gives the data of person and document, and the outcome", () => {
    const artifact = (digit: number) => ({
      $ref: "vault" as const,
      $id: `5e8de376-caa3-40a8-a998-8627a7d4d00${digit}`,
    });
    const artifacts = { front: artifact(1), selfie: artifact(2), checkReport: artifact(3) };
    const evidence = [{ type: "analysisReport", ref: artifact(3) }];
    expect(mapFinalCheck(checkOf(clearReports()), contextOf({ reports: ordered }, artifacts))).toStrictEqual({
      final: true,
      verdict: "verified",
      rawStatus: "complete",
      reference: checkId,
      contents: [
        {
          type: "basicIdentity",
          content: { givenName: "WILLEKE LISELOTTE", familyName: "DE BRUIJN", birthDate: "1965-03-10" },
        },
        {
          type: "documentData",
          content: {
            documentType: "PASSPORT",
            documentNumber: "SPECI2021",
            expiryDate: "2031-08-30",
            issuingCountry: "NLD",
          },
        },
        { type: "documentImages", content: { documentType: "PASSPORT", frontSide: artifact(1) } },
        { type: "biometricSamples", content: { face: artifact(2) } },
        {
          type: "verification",
          content: {
            status: "verified",
            provider: "onfido",
            trustFramework: null,
            assuranceLevel: null,
            verifiedAt: "2026-01-15T10:00:00.000Z",
            verificationProcessId: checkId,
            terminationReason: null,
            methods: [
              {
                type: "documentCheck",
                checks: [
                  { technique: "securityFeatures", outcome: "passed" },
                  { technique: "documentValidity", outcome: "passed" },
                  { technique: "dataCrosscheck", outcome: "passed" },
                  { technique: "faceMatch", outcome: "passed" },
                  { technique: "liveness", outcome: "passed" },
                  { technique: "databaseCheck", outcome: "passed" },
                  { technique: "ageCheck", outcome: "passed" },
                ],
                evidence,
              },
            ],
          },
        },
        {
          type: "documentVerification",
          content: { verdict: { status: "VERIFIED" }, issues: [], evidences: evidence },
        },
      ],
      amr: ["face"],
      assurance: { evidenceStrength: "strong" },
      identifiers: [],
      attributes: { faceMatchScore: 0.6512 },
      warnings: [],
    });
  });

  it("of a document alone is verified when no more was ordered", () => {
    const { verdict, amr, assurance } = mapFinalCheck(checkOf([report("document")]), onlyDocument);
    expect({ verdict, amr, assurance }).toEqual({
      verdict: "verified",
      amr: [],
      assurance: { evidenceStrength: "fair" },
    });
  });

  it("is not changed by the mapping", () => {
    const raw = checkOf(clearReports());
    mapFinalCheck(raw);
    expect(raw).toEqual(checkOf(clearReports()));
  });

  it("says no time: it is that of the mapping, without a warning", () => {
    const status = mapFinalCheck(checkOf(clearReports(), { "check/updated_at": "2020-01-01T00:00:00Z" }));
    expect(contentOf(status, "verification")?.verifiedAt).toBe("2026-01-15T10:00:00.000Z");
    expect(status.warnings).toEqual([]);
  });

  it.each([null, undefined, "", 17])("has no reference with the id %j", (id) => {
    expect(mapFinalCheck(checkOf(clearReports(), { "check/id": id })).reference).toBeNull();
  });
});

describe("the status of a check", () => {
  /** The reference's table (B.3), written down a second time. */
  const statuses = [
    ["in_progress", null],
    ["awaiting_applicant", null],
    ["paused", null],
    ["reopened", null],
    ["complete", "verified"],
    ["withdrawn", "aborted"],
  ] as const;

  it("has a row for each", () => {
    expect([...checkStatuses]).toStrictEqual(statuses.map((row) => [...row]));
  });

  it.each(statuses)("%s with every report clear is %s", (status, verdict) => {
    const mapped = mapCheck(checkOf(clearReports(), { "check/status": status }), contextOf());
    expect(mapped).toMatchObject({
      ok: true,
      value: verdict === null ? { final: false } : { final: true, verdict, rawStatus: status },
    });
  });

  it.each(["queued", "", "Complete", "constructor"])("%j is not known: not final without a result", (status) => {
    for (const result of [null, undefined]) {
      const raw = checkOf([], { "check/status": status, "check/result": result });
      expect(mapCheck(raw, contextOf())).toEqual({
        ok: true,
        value: { final: false, rawStatus: status, reference: checkId },
      });
    }
  });

  it.each(["clear", "consider"])("that is not known with the result %s is inconclusive", (result) => {
    const raw = checkOf(clearReports(), { "check/status": "concluded", "check/result": result });
    expect(judge(raw)).toMatchObject({
      verdict: "inconclusive",
      reason: "inconclusive: the provider's status is not known",
    });
    expect(judge(raw).warnings).toContainEqual({ code: "unknown_status", path: "status" });
  });

  it("withdrawn is the code of the termination", () => {
    const raw = checkOf([], { "check/status": "withdrawn", "check/result": null });
    const status = mapFinalCheck(raw);
    expect(contentOf(status, "verification")).toMatchObject({
      status: "aborted",
      terminationReason: { code: "withdrawn", message: null },
    });
    expect(contentOf(status, "documentVerification")?.verdict).toEqual({ status: "ABORTED" });
    expect(status.warnings).toEqual([]);
  });

  it.each(["clear", "rejected", "suspected"])("complete needs no code, also not with %s", (subResult) => {
    const status = mapFinalCheck(checkOf(withDocument({ sub_result: subResult })));
    expect(contentOf(status, "verification")?.terminationReason).toBeNull();
  });
});

describe("the result of a check", () => {
  it("consider speaks against clear reports", () => {
    expect(judge(checkOf(clearReports(), { "check/result": "consider" }))).toMatchObject({
      verdict: "inconclusive",
      issues: ["process"],
      warnings: [
        { code: "contradicting_result", path: "process" },
        { code: "unknown_breakdown", path: "process" },
      ],
    });
  });

  it.each([null, undefined])("%j is none, and needed", (result) => {
    expect(judge(checkOf(clearReports(), { "check/result": result }))).toMatchObject({
      verdict: "inconclusive",
      warnings: [{ code: "report_without_result", path: "check.result" }],
    });
  });
});

describe("what else a check says", () => {
  it.each(["consider", "suspected", "withdrawn"])("%s in a member that is not known speaks against it", (word) => {
    expect(judge(checkOf(clearReports(), { "check/manual_review": word }))).toMatchObject({
      verdict: "inconclusive",
      issues: ["process.check.manualReview"],
    });
    expect(judge(checkOf(clearReports(), { "check/sub_result": word })).issues).toEqual(["process.check.subResult"]);
    expect(judge(checkOf(clearReports(), { "check/review": { result: word } })).issues).toEqual([
      "process.check.review",
    ]);
  });

  it("tags, ids and addresses are none of it", () => {
    const changes = {
      "check/tags": ["rejected"],
      "check/form_uri": "https://onfido.com/information",
      "check/paused": true,
    };
    expect(judge(checkOf(clearReports(), changes))).toMatchObject({ verdict: "verified", issues: [] });
  });
});

describe("the sub-result of the document", () => {
  it("has a row for each that is no acceptance", () => {
    expect([...subResultVerdicts]).toStrictEqual([
      ["rejected", "rejected"],
      ["suspected", "inconclusive"],
    ]);
  });

  it.each([
    ["clear", "verified", undefined],
    [null, "verified", undefined],
    [undefined, "verified", undefined],
    ["caution", "inconclusive", undefined],
    ["suspected", "inconclusive", true],
    ["rejected", "rejected", undefined],
    ["doubtful", "inconclusive", undefined],
    ["Suspected", "inconclusive", undefined],
    [7, "inconclusive", undefined],
  ])("%j is %s", (subResult, verdict, fraudSuspected) => {
    const found = judge(checkOf(withDocument({ sub_result: subResult })));
    expect(found).toMatchObject({ verdict });
    expect(found.fraudSuspected).toBe(fraudSuspected);
    const accepted = verdict === "verified";
    expect(found.issues).toEqual(accepted ? [] : ["documentVerification.subResult"]);
    expect(judge(checkOf(withDocument({ sub_result: undefined, subResult }))).verdict).toBe(verdict);
  });

  it.each([
    ["clear", "verified", "clear", []],
    ["caution", "inconclusive", "consider", ["documentVerification.dataValidation.documentExpiration"]],
    [
      "suspected",
      "inconclusive",
      "consider",
      [
        "documentVerification.dataValidation.documentExpiration",
        "documentVerification.compromisedDocument.documentDatabase",
      ],
    ],
    ["rejected", "rejected", "consider", ["documentVerification.imageIntegrity.imageQuality"]],
  ] as const)("%s as the sandbox gives it is %s", (subResult, verdict, result, issues) => {
    const reports = [report("document", {}, { subResult }), report("facial_similarity_photo")];
    expect(judge(checkOf(reports, { "check/result": result }))).toMatchObject({ verdict, issues });
  });

  it("caution has a doubt of its own", () => {
    expect(judge(checkOf(withDocument({ sub_result: "caution" }))).warnings).toEqual([
      { code: "caution", path: "documentVerification.subResult" },
      { code: "contradicting_result", path: "documentVerification.subResult" },
    ]);
  });

  it("of the face is a suspicion as well", () => {
    expect(judge(checkOf(withFace({ sub_result: "suspected" })))).toMatchObject({
      verdict: "inconclusive",
      fraudSuspected: true,
      issues: ["facialSimilarity.subResult"],
    });
  });

  it("does not reject while the check runs", () => {
    const raw = checkOf(withDocument({ sub_result: "rejected" }), { "check/status": "in_progress" });
    expect(mapCheck(raw, contextOf())).toMatchObject({ value: { final: false } });
  });
});

describe("the result of a report", () => {
  const others = ["known_faces", "watchlist_standard", "proof_of_address"] as const;

  it.each(["consider", "unidentified", "new_word", "Clear", 1, true, {}])(
    "%j on document or face is not clear",
    (result) => {
      expect(judge(checkOf(withDocument({ result })))).toMatchObject({
        verdict: "inconclusive",
        issues: ["documentVerification"],
        warnings: [{ code: "contradicting_result", path: "documentVerification" }],
      });
      expect(judge(checkOf(withFace({ result })))).toMatchObject({
        verdict: "inconclusive",
        issues: ["facialSimilarity"],
        reason: "inconclusive: a result contradicts the acceptance",
      });
    },
  );

  it.each([null, undefined])("%j is none", (result) => {
    expect(judge(checkOf(withDocument({ result })))).toMatchObject({
      verdict: "inconclusive",
      issues: [],
      warnings: [{ code: "report_without_result", path: "documentVerification" }],
    });
    expect(judge(checkOf(withFace({ result }))).warnings).toEqual([
      { code: "report_without_result", path: "facialSimilarity" },
    ]);
  });

  it.each(others)("%s needs one too", (name) => {
    const found = judge(checkOf(withFurther(report(name, { result: null }))));
    expect(found).toMatchObject({ verdict: "inconclusive", issues: [] });
    expect(found.warnings.map(({ code }) => code)).toEqual(["report_without_result"]);
    expect(judge(checkOf(withFurther(report(name)))).verdict).toBe("verified");
  });
});

describe("the status of a report", () => {
  it.each(["awaiting_data", "awaiting_approval", "cancelled", "withdrawn", "new_status", "", 7])(
    "%j is not complete, whatever its result",
    (status) => {
      expect(judge(checkOf(withDocument({ status })))).toMatchObject({
        verdict: "inconclusive",
        warnings: [{ code: "report_not_complete", path: "documentVerification.status" }],
        reason: "inconclusive: a report is not complete",
      });
      expect(judge(checkOf(withFurther(report("known_faces", { status })))).warnings).toEqual([
        { code: "report_not_complete", path: "knownFaces.status" },
      ]);
      expect(judge(checkOf(withFurther({ name: "new", result: "clear", status } as unknown as Json))).warnings).toEqual(
        [{ code: "report_not_complete", path: "report.status" }],
      );
    },
  );

  it.each([null, undefined, "complete"])("%j is fine: only id and name are always there", (status) => {
    expect(judge(checkOf(withDocument({ status }))).verdict).toBe("verified");
  });
});

describe("reports that were ordered", () => {
  const missing = (path: string) => ({ code: "report_missing", path });

  it.each([
    ["none", [], [missing("documentVerification"), missing("facialSimilarity")]],
    ["the document", [report("document")], [missing("facialSimilarity")]],
    ["the face", [report("facial_similarity_photo")], [missing("documentVerification")]],
  ])("and of which there is only %s are missing, each said once", (_, reports, warnings) => {
    expect(judge(checkOf(reports))).toMatchObject({
      verdict: "inconclusive",
      warnings,
      reason: "inconclusive: a report is missing",
    });
    expect(judge(checkOf(reports), contextOf())).toMatchObject({ verdict: "inconclusive", warnings });
  });

  it.each([null, undefined, {}, "clear", 5, [null, "clear", ["x"]]])("and are %j are missing", (reports) => {
    expect(judge(checkOf(reports)).warnings).toEqual([missing("documentVerification"), missing("facialSimilarity")]);
  });

  it.each([
    ["watchlist_standard", "watchlist"],
    ["known_faces", "knownFaces"],
    ["identity_enhanced", "identityEnhanced"],
    ["proof_of_address", "proofOfAddress"],
    ["us_driving_licence", "usDrivingLicence"],
    ["device_intelligence", "deviceIntelligence"],
    ["india_pan", "indiaPan"],
    ["report_of_tomorrow", "report"],
  ])("%s is missing at %s", (name, path) => {
    const context = contextOf({ reports: [...ordered, name] });
    expect(judge(checkOf(clearReports()), context)).toMatchObject({
      verdict: "inconclusive",
      warnings: [missing(path)],
    });
    const there = { ...report("known_faces"), name } as unknown as Json;
    expect(judge(checkOf(withFurther(there)), context).verdict).toBe("verified");
  });

  it("another report of the kind is not the one", () => {
    const context = contextOf({ reports: [...ordered, "watchlist_aml"] });
    expect(judge(checkOf(withFurther(report("watchlist_standard"))), context)).toMatchObject({
      verdict: "inconclusive",
      warnings: [missing("watchlist")],
    });
  });

  it("more than was ordered is no harm", () => {
    expect(judge(checkOf(clearReports()), onlyDocument)).toMatchObject({ verdict: "verified", warnings: [] });
  });

  it("a face report that nobody ordered counts when it is bad", () => {
    expect(judge(checkOf(withFace({ result: "consider" })), onlyDocument).verdict).toBe("inconclusive");
    expect(judge(checkOf(withFace({ result: null })), onlyDocument).verdict).toBe("inconclusive");
  });

  it("the document is an allowed one", () => {
    const allowed = (type: "ID" | "PASSPORT") => contextOf({ documentTypes: [type] });
    expect(judge(checkOf(clearReports()), allowed("PASSPORT")).verdict).toBe("verified");
    expect(judge(checkOf(clearReports()), allowed("ID")).warnings).toEqual([
      { code: "document_type_not_allowed", path: "documentType" },
    ]);
    const untold = withDocument({ "properties/document_type": undefined });
    expect(judge(checkOf(untold), allowed("PASSPORT")).verdict).toBe("inconclusive");
  });
});

describe("an ordered recording of the face", () => {
  const video = contextOf({ processType: "documentVideo" });
  const less = { code: "less_than_ordered", path: "facialSimilarity" };
  const liveness = "breakdown/visual_authenticity/breakdown/liveness_detected";
  const judgeFaces = (...faces: Json[]) => judge(checkOf([report("document"), ...faces]), video);

  it.each(["facial_similarity_video", "facial_similarity_motion"] as const)("%s is one", (name) => {
    expect(judgeFaces(report(name))).toMatchObject({ verdict: "verified", warnings: [] });
    expect(judgeFaces(report(name, { [liveness]: undefined })).verdict).toBe("verified");
  });

  it.each(["facial_similarity_photo", "facial_similarity_photo_fully_auto"] as const)("%s is less", (name) => {
    const found = { verdict: "inconclusive", warnings: [less] };
    expect(judgeFaces(report(name))).toMatchObject(found);
    expect(judgeFaces(report(name, { [liveness]: { result: "clear" } }))).toMatchObject(found);
    expect(judge(checkOf([report("document"), report(name)])).verdict).not.toBe("rejected");
  });

  it("is told without a name by its liveness", () => {
    const nameless = (changes: object) => report("facial_similarity_video", { name: undefined, ...changes });
    expect(judgeFaces(nameless({})).verdict).toBe("verified");
    expect(judgeFaces(nameless({ [`${liveness}/result`]: "consider" })).warnings).toEqual([
      { code: "contradicting_result", path: "facialSimilarity.visualAuthenticity.livenessDetected" },
    ]);
    for (const found of [undefined, {}, { result: null }, { properties: {} }]) {
      expect(judgeFaces(nameless({ [liveness]: found }))).toMatchObject({ verdict: "inconclusive", warnings: [less] });
    }
    const { breakdown, ...rest } = nameless({});
    expect(judgeFaces({ ...rest, breakdowns: breakdown } as unknown as Json).verdict).toBe("verified");
  });

  it("is enough beside a photo", () => {
    expect(judgeFaces(report("facial_similarity_photo"), report("facial_similarity_motion")).verdict).toBe("verified");
  });

  it("that is not there at all is missing", () => {
    expect(judgeFaces().warnings).toEqual([{ code: "report_missing", path: "facialSimilarity" }]);
  });

  it("does for an ordered selfie", () => {
    const reports = [report("document"), report("facial_similarity_video")];
    expect(judge(checkOf(reports), contextOf()).verdict).toBe("verified");
  });
});

describe("several reports of one kind", () => {
  const bad = { "breakdown/police_record/result": "consider" };
  const found = ["documentVerification.policeRecord"];

  it.each([
    ["the first", [report("document", bad), report("document_video")]],
    ["the second", [report("document_video"), report("document", bad)]],
    ["the third", [report("document"), report("document_video"), report("document_video", bad)]],
  ])("%s that is bad is not verified, in the words of the table", (_, documents) => {
    const status = mapFinalCheck(checkOf([...documents, report("facial_similarity_photo")]));
    expect(status.verdict).toBe("inconclusive");
    expect(issuesOf(status)).toEqual([
      {
        code: found[0],
        severity: "error",
        message: "The document is on record as lost, stolen or compromised.",
      },
    ]);
    expect(checksOf(status)).toMatchObject({ databaseCheck: "failed" });
    expect(status.warnings).toEqual([{ code: "contradicting_result", path: found[0] }]);
  });

  it("the first gives the data", () => {
    const named = (name: ReportName, first_name: string) => report(name, { "properties/first_name": first_name });
    const reports = [named("document", "ALIX"), named("document_video", "BO"), report("facial_similarity_photo")];
    const status = mapFinalCheck(checkOf(reports));
    expect(contentOf(status, "basicIdentity")?.givenName).toBe("ALIX");
    expect(status.verdict).toBe("verified");
  });

  it.each(["suspected", "rejected", "caution"])("a second document that is %s is not verified", (subResult) => {
    const second = report("document_video", { sub_result: subResult });
    const found = judge(checkOf(withFurther(second)));
    expect(found.verdict).toBe("inconclusive");
    expect(found.fraudSuspected).toBe(subResult === "suspected" ? true : undefined);
  });

  it("a second one without a result, or not complete, is not verified", () => {
    expect(judge(checkOf(withFurther(report("document_video", { result: null })))).warnings).toEqual([
      { code: "report_without_result", path: "documentVerification" },
    ]);
    expect(judge(checkOf(withFurther(report("document_video", { status: "withdrawn" })))).warnings).toEqual([
      { code: "report_not_complete", path: "documentVerification.status" },
    ]);
  });

  it("a second face is not verified when it is another", () => {
    const video = report("facial_similarity_video", {}, { consider: true });
    expect(judge(checkOf(withFurther(video)))).toMatchObject({
      verdict: "inconclusive",
      issues: ["facialSimilarity.faceComparison.faceMatch"],
    });
  });

  it("has places for twenty of them, and more are not clear either", () => {
    const more = (count: number) => [
      ...clearReports(),
      ...Array.from({ length: count - 1 }, () => report("document")),
      report("document", bad),
    ];
    expect(judge(checkOf(more(20))).issues).toEqual(found);
    expect(judge(checkOf(more(21)))).toMatchObject({
      verdict: "inconclusive",
      issues: ["furtherReports.20.documentVerification.policeRecord"],
    });
  });
});

describe("a report of a name that is not known", () => {
  const unknown = (changes: object = {}) => report("known_faces", { name: "voice_similarity", ...changes });

  it("is an issue and a warning when it is not clear", () => {
    expect(judge(checkOf(withFurther(unknown({ result: "consider" }))))).toMatchObject({
      verdict: "inconclusive",
      issues: ["providerSpecific.unknownReport"],
      warnings: [
        { code: "contradicting_result", path: "providerSpecific.unknownReport" },
        { code: "unknown_breakdown", path: "providerSpecific.unknownReport" },
      ],
    });
    expect(judge(checkOf(withFurther(unknown({ "breakdown/pitch/result": "unidentified" })))).issues).toEqual([
      "providerSpecific.unknownReport.pitch",
    ]);
  });

  it("says nothing when it is clear, and stands for no other", () => {
    expect(judge(checkOf(withFurther(unknown())))).toMatchObject({ verdict: "verified", warnings: [] });
    const reports = [report("document", { name: "document_lite" }), report("facial_similarity_photo")];
    expect(judge(checkOf(reports), contextOf())).toMatchObject({
      verdict: "inconclusive",
      warnings: [{ code: "report_missing", path: "documentVerification" }],
    });
  });

  it("a suspicion in it is one", () => {
    expect(judge(checkOf(withFurther(unknown({ sub_result: "suspected" }))))).toMatchObject({
      verdict: "inconclusive",
      fraudSuspected: true,
    });
  });
});

describe("reports beside document and face", () => {
  it.each([
    ["known_faces", ["knownFaces.previouslySeenFaces"], "databaseCheck"],
    ["watchlist_aml", ["watchlist.sanction"], "databaseCheck"],
    ["watchlist_enhanced", ["watchlist.sanction"], "databaseCheck"],
    ["watchlist_standard", ["watchlist.sanction"], "databaseCheck"],
    ["watchlist_peps_only", ["watchlist.politicallyExposedPerson"], "databaseCheck"],
    ["watchlist_sanctions_only", ["watchlist.sanction"], "databaseCheck"],
    ["us_driving_licence", ["usDrivingLicence.document.documentNumber"], "databaseCheck"],
    ["proof_of_address", ["proofOfAddress.dataComparison.address"], "dataCrosscheck"],
    ["identity_enhanced", ["identityEnhanced.sources.totalSources"], "databaseCheck"],
    ["device_intelligence", ["deviceIntelligence.device.deviceReputation"], "liveness"],
    ["india_pan", ["indiaPan.device.nameMatch"], "databaseCheck"],
  ] as const)("%s: %j", (name, issues, technique) => {
    const context = contextOf({ reports: [...ordered, name] });
    expect(judge(checkOf(withFurther(report(name))), context)).toMatchObject({ verdict: "verified", warnings: [] });
    const status = mapFinalCheck(checkOf(withFurther(report(name, {}, { consider: true }))), context);
    expect(status.verdict).toBe("inconclusive");
    expect(issueCodesOf(status)).toEqual(issues);
    expect(checksOf(status)).toMatchObject({ [technique]: "failed" });
    expect(status.warnings).toEqual([{ code: "contradicting_result", path: issues[0] }]);
  });

  it("what they know of the person does not get into the blocks", () => {
    const status = mapFinalCheck(checkOf(withFurther(report("proof_of_address"))));
    expect(inspect(status, { depth: 20 })).not.toContain("DORPSSTRAAT");
  });

  it("names with a digit after an underscore are in the table", () => {
    const licence = (line: string) =>
      report("us_driving_licence", { [`breakdown/address/breakdown/${line}/result`]: "consider" });
    expect(judge(checkOf(withFurther(licence("line_1"))))).toMatchObject({
      issues: ["usDrivingLicence.address.line1"],
    });
    expect(judge(checkOf(withFurther(licence("line_2"))))).toMatchObject({
      issues: ["usDrivingLicence.address.line2"],
    });
  });

  it("counts are no results, also as text", () => {
    const sources = "breakdown/sources/breakdown/total_sources/properties";
    const register = "breakdown/address/breakdown/voting_register/properties";
    const counted = report("identity_enhanced", {
      [`${sources}/total_number_of_sources`]: "3",
      [`${register}/number_of_matches`]: "1",
    });
    expect(judge(checkOf(withFurther(counted)))).toMatchObject({ verdict: "verified", issues: [] });
  });
});

describe("breakdowns of the document that only Onfido's API has", () => {
  it("the police record with a comma in its key", () => {
    const key = "document_has_not_been_recorded_as_lost,_stolen_or_compromised";
    const changes = { [`breakdown/police_record/breakdown/${key}/result`]: "consider" };
    expect(judge(checkOf(withDocument(changes)))).toMatchObject({
      issues: ["documentVerification.policeRecord.documentHasNotBeenRecordedAsLost,StolenOrCompromised"],
      warnings: [{ code: "contradicting_result" }],
    });
  });

  it("the chip: what was not analysed because of it is left out", () => {
    const media = [document("passport", true)];
    const withChip = (changes: Record<string, unknown> = {}) => report("document", changes, { media });
    const status = mapFinalCheck(checkOf([withChip()]), onlyDocument);
    expect(status.verdict).toBe("verified");
    expect(checksOf(status)).toEqual({
      documentValidity: "passed",
      dataCrosscheck: "passed",
      databaseCheck: "passed",
      ageCheck: "passed",
      chipAuthentication: "passed",
    });
    const passive = "breakdown/issuing_authority/breakdown/nfc_passive_authentication/result";
    const copied = mapFinalCheck(checkOf([withChip({ [passive]: "consider" })]), onlyDocument);
    expect(copied.verdict).toBe("inconclusive");
    expect(issueCodesOf(copied)).toEqual(["documentVerification.issuingAuthority.nfcPassiveAuthentication"]);
    expect(checksOf(copied)).toMatchObject({ chipAuthentication: "failed" });
  });

  it("an address is data", () => {
    const status = mapFinalCheck(checkOf([report("document_with_address_information")]), onlyDocument);
    expect(status).toMatchObject({ verdict: "verified", warnings: [] });
    expect(issueCodesOf(status)).toEqual([]);
  });

  it.each([
    ["issuing_authority", "BURGEMEESTER VAN AMSTERDAM"],
    ["data_validation", "valid"],
    ["police_record", "none"],
  ])("a property named %s is data, no result", (name, value) => {
    expect(judge(checkOf(withDocument({ [`properties/${name}`]: value })))).toMatchObject({
      verdict: "verified",
      issues: [],
    });
  });

  it("but a refusing word is no property of a clear document", () => {
    expect(judge(checkOf(withDocument({ "properties/chip_state": "suspected" }))).verdict).toBe("inconclusive");
    expect(judge(checkOf(withDocument({ "properties/nfc": { result: "consider" } }))).verdict).toBe("inconclusive");
  });

  it("an unknown breakdown is an issue and a warning", () => {
    const warnings = [
      { code: "contradicting_result", path: "documentVerification.opticalChip" },
      { code: "unknown_breakdown", path: "documentVerification.opticalChip" },
    ];
    expect(judge(checkOf(withDocument({ "breakdown/optical_chip/result": "consider" })))).toMatchObject({ warnings });
  });
});

describe("a check that was opened again", () => {
  const mapReopened = (raw: unknown) => finalOf(mapReopenedCheck(raw, contextOf({ reports: ordered })));

  it.each(["reopened", "in_progress", "complete", "withdrawn"])("is inconclusive in the status %s", (status) => {
    const mapped = mapReopened(checkOf(clearReports(), { "check/status": status, "check/result": null }));
    expect(mapped).toMatchObject({ verdict: "inconclusive", rawStatus: status, reference: checkId, amr: [] });
    expect(mapped.warnings).toEqual([{ code: "reopened", path: "check.status" }]);
    expect(contentOf(mapped, "documentVerification")?.verdict).toEqual({
      status: "REJECTED",
      reason: "inconclusive: the provider opened it again",
    });
    expect(contentOf(mapped, "verification")?.terminationReason).toBeNull();
  });

  it("keeps what its reports say", () => {
    const mapped = mapReopened(checkOf(withDocument({ sub_result: "suspected" }), { "check/status": "reopened" }));
    expect(mapped.attributes.fraudSuspected).toBe(true);
    expect(mapped.verdict).toBe("inconclusive");
    expect(mapped.warnings.map(({ code }) => code)).toEqual(["reopened", "contradicting_result"]);
    expect(contentOf(mapped, "basicIdentity")?.familyName).toBe("DE BRUIJN");
  });

  it("without reports says so too", () => {
    expect(mapReopened(checkOf([])).warnings.map(({ code }) => code)).toContain("report_missing");
  });

  it.each([null, {}, { check: {} }])("%j is refused", (raw) => {
    expect(mapReopenedCheck(raw, contextOf())).toMatchObject({ ok: false, error: { code: "invalid_response" } });
  });
});

describe("values that hold no check", () => {
  it.each([null, undefined, 1, "complete", [], {}, { check: null }, { check: [] }, { check: "complete" }])(
    "%j is refused",
    (raw) => {
      expect(mapCheck(raw, contextOf())).toMatchObject({
        ok: false,
        error: { code: "invalid_response", message: "check: cannot be read", provider: "onfido", retryable: false },
      });
    },
  );

  it.each([{}, { status: null, tags: ["ALIX"] }, { status: 5 }, { status: ["complete"] }])(
    "%j has no status",
    (check) => {
      const mapped = mapCheck({ check, reports: clearReports() } satisfies CheckAnswer, contextOf());
      expect(mapped).toMatchObject({ ok: false, error: { message: "check.status: cannot be read" } });
      expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain("ALIX");
    },
  );

  it("an accessor that throws is refused", () => {
    const throwing = {
      get result() {
        throw new Error("ALIX");
      },
    };
    const { check } = checkOf([]) as unknown as CheckAnswer;
    for (const raw of [
      { check, reports: [throwing] },
      { check: Object.assign(Object.create(throwing), { status: "" }) },
    ]) {
      const mapped = mapCheck(raw, contextOf());
      expect(mapped).toMatchObject({ ok: false, error: { message: "check: cannot be read" } });
      expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain("ALIX");
    }
  });
});
