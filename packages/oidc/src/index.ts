export { definitionSchema, fromDefinition, type OidcDefinition, type OidcDefinitionOptions } from "./definition.ts";
export { createOidcDriver, type OidcDriver } from "./driver.ts";
export { type AuthorizationErrorRow, authorizationErrors } from "./mapping/authorization-errors.ts";
export { mapClaims } from "./mapping/map-claims.ts";
export type {
  AttributeMapping,
  ClaimNames,
  OidcAnswer,
  OidcOrder,
  SubjectBinding,
  VerifiedClaimsRequirement,
} from "./mapping/order.ts";
export { type Reason, type ReasonCode, reasons } from "./mapping/reasons.ts";
export type { OidcOptions } from "./options.ts";
export { findPreset, presetNames, presets } from "./presets/index.ts";
export { matchesIssuer } from "./presets/issuer-pattern.ts";
export { acrLevelsOf, assuranceLevelsOf, type LevelsQuestion } from "./presets/levels.ts";
export type { PresetGrade, PresetLevel, ProviderPreset, TokenEndpointAuthMethod } from "./presets/preset.ts";
export { presetSchema } from "./presets/schema.ts";
export type { Authorization, AuthorizationRequest } from "./relying-party/authorization-request.ts";
export type { AuthorizationResponse } from "./relying-party/authorization-response.ts";
export {
  type BackchannelAnswer,
  type BackchannelAuthentication,
  type BackchannelRequest,
  type BackchannelTransaction,
  readBackchannelTransaction,
} from "./relying-party/backchannel.ts";
export type { Opened, RelyingParty } from "./relying-party/client.ts";
export { createRelyingParty, type RelyingPartyOptions } from "./relying-party/create.ts";
export {
  evidenceOf,
  type LoginEvidence,
  type ReverifiedEvidence,
  type ReverifyOptions,
  reverifyEvidence,
} from "./relying-party/evidence.ts";
export type { JwksSnapshot } from "./relying-party/jwks-store.ts";
export type { Login } from "./relying-party/login.ts";
export type { LogoutSubject } from "./relying-party/logout-token.ts";
export { type RefusalReason, type RefusalReasonName, refusalReasons } from "./relying-party/refusal-reasons.ts";
export type { RelyingPartyCall, ResponseMode } from "./relying-party/settings.ts";
export {
  type StoredTokenResponse,
  type TokenResponseStore,
  volatileTokenStore,
} from "./relying-party/token-response.ts";
export { readTransaction, type StartedLogin, type Transaction } from "./relying-party/transaction.ts";
export type { ServerMetadata } from "./relying-party/wire.ts";
