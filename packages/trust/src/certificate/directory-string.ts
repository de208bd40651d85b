import type { DerElement } from "../der/element.ts";
import { tags } from "../der/values.ts";

const readers: Readonly<Record<number, (content: Uint8Array) => string>> = {
  [tags.utf8String]: utf8,
  [tags.numericString]: latin1,
  [tags.printableString]: latin1,
  [tags.teletexString]: latin1,
  [tags.ia5String]: latin1,
  [tags.visibleString]: latin1,
  [tags.bmpString]: (content) => ofUnits(content, 2),
  [tags.universalString]: (content) => ofUnits(content, 4),
};

/** The text of any of the string types (RFC 5280, section 4.1.2.4), or undefined for another type. Never throws. */
export function stringOf(element: DerElement | undefined): string | undefined {
  if (element?.tagClass !== "universal" || element.constructed) return undefined;
  return readers[element.tagNumber]?.(element.content);
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What is no UTF-8 is read as Latin-1: some issuers write it under this type. */
function utf8(content: Uint8Array): string {
  try {
    return strictUtf8.decode(content);
  } catch {
    return latin1(content);
  }
}

function latin1(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("latin1");
}

/** UTF-16 or UTF-32, big end first; a code that is no character becomes U+FFFD. */
function ofUnits(content: Uint8Array, size: 2 | 4): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const characters: string[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) {
    const code = bytes.readUIntBE(at, size);
    characters.push(size === 2 ? String.fromCharCode(code) : String.fromCodePoint(code > 0x10ffff ? 0xfffd : code));
  }
  return characters.join("");
}
