import type { Certificate } from "../certificate/certificate.ts";
import type { ServicePeriod } from "../trusted-list/trusted-list.ts";
import { meetsCriteria } from "./criteria.ts";
import type { QualificationReasonCode } from "./qualification-reason.ts";

/** What a service, as it was listed at one time, says about a certificate that it issued. */
export interface ServiceOpinion {
  isGranted: boolean;
  isForSignatures: boolean;
  isQualified: boolean;
  hasDevice: boolean;
  reasons: readonly QualificationReasonCode[];
}

/** When Regulation (EU) 910/2014 took over from the directive (article 52). National lists begin at midnight of their own time. */
const regulationApplies = new Date("2016-06-30T22:00:00Z");
const directiveEnds = new Date("2016-07-01T00:00:00Z");

const statusPrefix = /^https?:\/\/uri\.etsi\.org\/TrstSvc\/(?:TrustedList|eSigDir-1999-93-EC-TrustedList)\/Svcstatus\//;
const directiveStatuses = ["undersupervision", "supervisionincessation", "accredited"];
const forSignatures = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures";

/** Whether a service might issue qualified certificates at that time (ETSI TS 119 615, section 4.3). */
export function isGrantedAt({ status }: ServicePeriod, at: Date): boolean {
  const name = status.replace(statusPrefix, "");
  return name === "granted" || (at < directiveEnds && directiveStatuses.includes(name));
}

/** Certificate and list together (ETSI TS 119 615, sections 4.4 and 4.5): what the list says goes before what the certificate says. */
export function opinionOf(period: ServicePeriod, certificate: Certificate, at: Date): ServiceOpinion {
  const reasons = new Set<QualificationReasonCode>();
  const qualifiers = qualifiersFor(period, certificate, reasons);
  const isGranted = isGrantedAt(period, at);
  const isForSignatures = at < regulationApplies || period.additionalInformation.includes(forSignatures);
  if (!isGranted) reasons.add("service_not_granted");
  if (!isForSignatures) reasons.add("service_not_for_signatures");
  if (period.unknownCriticalExtensions.length > 0) reasons.add("service_extension_unknown");
  const { qcStatements } = certificate;
  return {
    isGranted: isGranted && period.unknownCriticalExtensions.length === 0,
    isForSignatures: isForSignatures && decide(signatureRule, qualifiers, isTypeForSignatures(certificate), reasons),
    isQualified: decide(qualifiedRule, qualifiers, qcStatements.isCompliant, reasons),
    hasDevice: decide(deviceRule, qualifiers, qcStatements.hasSscd, reasons),
    reasons: [...reasons],
  };
}

/** QcType is esign when it is not said (EN 319 412-5, section 4.2.3). */
export function isTypeForSignatures({ qcStatements: { types } }: Certificate): boolean {
  return types.length === 0 || types.includes("esign");
}

/** Qualifiers that make something so or not so, whatever the certificate says. */
interface QualifierRule {
  yes: readonly string[];
  no: readonly string[];
  /** When the answer is no by a qualifier. */
  reason: QualificationReasonCode;
}

const signatureRule: QualifierRule = {
  yes: ["QCForESig"],
  no: ["QCForESeal", "QCForWSA", "QCForLegalPerson"],
  reason: "listed_not_for_signatures",
};
const qualifiedRule: QualifierRule = { yes: ["QCStatement"], no: ["NotQualified"], reason: "listed_not_qualified" };
const deviceRule: QualifierRule = {
  yes: ["QCWithQSCD", "QCWithSSCD", "QCQSCDManagedOnBehalf"],
  no: ["QCNoQSCD", "QCNoSSCD"],
  reason: "listed_without_qscd",
};
/** These leave the answer to the certificate. */
const neutral = ["QCQSCDStatusAsInCert", "QCSSCDStatusAsInCert"];
const rules = [signatureRule, qualifiedRule, deviceRule];
const known = [...neutral, ...rules.flatMap(({ yes, no }) => [...yes, ...no])];
const restricting = rules.flatMap(({ no }) => no);

/** The qualifiers whose criteria the certificate meets. A restriction also counts when it cannot be told whether it applies. */
function qualifiersFor(
  { qualifications }: ServicePeriod,
  certificate: Certificate,
  reasons: Set<QualificationReasonCode>,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { qualifiers, criteria } of qualifications) {
    const outcome = meetsCriteria(criteria, certificate);
    if (outcome === "unknown") reasons.add("criterion_unknown");
    for (const qualifier of qualifiers) {
      if (outcome === "met" && !known.includes(qualifier)) reasons.add("qualifier_unknown");
      if (outcome === "met" || (outcome === "unknown" && restricting.includes(qualifier))) found.add(qualifier);
    }
  }
  return found;
}

/** Qualifiers that contradict each other prove nothing, so the answer is no. */
function decide(
  { yes, no, reason }: QualifierRule,
  qualifiers: ReadonlySet<string>,
  inCertificate: boolean,
  reasons: Set<QualificationReasonCode>,
): boolean {
  const isYes = yes.some((qualifier) => qualifiers.has(qualifier));
  const isNo = no.some((qualifier) => qualifiers.has(qualifier));
  if (isNo) reasons.add(isYes ? "qualifiers_contradict" : reason);
  return !isNo && (isYes || inCertificate);
}
