import type { Certificate } from "../certificate/certificate.ts";
import { checkAnchor, checkAnyCertificate, checkIssuer } from "./check-certificate.ts";
import { checkNameConstraints } from "./check-name-constraints.ts";
import { checkPolicies } from "./check-policies.ts";
import { checkPurpose, checkPurposeOfIssuer, type PathPurpose } from "./check-purpose.ts";
import { isFatal, type PathReason, type PathReasonCode } from "./path-reasons.ts";
import { type CandidatePath, defaultPathLimits, isSelfIssued, type PathLimits, PathSearch } from "./search-paths.ts";

export interface PathOptions {
  /** Certificates that are trusted as they are. */
  anchors: readonly Certificate[];
  /** Certificates that may stand between, in any order; others among them do no harm. */
  intermediates?: readonly Certificate[];
  /** The time for which the path has to be valid. */
  at: Date;
  /** What the certificate is to be used for. Default: not asked. */
  purpose?: PathPurpose;
  limits?: Partial<PathLimits>;
}

export interface PathResult {
  /** Whether a path to an anchor stands without a fatal reason. Says nothing about revocation. */
  trusted: boolean;
  /** Leaf first, anchor last; when none is trusted, the one that came closest. */
  path: readonly Certificate[];
  /** About that path; `pathReasons` has a sentence for each code. A trusted path can have reasons that are not fatal. */
  reasons: readonly PathReason[];
}

/**
 * Builds and validates the path of a certificate (RFC 5280, section 6): names, signatures, times, CA flag, path length, key usage, extended
 * key usage, name constraints, policies where a CA asks for one, and unknown critical extensions. Several paths are tried, within limits.
 *
 * An anchor above is trusted as it is: its own signature and extensions are not looked at, and its time is reported, not refused. What it
 * says about the paths below it (CA flag, key usage, path length, name constraints) is followed. A certificate that is itself an anchor is
 * trusted when it is within its time and fit for the purpose. Never throws.
 */
export function verifyCertificatePath(certificate: Certificate, options: PathOptions): PathResult {
  const { anchors, intermediates = [], at, limits } = options;
  const search = new PathSearch({ anchors, intermediates, at, limits: { ...defaultPathLimits, ...limits } });
  let best: CandidatePath | undefined;
  for (const candidate of search.pathsFrom(certificate)) {
    const checked = { ...candidate, reasons: [...candidate.reasons, ...checkPath(candidate, options)] };
    if (best === undefined || isCloser(checked, best)) best = checked;
    if (isTrusted(best)) break;
  }
  const { certificates = [certificate], reasons = [] } = best ?? {};
  const trusted = best !== undefined && isTrusted(best);
  const limit: PathReason[] = !trusted && search.isCutShort ? [{ code: "search_limit", index: 0 }] : [];
  return { trusted, path: certificates, reasons: distinct([...reasons, ...limit]) };
}

function isTrusted({ isAnchored, reasons }: CandidatePath): boolean {
  return isAnchored && !reasons.some(isFatal);
}

/** A path to an anchor is closer than one without; then the one with fewer fatal reasons, then the longer one. */
function isCloser(candidate: CandidatePath, best: CandidatePath): boolean {
  if (candidate.isAnchored !== best.isAnchored) return candidate.isAnchored;
  const difference = best.reasons.filter(isFatal).length - candidate.reasons.filter(isFatal).length;
  if (difference !== 0) return difference > 0;
  return candidate.certificates.length > best.certificates.length;
}

/** By the place in the path, each only once. */
function distinct(reasons: readonly PathReason[]): readonly PathReason[] {
  const byKey = new Map(reasons.map((reason) => [`${reason.index} ${reason.code}`, reason]));
  return [...byKey.values()].sort((left, right) => left.index - right.index);
}

function checkPath({ certificates, isAnchored }: CandidatePath, { at, purpose = {} }: PathOptions): PathReason[] {
  let casBelow = 0;
  const reasons: PathReason[] = [];
  for (const [index, certificate] of certificates.entries()) {
    const isAnchor = isAnchored && index === certificates.length - 1;
    const codes =
      index === 0
        ? [...checkAnyCertificate(certificate, at), ...checkPurpose(certificate, purpose)]
        : checkAbove(certificate, { at, purpose, casBelow, isAnchor });
    reasons.push(...codes.map((code) => ({ code, index })));
    if (index > 0 && !isSelfIssued(certificate)) casBelow += 1;
  }
  // Only an anchor makes a set of constraints one that somebody stands for, and that is worth the work.
  return isAnchored ? [...reasons, ...checkNameConstraints(certificates), ...checkPolicies(certificates)] : reasons;
}

interface Place {
  at: Date;
  purpose: PathPurpose;
  casBelow: number;
  isAnchor: boolean;
}

function checkAbove(certificate: Certificate, { at, purpose, ...place }: Place): readonly PathReasonCode[] {
  const own = place.isAnchor
    ? checkAnchor(certificate, at)
    : [...checkAnyCertificate(certificate, at), ...checkPurposeOfIssuer(certificate, purpose)];
  return [...own, ...checkIssuer(certificate, place)];
}
