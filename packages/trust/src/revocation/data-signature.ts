import type { Certificate } from "../certificate/certificate.ts";
import type { AlgorithmIdentifier } from "../signature/algorithm-identifier.ts";
import { type SignatureCheck, verifySignature } from "../signature/verify-signature.ts";

/** A CRL, the signed part of an OCSP response, or a certificate. */
export interface SignedData {
  tbs: Uint8Array;
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
}

export interface DataSignature {
  status: SignatureCheck["status"];
  isWeak: boolean;
}

const weakFindings: ReadonlySet<string> = new Set(["weak_hash", "short_key"]);
/** A CRL is large and asked for every certificate below an issuer: its signature is checked once for each key. */
const known = new WeakMap<SignedData, Map<string, DataSignature>>();

/** Checks whose signature is on a CRL, a response or a certificate. A key that `node:crypto` cannot take is `unsupported`. */
export function checkDataSignature(signed: SignedData, signer: Certificate): DataSignature {
  const results = known.get(signed) ?? new Map<string, DataSignature>();
  known.set(signed, results);
  const result = results.get(signer.fingerprintSha256) ?? check(signed, signer);
  results.set(signer.fingerprintSha256, result);
  return result;
}

function check({ tbs, signatureAlgorithm, signature }: SignedData, { publicKey }: Certificate): DataSignature {
  if (publicKey === undefined) return { status: "unsupported", isWeak: false };
  const { status, findings } = verifySignature({ algorithm: signatureAlgorithm, publicKey, data: [tbs], signature });
  return { status, isWeak: findings.some(({ code }) => weakFindings.has(code)) };
}
