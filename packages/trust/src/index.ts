export {
  type Certificate,
  isSameName,
  type KeyUsageName,
  type NameAttribute,
  parseCertificate,
  readCertificate,
} from "./certificate/certificate.ts";
export { type DistinguishedName, readDistinguishedName } from "./certificate/distinguished-name.ts";
export { extendedKeyUsageOids } from "./certificate/key-usage.ts";
export { DerError } from "./der/der-error.ts";
export { DerElement, type ReadOptions, readDer } from "./der/element.ts";
export { encode as encodeDer } from "./der/encode.ts";
export { readTime } from "./der/time.ts";
export {
  bitStringOf,
  booleanOf,
  expectUniversal,
  explicitOf,
  hexOf,
  integerHexOf,
  integerOf,
  namedBitsOf,
  octetStringOf,
  oidOf,
  sequenceOf,
  setOf,
  smallIntegerOf,
  tags,
} from "./der/values.ts";
export type { PathPurpose } from "./path/check-purpose.ts";
export { type PathReason, type PathReasonCode, pathReasons } from "./path/path-reasons.ts";
export type { PathLimits } from "./path/search-paths.ts";
export { type PathOptions, type PathResult, verifyCertificatePath } from "./path/validate-path.ts";
export type { QcStatements } from "./qualified/qc-statements.ts";
export { type QualificationRequest, type QualificationResult, qualify } from "./qualified/qualification.ts";
export type { QualificationReason, QualificationReasonCode } from "./qualified/qualification-reason.ts";
export { checkRevocation, type RevocationOptions, type RevocationResult } from "./revocation/check-revocation.ts";
export { type CertificateRevocationList, parseCrl } from "./revocation/crl.ts";
export {
  defaultFetchLimits,
  type RevocationFetcher,
  type RevocationFetchLimits,
  type RevocationFetchRequest,
} from "./revocation/fetch-limits.ts";
export { type OcspResponse, parseOcspResponse } from "./revocation/ocsp-response.ts";
export {
  type RevocationReason,
  type RevocationReasonCode,
  revocationReasons,
} from "./revocation/revocation-reasons.ts";
export {
  type AlgorithmIdentifier,
  isSameAlgorithm,
  readAlgorithmIdentifier,
} from "./signature/algorithm-identifier.ts";
export {
  copyDigest,
  type DigestName,
  digestName,
  digestNameOf,
  digestOfChunks,
  isWeakDigest,
  startDigest,
} from "./signature/digests.ts";
export type { SignatureFamily } from "./signature/schemes.ts";
export {
  type SignatureCheck,
  type SignatureFinding,
  type SignatureFindingCode,
  type SignatureRequest,
  verifySignature,
} from "./signature/verify-signature.ts";
export type { TrustedLists } from "./trusted-list/trusted-lists.ts";
