import type { IdvError, IdvErrorCode } from "@idvkit/core";
import { type ReportKind, reportKinds } from "../mapping/report-kind.ts";
import type { ApiSettings } from "../options.ts";
import { onfidoError } from "../refusal.ts";
import type { ProcessType } from "../setting-schemas.ts";

/** The reports on the face that fit a process type; the first is asked for where the options name none. */
const faceReports: Readonly<Record<ProcessType, readonly string[]>> = {
  document: [],
  documentSelfie: ["facial_similarity_photo", "facial_similarity_photo_fully_auto"],
  documentVideo: ["facial_similarity_video", "facial_similarity_motion"],
};

/** The reports of a check whose options name none: what Assure's process of the same type has. */
export function defaultReports({
  processType,
  requestExtraDataFromDrivingLicense,
}: Pick<ApiSettings, "processType" | "requestExtraDataFromDrivingLicense">): string[] {
  const document =
    requestExtraDataFromDrivingLicense === true ? "document_with_driving_licence_information" : "document";
  return [document, ...faceReports[processType].slice(0, 1)];
}

type Rule = readonly [broken: (settings: ApiSettings) => boolean, code: IdvErrorCode, message: string];

/** What no schema of one setting says: how the settings go together. */
const rules: readonly Rule[] = [
  [
    ({ apiToken, clientId, clientSecret }) =>
      apiToken === undefined ? clientId === undefined || clientSecret === undefined : clientId !== undefined,
    "configuration",
    "options.apiToken: needed, or clientId and clientSecret in its place",
  ],
  [
    ({ apiToken, clientSecret }) => apiToken !== undefined && clientSecret !== undefined,
    "configuration",
    "options.clientSecret: not together with apiToken",
  ],
  [
    ({ product, capture }) => product.kind === "workflowRun" && capture.mode === "upload",
    "unsupported",
    "options.capture.mode: a workflow collects its pictures itself",
  ],
  [
    ({ product, capture }) => product.kind === "check" && capture.mode === "hostedLink",
    "unsupported",
    "options.capture.mode: only a workflow has a hosted page",
  ],
  [
    ({ processType, capture }) => processType === "documentVideo" && capture.mode === "upload",
    "unsupported",
    "options.capture.mode: a live video cannot be uploaded",
  ],
  [
    ({ nfcEnabled, capture }) => nfcEnabled === true && capture.mode === "upload",
    "unsupported",
    "options.nfcEnabled: an upload reads no chip",
  ],
  [
    ({ product, reports }) => product.kind === "check" && !hasKind(reports, "documentVerification"),
    "configuration",
    "options.product.reports: a report on the document is missing",
  ],
  [
    ({ product, processType, reports }) =>
      product.kind === "check" &&
      processType !== "document" &&
      !faceReports[processType].some((name) => reports.includes(name)),
    "configuration",
    "options.product.reports: a report on the face that fits the process type is missing",
  ],
  [
    ({ product, requestExtraDataFromDrivingLicense, reports }) =>
      product.kind === "check" &&
      requestExtraDataFromDrivingLicense === true &&
      !reports.some((name) => licenceReports.has(name)),
    "configuration",
    "options.product.reports: a report with the data of driving licences is missing",
  ],
  [
    ({ product, requestExtraDataFromDrivingLicense }) =>
      product.kind === "workflowRun" && requestExtraDataFromDrivingLicense === true,
    "unsupported",
    "options.requestExtraDataFromDrivingLicense: the workflow says which reports it has",
  ],
  [
    ({ product, artifacts }) => product.kind === "workflowRun" && artifacts.checkReport,
    "unsupported",
    "options.artifacts.checkReport: only a check has one",
  ],
  ...(["signedEvidenceFile", "evidenceFolder", "timelineFile"] as const).map(
    (name): Rule => [
      ({ product, artifacts }) => product.kind === "check" && artifacts[name],
      "unsupported",
      `options.artifacts.${name}: only a workflow run has one`,
    ],
  ),
  [
    ({ sandbox, environment }) => sandbox !== undefined && environment !== "sandbox",
    "configuration",
    "options.sandbox: only with environment sandbox",
  ],
  [
    ({ sandbox, product }) => sandbox !== undefined && product.kind === "workflowRun",
    "unsupported",
    "options.sandbox: only checks take it",
  ],
  [
    ({ rateLimit, rateLimiter }) => rateLimit !== undefined && rateLimiter !== undefined,
    "configuration",
    "options.rateLimit: not together with rateLimiter",
  ],
];

const licenceReports: ReadonlySet<string> = new Set([
  "document_with_driving_licence_information",
  "document_with_driver_verification",
]);

/** The first rule that the settings break, as the error to throw. */
export function checkApiOptions(settings: ApiSettings): IdvError | undefined {
  const rule = rules.find(([broken]) => broken(settings));
  return rule && onfidoError(rule[1], rule[2]);
}

function hasKind(reports: readonly string[], kind: ReportKind): boolean {
  return reports.some((name) => reportKinds.get(name) === kind);
}
