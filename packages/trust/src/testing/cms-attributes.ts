import { readDer } from "../der/element.ts";
import { sequenceOf } from "../der/values.ts";
import { context, octetString, oid, sequence, set, time } from "./der-writer.ts";
import { digestAlgorithm, type TestDigestName, testDigest } from "./digest-algorithms.ts";

/** An attribute of a SignerInfo (RFC 5652, section 5.3): its type and its values, each a whole element. */
export interface TestCmsAttribute {
  oid: string;
  values: readonly Uint8Array[];
}

/** Types of attributes that are written here. */
export const testAttributeOids = {
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificate: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  signatureTimestamp: "1.2.840.113549.1.9.16.2.14",
  revocationInfoArchival: "1.2.840.113583.1.1.8",
} as const;

export function attribute({ oid: type, values }: TestCmsAttribute): Uint8Array {
  return sequence(oid(type), set(...values));
}

export function contentTypeAttribute(contentType: string): TestCmsAttribute {
  return { oid: testAttributeOids.contentType, values: [oid(contentType)] };
}

export function messageDigestAttribute(...digests: readonly Uint8Array[]): TestCmsAttribute {
  return { oid: testAttributeOids.messageDigest, values: digests.map(octetString) };
}

export function signingTimeAttribute(at: Date): TestCmsAttribute {
  return { oid: testAttributeOids.signingTime, values: [time(at)] };
}

/** ESS signing-certificate with SHA-1 (RFC 5035, section 5.2). */
export function signingCertificateAttribute(certificate: Uint8Array): TestCmsAttribute {
  const id = sequence(octetString(testDigest("sha1", certificate)), issuerSerial(certificate));
  return { oid: testAttributeOids.signingCertificate, values: [sequence(sequence(id))] };
}

/** ESS signing-certificate-v2 (RFC 5035, section 3). SHA-256 is the default and stays unwritten. */
export function signingCertificateV2Attribute(certificate: Uint8Array, digest: TestDigestName): TestCmsAttribute {
  const algorithm = digest === "sha256" ? [] : [digestAlgorithm(digest)];
  const id = sequence(...algorithm, octetString(testDigest(digest, certificate)), issuerSerial(certificate));
  return { oid: testAttributeOids.signingCertificateV2, values: [sequence(sequence(id))] };
}

function issuerSerial(certificate: Uint8Array): Uint8Array {
  const { issuer, serialNumber } = issuerAndSerialOf(certificate);
  return sequence(sequence(context(4, issuer)), serialNumber);
}

/** Adobe's revocation data inside the signature (ISO 32000-2, section 12.8.3.3.2). */
export function revocationInfoArchivalAttribute(data: {
  crls?: readonly Uint8Array[];
  ocspResponses?: readonly Uint8Array[];
}): TestCmsAttribute {
  const { crls = [], ocspResponses = [] } = data;
  const members = [
    ...(crls.length === 0 ? [] : [context(0, sequence(...crls))]),
    ...(ocspResponses.length === 0 ? [] : [context(1, sequence(...ocspResponses))]),
  ];
  return { oid: testAttributeOids.revocationInfoArchival, values: [sequence(...members)] };
}

/** Issuer name and serial number of a certificate, as elements. */
export function issuerAndSerialOf(certificate: Uint8Array): { issuer: Uint8Array; serialNumber: Uint8Array } {
  const members = sequenceOf(sequenceOf(readDer(certificate))[0]);
  const first = members[0]?.isContext(0) === true ? 1 : 0;
  const none = new Uint8Array();
  return { serialNumber: members[first]?.raw ?? none, issuer: members[first + 2]?.raw ?? none };
}
