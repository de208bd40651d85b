/** Why a trusted list is refused. The codes are stable. */
export type TrustedListReason =
  /** More bytes, elements or nesting than the limits allow. */
  | "list_too_large"
  /** No well-formed UTF-8 XML, or with a document type declaration. */
  | "list_unreadable"
  /** Well-formed, but no trusted list: a required part is missing or has a wrong form. */
  | "list_structure"
  | "list_unsigned"
  /** The signature does not verify, does not cover the list, or is made in a way that lists may not be signed. */
  | "list_signature_invalid"
  /** SHA-1, or an algorithm that is not known. */
  | "list_signature_algorithm"
  /** Signed with a certificate that is none of the given ones. */
  | "list_signer_unknown"
  /** An optional peer of this package is not installed. */
  | "list_library_missing";

/** Thrown inside the trusted-list folder; callers get a result. `detail` is the name of an element of the standard, never a value. */
export class TrustedListError extends Error {
  override readonly name = "TrustedListError";
  readonly reason: TrustedListReason;

  constructor(reason: TrustedListReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}
