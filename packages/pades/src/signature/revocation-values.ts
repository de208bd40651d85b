import { type CertificateRevocationList, type OcspResponse, parseCrl, parseOcspResponse } from "@idvkit/trust";

const crls = new WeakMap<Uint8Array, Uint8Array | CertificateRevocationList>();
const responses = new WeakMap<Uint8Array, Uint8Array | OcspResponse>();

/**
 * The CRL in these bytes, read once for all signatures that it is asked for; what cannot be read stays as it is, so that its reader
 * says so. The bytes must not change: those of a caller have to be given as an array of their own for each verification.
 */
export function crlOf(bytes: Uint8Array): Uint8Array | CertificateRevocationList {
  const known = crls.get(bytes);
  if (known !== undefined) return known;
  const parsed = parseCrl(bytes);
  const crl = parsed.ok ? parsed.value : bytes;
  crls.set(bytes, crl);
  return crl;
}

/** Like {@link crlOf}, for OCSP responses. */
export function ocspResponseOf(bytes: Uint8Array): Uint8Array | OcspResponse {
  const known = responses.get(bytes);
  if (known !== undefined) return known;
  const parsed = parseOcspResponse(bytes);
  const response = parsed.ok ? parsed.value : bytes;
  responses.set(bytes, response);
  return response;
}
