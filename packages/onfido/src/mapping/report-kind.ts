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
 * Of which kind a report is: by its name, or, where it has none, by the breakdowns that only one kind has. Undefined
 * where neither says it, and where they say two things. A name that is not known is never taken for one that is.
 */
export function reportKind(report: WireObject): ReportKind | undefined {
  const { name } = report;
  if (typeof name === "string") return reportKinds.get(name);
  const breakdowns = wireObject(report.breakdown ?? report.breakdowns);
  if (breakdowns === undefined) return undefined;
  const found = new Set(Object.keys(breakdowns).map((key) => tellingBreakdowns.get(foldName(key))));
  found.delete(undefined);
  const [kind, ...others] = found;
  return others.length === 0 ? kind : undefined;
}
