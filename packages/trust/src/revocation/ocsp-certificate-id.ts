import { createHash } from "node:crypto";
import type { Certificate } from "../certificate/certificate.ts";
import { readDer } from "../der/element.ts";
import { bitStringOf, hexOf, sequenceOf } from "../der/values.ts";
import { digestName, digestOfChunks } from "../signature/digests.ts";
import type { RevocationSubject } from "./evidence.ts";
import type { OcspCertificateId } from "./ocsp-single-response.ts";

/** Whether a CertID (RFC 6960, section 4.1.1) means this certificate. One with a hash function that is not known means none. */
export function isCertificateId(id: OcspCertificateId, { certificate, issuer }: RevocationSubject): boolean {
  if (id.serialNumber !== certificate.serialNumber) return false;
  const hash = digestName(id.hashOid);
  if (hash === undefined) return false;
  const digest = (bytes: Uint8Array) => hexOf(digestOfChunks(hash, [bytes]));
  return id.issuerKeyHash === digest(publicKeyBits(issuer)) && id.issuerNameHash === digest(certificate.issuer.raw);
}

/** The bits of the key, without its algorithm: what OCSP makes key hashes of. Throws a `DerError`. */
export function publicKeyBits({ subjectPublicKeyInfo }: Certificate): Uint8Array {
  return bitStringOf(sequenceOf(readDer(subjectPublicKeyInfo, { allowBer: true }))[1]);
}

/** KeyHash of a ResponderID: SHA-1, hexadecimal (RFC 6960, section 4.2.1). */
export function responderKeyHash(certificate: Certificate): string {
  return createHash("sha1").update(publicKeyBits(certificate)).digest("hex");
}
