/** Why revocation data decide nothing, or what is worth knowing about those that do. The code is stable, the sentence may change. */
export const revocationReasons = {
  no_revocation_data: "No CRL and no OCSP response for this certificate was given or found.",
  issuer_mismatch: "The given issuer is not the one that the certificate names.",
  crl_unreadable: "A CRL cannot be read.",
  crl_signature_invalid: "The signature of the CRL does not match the issuer's key.",
  crl_signature_unsupported: "The CRL is signed with an algorithm that cannot be checked.",
  crl_signer_not_allowed: "The issuer's key usage does not allow it to sign CRLs.",
  crl_other_issuer_key: "The CRL says that it is signed with another key of the issuer.",
  crl_unknown_critical_extension: "The CRL has a critical extension that is not understood, so it must not be used.",
  crl_indirect_unsupported: "The CRL is an indirect one, signed for other issuers; these are not supported.",
  crl_scope_mismatch: "The CRL covers other certificates of the issuer than this one.",
  crl_some_reasons_only:
    "The CRL lists revocations for some reasons only, so it cannot show that a certificate is good.",
  crl_delta_without_base: "A delta CRL was given without the complete CRL that it belongs to.",
  crl_remove_outside_delta: "A complete CRL takes a certificate back, which only a delta CRL may do.",
  crl_not_yet_valid: "The CRL is from the future.",
  crl_expired: "The next CRL was due before the time that is asked about.",
  crl_too_old: "The CRL does not say when the next one is due and is older than the freshness limit.",
  ocsp_unreadable: "An OCSP response cannot be read.",
  ocsp_no_answer: "An OCSP responder answered with an error instead of a response.",
  ocsp_signature_invalid: "The signature of the OCSP response does not match the responder's key.",
  ocsp_signature_unsupported: "The OCSP response is signed with an algorithm that cannot be checked.",
  ocsp_responder_unknown: "The signer of the OCSP response is neither the issuer nor a certificate in the response.",
  ocsp_responder_not_authorized: "The responder's certificate is not issued by the issuer for signing OCSP responses.",
  ocsp_responder_not_valid: "The responder's certificate was not valid when the response was made.",
  ocsp_responder_unchecked:
    "The responder's own certificate could be revoked: it does not say that this needs no check.",
  ocsp_unknown_critical_extension: "The OCSP response has a critical extension that is not understood.",
  ocsp_certificate_hash_mismatch: "The OCSP response names the hash of another certificate.",
  ocsp_nonce_mismatch: "The OCSP response answers another request.",
  ocsp_status_unknown: "The responder does not know the certificate.",
  ocsp_not_yet_valid: "The OCSP response is from the future.",
  ocsp_expired: "A newer OCSP response was due before the time that is asked about.",
  ocsp_too_old: "The OCSP response does not say when a newer one is due and is older than the freshness limit.",
  certificate_expired_before_data:
    "The data are from after the certificate's end, when revocations need not be listed any more.",
  revoked_later: "The certificate was revoked, but after the time that is asked about.",
  invalid_before_revocation:
    "The certificate was revoked later, but counts as invalid from before the time that is asked about.",
  hold_released: "The certificate was on hold and released before the time that is asked about.",
  weak_signature: "The revocation data are signed with an algorithm or key that is weak today.",
  no_online_address: "The certificate names no address over http or https where its status can be asked.",
  fetch_failed: "The status could not be fetched.",
  fetch_timed_out: "The status was not fetched within the time limit.",
  fetch_too_large: "The fetched data are larger than the limit.",
  fetch_limit_reached: "Not every address was asked, because the limit of requests was reached.",
} as const;

export type RevocationReasonCode = keyof typeof revocationReasons;

/** A code of {@link revocationReasons}, and which data it is about. */
export interface RevocationReason {
  code: RevocationReasonCode;
  source?: "crl" | "ocsp";
}

/** CRLReason (RFC 5280, section 5.3.1). 7 is not used. */
const reasonNames: Readonly<Record<number, string>> = {
  0: "unspecified",
  1: "keyCompromise",
  2: "cACompromise",
  3: "affiliationChanged",
  4: "superseded",
  5: "cessationOfOperation",
  6: "certificateHold",
  8: "removeFromCRL",
  9: "privilegeWithdrawn",
  10: "aACompromise",
};

/** The name of a CRLReason; a number that RFC 5280 does not know counts as `unspecified`. */
export function revocationReasonName(reason: number): string {
  return reasonNames[reason] ?? "unspecified";
}
