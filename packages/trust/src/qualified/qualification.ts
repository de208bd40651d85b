import type { Certificate } from "../certificate/certificate.ts";
import { verifyCertificatePath } from "../path/validate-path.ts";
import { periodAt } from "../trusted-list/trusted-list.ts";
import type { ServiceMatch, TrustedLists } from "../trusted-list/trusted-lists.ts";
import type { QualificationReason, QualificationReasonCode } from "./qualification-reason.ts";
import { isGrantedAt, isTypeForSignatures, opinionOf, type ServiceOpinion } from "./service-opinion.ts";

export interface QualificationRequest {
  /** The signer's. */
  certificate: Certificate;
  /** Leaf first, as `verifyCertificatePath` gives it. It is validated again up to the listed issuer. */
  path: readonly Certificate[];
  /** When it was signed. */
  at: Date;
  trustedLists?: TrustedLists;
}

/** What kind of electronic signature a certificate makes (Regulation (EU) 910/2014, articles 3 and 28). */
export interface QualificationResult {
  /**
   * By the certificate alone, which proves nothing: `QES` with QcCompliance and QcSSCD, `AdES-QC` with QcCompliance, `AdES` without or
   * under another law, `unknown` for a certificate of another kind, such as one for seals.
   */
  claims: "QES" | "AdES-QC" | "AdES" | "unknown";
  /** By a verified trusted list: a qualified certificate for signatures, with its key in a qualified device or not. Missing: not confirmed. */
  confirmed?: "QES_EIDAS" | "AES_EIDAS";
  reasons: readonly QualificationReason[];
}

/**
 * Says what a certificate claims to be and whether trusted lists confirm it, after ETSI TS 119 615. Confirmed only when a service of the path
 * issues qualified certificates for signatures and was granted (before July 2016: supervised or accredited) both at `at` and when
 * the certificate was issued. Qualifiers of the list go before the statements of the certificate. In doubt, nothing is confirmed.
 */
export function qualify(request: QualificationRequest): QualificationResult {
  const claim = readClaim(request.certificate);
  const { confirmed, reasons } = confirm(request);
  const codes = new Set([...claim.reasons, ...reasons]);
  return {
    claims: claim.claims,
    ...(confirmed !== undefined && { confirmed }),
    reasons: [...codes].map((code) => ({ code })),
  };
}

interface Claim {
  claims: QualificationResult["claims"];
  reasons: readonly QualificationReasonCode[];
}

function readClaim(certificate: Certificate): Claim {
  const { isCompliant, hasSscd, legislation } = certificate.qcStatements;
  if (!isTypeForSignatures(certificate)) return { claims: "unknown", reasons: ["type_not_esign"] };
  if (!isCompliant) return { claims: "AdES", reasons: ["no_qc_compliance"] };
  if (legislation.length > 0) return { claims: "AdES", reasons: ["foreign_legislation"] };
  return hasSscd ? { claims: "QES", reasons: [] } : { claims: "AdES-QC", reasons: ["no_qscd"] };
}

type Confirmation = Pick<QualificationResult, "confirmed"> & { reasons: readonly QualificationReasonCode[] };

function confirm({ certificate, path, at, trustedLists }: QualificationRequest): Confirmation {
  if (trustedLists === undefined) return { reasons: ["no_trusted_list"] };
  if (certificate.qcStatements.legislation.length > 0) return { reasons: ["foreign_legislation"] };
  const issuers = path[0]?.fingerprintSha256 === certificate.fingerprintSha256 ? path.slice(1) : path;
  const match = trustedLists.findService(issuers, at);
  if (match === undefined) return { reasons: ["issuer_not_listed"] };
  // Checked once more, up to the listed issuer: a path that was refused is also given to callers, and a name in it proves nothing.
  const intermediates = issuers.slice(0, match.index);
  const { trusted } = verifyCertificatePath(certificate, { anchors: [match.issuer], intermediates, at });
  if (!trusted) return { reasons: ["path_not_verified"] };
  const { confirmed, reasons } = confirmByServices(match, certificate, at);
  return { ...(confirmed !== undefined && { confirmed }), reasons: [...reasons, ...listReasons(match, trustedLists)] };
}

function confirmByServices({ candidates }: ServiceMatch, certificate: Certificate, at: Date): Confirmation {
  const views = candidates.map(({ service, period }) => {
    const issued = periodAt(service, certificate.notBefore);
    const wasGranted = issued !== undefined && isGrantedAt(issued, certificate.notBefore);
    return { wasGranted, opinion: opinionOf(period, certificate, at) };
  });
  // A key may be listed once for signatures and once for seals: the latter says nothing here.
  const applicable = views.filter(({ opinion }) => !opinion.reasons.includes("service_not_for_signatures"));
  const relevant = applicable.length > 0 ? applicable : views;
  const reasons = relevant.flatMap(({ wasGranted, opinion }): QualificationReasonCode[] => [
    ...opinion.reasons,
    ...(wasGranted ? [] : ["service_not_granted_at_issuance" as const]),
  ]);
  const outcomes = new Set(relevant.map(({ wasGranted, opinion }) => (wasGranted ? confirmedBy(opinion) : undefined)));
  const [confirmed] = outcomes;
  if (outcomes.size > 1) return { reasons: [...reasons, "services_disagree"] };
  return { ...(confirmed !== undefined && { confirmed }), reasons };
}

function confirmedBy(opinion: ServiceOpinion): QualificationResult["confirmed"] {
  if (!opinion.isGranted || !opinion.isForSignatures || !opinion.isQualified) return undefined;
  return opinion.hasDevice ? "QES_EIDAS" : "AES_EIDAS";
}

const reportedFindings = ["list_expired", "list_not_yet_issued"] as const;

/** A list that is out of date is still signed: the answer holds, with its reason (ETSI TS 119 615, section 4.2). */
function listReasons({ candidates }: ServiceMatch, { findings }: TrustedLists): QualificationReasonCode[] {
  const territories = candidates.map(({ service }) => service.territory);
  return reportedFindings.filter((code) =>
    findings.some((finding) => finding.code === code && territories.includes(finding.territory ?? "")),
  );
}
