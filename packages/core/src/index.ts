export {
  type Assurance,
  type AssurancePolicy,
  type AssuranceScale,
  type AuthenticatorAssuranceLevel,
  assuranceScales,
  capAssurance,
  combineAssurance,
  compareLevels,
  type EidasLevel,
  type EvidenceStrength,
  type IdentityAssuranceLevel,
  meetsAssurance,
} from "./assurance.ts";
export type { AuthenticationResult } from "./blocks/authentication-result.ts";
export type { AuthenticatorCredential } from "./blocks/authenticator-credential.ts";
export type { BasicIdentity } from "./blocks/basic-identity.ts";
export type { BiometricSamples } from "./blocks/biometric-samples.ts";
export type { ComparisonResults } from "./blocks/comparison-results.ts";
export {
  contentSchemas,
  type DataBlockContents,
  type DataBlockType,
  dataBlockTypes,
  isDataBlockType,
  type TypedContent,
} from "./blocks/content-schemas.ts";
export type { DeviceInfo } from "./blocks/device-info.ts";
export type { DeviceSignals } from "./blocks/device-signals.ts";
export type { DigitalSignals } from "./blocks/digital-signals.ts";
export type { DocumentData } from "./blocks/document-data.ts";
export type { DocumentImages } from "./blocks/document-images.ts";
export { type DocumentType, documentTypes } from "./blocks/document-type.ts";
export type { DocumentVerification } from "./blocks/document-verification.ts";
export type { DocumentsToSign } from "./blocks/documents-to-sign.ts";
export type { ExtendedIdentity } from "./blocks/extended-identity.ts";
export type { OutcomeStatus } from "./blocks/outcome-status.ts";
export type { PepAndSanctionsResults } from "./blocks/pep-and-sanctions-results.ts";
export type { PresentationResult } from "./blocks/presentation-result.ts";
export type { SignedDocumentsPackage } from "./blocks/signed-documents-package.ts";
export type { UserReference } from "./blocks/user-reference.ts";
export type { Verification } from "./blocks/verification.ts";
export {
  type VerificationCheck,
  type VerificationEvidence,
  type VerificationMethod,
  type VerificationTechnique,
  verificationTechniques,
} from "./blocks/verification-method.ts";
export {
  createDataBlock,
  type DataBlock,
  type DataBlockInput,
  type DeletedDataBlock,
  type Envelope,
  parseDataBlock,
  type StoredDataBlock,
} from "./data-block.ts";
export type { DriverContext, IdvMethodDriver, IdvMethodType, LogFields, Logger, MethodProfile } from "./driver.ts";
export {
  IdvError,
  type IdvErrorCause,
  type IdvErrorCode,
  type IdvErrorJson,
  type IdvErrorOptions,
  idvErrorCodes,
  isIdvError,
} from "./error.ts";
export {
  type HttpReply,
  type HttpRequest,
  type HttpRequestLimits,
  httpRequestFromFetch,
  httpRequestFromNode,
  type NodeRequestOptions,
} from "./http.ts";
export { describeIssues } from "./issue-paths.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export {
  type FinalStatus,
  type IdvNodeResult,
  type MappedStatus,
  type MappingContext,
  type MappingWarning,
  type NodeResultContext,
  type PendingStatus,
  type ResolvedIdentifier,
  type SessionBinding,
  type StepEvidence,
  toNodeResult,
} from "./node-result.ts";
export type {
  CallbackAddress,
  CallbackResult,
  CancelOutcome,
  CompletedOutcome,
  PendingOutcome,
  PollHint,
  StepOutcome,
  StepResult,
} from "./outcome.ts";
export { type PendingAction, pendingActions } from "./pending-actions.ts";
export type {
  ConfirmElsewhere,
  DigitalCredentials,
  FileField,
  Form,
  FormField,
  FormFieldBase,
  PersonAction,
  PersonActionTiming,
  Redirect,
  Sdk,
  SelectField,
  UserInput,
} from "./person-action.ts";
export {
  type ConfigReference,
  configReferenceSchema,
  type ReferenceResolvers,
  type Secret,
  type SecretReference,
  secretReferenceSchema,
} from "./references.ts";
export { replyStatuses, replyTo } from "./reply-to.ts";
export { failure, type IdvResult, success } from "./result.ts";
export { settingSchemas } from "./setting-schemas.ts";
export type { Vault, VaultMeta, VaultObject, VaultOwner } from "./vault.ts";
export { type VaultReference, vaultReferenceSchema } from "./vault-reference.ts";
export { type IdvVerdict, type VerdictSpelling, verdictSpellings } from "./verdict.ts";
export {
  type CallbackWork,
  type CancelWork,
  type Consent,
  checkWork,
  type DispatchWork,
  type DriverState,
  type PollWork,
  type StepInputs,
  type StepWork,
  type Subject,
  type SubmitValue,
  type SubmitWork,
} from "./work.ts";
