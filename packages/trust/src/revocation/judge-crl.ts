import { type Certificate, isSameName } from "../certificate/certificate.ts";
import { extensionOids } from "../certificate/extension-oids.ts";
import { DerError } from "../der/der-error.ts";
import type { CertificateRevocationList } from "./crl.ts";
import type { CrlEntry } from "./crl-entries.ts";
import { coversCertificate } from "./crl-scope.ts";
import { checkDataSignature } from "./data-signature.ts";
import {
  aboutOthers,
  type RevocationEvidence,
  type RevocationJudgement,
  type RevocationSubject,
  unusable,
} from "./evidence.ts";
import type { RevocationReasonCode } from "./revocation-reasons.ts";

/** What a CRL says about a certificate (RFC 5280, section 6.3.3). `others`: the CRLs beside it, where a delta finds its complete one. */
export function judgeCrl(
  crl: CertificateRevocationList,
  subject: RevocationSubject,
  others: readonly CertificateRevocationList[],
): RevocationJudgement {
  if (!isSameName(crl.issuer, subject.issuer.subject)) {
    return crl.scope?.isIndirect === true ? unusable("crl_indirect_unsupported") : aboutOthers;
  }
  try {
    const refusal = signerRefusal(crl, subject.issuer) ?? scopeRefusal(crl, subject.certificate);
    return refusal === undefined ? readRows(crl, subject, others) : unusable(refusal);
  } catch (error) {
    if (error instanceof DerError) return unusable("crl_unreadable");
    throw error;
  }
}

function signerRefusal(crl: CertificateRevocationList, issuer: Certificate): RevocationReasonCode | undefined {
  if (crl.hasUnknownCritical) return "crl_unknown_critical_extension";
  const { status } = checkDataSignature(crl, issuer);
  if (status === "unsupported") return "crl_signature_unsupported";
  if (status === "invalid") return isOtherKey(crl, issuer) ? "crl_other_issuer_key" : "crl_signature_invalid";
  if (issuer.unreadableExtensions.includes(extensionOids.keyUsage)) return "crl_signer_not_allowed";
  return issuer.keyUsage?.has("cRLSign") === false ? "crl_signer_not_allowed" : undefined;
}

function isOtherKey(crl: CertificateRevocationList, issuer: Certificate): boolean {
  const { authorityKeyIdentifier } = crl;
  const { subjectKeyIdentifier } = issuer;
  if (authorityKeyIdentifier === undefined || subjectKeyIdentifier === undefined) return false;
  return authorityKeyIdentifier !== subjectKeyIdentifier;
}

function scopeRefusal(crl: CertificateRevocationList, certificate: Certificate): RevocationReasonCode | undefined {
  if (crl.scope?.isIndirect === true) return "crl_indirect_unsupported";
  return coversCertificate(crl.scope, certificate) ? undefined : "crl_scope_mismatch";
}

function readRows(
  crl: CertificateRevocationList,
  { certificate, issuer }: RevocationSubject,
  others: readonly CertificateRevocationList[],
): RevocationJudgement {
  const { entries, hasUnknownCritical } = crl.lookUp(certificate.serialNumber);
  if (hasUnknownCritical) return unusable("crl_unknown_critical_extension");
  const evidence = entries.map((entry) => evidenceOf(crl, issuer, entry));
  if (crl.baseCrlNumber !== undefined) {
    return judgeDelta(
      evidence,
      others.some((other) => isBaseOf(other, crl) && signerRefusal(other, issuer) === undefined),
    );
  }
  if (evidence.some(({ statement }) => statement === "released")) return unusable("crl_remove_outside_delta");
  if (evidence.length > 0) return { evidence, reasons: [] };
  if (crl.scope?.onlySomeReasons === true) return unusable("crl_some_reasons_only");
  return { evidence: [evidenceOf(crl, issuer)], reasons: [] };
}

/** A delta alone can say that a certificate is revoked, but neither that it is good nor that it is good again. */
function judgeDelta(evidence: readonly RevocationEvidence[], hasBase: boolean): RevocationJudgement {
  if (hasBase) return { evidence, reasons: [] };
  const revoked = evidence.filter(({ statement }) => statement === "revoked");
  return { evidence: revoked, reasons: ["crl_delta_without_base"] };
}

/** RFC 5280, section 5.2.4: the same issuer and scope, and a number between the one that the delta names and its own. */
function isBaseOf(crl: CertificateRevocationList, delta: CertificateRevocationList): boolean {
  if (crl.baseCrlNumber !== undefined || crl.crlNumber === undefined || delta.baseCrlNumber === undefined) return false;
  const number = numberOf(crl.crlNumber);
  if (number < numberOf(delta.baseCrlNumber) || number > numberOf(delta.crlNumber ?? "0")) return false;
  const isSameScope = Buffer.compare(crl.scope?.raw ?? new Uint8Array(), delta.scope?.raw ?? new Uint8Array()) === 0;
  return isSameScope && isSameName(crl.issuer, delta.issuer);
}

function numberOf(hexadecimal: string): bigint {
  return hexadecimal.startsWith("-") ? -1n : BigInt(`0x${hexadecimal}`);
}

function evidenceOf(crl: CertificateRevocationList, issuer: Certificate, entry?: CrlEntry): RevocationEvidence {
  const listed = entry?.reason === "removeFromCRL" ? "released" : "revoked";
  return {
    source: "crl",
    statement: entry === undefined ? "good" : listed,
    ...entry,
    thisUpdate: crl.thisUpdate,
    ...(crl.nextUpdate !== undefined && { nextUpdate: crl.nextUpdate }),
    producedAt: crl.thisUpdate,
    ...(crl.expiredListedSince !== undefined && { expiredListedSince: crl.expiredListedSince }),
    isPositive: false,
    raw: crl.raw,
    notes: checkDataSignature(crl, issuer).isWeak ? ["weak_signature"] : [],
  };
}
