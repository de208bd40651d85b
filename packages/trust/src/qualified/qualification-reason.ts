/** Why a qualification is what it is. The codes are stable. */
export type QualificationReasonCode =
  // What the certificate says.
  /** No QcCompliance: it does not claim to be qualified. */
  | "no_qc_compliance"
  /** QcCompliance, but no QcSSCD. */
  | "no_qscd"
  /** QcType names seals or web sites only. */
  | "type_not_esign"
  /** Qualified under the law of another country (QcCClegislation). */
  | "foreign_legislation"
  // What the trusted lists say.
  /** No trusted lists were given: only the claim can be told. */
  | "no_trusted_list"
  /** No certificate of the path belongs to a service that issues qualified certificates. */
  | "issuer_not_listed"
  /** The path to the listed issuer was not valid at that time (RFC 5280): a signature, a CA flag, a date. */
  | "path_not_verified"
  | "service_not_granted"
  /** The service was not granted when it issued the certificate. */
  | "service_not_granted_at_issuance"
  /** The service issues for seals or web sites only. */
  | "service_not_for_signatures"
  /** A critical extension of the service is not understood. */
  | "service_extension_unknown"
  /** The issuer is listed several times, and the entries disagree. */
  | "services_disagree"
  /** NotQualified holds for the certificate. */
  | "listed_not_qualified"
  /** The certificate is listed as one for seals, web sites or legal persons. */
  | "listed_not_for_signatures"
  /** QCNoQSCD holds for the certificate. */
  | "listed_without_qscd"
  | "qualifiers_contradict"
  | "qualifier_unknown"
  | "criterion_unknown"
  /** The list was out of date when it was read. */
  | "list_expired"
  /** The list is younger than the time it was read for. */
  | "list_not_yet_issued";

export interface QualificationReason {
  code: QualificationReasonCode;
}
