import { snakeCase } from "../snake-case.ts";
import { reportsOf } from "./process-body.ts";
import type { SimulatedProcess } from "./store.ts";

/**
 * The zip of "Download full result": the raw reports in Onfido's own spelling (snake case) and the images.
 * `undefined` for a process that has no reports. Needs the peer dependency `fflate`.
 */
export async function fullResultZip(process: SimulatedProcess): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reports = process.phase === "final" ? reportsOf(process) : undefined;
  if (reports === undefined) return undefined;
  const { zipSync } = await import("fflate");
  const { documentVerification, facialSimilarity } = reports;
  const { breakdowns, subResult, result, ...fields } = documentVerification;
  const files: Record<string, Uint8Array> = {
    "document_verification.json": text({
      id: process.documentId,
      name: "document",
      status: "complete",
      result,
      sub_result: subResult,
      breakdown: snakeCase(breakdowns),
      properties: snakeCase(fields),
    }),
  };
  if (facialSimilarity !== undefined) {
    files["facial_similarity.json"] = text({
      id: process.livePhotoId,
      name: process.processType === "documentVideo" ? "facial_similarity_video" : "facial_similarity_photo",
      status: "complete",
      result: facialSimilarity.result,
      sub_result: null,
      breakdown: snakeCase(facialSimilarity.breakdowns),
      properties: {},
    });
  }
  for (const [side, image] of Object.entries(process.images)) {
    files[`images/${side}.${image.mediaType === "image/png" ? "png" : "jpg"}`] = image.content;
  }
  return new Uint8Array(zipSync(files));
}

function text(report: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(report, null, 2));
}
