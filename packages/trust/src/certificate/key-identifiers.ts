import type { DerElement } from "../der/element.ts";
import { hexOf, octetStringOf, sequenceOf } from "../der/values.ts";

/** Reads the value of the subjectKeyIdentifier extension, in hexadecimal (RFC 5280, section 4.2.1.2). Throws a {@link DerError}. */
export function readSubjectKeyIdentifier(value: DerElement): string {
  return hexOf(octetStringOf(value));
}

/** Reads the key identifier of an authorityKeyIdentifier, when it has one (RFC 5280, section 4.2.1.1). Throws a {@link DerError}. */
export function readAuthorityKeyIdentifier(value: DerElement): string | undefined {
  const keyIdentifier = sequenceOf(value).find((member) => member.isContext(0));
  return keyIdentifier === undefined ? undefined : hexOf(keyIdentifier.content);
}
