/** Why a path is not trusted, or what is remarkable about one that is. The codes are stable. */
const table = {
  issuer_not_found: { isFatal: true, sentence: "No certificate of the issuer is at hand." },
  self_signed: { isFatal: true, sentence: "The certificate is issued by itself and is no anchor." },
  path_too_long: { isFatal: true, sentence: "The path is longer than the limit before it comes to an anchor." },
  search_limit: { isFatal: true, sentence: "So many paths are possible that the search was ended." },
  signature_invalid: { isFatal: true, sentence: "The signature does not verify with the key of the issuer." },
  broken_hash: {
    isFatal: true,
    sentence: "The signature is made over a hash for which a second certificate can be made up.",
  },
  signature_unsupported: { isFatal: true, sentence: "The signature algorithm is not supported." },
  signature_algorithm_contradiction: {
    isFatal: true,
    sentence: "The signature algorithm inside the certificate is not the one beside the signature.",
  },
  key_unsupported: { isFatal: true, sentence: "The key of the issuer cannot be used." },
  expired: { isFatal: true, sentence: "The certificate had ended at that time." },
  not_yet_valid: { isFatal: true, sentence: "The certificate had not begun at that time." },
  not_a_ca: { isFatal: true, sentence: "The certificate issued another one, but is not that of a CA." },
  no_cert_sign_usage: { isFatal: true, sentence: "The key usage does not allow the certificate to issue others." },
  path_length_exceeded: { isFatal: true, sentence: "More CAs follow than the certificate allows." },
  key_usage_not_permitted: { isFatal: true, sentence: "The key usage does not allow this use." },
  extended_key_usage_not_permitted: { isFatal: true, sentence: "The extended key usage does not allow this use." },
  extended_key_usage_not_critical: {
    isFatal: true,
    sentence: "The extended key usage of a time-stamping certificate is not critical.",
  },
  unknown_critical_extension: { isFatal: true, sentence: "An extension that must be understood is not known." },
  repeated_extension: { isFatal: true, sentence: "An extension comes more than once." },
  unreadable_extension: { isFatal: true, sentence: "An extension that matters cannot be read." },
  name_not_permitted: { isFatal: true, sentence: "A name is not among those that a CA above may certify." },
  name_excluded: { isFatal: true, sentence: "A name is among those that a CA above must not certify." },
  name_constraint_undecided: {
    isFatal: true,
    sentence: "A name constraint of a CA above cannot be applied to a name.",
  },
  policy_not_permitted: { isFatal: true, sentence: "A CA above asks for a policy that the path does not have." },
  anchor_expired: { isFatal: false, sentence: "The anchor had ended at that time; it is trusted as it is." },
  anchor_not_yet_valid: { isFatal: false, sentence: "The anchor had not begun at that time; it is trusted as it is." },
  weak_hash: { isFatal: false, sentence: "The signature is made over a weak hash." },
  short_key: { isFatal: false, sentence: "The signature is made with a short key." },
} as const satisfies Readonly<Record<string, { isFatal: boolean; sentence: string }>>;

export type PathReasonCode = keyof typeof table;

/** One sentence a code, and whether it makes the path untrusted. */
export const pathReasons: Readonly<Record<PathReasonCode, { isFatal: boolean; sentence: string }>> = table;

/** What was found, and at which certificate: the index in the path, 0 is the one that was asked about. */
export interface PathReason {
  code: PathReasonCode;
  index: number;
}

export function isFatal({ code }: PathReason): boolean {
  return pathReasons[code].isFatal;
}
