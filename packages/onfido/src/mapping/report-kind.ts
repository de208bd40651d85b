import { type WireObject, wireObject } from "../wire-object.ts";
import { foldName } from "./spelling.ts";

/** Where a report stands in the tree that both channels reduce to, and in the paths of issues. */
export type ReportKind =
  | "documentVerification"
  | "facialSimilarity"
  | "knownFaces"
  | "watchlist"
  | "usDrivingLicence"
  | "proofOfAddress"
  | "identityEnhanced"
  | "deviceIntelligence"
  | "indiaPan";

/** The names of Onfido's reports (API v3.6, report_name), and of which kind each is. */
export const reportKinds: ReadonlyMap<string, ReportKind> = new Map<string, ReportKind>([
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
]);

/** Breakdowns that tell a report without a name. `dataComparison` does not: a proof of address has it too. */
const tellingBreakdowns: ReadonlyMap<string, ReportKind> = new Map<string, ReportKind>([
  ["documentClassification", "proofOfAddress"],
  ["ageValidation", "documentVerification"],
  ["compromisedDocument", "documentVerification"],
  ["dataConsistency", "documentVerification"],
  ["dataValidation", "documentVerification"],
  ["issuingAuthority", "documentVerification"],
  ["policeRecord", "documentVerification"],
  ["faceComparison", "facialSimilarity"],
  ["previouslySeenFaces", "knownFaces"],
  ["sanction", "watchlist"],
  ["politicallyExposedPerson", "watchlist"],
  ["legalAndRegulatoryWarnings", "watchlist"],
  ["adverseMedia", "watchlist"],
  ["personal", "usDrivingLicence"],
  ["sources", "identityEnhanced"],
  ["mortality", "identityEnhanced"],
  ["device", "deviceIntelligence"],
]);

/**
 * Sub-breakdowns that tell it where no breakdown does. Of a picture that cannot be used, Onfido judges nothing but its
 * `imageIntegrity`, and that is in the reports on the document, on the face and on a proof of address.
 */
const tellingSubBreakdowns: ReadonlyMap<string, ReportKind> = new Map<string, ReportKind>([
  ["imageIntegrity.supportedDocument", "documentVerification"],
  ["imageIntegrity.colourPicture", "documentVerification"],
  ["imageIntegrity.conclusiveDocumentQuality", "documentVerification"],
  ["imageIntegrity.faceDetected", "facialSimilarity"],
  ["imageIntegrity.sourceIntegrity", "facialSimilarity"],
]);

/**
 * Of which kind a report is: by its name, or, where it has none, by the breakdowns that only one kind has. Undefined
 * where neither says it, and where they say two things. A name that is not known is never taken for one that is.
 */
export function reportKind(report: WireObject): ReportKind | undefined {
  const { name } = report;
  if (typeof name === "string") return reportKinds.get(name);
  const breakdowns = wireObject(report.breakdown ?? report.breakdowns) ?? {};
  const told = kindsOf(Object.keys(breakdowns).map((key) => tellingBreakdowns.get(foldName(key))));
  const kinds = told.size > 0 ? told : kindsOf(namesBelow(breakdowns).map((path) => tellingSubBreakdowns.get(path)));
  const [kind, ...others] = kinds;
  return others.length === 0 ? kind : undefined;
}

function kindsOf(found: readonly (ReportKind | undefined)[]): Set<ReportKind> {
  return new Set(found.filter((kind) => kind !== undefined));
}

function namesBelow(breakdowns: WireObject): string[] {
  return Object.entries(breakdowns).flatMap(([key, group]) =>
    Object.keys(wireObject(wireObject(group)?.breakdown) ?? {}).map((sub) => `${foldName(key)}.${foldName(sub)}`),
  );
}
