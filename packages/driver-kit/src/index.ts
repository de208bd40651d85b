export { type CallbackHandler, type CallbackHandlerOptions, createCallbackHandler } from "./callback-handler.ts";
export { acknowledged, answered, personDone, personReply } from "./callback-replies.ts";
export type { CallbackStore, HandledDelivery, HeldExecution } from "./callback-store.ts";
export { type ClientCredentialsOptions, clientCredentials, type TokenSource } from "./client-credentials.ts";
export { constantTimeEqual } from "./constant-time-equal.ts";
export { contained } from "./contained.ts";
export { createDriver, type DriverMethods } from "./create-driver.ts";
export { createRefusals, type Refusals } from "./create-refusals.ts";
export { decodeBase64url } from "./decode-base64url.ts";
export { deliveryIdOf } from "./delivery-id.ts";
export { createEgressGuard, type EgressGuard, type EgressGuardOptions } from "./egress-guard.ts";
export { toFetchResponse, toNodeResponse } from "./fetch-response.ts";
export { type FileVault, type FileVaultOptions, fileVault } from "./file-vault.ts";
export { createGuardedFetch, type GuardedFetchOptions } from "./guarded-fetch.ts";
export type {
  ErrorCodeReader,
  ErrorPathsReader,
  HttpAgents,
  HttpAnswer,
  HttpBody,
  HttpCall,
  HttpClient,
  HttpClientOptions,
  HttpLimits,
  HttpSettings,
  MultipartValue,
} from "./http-call.ts";
export { createHttpClient } from "./http-client.ts";
export { type MemoryVaultOptions, memoryVault } from "./memory-vault.ts";
export { type NodeCallbackHandlerOptions, nodeCallbackHandler } from "./node-callback-handler.ts";
export { type PollSchedule, type PollScheduleInput, pollSchedule } from "./poll-schedule.ts";
export {
  createRateLimiter,
  type RateLimiter,
  type RateLimiterOptions,
  type Slot,
  type SlotWish,
  type WaitSignal,
} from "./rate-limiter.ts";
export {
  checkStateKeys,
  type OpenOptions,
  openState,
  type SealOptions,
  type StateBinding,
  type StateKeys,
  sealState,
} from "./seal-state.ts";
export { readSecret } from "./secret.ts";
export { vaultOwner } from "./vault-owner.ts";
export { type HmacAlgorithm, type HmacCheck, verifyHmac } from "./verify-hmac.ts";
export {
  type BodyHashClaim,
  type JwtDeliveryAlgorithm,
  type JwtDeliveryCheck,
  verifyJwtDelivery,
} from "./verify-jwt-delivery.ts";
