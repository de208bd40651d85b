import { DerError } from "./der-error.ts";
import type { DerElement } from "./element.ts";

/** Numbers of the universal types that are used (X.680, section 8.4). */
export const tags = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  objectIdentifier: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  numericString: 18,
  printableString: 19,
  teletexString: 20,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
  visibleString: 26,
  universalString: 28,
  bmpString: 30,
} as const;

/** The members of a SEQUENCE. Each function here throws a {@link DerError} for another type or a wrong encoding. */
export function sequenceOf(element: DerElement | undefined): readonly DerElement[] {
  return expectUniversal(element, tags.sequence).children;
}

/** The members of a SET. */
export function setOf(element: DerElement | undefined): readonly DerElement[] {
  return expectUniversal(element, tags.set).children;
}

/** No real identifier comes near; bounds the arithmetic. */
const maxOidBytes = 256;

/** The number of an OBJECT IDENTIFIER, dotted (X.690, section 8.19). Arcs may have any size, such as the UUIDs below 2.25. */
export function oidOf(element: DerElement | undefined): string {
  const { content } = expectUniversal(element, tags.objectIdentifier);
  if (content.length > maxOidBytes) throw new DerError("an object identifier that is too large");
  let dotted = "";
  let from = 0;
  for (let at = 0; at < content.length; at++) {
    if ((content[at] ?? 0) >= 0x80) continue;
    const arc = arcOf(content, from, at + 1);
    dotted = from === 0 ? firstArcs(arc) : `${dotted}.${arc}`;
    from = at + 1;
  }
  if (from === 0 || from !== content.length) throw new DerError("an object identifier that is cut off");
  return dotted;
}

/** The first bit of each byte says whether another one follows. */
function arcOf(bytes: Uint8Array, from: number, end: number): number | bigint {
  if (bytes[from] === 0x80) throw new DerError("an arc with leading zeros");
  if (end - from > 7) return bytes.subarray(from, end).reduce((arc, byte) => (arc << 7n) | BigInt(byte & 0x7f), 0n);
  let arc = 0;
  for (let at = from; at < end; at++) arc = arc * 128 + ((bytes[at] ?? 0) & 0x7f);
  return arc;
}

function firstArcs(value: number | bigint): string {
  if (value >= 80) return `2.${typeof value === "bigint" ? value - 80n : value - 80}`;
  return value < 40 ? `0.${value}` : `1.${Number(value) - 40}`;
}

/** An INTEGER or ENUMERATED of any size. */
export function integerOf(element: DerElement | undefined): bigint {
  if (element?.isUniversal(tags.enumerated) !== true) expectUniversal(element, tags.integer);
  const content = element?.content ?? new Uint8Array();
  if (content.length === 0) throw new DerError("an empty integer");
  const unsigned = BigInt(`0x${hexOf(content)}`);
  return (content[0] ?? 0) < 0x80 ? unsigned : unsigned - (1n << BigInt(content.length * 8));
}

/** An INTEGER that a number can hold. */
export function smallIntegerOf(element: DerElement | undefined): number {
  const value = Number(integerOf(element));
  if (!Number.isSafeInteger(value)) throw new DerError("an integer that is too large");
  return value;
}

/** An INTEGER as lower-case hexadecimal digits of its content, without leading zeros: how serial numbers are compared. */
export function integerHexOf(element: DerElement | undefined): string {
  const value = integerOf(element);
  return value < 0n ? `-${(-value).toString(16)}` : value.toString(16);
}

export function booleanOf(element: DerElement | undefined): boolean {
  const { content } = expectUniversal(element, tags.boolean);
  if (content.length !== 1) throw new DerError("a boolean of another size");
  return content[0] !== 0;
}

/** The bytes of an OCTET STRING, also of one in parts (BER). */
export function octetStringOf(element: DerElement | undefined): Uint8Array {
  const string = expectUniversal(element, tags.octetString);
  return string.constructed ? joined(string.children.map(octetStringOf)) : string.content;
}

/** The bytes of a BIT STRING of whole bytes, such as a signature or a key. */
export function bitStringOf(element: DerElement | undefined): Uint8Array {
  const { bytes, unusedBits } = bitsOf(element);
  if (unusedBits !== 0) throw new DerError("a bit string of broken bytes");
  return bytes;
}

/** A BIT STRING with the number of bits at its end that do not count. */
export function bitsOf(element: DerElement | undefined): { bytes: Uint8Array; unusedBits: number } {
  const { content, constructed } = expectUniversal(element, tags.bitString);
  const [unusedBits] = content;
  if (constructed || unusedBits === undefined || unusedBits > 7) throw new DerError("an unreadable bit string");
  if (unusedBits > 0 && content.length === 1) throw new DerError("an unreadable bit string");
  return { bytes: content.subarray(1), unusedBits };
}

/** Positions of the bits that are set in a named bit list, such as keyUsage. */
export function namedBitsOf(element: DerElement | undefined): ReadonlySet<number> {
  const { bytes } = bitsOf(element);
  const positions = new Set<number>();
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    if (((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) positions.add(bit);
  }
  return positions;
}

/** The one element inside an EXPLICIT tag. */
export function explicitOf(element: DerElement): DerElement {
  const [inner, ...more] = element.children;
  if (inner === undefined || more.length > 0) throw new DerError("expected one element inside the tag");
  return inner;
}

/** Lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

export function expectUniversal(element: DerElement | undefined, tagNumber: number): DerElement {
  if (element?.isUniversal(tagNumber) !== true) throw new DerError(`expected the universal type ${tagNumber}`);
  return element;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
