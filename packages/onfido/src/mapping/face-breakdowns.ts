import { findingsBelow, type OnfidoFinding } from "./finding.ts";

/** Breakdowns and properties of the facial similarity reports, photo, video and motion (Onfido API v3.6; Assure's spelling). */
export const faceBreakdowns: readonly OnfidoFinding[] = [
  ...findingsBelow("facialSimilarity", "faceMatch", [
    ["", "The face check did not pass."],
    [".rawReport", "The raw report on the face contradicts the process."],
    [".rawReport.subResult", "The raw report trusts the face less than the process does."],
    [".imageIntegrity", "The pictures of the face cannot be used."],
    [".imageIntegrity.faceDetected", "The picture does not show exactly one face.", "warning"],
  ]),
  ...findingsBelow("facialSimilarity", "liveness", [
    [".imageIntegrity.sourceIntegrity", "The source of the picture cannot be trusted."],
    [".imageIntegrity.sourceIntegrity.digitalTampering", "The picture was altered digitally."],
    [".imageIntegrity.sourceIntegrity.fakeWebcam", "The picture came from a simulated camera."],
    [".imageIntegrity.sourceIntegrity.timeOfCapture", "The picture is more than a day old."],
    [".imageIntegrity.sourceIntegrity.emulator", "The picture came from an emulated device."],
    [".imageIntegrity.sourceIntegrity.challengeReuse", "The video answers an earlier challenge."],
    [".imageIntegrity.sourceIntegrity.reasons", "The provider gives reasons to distrust the source."],
  ]),
  ...findingsBelow("facialSimilarity", "faceMatch", [
    [".faceComparison", "The face is not the one in the document."],
    [".faceComparison.faceMatch", "The face does not match the portrait in the document."],
  ]),
  ...findingsBelow("facialSimilarity", "liveness", [
    [".visualAuthenticity", "The person was perhaps not present."],
    [".visualAuthenticity.spoofingDetection", "The face looks like a mask, a screen or a print."],
    [".visualAuthenticity.livenessDetected", "No living person was detected."],
  ]),
];

/** Assure's own bucket of the face score. It is no result, but a low one is no match. */
export const similarityFinding: OnfidoFinding = {
  path: "facialSimilarity.similarityScore",
  technique: "faceMatch",
  severity: "error",
  message: "The face is not similar enough to the portrait in the document.",
};
