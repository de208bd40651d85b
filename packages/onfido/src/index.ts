export {
  type AssureCall,
  type AssureClient,
  type AssureClientSettings,
  createAssureClient,
} from "./assure/client.ts";
export type { FullResult } from "./assure/full-result.ts";
export { type AssureImage, type AssureImages, maxImageBytes } from "./assure/images.ts";
export { onfidoPrivacyConsent } from "./assure/process-request.ts";
export { definitionSchema, fromDefinition, type OnfidoDefinition } from "./definition.ts";
export { createOnfidoDriver } from "./driver.ts";
export { type OnfidoAttribute, onfidoAttributes } from "./mapping/attributes.ts";
export { type DoubtCode, doubtReasons } from "./mapping/doubt.ts";
export type { OnfidoFinding } from "./mapping/finding.ts";
export { onfidoFindings } from "./mapping/finding-tree.ts";
export type { OnfidoOrder } from "./mapping/order.ts";
export { mapProcess } from "./mapping/process.ts";
export { mapTermination, type TerminationKind } from "./mapping/termination.ts";
export { type OnfidoOptions, type ProcessType, processTypes } from "./options.ts";
