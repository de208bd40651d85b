import { faceReport } from "../face-reports.ts";
import { snakeCaseKeys } from "../snake-case.ts";
import type { ReportContent, ReportPlan } from "./report-content.ts";
import { faceMediaOf } from "./report-names.ts";

/** A facial similarity report with the scores that the same case has at Assure. */
export function faceContent({ name, consider, media }: ReportPlan): ReportContent {
  const needed = faceMediaOf(name);
  const { result, breakdowns } = faceReport({
    matches: !consider,
    video: needed !== "live_photo",
    livePhotoId: media.find(({ kind }) => kind === needed)?.id ?? "",
    documentId: media.find(({ kind }) => kind === "document")?.id ?? "",
  });
  return { result, subResult: null, breakdown: snakeCaseKeys(breakdowns), properties: {} };
}
