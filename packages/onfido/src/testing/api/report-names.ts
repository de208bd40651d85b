import type { MediaKind } from "./records.ts";

/** All reports of API v3.6 (Onfido OpenAPI specification). */
export const reportNames = [
  "document",
  "document_video",
  "document_video_with_address_information",
  "document_with_address_information",
  "document_with_driving_licence_information",
  "document_with_driver_verification",
  "facial_similarity_photo",
  "facial_similarity_photo_fully_auto",
  "facial_similarity_video",
  "facial_similarity_motion",
  "known_faces",
  "identity_enhanced",
  "watchlist_aml",
  "watchlist_enhanced",
  "watchlist_standard",
  "watchlist_peps_only",
  "watchlist_sanctions_only",
  "proof_of_address",
  "us_driving_licence",
  "device_intelligence",
  "india_pan",
] as const;

export type ReportName = (typeof reportNames)[number];

/** What a facial similarity report compares with the document. */
const faceMedia: { readonly [name in ReportName]?: MediaKind } = {
  facial_similarity_photo: "live_photo",
  facial_similarity_photo_fully_auto: "live_photo",
  facial_similarity_video: "live_video",
  facial_similarity_motion: "motion_capture",
};

/** The recording of a face that a report needs; `undefined` for a report about something else. */
export function faceMediaOf(name: ReportName): MediaKind | undefined {
  return faceMedia[name];
}

export function isDocumentReport(name: ReportName): boolean {
  return /^document(_|$)/.test(name);
}
