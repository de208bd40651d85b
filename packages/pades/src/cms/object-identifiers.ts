/** Content types of CMS (RFC 5652, RFC 3161). */
export const contentTypes = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  timestampInfo: "1.2.840.113549.1.9.16.1.4",
} as const;

/** Attributes of a signer (RFC 5652 section 11, RFC 5035, RFC 3161 appendix A, RFC 6211, ISO 32000-2 section 12.8.3.3.2). */
export const attributeTypes = {
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificateV1: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  signatureTimestamp: "1.2.840.113549.1.9.16.2.14",
  algorithmProtection: "1.2.840.113549.1.9.52",
  revocationArchival: "1.2.840.113583.1.1.8",
} as const;

/** An OCSP response among the revocation data of CMS (RFC 5940, section 2.1). */
export const ocspRevocationInfo = "1.3.6.1.5.5.7.16.2";

/** Extended key usage of time-stamping authorities (RFC 3161, section 2.3). */
export const timeStampingPurpose = "1.3.6.1.5.5.7.3.8";
