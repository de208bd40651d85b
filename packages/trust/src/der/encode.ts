import { DerError } from "./der-error.ts";
import { tags } from "./values.ts";

/** Added to a tag number for a constructed element (X.690, section 8.1.2.5). */
const constructed = 0x20;
const contextClass = 0x80;

/** Tag, length and parts one after the other. `tag` is the identifier octet (X.690, section 8.1.2), such as 0x30 for a SEQUENCE. */
export function encode(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag), lengthOctets(length), ...parts]));
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return encode(tags.sequence | constructed, ...parts);
}

/** `[number]` around elements: EXPLICIT, or IMPLICIT in place of a constructed type. */
export function context(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return encode(contextClass | constructed | number, ...parts);
}

/** An OBJECT IDENTIFIER from its dotted form (X.690, section 8.19). Throws a {@link DerError} for what is none. */
export function oid(dotted: string): Uint8Array {
  const [first, second, ...others] = dotted.split(".").map((arc) => (/^\d+$/.test(arc) ? Number(arc) : Number.NaN));
  if (first === undefined || second === undefined || !(first <= 2) || !(second < 40 || first === 2)) {
    throw new DerError("no object identifier");
  }
  return encode(tags.objectIdentifier, Uint8Array.from([first * 40 + second, ...others].flatMap(arcOctets)));
}

export function octetString(...parts: readonly Uint8Array[]): Uint8Array {
  return encode(tags.octetString, ...parts);
}

export function nullValue(): Uint8Array {
  return encode(tags.null);
}

/** Content octets of an INTEGER: the shortest two's complement (X.690, section 8.3). */
export function integerOctets(value: bigint): Uint8Array {
  let size = 1;
  while (BigInt.asIntN(size * 8, value) !== value) size += 1;
  const digits = BigInt.asUintN(size * 8, value).toString(16);
  return new Uint8Array(Buffer.from(digits.padStart(size * 2, "0"), "hex"));
}

function arcOctets(arc: number): number[] {
  if (Number.isNaN(arc)) throw new DerError("no object identifier");
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift((rest % 128) | 0x80);
  return octets;
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}
