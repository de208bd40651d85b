export type { Environment, Region } from "./api/api-token.ts";
export {
  type ApiCall,
  type ApiClient,
  type ApiClientSettings,
  type ApiDocument,
  type ApiImage,
  createApiClient,
} from "./api/client.ts";
export { verifyWebhook } from "./api/webhook.ts";
export {
  type OnfidoEvent,
  type OnfidoEventName,
  onfidoEvents,
  readWebhookEvent,
  type WebhookDelivery,
  type WebhookSubject,
} from "./api/webhook-event.ts";
export type { CreatedCheck, CreatedWorkflowRun, UploadedDocument, WorkflowTask } from "./api/wire-calls.ts";
export type { CaptureConfiguration } from "./assure/capture-configuration.ts";
export type { CaptureConfigurationCalls } from "./assure/capture-configuration-calls.ts";
export {
  type AssureCall,
  type AssureClient,
  type AssureClientSettings,
  createAssureClient,
} from "./assure/client.ts";
export type { Dossier } from "./assure/dossier.ts";
export { type EnterpriseHosts, enterpriseHosts } from "./assure/enterprise.ts";
export type { FullResult } from "./assure/full-result.ts";
export { withFullResult } from "./assure/short-form.ts";
export { definitionSchema, fromDefinition, type OnfidoDefinition } from "./definition.ts";
export { createOnfidoDriver } from "./driver.ts";
export { type CapturedImage, type CapturedImages, maxImageBytes } from "./images.ts";
export { type OnfidoAttribute, onfidoAttributes } from "./mapping/attributes.ts";
export { type CheckAnswer, mapCheck, mapReopenedCheck } from "./mapping/check.ts";
export { type DoubtCode, doubtReasons } from "./mapping/doubt.ts";
export {
  type DrivingLicenceIssuer,
  drivingLicencesWithExtraData,
  hasExtraDrivingLicenceData,
} from "./mapping/driving-licences.ts";
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
