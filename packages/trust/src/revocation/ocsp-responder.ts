import { type Certificate, isSameName } from "../certificate/certificate.ts";
import { extensionOids } from "../certificate/extension-oids.ts";
import { checkDataSignature } from "./data-signature.ts";
import type { RevocationSubject } from "./evidence.ts";
import { responderKeyHash } from "./ocsp-certificate-id.ts";
import type { BasicOcspResponse } from "./ocsp-response.ts";
import type { RevocationReasonCode } from "./revocation-reasons.ts";

const ocspSigning = "1.3.6.1.5.5.7.3.9";
/** Critical extensions that a responder's certificate may have: what they say is checked here or does not limit a responder. */
const understood: ReadonlySet<string> = new Set([
  extensionOids.basicConstraints,
  extensionOids.keyUsage,
  extensionOids.extendedKeyUsage,
  extensionOids.certificatePolicies,
  extensionOids.subjectKeyIdentifier,
  extensionOids.authorityKeyIdentifier,
  extensionOids.subjectAlternativeName,
  extensionOids.ocspNoCheck,
]);

/** Who signed a response and may, or why nobody did. */
export type ResponderCheck =
  | { isAccepted: true; notes: readonly RevocationReasonCode[] }
  | { isAccepted: false; reason: RevocationReasonCode };

/** Where the responder's certificate is looked for, and how exact clocks are. */
export interface ResponderSettings {
  /** Besides those in the response. */
  certificates: readonly Certificate[];
  /** Accepted for every issuer. */
  trustedResponders: readonly Certificate[];
  clockToleranceMs: number;
}

/** The order in which a refusal is told: the last one got furthest. */
const refusalOrder: readonly RevocationReasonCode[] = [
  "ocsp_responder_unknown",
  "ocsp_signature_unsupported",
  "ocsp_signature_invalid",
  "ocsp_responder_not_authorized",
  "ocsp_responder_not_valid",
];

/** So many certificates of the responder's name are tried: whoever makes a response can put any number into it. */
const maxCandidates = 16;

/**
 * A response is signed by the issuer, by a certificate that the issuer itself made for that, or by a responder that is trusted by
 * configuration (RFC 6960, section 4.2.2.2).
 */
export function checkResponder(
  response: BasicOcspResponse,
  subject: RevocationSubject,
  settings: ResponderSettings,
): ResponderCheck {
  const all = [subject.issuer, ...settings.trustedResponders, ...response.certificates, ...settings.certificates];
  const different = new Map(all.map((one) => [one.fingerprintSha256, one])).values();
  const candidates = [...different].filter((one) => isNamedResponder(response, one)).slice(0, maxCandidates);
  let reason: RevocationReasonCode = "ocsp_responder_unknown";
  for (const candidate of candidates) {
    const check = checkCandidate(response, candidate, subject, settings);
    if (check.isAccepted) return check;
    if (refusalOrder.indexOf(check.reason) > refusalOrder.indexOf(reason)) reason = check.reason;
  }
  return { isAccepted: false, reason };
}

function isNamedResponder({ responder }: BasicOcspResponse, candidate: Certificate): boolean {
  if ("name" in responder) return isSameName(responder.name, candidate.subject);
  return responder.keyHash === responderKeyHash(candidate);
}

function checkCandidate(
  response: BasicOcspResponse,
  candidate: Certificate,
  { certificate, issuer }: RevocationSubject,
  { trustedResponders, clockToleranceMs }: ResponderSettings,
): ResponderCheck {
  const { status, isWeak } = checkDataSignature(response, candidate);
  if (status === "unsupported") return { isAccepted: false, reason: "ocsp_signature_unsupported" };
  if (status === "invalid") return { isAccepted: false, reason: "ocsp_signature_invalid" };
  const notes: RevocationReasonCode[] = isWeak ? ["weak_signature"] : [];
  if (candidate.fingerprintSha256 === issuer.fingerprintSha256) return { isAccepted: true, notes };
  // A responder cannot vouch for itself: with a stolen key it would.
  const isItself = candidate.fingerprintSha256 === certificate.fingerprintSha256;
  const isTrusted = trustedResponders.some((one) => one.fingerprintSha256 === candidate.fingerprintSha256);
  if (isItself || !(isTrusted || isAuthorized(candidate, issuer))) {
    return { isAccepted: false, reason: "ocsp_responder_not_authorized" };
  }
  const producedAt = response.producedAt.getTime();
  const isValidThen =
    candidate.notBefore.getTime() <= producedAt + clockToleranceMs &&
    candidate.notAfter.getTime() >= producedAt - clockToleranceMs;
  if (!isValidThen) return { isAccepted: false, reason: "ocsp_responder_not_valid" };
  if (!candidate.extensions.some(({ oid }) => oid === extensionOids.ocspNoCheck))
    notes.push("ocsp_responder_unchecked");
  return { isAccepted: true, notes };
}

function isAuthorized(candidate: Certificate, issuer: Certificate): boolean {
  const { keyUsage, extendedKeyUsage = [], extensions, repeatedExtensions, unreadableExtensions } = candidate;
  if (!isSameName(candidate.issuer, issuer.subject) || !extendedKeyUsage.includes(ocspSigning)) return false;
  if (keyUsage !== undefined && !keyUsage.has("digitalSignature") && !keyUsage.has("nonRepudiation")) return false;
  if (repeatedExtensions.length > 0 || unreadableExtensions.length > 0) return false;
  if (extensions.some(({ oid, critical }) => critical && !understood.has(oid))) return false;
  return checkDataSignature(candidate, issuer).status === "valid";
}
