import { DerError } from "../der/der-error.ts";
import { tags } from "../der/values.ts";

const constructedBit = 0x20;
const contextClass = 0x80;

/** One element: its tag byte, the length in as few bytes as possible (X.690, section 10.1), and the parts as content. */
export function encode(tagByte: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = [tagByte, ...lengthBytes(length)];
  const bytes = new Uint8Array(header.length + length);
  bytes.set(header);
  let offset = header.length;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const digits = base256(BigInt(length));
  return [0x80 | digits.length, ...digits];
}

/** SEQUENCE or SEQUENCE OF. */
export function sequence(...members: readonly Uint8Array[]): Uint8Array {
  return encode(tags.sequence | constructedBit, ...members);
}

/** SET OF, its members in the order of their bytes (X.690, section 11.6). */
export function set(...members: readonly Uint8Array[]): Uint8Array {
  return encode(tags.set | constructedBit, ...members.toSorted(Buffer.compare));
}

/** OBJECT IDENTIFIER of the dotted number. Throws for another text. */
export function oid(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split(".").map(arcOf);
  if (first === undefined || second === undefined || first > 2n || (first < 2n && second > 39n)) {
    throw new DerError("an object identifier that cannot be written");
  }
  const bytes = [first * 40n + second, ...rest].flatMap(base128);
  return encode(tags.objectIdentifier, Uint8Array.from(bytes));
}

function arcOf(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new DerError("an object identifier that cannot be written");
  return BigInt(text);
}

function base128(value: bigint): number[] {
  const digits = [Number(value & 0x7fn)];
  for (let rest = value >> 7n; rest > 0n; rest >>= 7n) digits.unshift(Number(rest & 0x7fn) | 0x80);
  return digits;
}

function base256(value: bigint): number[] {
  const digits: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) digits.unshift(Number(rest & 0xffn));
  return digits;
}

/** INTEGER, in two's complement of as few bytes as possible. */
export function integer(value: bigint | number): Uint8Array {
  return encode(tags.integer, twosComplement(BigInt(value)));
}

/** ENUMERATED. */
export function enumerated(value: bigint | number): Uint8Array {
  return encode(tags.enumerated, twosComplement(BigInt(value)));
}

function twosComplement(value: bigint): Uint8Array {
  const magnitude = value < 0n ? -value - 1n : value;
  const size = Math.floor(magnitude.toString(2).length / 8) + 1;
  const digits = base256(BigInt.asUintN(size * 8, value));
  return Uint8Array.from([...Array<number>(size - digits.length).fill(0), ...digits]);
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return encode(tags.octetString, bytes);
}

/** BIT STRING. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return encode(tags.bitString, Uint8Array.of(unusedBits), bytes);
}

/** A named bit list, such as keyUsage: the bits at these positions set, zero bits at the end left out (X.690, section 11.2.2). */
export function namedBits(positions: Iterable<number>): Uint8Array {
  const all = [...positions];
  if (all.length === 0) return bitString(new Uint8Array());
  const last = Math.max(...all);
  const bytes = new Uint8Array((last >> 3) + 1);
  for (const position of all) bytes[position >> 3] = (bytes[position >> 3] ?? 0) | (0x80 >> (position & 7));
  return bitString(bytes, 7 - (last & 7));
}

/** NULL. */
export function nullValue(): Uint8Array {
  return encode(tags.null);
}

/** BOOLEAN. */
export function boolean(value: boolean): Uint8Array {
  return encode(tags.boolean, Uint8Array.of(value ? 0xff : 0));
}

/** UTF8String. */
export function utf8String(text: string): Uint8Array {
  return encode(tags.utf8String, textBytes(text));
}

/** PrintableString; that the characters are allowed in it is the caller's care. */
export function printableString(text: string): Uint8Array {
  return encode(tags.printableString, textBytes(text));
}

/** IA5String, with the same care. */
export function ia5String(text: string): Uint8Array {
  return encode(tags.ia5String, textBytes(text));
}

/** UTCTime to the second, as RFC 5280 (section 4.1.2.5.1) has it. Right for the years 1950 to 2049 only. */
export function utcTime(value: Date): Uint8Array {
  return encode(tags.utcTime, textBytes(`${digitsOf(value).slice(2)}Z`));
}

/** GeneralizedTime to the second (RFC 5280, section 4.1.2.5.2). */
export function generalizedTime(value: Date): Uint8Array {
  return encode(tags.generalizedTime, textBytes(`${digitsOf(value)}Z`));
}

function digitsOf(value: Date): string {
  return value.toISOString().slice(0, 19).replace(/\D/g, "");
}

/** UTCTime through 2049, GeneralizedTime after it: how certificates, CRLs and CMS write times (RFC 5280, section 4.1.2.5). */
export function time(value: Date): Uint8Array {
  const year = value.getUTCFullYear();
  return year >= 1950 && year < 2050 ? utcTime(value) : generalizedTime(value);
}

/** `[tagNumber]` around whole elements (EXPLICIT), or in place of the tag of a constructed one (IMPLICIT, given its members). */
export function context(tagNumber: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return encode(contextClass | constructedBit | tagNumber, ...parts);
}

/** `[tagNumber]` in place of the tag of a primitive element (IMPLICIT), given its content. */
export function contextPrimitive(tagNumber: number, content: Uint8Array): Uint8Array {
  return encode(contextClass | tagNumber, content);
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The same element in BER with an indefinite length (X.690, section 8.1.3.6): content that ends with two zero bytes. */
export function indefinite(tagByte: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([Uint8Array.of(tagByte, 0x80), ...parts, Uint8Array.of(0, 0)]));
}
