import { type DocumentReport, type DocumentSubResult, documentReport } from "../document-reports.ts";
import { faceReport } from "../face-reports.ts";
import type { SimulatedOutcome } from "./outcomes.ts";
import type { SimulatedProcess } from "./store.ts";

interface Plan {
  status: string;
  /** A process that did not run to its end has no report. */
  document?: DocumentSubResult;
  faceMatches?: boolean;
  extra?: Record<string, unknown>;
}

const plans: Readonly<Record<SimulatedOutcome, Plan>> = {
  accepted: { status: "accepted", document: "clear", faceMatches: true },
  rejected: { status: "rejected", document: "rejected", faceMatches: true },
  inconclusive: { status: "inconclusive", document: "suspected", faceMatches: false },
  canceled: { status: "canceled", extra: { providerSpecific: {} } },
  failed: {
    status: "failed",
    extra: {
      failReason: {
        type: "upload_failed",
        message:
          "There was a validation error on this request (status code 422) | Field errors: {face_detection=[Multiple faces in image.]}",
      },
    },
  },
  caution: { status: "accepted", document: "caution", faceMatches: true },
  faceConsider: { status: "accepted", document: "clear", faceMatches: false },
};

/** What "Get process" answers. The order and presence of the members are those of the page's examples. */
export function processBody(process: SimulatedProcess): Record<string, unknown> {
  const head = { processId: process.processId, provider: "onfido", processType: process.processType };
  const times = { createdAt: process.createdAt, updatedAt: process.updatedAt };
  if (process.phase !== "final") return { ...head, status: process.phase, ...times };
  const plan = plans[process.outcome];
  const reports = reportsOf(process);
  if (reports === undefined) return { ...head, status: plan.status, ...plan.extra, ...times };
  return {
    ...head,
    status: plan.status,
    depictions: depictionsOf(process),
    ...(plan.status === "accepted" && { finalResult: finalResult(reports) }),
    providerSpecific: reports,
    ...times,
  };
}

interface Reports {
  documentVerification: DocumentReport;
  facialSimilarity?: ReturnType<typeof faceReport>;
}

/** The reports of a process that ran to its end; `undefined` for a canceled or failed one. */
export function reportsOf(process: SimulatedProcess): Reports | undefined {
  const { document, faceMatches = false } = plans[process.outcome];
  if (document === undefined) return undefined;
  const drivingLicence = process.documentType === "driversLicense";
  const documentVerification = documentReport(document, { drivingLicence, extraData: process.extraData });
  if (process.processType === "document") return { documentVerification };
  const video = process.processType === "documentVideo";
  const { livePhotoId, documentId } = process;
  return {
    documentVerification,
    facialSimilarity: faceReport({ matches: faceMatches, video, livePhotoId, documentId }),
  };
}

/** Which images a process has, of those that Onfido hands out. */
function depictionsOf(process: SimulatedProcess): string[] {
  return Object.keys(process.images);
}

const finalFields = [
  "firstName",
  "lastName",
  "dateOfExpiry",
  "dateOfBirth",
  "documentType",
  "documentNumber",
  "issuingCountry",
  "personalIdentificationNumber",
  "placeOfBirth",
  "dateOfIssue",
];

function finalResult({ documentVerification, facialSimilarity }: Reports): Record<string, unknown> {
  const fields = finalFields.filter((name) => documentVerification[name] !== undefined);
  return {
    ...Object.fromEntries(fields.map((name) => [name, documentVerification[name]])),
    ...(facialSimilarity !== undefined && { similarityScore: facialSimilarity.similarityScore }),
  };
}
