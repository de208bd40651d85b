import type { Certificate } from "../certificate/certificate.ts";
import { verifySignature } from "../signature/verify-signature.ts";
import type { PathReasonCode } from "./path-reasons.ts";

/** What came of verifying a certificate with its issuer's key: `failure` is undefined for a valid signature. */
export interface IssuerSignature {
  failure: PathReasonCode | undefined;
  findings: readonly PathReasonCode[];
}

const reportedFindings: Readonly<Record<string, PathReasonCode>> = { weak_hash: "weak_hash", short_key: "short_key" };

const checked = new WeakMap<Certificate, WeakMap<Certificate, IssuerSignature>>();

/**
 * Verifies the signature of a certificate with the key of another one (RFC 5280, section 6.1.3, (a)(1)). MD5 is refused (RFC 6151). The
 * answer is kept with the two certificates: many paths go the same way.
 */
export function checkIssuerSignature(certificate: Certificate, issuer: Certificate): IssuerSignature {
  const byIssuer = checked.get(certificate) ?? new WeakMap<Certificate, IssuerSignature>();
  checked.set(certificate, byIssuer);
  const result = byIssuer.get(issuer) ?? verifyWithKeyOf(issuer, certificate);
  byIssuer.set(issuer, result);
  return result;
}

function verifyWithKeyOf(issuer: Certificate, certificate: Certificate): IssuerSignature {
  const { publicKey } = issuer;
  if (publicKey === undefined) return failed("key_unsupported");
  if (!certificate.isSignatureAlgorithmRepeated) return failed("signature_algorithm_contradiction");
  const { signatureAlgorithm: algorithm, tbs, signature } = certificate;
  const { status, scheme, findings } = verifySignature({ algorithm, publicKey, data: [tbs], signature });
  if (status === "unsupported") return failed("signature_unsupported");
  if (status === "invalid") return failed("signature_invalid");
  if (scheme?.hash === "md5") return failed("broken_hash");
  return { failure: undefined, findings: findings.flatMap(({ code }) => reportedFindings[code] ?? []) };
}

function failed(failure: PathReasonCode): IssuerSignature {
  return { failure, findings: [] };
}
