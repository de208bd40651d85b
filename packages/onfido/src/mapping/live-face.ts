import type { WireObject } from "../wire-object.ts";
import { isSaid } from "./evidence-values.ts";
import { follow, spellingsOf } from "./spelling.ts";

/** Reports that compare a recording of the living person with the document (API v3.6, report_name). */
const recordingReports: ReadonlySet<string> = new Set(["facial_similarity_video", "facial_similarity_motion"]);

const livenessPath = ["visualAuthenticity", "breakdown", "livenessDetected", "result"].map(spellingsOf);

/**
 * Whether a report on the face is about a recording, which a process of type `documentVideo` needs. Its name says so; a
 * report without a name, as a workflow run has it, must have looked for liveness, which no report on a photo does.
 */
export function isAboutRecording({ name, breakdown, breakdowns }: WireObject): boolean {
  if (typeof name === "string") return recordingReports.has(name);
  return isSaid(follow({ breakdown: breakdown ?? breakdowns }, [["breakdown"], ...livenessPath]));
}
