import { context, encode, nullValue, octetString, oid, sequence } from "../der/encode.ts";
import { tags } from "../der/values.ts";
import { digestOfChunks } from "../signature/digests.ts";
import type { RevocationSubject } from "./evidence.ts";
import { publicKeyBits } from "./ocsp-certificate-id.ts";
import { serialNumberOctets } from "./serial-number.ts";

const sha1 = "1.3.14.3.2.26";
const nonceExtension = "1.3.6.1.5.5.7.48.1.2";

/**
 * An OCSPRequest for one certificate (RFC 6960, section 4.1). The certificate is named by SHA-1, the only hash that every responder knows
 * (RFC 5019, section 2.1.1): it identifies and protects nothing. Throws a `DerError` for an issuer whose key cannot be read.
 */
export function encodeOcspRequest({ certificate, issuer }: RevocationSubject, nonce?: Uint8Array): Uint8Array {
  const certificateId = sequence(
    sequence(oid(sha1), nullValue()),
    octetString(digestOfChunks("sha1", [certificate.issuer.raw])),
    octetString(digestOfChunks("sha1", [publicKeyBits(issuer)])),
    encode(tags.integer, serialNumberOctets(certificate.serialNumber)),
  );
  const extensions =
    nonce === undefined ? [] : [context(2, sequence(sequence(oid(nonceExtension), octetString(octetString(nonce)))))];
  return sequence(sequence(sequence(sequence(certificateId)), ...extensions));
}
