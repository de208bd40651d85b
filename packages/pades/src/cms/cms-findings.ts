interface FindingText {
  severity: "error" | "warning" | "info";
  message: string;
}

/** What is found inside a signature's CMS structure and inside timestamps. `error`: it is not intact, or it cannot be verified. */
export const cmsFindings = {
  cms_unreadable: { severity: "error", message: "The signature is no readable CMS structure." },
  signer_count: { severity: "error", message: "The signature does not have exactly one signer." },
  encapsulated_content: { severity: "error", message: "A detached signature carries a content of its own." },
  encapsulated_content_missing: { severity: "error", message: "The signature lacks the content that it is made over." },
  content_type_wrong: { severity: "error", message: "The signature is over another type of content." },
  content_type_missing: { severity: "error", message: "The attribute with the type of the content is missing." },
  content_type_mismatch: {
    severity: "error",
    message: "The signed type of the content is not that of the content.",
  },
  signed_attributes_missing: { severity: "error", message: "The signature has no signed attributes." },
  signed_attributes_absent: {
    severity: "info",
    message: "The signature is made over the document itself, without signed attributes.",
  },
  signed_attributes_unsorted: {
    severity: "info",
    message: "The signed attributes do not stand in the order that the standard wants them signed in.",
  },
  content_is_attributes: {
    severity: "error",
    message: "The signed content could pass for the signed attributes of another signature.",
  },
  message_digest_missing: {
    severity: "error",
    message: "The digest of the document is not among the signed attributes.",
  },
  message_digest_mismatch: { severity: "error", message: "The signed bytes of the document have changed." },
  attribute_repeated: { severity: "error", message: "A signed attribute that may come once has several values." },
  attribute_unreadable: { severity: "error", message: "A signed attribute cannot be read." },
  signing_time_unreadable: { severity: "warning", message: "The claimed signing time cannot be read." },
  signing_certificate_missing: {
    severity: "error",
    message: "The signed attributes do not name the signer's certificate.",
  },
  signing_certificate_mismatch: {
    severity: "error",
    message: "The signed attributes name another certificate than the signer's.",
  },
  signing_certificate_serial_mismatch: {
    severity: "warning",
    message: "The signed attributes have the right digest of the signer's certificate, but another issuer or number.",
  },
  signing_certificate_v1: {
    severity: "info",
    message: "The signed attributes name the signer's certificate in the old form, with SHA-1.",
  },
  signer_id_mismatch: {
    severity: "warning",
    message: "The unsigned name of the signer's certificate leads to none; the signed one does.",
  },
  signer_certificate_missing: { severity: "error", message: "The signer's certificate is not there." },
  signer_key_unsupported: { severity: "error", message: "The public key of the signer's certificate cannot be used." },
  certificate_unreadable: { severity: "warning", message: "A certificate beside the signature cannot be read." },
  too_many_certificates: { severity: "warning", message: "The signature carries too many certificates to read all." },
  algorithm_protection_mismatch: {
    severity: "error",
    message: "The signed attributes name other algorithms than the signature does.",
  },
  signature_invalid: { severity: "error", message: "The signature value does not verify." },
  algorithm_unknown: { severity: "error", message: "The signature algorithm is not known." },
  digest_unknown: { severity: "error", message: "The hash function is not known." },
  digest_contradicts_algorithm: {
    severity: "error",
    message: "The digest algorithm is not one that the signature algorithm goes with.",
  },
  parameters_unreadable: { severity: "error", message: "The parameters of the signature algorithm cannot be read." },
  key_type_mismatch: { severity: "error", message: "The signer's key is for another algorithm." },
  weak_hash: { severity: "warning", message: "The hash function no longer resists collisions." },
  short_key: { severity: "warning", message: "The signer's key is too short." },
  curve_unnamed: { severity: "warning", message: "The signer's key writes out its curve instead of naming it." },
  digest_info_without_null: {
    severity: "info",
    message: "The RSA signature leaves out the parameters of its hash function, which is allowed.",
  },
  timestamp_unreadable: { severity: "error", message: "The timestamp is no readable token." },
  timestamp_imprint_mismatch: { severity: "error", message: "The timestamp is over something else." },
  timestamp_attributes_unsorted: {
    severity: "error",
    message: "The timestamp is signed over attributes in another order than the standard wants.",
  },
  timestamp_purpose_missing: {
    severity: "error",
    message: "The certificate of the timestamp's authority is not for timestamps.",
  },
  timestamp_purpose_not_critical: {
    severity: "error",
    message: "The certificate of the timestamp's authority does not limit itself to timestamps.",
  },
} as const satisfies Record<string, FindingText>;

export type CmsFindingCode = keyof typeof cmsFindings;

export interface CmsFinding {
  code: CmsFindingCode;
}

/** Codes in the order in which they were found, each once. */
export class CmsFindingLog {
  readonly #codes = new Set<CmsFindingCode>();

  add(...codes: readonly CmsFindingCode[]): void {
    for (const code of codes) this.#codes.add(code);
  }

  get hasError(): boolean {
    return [...this.#codes].some((code) => cmsFindings[code].severity === "error");
  }

  get findings(): readonly CmsFinding[] {
    return [...this.#codes].map((code) => ({ code }));
  }
}
