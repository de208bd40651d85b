/** What the specification asks of an evidence of one type. */
export interface EvidenceType {
  /** Its name in the final specification. */
  kind: "document" | "electronic_record" | "vouch" | "electronic_signature" | "utility_bill";
  /** Members that must be texts. */
  required: readonly string[];
  /** Members that must say their `type` when they are there. */
  typed: readonly string[];
  /** The type belongs to drafts of the specification. */
  draft?: true;
}

/** The types of evidence (OpenID Identity Assurance Schema Definition 1.0, "Evidence element") and those of the drafts. */
export const evidenceTypes: Readonly<Record<string, EvidenceType>> = {
  document: { kind: "document", required: [], typed: ["document_details", "document"] },
  electronic_record: { kind: "electronic_record", required: [], typed: ["record"] },
  vouch: { kind: "vouch", required: [], typed: ["attestation"] },
  electronic_signature: {
    kind: "electronic_signature",
    required: ["signature_type", "issuer", "serial_number"],
    typed: [],
  },
  id_document: { kind: "document", required: [], typed: ["document", "document_details"], draft: true },
  utility_bill: { kind: "utility_bill", required: [], typed: [], draft: true },
  qes: { kind: "electronic_signature", required: ["issuer", "serial_number"], typed: [], draft: true },
};
