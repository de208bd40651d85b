import type { SimulatedRun } from "./records.ts";
import { specimenPdf } from "./specimen-files.ts";

/** The evidence folder of a workflow run. Constructed: what lies in it is not published. Needs the peer dependency `fflate`. */
export async function evidenceZip(run: SimulatedRun): Promise<Uint8Array<ArrayBuffer>> {
  const { zipSync } = await import("fflate");
  const files: Record<string, Uint8Array> = {
    "signed_evidence_file.pdf": specimenPdf(`Evidence of workflow run ${run.id}`),
  };
  for (const { id, kind, fileName, content } of run.media) files[`${kind}/${id}-${fileName}`] = content;
  return new Uint8Array(zipSync(files));
}
