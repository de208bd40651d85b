export type { Environment, Region } from "./api-token.ts";
export {
  type ApiCall,
  type ApiClient,
  type ApiClientSettings,
  type ApiDocument,
  type ApiImage,
  createApiClient,
} from "./client.ts";
export { verifyWebhook } from "./webhook.ts";
export {
  type OnfidoEvent,
  type OnfidoEventName,
  onfidoEvents,
  readWebhookEvent,
  type WebhookDelivery,
  type WebhookSubject,
} from "./webhook-event.ts";
export type { CreatedCheck, CreatedWorkflowRun, UploadedMedia, WorkflowTask } from "./wire-calls.ts";
