import type { Finding } from "./findings.ts";
import type { ReaderLimits } from "./reader/document.ts";

/** What kind of evidence a signature is. Usage rights (`/UR3`) are a vendor's, never a signer's. */
export type SignatureKind = "signature" | "documentTimestamp" | "usageRights";

/** What the updates after a signature did. `forbidden`: at least one change that the signer did not allow. */
export type Modifications = "none" | "ltaUpdates" | "formFilling" | "annotations" | "forbidden";

/** Levels of EN 319 142-1 and -2, and what is below them. */
export type SignatureLevel = "B-B" | "B-T" | "B-LT" | "B-LTA" | "PAdES-BES" | "PKCS7" | "none";

export type Trust = "trusted" | "untrusted" | "unknown" | "revoked" | "expired";

/** What a certificate says of itself, and what a trusted list confirms. */
export interface PdfQualification {
  claims: "QES" | "AdES-QC" | "AdES" | "unknown";
  confirmed?: "QES_EIDAS" | "AES_EIDAS";
  /** Stable codes: why it is not more. */
  reasons: readonly string[];
}

export interface PdfSigner {
  subject: string;
  issuer: string;
  commonName?: string;
  /** Hexadecimal, lower case. */
  serialNumber: string;
  notBefore: Date;
  notAfter: Date;
  /** DER. */
  certificate: Uint8Array;
}

export interface PdfTimestamp {
  kind: "signature" | "document";
  valid: boolean;
  time?: Date;
  trust: Trust;
  authority?: string;
  findings: readonly Finding[];
}

export interface PdfSignature {
  /** Fully qualified; null for a signature that no field names. */
  fieldName: string | null;
  kind: SignatureKind;
  subFilter: string | null;
  /** As written; null where there is none that can be read. */
  byteRange: readonly number[] | null;
  coversWholeDocument: boolean;
  /** Bytes, cryptography and allowed changes; no trust anchor has a say in it. */
  intact: boolean;
  modifications: Modifications;
  /** P of a certification (ISO 32000-2, section 12.8.2.2): 1 no changes, 2 form filling, 3 annotations too. */
  docMdp?: 1 | 2 | 3;
  signer?: PdfSigner;
  signingTime: { claimed?: Date; proven?: Date };
  level: SignatureLevel;
  trust: Trust;
  qualification: PdfQualification;
  timestamps: readonly PdfTimestamp[];
  findings: readonly Finding[];
}

/** One save of the file. */
export interface PdfRevision {
  index: number;
  start: number;
  end: number;
  /** Names of the fields whose signature covers the file up to here. */
  signedBy: readonly string[];
}

export interface PdfVerification {
  signatures: readonly PdfSignature[];
  /** There is a signature, every one is intact, and nothing that came after one of them is forbidden. */
  documentIntact: boolean;
  findings: readonly Finding[];
  revisions: readonly PdfRevision[];
}

/** Bounds of one call. */
export interface PdfLimits extends ReaderLimits {
  maxSignatures: number;
}

export const defaultLimits: PdfLimits = {
  maxBytes: 256 * 1024 * 1024,
  maxObjects: 1_000_000,
  maxRevisions: 1_000,
  maxDepth: 100,
  maxStreamBytes: 64 * 1024 * 1024,
  maxDecodedBytes: 256 * 1024 * 1024,
  maxSignatures: 200,
};
