import type { z } from "zod";
import { type AuthenticationResult, authenticationResultSchema } from "./authentication-result.ts";
import { type AuthenticatorCredential, authenticatorCredentialSchema } from "./authenticator-credential.ts";
import { type BasicIdentity, basicIdentitySchema } from "./basic-identity.ts";
import { type BiometricSamples, biometricSamplesSchema } from "./biometric-samples.ts";
import { type ComparisonResults, comparisonResultsSchema } from "./comparison-results.ts";
import { type DeviceInfo, deviceInfoSchema } from "./device-info.ts";
import { type DeviceSignals, deviceSignalsSchema } from "./device-signals.ts";
import { type DigitalSignals, digitalSignalsSchema } from "./digital-signals.ts";
import { type DocumentData, documentDataSchema } from "./document-data.ts";
import { type DocumentImages, documentImagesSchema } from "./document-images.ts";
import { type DocumentVerification, documentVerificationSchema } from "./document-verification.ts";
import { type DocumentsToSign, documentsToSignSchema } from "./documents-to-sign.ts";
import { type ExtendedIdentity, extendedIdentitySchema } from "./extended-identity.ts";
import { type OutcomeStatus, outcomeStatusSchema } from "./outcome-status.ts";
import { type PepAndSanctionsResults, pepAndSanctionsResultsSchema } from "./pep-and-sanctions-results.ts";
import { type PresentationResult, presentationResultSchema } from "./presentation-result.ts";
import { type SignedDocumentsPackage, signedDocumentsPackageSchema } from "./signed-documents-package.ts";
import { type UserReference, userReferenceSchema } from "./user-reference.ts";
import { type Verification, verificationSchema } from "./verification.ts";

/** What each type of data block holds. */
export interface DataBlockContents {
  authenticationResult: AuthenticationResult;
  authenticatorCredential: AuthenticatorCredential;
  basicIdentity: BasicIdentity;
  biometricSamples: BiometricSamples;
  comparisonResults: ComparisonResults;
  deviceInfo: DeviceInfo;
  deviceSignals: DeviceSignals;
  digitalSignals: DigitalSignals;
  documentData: DocumentData;
  documentImages: DocumentImages;
  documentsToSign: DocumentsToSign;
  documentVerification: DocumentVerification;
  extendedIdentity: ExtendedIdentity;
  outcomeStatus: OutcomeStatus;
  pepAndSanctionsResults: PepAndSanctionsResults;
  presentationResult: PresentationResult;
  signedDocumentsPackage: SignedDocumentsPackage;
  userReference: UserReference;
  verification: Verification;
}

export type DataBlockType = keyof DataBlockContents;

/** The content of a data block together with its type; narrows on `type`. */
export type TypedContent<T extends DataBlockType = DataBlockType> = {
  [K in T]: { type: K; content: DataBlockContents[K] };
}[T];

/** The strict schema of every content: an unknown key is refused. */
export const contentSchemas: { readonly [T in DataBlockType]: z.ZodType<DataBlockContents[T]> } = {
  authenticationResult: authenticationResultSchema,
  authenticatorCredential: authenticatorCredentialSchema,
  basicIdentity: basicIdentitySchema,
  biometricSamples: biometricSamplesSchema,
  comparisonResults: comparisonResultsSchema,
  deviceInfo: deviceInfoSchema,
  deviceSignals: deviceSignalsSchema,
  digitalSignals: digitalSignalsSchema,
  documentData: documentDataSchema,
  documentImages: documentImagesSchema,
  documentsToSign: documentsToSignSchema,
  documentVerification: documentVerificationSchema,
  extendedIdentity: extendedIdentitySchema,
  outcomeStatus: outcomeStatusSchema,
  pepAndSanctionsResults: pepAndSanctionsResultsSchema,
  presentationResult: presentationResultSchema,
  signedDocumentsPackage: signedDocumentsPackageSchema,
  userReference: userReferenceSchema,
  verification: verificationSchema,
};

/** Every type of data block. */
export const dataBlockTypes = Object.keys(contentSchemas) as readonly DataBlockType[];

/** Whether a value names a data block type. */
export function isDataBlockType(value: unknown): value is DataBlockType {
  return typeof value === "string" && Object.hasOwn(contentSchemas, value);
}
