export { publicKeyInfo, type TestCertificateDefects, type TestIssuer } from "./certificate.ts";
export {
  createTestCertificateAuthority,
  type TestAuthoritySettings,
  type TestCertificateAuthority,
  type TestIdentity,
  type TestIssueSettings,
} from "./certificate-authority.ts";
export { type TestCmsAttribute, testAttributeOids } from "./cms-attributes.ts";
export * as der from "./der-writer.ts";
export { digestAlgorithm, type TestDigestName, testDigest, testDigestOids } from "./digest-algorithms.ts";
export { type TestExtension, type TestExtensionSettings, type TestKeyUsage, testPurposes } from "./extensions.ts";
export type { TestGeneralName } from "./general-names.ts";
export { createTestKeyPair, type TestKeyPair, type TestKeyType } from "./key-pairs.ts";
export { distinguishedName, type TestName } from "./names.ts";
export { createOcspFailure, type TestOcspAnswer, type TestOcspSettings } from "./ocsp-response.ts";
export type { TestQualifiedStatements } from "./qualified-statements.ts";
export { invalidityDate, type TestRevocationListSettings, type TestRevocationReason } from "./revocation-list.ts";
export { signCms, type TestCmsSettings, type TestCmsSigner } from "./sign-cms.ts";
export {
  digestOf,
  signatureAlgorithm,
  signWith,
  type TestSignatureAlgorithm,
  testSignatureAlgorithms,
} from "./signature-algorithms.ts";
export { createTimestampToken, type TestTimestampSettings } from "./timestamp-token.ts";
