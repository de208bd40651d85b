import { describe, expect, it } from "vitest";
import { reportKind, reportKinds } from "../src/mapping/report-kind.ts";
import { reportNames } from "../src/testing/api/report-names.ts";
import { report, taskOutput } from "./mapping-api-samples.ts";

/** The 21 names of the reference (B.3), and the kind of each, written down a second time. */
const kinds = [
  ["document", "documentVerification"],
  ["document_video", "documentVerification"],
  ["document_video_with_address_information", "documentVerification"],
  ["document_with_address_information", "documentVerification"],
  ["document_with_driving_licence_information", "documentVerification"],
  ["document_with_driver_verification", "documentVerification"],
  ["facial_similarity_photo", "facialSimilarity"],
  ["facial_similarity_photo_fully_auto", "facialSimilarity"],
  ["facial_similarity_video", "facialSimilarity"],
  ["facial_similarity_motion", "facialSimilarity"],
  ["known_faces", "knownFaces"],
  ["identity_enhanced", "identityEnhanced"],
  ["watchlist_aml", "watchlist"],
  ["watchlist_enhanced", "watchlist"],
  ["watchlist_standard", "watchlist"],
  ["watchlist_peps_only", "watchlist"],
  ["watchlist_sanctions_only", "watchlist"],
  ["proof_of_address", "proofOfAddress"],
  ["us_driving_licence", "usDrivingLicence"],
  ["device_intelligence", "deviceIntelligence"],
  ["india_pan", "indiaPan"],
] as const;

/** Which breakdowns only one kind has, written down a second time. */
const telling = [
  ["document_classification", "proofOfAddress"],
  ["age_validation", "documentVerification"],
  ["compromised_document", "documentVerification"],
  ["data_consistency", "documentVerification"],
  ["data_validation", "documentVerification"],
  ["issuing_authority", "documentVerification"],
  ["police_record", "documentVerification"],
  ["face_comparison", "facialSimilarity"],
  ["previously_seen_faces", "knownFaces"],
  ["sanction", "watchlist"],
  ["politically_exposed_person", "watchlist"],
  ["legal_and_regulatory_warnings", "watchlist"],
  ["adverse_media", "watchlist"],
  ["personal", "usDrivingLicence"],
  ["sources", "identityEnhanced"],
  ["mortality", "identityEnhanced"],
  ["device", "deviceIntelligence"],
] as const;

const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

describe("a report with a name", () => {
  it("there are twenty-one", () => {
    expect([...reportKinds]).toStrictEqual([...kinds]);
    expect([...reportKinds.keys()].sort()).toEqual([...reportNames].sort());
  });

  it.each(kinds)("%s is %s", (name, kind) => {
    expect(reportKind({ name })).toBe(kind);
    expect(reportKind(report(name))).toBe(kind);
  });

  it("is what its name says, whatever its breakdowns", () => {
    expect(reportKind({ name: "document", breakdown: { face_comparison: {} } })).toBe("documentVerification");
  });

  it.each(["document_lite", "Document", "", "constructor"])("that is not known, %j, is of no kind", (name) => {
    expect(reportKind({ name, breakdown: { police_record: {} } })).toBeUndefined();
  });
});

describe("a report without a name", () => {
  it.each(telling)("with %s is %s, in either spelling", (breakdown, kind) => {
    expect(reportKind({ breakdown: { [breakdown]: {} } })).toBe(kind);
    expect(reportKind({ breakdowns: { [camel(breakdown)]: { result: "clear" } } })).toBe(kind);
    expect(reportKind({ name: 7, breakdown: { [breakdown]: null } })).toBe(kind);
  });

  it.each(kinds.filter(([name]) => name !== "india_pan"))(
    "of the name %s would be %s by its breakdowns",
    (name, kind) => {
      expect(reportKind(taskOutput(report(name)))).toBe(kind);
    },
  );

  it.each([
    "data_comparison",
    "image_integrity",
    "visual_authenticity",
    "address",
    "date_of_birth",
    "document",
    "chip",
  ])("with nothing but %s is of no kind: several have it, or none", (breakdown) => {
    expect(reportKind({ breakdown: { [breakdown]: {} } })).toBeUndefined();
  });

  it.each([
    ["supported_document", "documentVerification"],
    ["colour_picture", "documentVerification"],
    ["conclusive_document_quality", "documentVerification"],
    ["face_detected", "facialSimilarity"],
    ["source_integrity", "facialSimilarity"],
    ["image_quality", undefined],
  ] as const)("on a picture that cannot be used, judged for its %s alone, is %s", (sub, kind) => {
    const judged = { [sub]: { result: "consider", properties: {} } };
    expect(reportKind({ breakdown: { image_integrity: { result: "consider", breakdown: judged } } })).toBe(kind);
    expect(reportKind({ breakdown: { visual_authenticity: { breakdown: judged } } })).toBeUndefined();
  });

  it("is told by its breakdowns first, and by their sub-breakdowns only where those say nothing", () => {
    const image_integrity = { breakdown: { face_detected: { result: "clear" } } };
    expect(reportKind({ breakdown: { police_record: {}, image_integrity } })).toBe("documentVerification");
  });

  it("with breakdowns of two kinds is of none", () => {
    expect(reportKind({ breakdown: { police_record: {}, face_comparison: {} } })).toBeUndefined();
    expect(reportKind({ breakdown: { police_record: {}, data_validation: {}, chip: {} } })).toBe(
      "documentVerification",
    );
  });

  it.each([{}, { breakdown: null }, { breakdown: [] }, { breakdown: "clear" }, { breakdown: {} }, { name: null }])(
    "%j is of no kind",
    (body) => {
      expect(reportKind(body)).toBeUndefined();
    },
  );

  it("the first of both containers that is there counts", () => {
    expect(reportKind({ breakdown: null, breakdowns: { sanction: {} } })).toBe("watchlist");
    expect(reportKind({ breakdown: { mortality: {} }, breakdowns: { sanction: {} } })).toBe("identityEnhanced");
  });
});
