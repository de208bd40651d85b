import type { Certificate } from "../certificate/certificate.ts";
import { extensionOids } from "../certificate/extension-oids.ts";
import { extendedKeyUsageOids, type KeyUsageName } from "../certificate/key-usage.ts";
import type { PathReasonCode } from "./path-reasons.ts";

/** What the certificate is to be used for. */
export interface PathPurpose {
  /** An oid; see {@link extendedKeyUsageOids}. */
  extendedKeyUsage?: string;
  /** One usage, or several of which one is enough. A certificate without the extension is not limited. */
  keyUsage?: KeyUsageName | readonly KeyUsageName[];
}

/** Purposes that a certificate must name itself: "any" or nothing is not enough (RFC 3161, section 2.3; RFC 6960, section 4.2.2.2). */
const namedPurposes: ReadonlySet<string> = new Set([
  extendedKeyUsageOids.timeStamping,
  extendedKeyUsageOids.ocspSigning,
]);

/** Whether the certificate that was asked about may be used for the purpose. */
export function checkPurpose(certificate: Certificate, purpose: PathPurpose): readonly PathReasonCode[] {
  return [...checkKeyUsage(certificate, purpose), ...checkExtendedKeyUsage(certificate, purpose)];
}

function checkKeyUsage({ keyUsage: allowed }: Certificate, { keyUsage = [] }: PathPurpose): readonly PathReasonCode[] {
  const wanted = typeof keyUsage === "string" ? [keyUsage] : keyUsage;
  if (allowed === undefined || wanted.length === 0 || wanted.some((name) => allowed.has(name))) return [];
  return ["key_usage_not_permitted"];
}

function checkExtendedKeyUsage(certificate: Certificate, purpose: PathPurpose): readonly PathReasonCode[] {
  const { extendedKeyUsage: wanted } = purpose;
  const { extendedKeyUsage: allowed } = certificate;
  if (wanted === undefined) return [];
  if (namedPurposes.has(wanted)) {
    if (allowed?.includes(wanted) !== true) return ["extended_key_usage_not_permitted"];
    const mustBeCritical = wanted === extendedKeyUsageOids.timeStamping;
    return mustBeCritical && !isCritical(certificate) ? ["extended_key_usage_not_critical"] : [];
  }
  return isAllowed(allowed, wanted) ? [] : ["extended_key_usage_not_permitted"];
}

/**
 * Whether a CA between may stand above a certificate of that purpose: its extended key usage limits what is below it, as the large
 * certificate programmes have it. OCSP responders are left out: CAs do not name that purpose for the responders below them.
 */
export function checkPurposeOfIssuer(
  { extendedKeyUsage: allowed }: Certificate,
  purpose: PathPurpose,
): readonly PathReasonCode[] {
  const { extendedKeyUsage: wanted } = purpose;
  if (wanted === undefined || wanted === extendedKeyUsageOids.ocspSigning || isAllowed(allowed, wanted)) return [];
  return ["extended_key_usage_not_permitted"];
}

function isAllowed(allowed: readonly string[] | undefined, wanted: string): boolean {
  return allowed === undefined || allowed.includes(wanted) || allowed.includes(extendedKeyUsageOids.any);
}

function isCritical({ extensions }: Certificate): boolean {
  return extensions.some(({ oid, critical }) => oid === extensionOids.extendedKeyUsage && critical);
}
