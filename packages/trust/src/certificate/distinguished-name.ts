import type { DerElement } from "../der/element.ts";
import { hexOf, oidOf, sequenceOf, setOf } from "../der/values.ts";
import { attributeNames } from "./attribute-types.ts";
import { stringOf } from "./directory-string.ts";

/** One attribute of a name; `value` is `#` and hexadecimal digits when it is no text. */
export interface NameAttribute {
  oid: string;
  value: string;
}

/** A name of a certificate's subject or issuer. */
export interface DistinguishedName {
  /** In the order of the certificate. */
  attributes: readonly NameAttribute[];
  /** The same, grouped into relative names, most of which have one attribute. */
  relativeNames: readonly (readonly NameAttribute[])[];
  raw: Uint8Array;
  /** As RFC 4514 writes it: most specific first. */
  text: string;
}

/** Reads a Name (RFC 5280, section 4.1.2.4). Throws a {@link DerError}. */
export function readDistinguishedName(element: DerElement | undefined): DistinguishedName {
  const sets = sequenceOf(element);
  const relativeNames = sets.map((set) => setOf(set).map(readAttribute));
  return {
    attributes: relativeNames.flat(),
    relativeNames,
    raw: element?.raw ?? new Uint8Array(),
    text: relativeNames.map(textOfRelativeName).reverse().join(","),
  };
}

function readAttribute(element: DerElement): NameAttribute {
  const [type, value] = sequenceOf(element);
  return { oid: oidOf(type), value: stringOf(value) ?? `#${hexOf(value?.raw ?? new Uint8Array())}` };
}

function textOfRelativeName(attributes: readonly NameAttribute[]): string {
  return attributes.map(({ oid, value }) => `${attributeNames[oid] ?? oid}=${escaped(value)}`).join("+");
}

const reserved = /["+,;<>\\\0]|^[ #]| $/;

/** RFC 4514, section 2.4. */
function escaped(value: string): string {
  if (!reserved.test(value)) return value;
  return value
    .replace(/["+,;<>\\]/g, "\\$&")
    .replaceAll("\0", "\\00")
    .replace(/^[ #]/, "\\$&")
    .replace(/ $/, "\\ ");
}
