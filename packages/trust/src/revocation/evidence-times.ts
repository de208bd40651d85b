import type { RevocationEvidence } from "./evidence.ts";
import type { RevocationReasonCode } from "./revocation-reasons.ts";

/** What evidence is measured against. Times in milliseconds. */
export interface DecisionTimes {
  /** The time that is asked about. */
  at: number;
  now: number;
  /** The end of the certificate. */
  notAfter: number;
  clockToleranceMs: number;
  /** How old data may be that do not say when the next are due. */
  maxAgeMs: number;
}

export function isFromTheFuture({ thisUpdate, producedAt }: RevocationEvidence, times: DecisionTimes): boolean {
  return Math.max(thisUpdate.getTime(), producedAt.getTime()) > times.now + times.clockToleranceMs;
}

/** From when on a revoked certificate counts as invalid. A revocation without a date counts from the beginning. */
export function invalidFrom({ revokedAt, invalidityDate }: RevocationEvidence): number {
  const from = revokedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return Math.min(from, invalidityDate?.getTime() ?? from);
}

/** After the end of a certificate its revocation need not be listed any more (RFC 5280, section 5), unless the issuer says that it is. */
export function isStillListed(
  { thisUpdate, expiredListedSince, isPositive }: RevocationEvidence,
  { notAfter, clockToleranceMs }: DecisionTimes,
): boolean {
  if (isPositive || thisUpdate.getTime() <= notAfter + clockToleranceMs) return true;
  return expiredListedSince !== undefined && expiredListedSince.getTime() <= notAfter;
}

/** Why data cannot show that the certificate was good at the time; undefined when they can. */
export function timeRefusal(evidence: RevocationEvidence, times: DecisionTimes): RevocationReasonCode | undefined {
  const { source, thisUpdate, nextUpdate } = evidence;
  const { at, clockToleranceMs, maxAgeMs } = times;
  if (!isStillListed(evidence, times)) return "certificate_expired_before_data";
  if (thisUpdate.getTime() >= at) return undefined;
  if (nextUpdate === undefined) return at - thisUpdate.getTime() <= maxAgeMs ? undefined : `${source}_too_old`;
  return nextUpdate.getTime() >= at - clockToleranceMs ? undefined : `${source}_expired`;
}
