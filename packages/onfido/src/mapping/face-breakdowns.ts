import { findingsBelow, type OnfidoFinding } from "./finding.ts";

/** Breakdowns and properties of the facial similarity reports, photo, video and motion (Onfido API v3.6; Assure's spelling). */
export const faceBreakdowns: readonly OnfidoFinding[] = findingsBelow("facialSimilarity", [
  ["", "faceMatch", "error", "The face check did not pass."],
  [".rawReport", "faceMatch", "error", "The raw report on the face contradicts the process."],
  [".rawReport.subResult", "faceMatch", "error", "The raw report trusts the face less than the process does."],
  [".imageIntegrity", "faceMatch", "error", "The pictures of the face cannot be used."],
  [".imageIntegrity.faceDetected", "faceMatch", "warning", "The picture does not show exactly one face."],
  [".imageIntegrity.sourceIntegrity", "liveness", "error", "The source of the picture cannot be trusted."],
  [".imageIntegrity.sourceIntegrity.digitalTampering", "liveness", "error", "The picture was altered digitally."],
  [".imageIntegrity.sourceIntegrity.fakeWebcam", "liveness", "error", "The picture came from a simulated camera."],
  [".imageIntegrity.sourceIntegrity.timeOfCapture", "liveness", "error", "The picture is more than a day old."],
  [".imageIntegrity.sourceIntegrity.emulator", "liveness", "error", "The picture came from an emulated device."],
  [".imageIntegrity.sourceIntegrity.challengeReuse", "liveness", "error", "The video answers an earlier challenge."],
  [
    ".imageIntegrity.sourceIntegrity.reasons",
    "liveness",
    "error",
    "The provider gives reasons to distrust the source.",
  ],
  [".faceComparison", "faceMatch", "error", "The face is not the one in the document."],
  [".faceComparison.faceMatch", "faceMatch", "error", "The face does not match the portrait in the document."],
  [".visualAuthenticity", "liveness", "error", "The person was perhaps not present."],
  [".visualAuthenticity.spoofingDetection", "liveness", "error", "The face looks like a mask, a screen or a print."],
  [".visualAuthenticity.livenessDetected", "liveness", "error", "No living person was detected."],
]);

/** Assure's own bucket of the face score. It is no result, but a low one is no match. */
export const similarityFinding: OnfidoFinding = {
  path: "facialSimilarity.similarityScore",
  technique: "faceMatch",
  severity: "error",
  message: "The face is not similar enough to the portrait in the document.",
};
