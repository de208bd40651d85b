import { type Certificate, isSameName } from "../certificate/certificate.ts";
import { askOnline } from "./ask-online.ts";
import type { CertificateRevocationList } from "./crl.ts";
import { type Decision, decide } from "./decide.ts";
import type { RevocationSubject } from "./evidence.ts";
import type { DecisionTimes } from "./evidence-times.ts";
import { defaultFetchLimits, type RevocationFetcher, type RevocationFetchLimits } from "./fetch-limits.ts";
import type { OcspResponse } from "./ocsp-response.ts";
import { RevocationData } from "./revocation-data.ts";
import type { RevocationReason } from "./revocation-reasons.ts";

export interface RevocationOptions {
  /** The time that is asked about. Newer data are used for it too. */
  at: Date;
  /** DER, or what `parseCrl` gave: then the signature is checked once, however many certificates it is used for. */
  crls?: readonly (Uint8Array | CertificateRevocationList)[];
  /** DER, or what `parseOcspResponse` gave. */
  ocspResponses?: readonly (Uint8Array | OcspResponse)[];
  /** Where certificates of OCSP responders are looked for, besides those in the responses. They need not be trusted. */
  certificates?: readonly Certificate[];
  /**
   * Responders that the caller trusts for every issuer (RFC 6960, section 4.2.2.2, local configuration). Their certificates only have to be
   * valid when the response was made.
   */
  trustedResponders?: readonly Certificate[];
  /** Asked when the given data do not decide. Not given: nothing is fetched. */
  fetcher?: RevocationFetcher;
  fetchLimits?: Partial<RevocationFetchLimits>;
  /** Whether OCSP requests carry a nonce. Default true. A response may leave it out, but not have another. */
  nonce?: boolean;
  /** How far clocks may be apart. Default 300,000. */
  clockToleranceMs?: number;
  /** How old data may be that do not say when the next are due. Default 86,400,000. */
  maxAgeMs?: number;
  /** Data from after it are refused. Default the time of the call. */
  now?: Date;
}

export interface RevocationResult {
  /** At the time that was asked about. A certificate on hold is `revoked` with the reason `certificateHold`. */
  status: "good" | "revoked" | "unknown";
  /** What decided. */
  source?: "crl" | "ocsp";
  /** Also there with `good` when the certificate was revoked later (`revoked_later`). */
  revokedAt?: Date;
  /** Name of the CRLReason (RFC 5280, section 5.3.1), such as `keyCompromise`. */
  reason?: string;
  /** Since when the certificate counts as invalid, when the issuer says so. */
  invalidityDate?: Date;
  /** When the data were signed: producedAt of OCSP, thisUpdate of a CRL. */
  producedAt?: Date;
  thisUpdate?: Date;
  nextUpdate?: Date;
  /** The CRL or response that decided, DER. */
  evidence?: Uint8Array;
  /** Why other data did not decide, and what is worth knowing about those that did. `revocationReasons` has a sentence for each code. */
  reasons: readonly RevocationReason[];
}

const defaults = { clockToleranceMs: 300_000, maxAgeMs: 86_400_000 };

/**
 * Whether a certificate was revoked at a time, from CRLs (RFC 5280, sections 5 and 6.3) and OCSP responses (RFC 6960). First from what is
 * given, then, with a fetcher, from the addresses in the certificate. `issuer` has to be the certificate that the path puts above it: that it
 * is trusted and signed the certificate is checked there, not here. Never throws and never rejects; what went wrong is in `reasons`.
 */
export async function checkRevocation(
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
): Promise<RevocationResult> {
  if (!isSameName(certificate.issuer, issuer.subject))
    return resultOf({ status: "unknown" }, [{ code: "issuer_mismatch" }]);
  const { crls = [], ocspResponses = [], fetcher, nonce: useNonce = true } = options;
  const { certificates = [], trustedResponders = [], clockToleranceMs = defaults.clockToleranceMs } = options;
  const subject: RevocationSubject = { certificate, issuer };
  const data = new RevocationData(subject, { certificates, trustedResponders, clockToleranceMs });
  for (const response of ocspResponses) data.addResponse(response);
  for (const crl of crls) data.addCrl(crl);
  const times = timesOf(certificate, options);
  const first = decideFrom(data, times);
  if (first.status !== "unknown" || fetcher === undefined) return resultOf(first, first.reasons);
  const limits = { ...defaultFetchLimits, ...options.fetchLimits };
  const isDecided = () => decideFrom(data, times).status !== "unknown";
  const failures = await askOnline(subject, data, { fetcher, limits, useNonce }, isDecided);
  const second = decideFrom(data, times);
  return resultOf(second, [...second.reasons, ...failures]);
}

function timesOf({ notAfter }: Certificate, { at, now = new Date(), ...options }: RevocationOptions): DecisionTimes {
  const { clockToleranceMs = defaults.clockToleranceMs, maxAgeMs = defaults.maxAgeMs } = options;
  return { at: at.getTime(), now: now.getTime(), notAfter: notAfter.getTime(), clockToleranceMs, maxAgeMs };
}

function decideFrom(data: RevocationData, times: DecisionTimes): Decision {
  const { evidence, reasons } = data.judge();
  const decision = decide(evidence, times);
  return { ...decision, reasons: [...decision.reasons, ...reasons] };
}

function resultOf(
  { status, evidence, later }: Pick<Decision, "status" | "evidence" | "later">,
  reasons: readonly RevocationReason[],
): RevocationResult {
  const revocation = status === "revoked" ? evidence : later;
  const { revokedAt, reason, invalidityDate } = revocation ?? {};
  return {
    status,
    ...(evidence !== undefined && { source: evidence.source }),
    ...(revokedAt !== undefined && { revokedAt }),
    ...(reason !== undefined && { reason }),
    ...(invalidityDate !== undefined && { invalidityDate }),
    ...(evidence !== undefined && { producedAt: evidence.producedAt, thisUpdate: evidence.thisUpdate }),
    ...(evidence?.nextUpdate !== undefined && { nextUpdate: evidence.nextUpdate }),
    ...(evidence !== undefined && { evidence: evidence.raw }),
    reasons: status === "unknown" && reasons.length === 0 ? [{ code: "no_revocation_data" }] : withoutRepeats(reasons),
  };
}

function withoutRepeats(reasons: readonly RevocationReason[]): readonly RevocationReason[] {
  return [...new Map(reasons.map((reason) => [`${reason.source ?? ""} ${reason.code}`, reason])).values()];
}
