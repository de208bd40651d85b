import { type Breakdowns, clear, group, sub, summary } from "./breakdowns.ts";

/** `providerSpecific.facialSimilarity` of Assure's Onfido page. */
export type FaceReport = Record<string, unknown> & {
  breakdowns: Breakdowns;
  result: string;
  similarityScore: "low" | "medium";
};

interface FacePlan {
  matches: boolean;
  /** A live video also proves liveness; the page shows photos only, so that this sub is constructed. */
  video: boolean;
  /** Ids that Onfido gave the two pictures. */
  livePhotoId: string;
  documentId: string;
}

/** A comparison of the face with the document's picture; the scores are those of the page's examples. */
export function faceReport({ matches, video, livePhotoId, documentId }: FacePlan): FaceReport {
  const result = matches ? "clear" : "consider";
  const faceMatch = sub("faceMatch", result, { score: matches ? 0.6512 : 0.3243, livePhotoId, documentId });
  const breakdowns: Breakdowns = {
    imageIntegrity: group(clear("faceDetected", "sourceIntegrity")),
    faceComparison: group(faceMatch),
    visualAuthenticity: group(
      sub("spoofingDetection", "clear", { score: matches ? 0.9512 : 0.6951 }),
      video ? clear("livenessDetected") : {},
    ),
  };
  return { result, ...summary(breakdowns), similarityScore: matches ? "medium" : "low", breakdowns };
}
