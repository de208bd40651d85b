import { crc32, deflateRawSync } from "node:zlib";

/** One member of a zip written by hand. Whatever is set beside name and content is a lie that the test tells. */
export interface ZipPart {
  name: string;
  content: Uint8Array | string;
  /** Bytes to store in place of the deflated content. */
  stored?: Uint8Array;
  method?: number;
  flags?: number;
  crc?: number;
  uncompressedSize?: number;
  /** POSIX mode, for the upper half of the external attributes. */
  mode?: number;
}

export interface ZipLies {
  /** Entry count in the end record. */
  entryCount?: number;
}

/** Writes a zip (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), with any lie that is wanted. */
export function writeZip(parts: readonly ZipPart[], lies: ZipLies = {}): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = typeof part.content === "string" ? Buffer.from(part.content) : Buffer.from(part.content);
    const data = part.stored ?? deflateRawSync(content);
    const name = Buffer.from(part.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((part.flags ?? 0) | 0x800, 2);
    fields.writeUInt16LE(part.method ?? 8, 4);
    fields.writeUInt32LE(part.crc ?? crc32(content), 10);
    fields.writeUInt32LE(data.byteLength, 14);
    fields.writeUInt32LE(part.uncompressedSize ?? content.byteLength, 18);
    fields.writeUInt16LE(name.byteLength, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((part.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const madeByUnix = Buffer.from([20, 3]);
    directory.push(Buffer.from("PK\x01\x02", "latin1"), madeByUnix, fields, tail, name);
    locals.push(local);
    offset += local.byteLength;
  }
  const central = Buffer.concat(directory);
  const count = lies.entryCount ?? Math.min(parts.length, 0xffff);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(central.byteLength, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(
    Buffer.concat([
      ...locals,
      central,
      ...zip64End(parts.length, central.byteLength, offset),
      Buffer.from("PK\x05\x06", "latin1"),
      end,
    ]),
  );
}

/** More entries than 16 bits can count need the records of ZIP64 (sections 4.3.14 and 4.3.15). */
function zip64End(entries: number, size: number, offset: number): Buffer[] {
  if (entries <= 0xffff) return [];
  const record = Buffer.alloc(52);
  record.writeBigUInt64LE(44n, 0);
  record.writeBigUInt64LE(BigInt(entries), 20);
  record.writeBigUInt64LE(BigInt(entries), 28);
  record.writeBigUInt64LE(BigInt(size), 36);
  record.writeBigUInt64LE(BigInt(offset), 44);
  const locator = Buffer.alloc(16);
  locator.writeBigUInt64LE(BigInt(offset + size), 4);
  return [Buffer.from("PK\x06\x06", "latin1"), record, Buffer.from("PK\x06\x07", "latin1"), locator];
}
