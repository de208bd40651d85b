import type { DerElement } from "../der/element.ts";
import { namedBitsOf, oidOf, sequenceOf } from "../der/values.ts";

const keyUsageNames = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

/** What a key may be used for, by the names of RFC 5280, section 4.2.1.3. */
export type KeyUsageName = (typeof keyUsageNames)[number];

/** Reads the value of the keyUsage extension; bits without a name are left out. Throws a {@link DerError}. */
export function readKeyUsage(value: DerElement): ReadonlySet<KeyUsageName> {
  const bits = namedBitsOf(value);
  return new Set(keyUsageNames.filter((_name, bit) => bits.has(bit)));
}

/** Purposes that an extended key usage names (RFC 5280, section 4.2.1.12). */
export const extendedKeyUsageOids = {
  any: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
  documentSigning: "1.3.6.1.5.5.7.3.36",
} as const;

/** Reads the value of the extKeyUsage extension: oids. Throws a {@link DerError}. */
export function readExtendedKeyUsage(value: DerElement): readonly string[] {
  return sequenceOf(value).map(oidOf);
}
