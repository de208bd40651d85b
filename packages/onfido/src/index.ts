export { definitionSchema, fromDefinition, type OnfidoDefinition } from "./definition.ts";
export { createOnfidoDriver } from "./driver.ts";
export { type CapturedImage, type CapturedImages, maxImageBytes } from "./images.ts";
export { type OnfidoAttribute, onfidoAttributes } from "./mapping/attributes.ts";
export { type CheckAnswer, mapCheck, mapReopenedCheck } from "./mapping/check.ts";
export { type DoubtCode, doubtReasons } from "./mapping/doubt.ts";
export { drivingLicencesWithExtraData } from "./mapping/driving-licence-issuers.ts";
export { type DrivingLicenceIssuer, hasExtraDrivingLicenceData } from "./mapping/driving-licences.ts";
export type { OnfidoFinding } from "./mapping/finding.ts";
export { onfidoFindings } from "./mapping/finding-tree.ts";
export type { OnfidoOrder } from "./mapping/order.ts";
export { mapProcess } from "./mapping/process.ts";
export { mapTermination, type TerminationKind } from "./mapping/termination.ts";
export { mapWorkflowRun, type WorkflowRunAnswer } from "./mapping/workflow-run.ts";
export {
  type AssureOptions,
  type OnfidoApiOptions,
  type OnfidoOptions,
  type ProcessType,
  processTypes,
} from "./options.ts";
export { onfidoPrivacyConsent } from "./person-facts.ts";
