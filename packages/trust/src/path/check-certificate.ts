import type { Certificate } from "../certificate/certificate.ts";
import { extensionOids } from "../certificate/extension-oids.ts";
import type { PathReasonCode } from "./path-reasons.ts";
import { isSelfIssued } from "./search-paths.ts";

/** Extensions that are followed, or that a path can do without though they are marked critical (RFC 5280, section 4.2). */
const knownExtensions: ReadonlySet<string> = new Set(Object.values(extensionOids));

/** Extensions that limit a certificate: one of them that cannot be read must not count as missing. */
const limitingExtensions: ReadonlySet<string> = new Set([
  extensionOids.basicConstraints,
  extensionOids.keyUsage,
  extensionOids.extendedKeyUsage,
  extensionOids.nameConstraints,
  extensionOids.subjectAlternativeName,
  extensionOids.certificatePolicies,
  extensionOids.policyMappings,
  extensionOids.policyConstraints,
  extensionOids.inhibitAnyPolicy,
]);

/** What every certificate but the anchor is held to, whatever its place in the path. */
export function checkAnyCertificate(certificate: Certificate, at: Date): readonly PathReasonCode[] {
  return [...checkValidity(certificate, at), ...checkExtensions(certificate)];
}

/** Both ends of the validity count as inside (RFC 5280, section 4.1.2.5). */
function checkValidity({ notBefore, notAfter }: Certificate, at: Date): readonly PathReasonCode[] {
  // The end has no fractions: its whole second is inside.
  if (at.getTime() >= notAfter.getTime() + 1000) return ["expired"];
  return at < notBefore ? ["not_yet_valid"] : [];
}

function checkExtensions(certificate: Certificate): readonly PathReasonCode[] {
  const { extensions, repeatedExtensions, unreadableExtensions } = certificate;
  const codes: PathReasonCode[] = [];
  if (extensions.some(({ oid, critical }) => critical && !knownExtensions.has(oid))) {
    codes.push("unknown_critical_extension");
  }
  if (repeatedExtensions.length > 0) codes.push("repeated_extension");
  const isCritical = (oid: string) => extensions.some((extension) => extension.oid === oid && extension.critical);
  if (unreadableExtensions.some((oid) => limitingExtensions.has(oid) || isCritical(oid))) {
    codes.push("unreadable_extension");
  }
  return codes;
}

/** An anchor is trusted as it is: its time is only reported. */
export function checkAnchor(anchor: Certificate, at: Date): readonly PathReasonCode[] {
  const [code] = checkValidity(anchor, at);
  if (code === undefined) return [];
  return [code === "expired" ? "anchor_expired" : "anchor_not_yet_valid"];
}

/**
 * Whether a certificate may have issued the one below it (RFC 5280, section 6.1.4, (k) to (n)). `casBelow`: the certificates between it
 * and the leaf that are not self-issued. Whether basicConstraints is critical does not matter.
 */
export function checkIssuer(
  certificate: Certificate,
  { casBelow, isAnchor }: { casBelow: number; isAnchor: boolean },
): readonly PathReasonCode[] {
  const { keyUsage, basicConstraints } = certificate;
  const codes: PathReasonCode[] = [];
  if (!mayIssue(certificate, isAnchor)) codes.push("not_a_ca");
  if (keyUsage !== undefined && !keyUsage.has("keyCertSign")) codes.push("no_cert_sign_usage");
  if (basicConstraints?.pathLength !== undefined && casBelow > basicConstraints.pathLength) {
    codes.push("path_length_exceeded");
  }
  return codes;
}

/** Roots from the time before basicConstraints are accepted as anchors, but nowhere else; a pinned end-entity certificate never issues. */
function mayIssue(certificate: Certificate, isAnchor: boolean): boolean {
  const { basicConstraints, version, keyUsage } = certificate;
  if (basicConstraints !== undefined) return basicConstraints.isCa;
  if (!isAnchor) return false;
  return version < 3 || keyUsage?.has("keyCertSign") === true || (keyUsage === undefined && isSelfIssued(certificate));
}
