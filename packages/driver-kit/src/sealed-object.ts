import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { VaultMeta } from "@idvkit/core";
import { refusal } from "./vault-content.ts";
import { keySize, type VaultKeyring, wrappedSize } from "./vault-keyring.ts";

/** What is known of an object beside its content. It is encrypted like the content. */
export interface SealedMetadata extends VaultMeta {
  id: string;
  /** Bytes of the content. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/** An object that was opened: its metadata are authentic, its content is not read yet. */
export interface OpenedObject {
  metadata: SealedMetadata;
  dataKey: Uint8Array;
}

/*
 * File: header of 1024 bytes | records of the content | sealed metadata | length of the sealed metadata (4 bytes).
 *
 * Every object has a random key of its own, which stands in the header twice, sealed with a master key. A rotation
 * rewrites one of them, and the other one only once the first is on the disk: there is always one that opens. They
 * have a disk sector each, so that a broken write of one does not touch the other.
 *
 * A record is 64 KiB of content (the last one may be shorter, and empty) with AES-256-GCM, in the manner of STREAM
 * (Hoang, Reyhanitabar, Rogaway, Vizár, 2015): the nonce counts the records and says which is the last, so that none
 * can be cut off, added or moved. No nonce comes twice under an object's key.
 */
const magic = /* @__PURE__ */ Buffer.from("idvkit-vault-1\n\0", "latin1");
const keyOffsets = [64, 512] as const;
const contentOffset = 1024;
const recordSize = 65_536;
const tagSize = 16;
const lengthSize = 4;
const algorithm = "aes-256-gcm";
const kinds = { record: 0, lastRecord: 1, metadata: 2 } as const;

/**
 * Writes a whole object into an empty file.
 *
 * @param place What the object's key is bound to: it opens only there.
 */
export async function sealObject(
  file: FileHandle,
  content: AsyncIterable<Uint8Array>,
  meta: VaultMeta & { id: string },
  seal: { keyring: VaultKeyring; place: string },
): Promise<void> {
  const dataKey = randomBytes(keySize);
  const wrapped = await seal.keyring.wrap(dataKey, seal.place);
  const header = Buffer.alloc(contentOffset);
  header.set(magic);
  for (const offset of keyOffsets) header.set(wrapped, offset);
  await writeAt(file, header, 0);

  const digest = createHash("sha256");
  const record = Buffer.alloc(recordSize);
  let [filled, count, size, position] = [0, 0, 0, contentOffset];
  const flush = async (kind: number) => {
    position += await writeAt(file, encrypt(dataKey, kind, count, record.subarray(0, filled)), position);
    [filled, count] = [0, count + 1];
  };
  for await (const chunk of content) {
    digest.update(chunk);
    size += chunk.byteLength;
    for (let start = 0; start < chunk.byteLength; ) {
      // A full record waits for the next byte: only then it is known not to be the last one.
      if (filled === recordSize) await flush(kinds.record);
      const piece = chunk.subarray(start, start + recordSize - filled);
      record.set(piece, filled);
      filled += piece.byteLength;
      start += piece.byteLength;
    }
  }
  await flush(kinds.lastRecord);

  const metadata: SealedMetadata = { ...meta, size, sha256: digest.digest("hex") };
  const sealed = encrypt(dataKey, kinds.metadata, 0, Buffer.from(JSON.stringify(metadata)));
  const length = Buffer.alloc(lengthSize);
  length.writeUInt32BE(sealed.length);
  await writeAt(file, Buffer.concat([sealed, length]), position);
}

/** Opens the key and the metadata. Throws `invalid_response` when the file is not, to the byte, of this form. */
export async function openObject(file: FileHandle, keyring: VaultKeyring, place: string): Promise<OpenedObject> {
  const dataKey = await firstKey(await readKeys(file), keyring, place);
  const end = (await file.stat()).size - lengthSize;
  const sealedSize = end < contentOffset ? 0 : (await readAt(file, lengthSize, end)).readUInt32BE();
  const start = end - sealedSize;
  if (sealedSize < tagSize || start < contentOffset) throw damaged();
  const plain = decrypt(dataKey, kinds.metadata, 0, await readAt(file, sealedSize, start));
  const metadata = JSON.parse(plain.toString()) as SealedMetadata;
  if (start !== contentOffset + metadata.size + recordsOf(metadata.size) * tagSize) throw damaged();
  return { metadata, dataKey };
}

/** The content, record by record; throws `invalid_response` in place of a record that is not authentic. */
export async function* readRecords(file: FileHandle, { metadata, dataKey }: OpenedObject): AsyncGenerator<Uint8Array> {
  const last = recordsOf(metadata.size) - 1;
  for (let index = 0; index <= last; index += 1) {
    const start = index * recordSize;
    const sealedSize = Math.min(recordSize, metadata.size - start) + tagSize;
    const sealed = await readAt(file, sealedSize, contentOffset + start + index * tagSize);
    const plain = decrypt(dataKey, index === last ? kinds.lastRecord : kinds.record, index, sealed);
    if (plain.length > 0) yield new Uint8Array(plain);
  }
}

/** Seals the object's key with the current master key. False: it was already. Throws `invalid_response` when none opens it. */
export async function rewrapObject(file: FileHandle, keyring: VaultKeyring, place: string): Promise<boolean> {
  const keys = await readKeys(file);
  const dataKey = await firstKey(keys, keyring, place);
  const opens = await Promise.all(keys.map(async (key) => (await keyring.unwrap(key, place)) !== null));
  const outdated = keys.flatMap((key, index) => (opens[index] && keyring.isCurrent(key) ? [] : [index]));
  // What does not open goes first: the only one that does is replaced only when there is another.
  outdated.sort((left, right) => Number(opens[left]) - Number(opens[right]));
  for (const index of outdated) {
    await writeAt(file, await keyring.wrap(dataKey, place), keyOffsets[index] ?? 0);
    await file.sync();
  }
  return outdated.length > 0;
}

async function readKeys(file: FileHandle): Promise<Buffer[]> {
  const header = await readAt(file, contentOffset, 0);
  if (!header.subarray(0, magic.length).equals(magic)) throw damaged();
  return keyOffsets.map((offset) => header.subarray(offset, offset + wrappedSize));
}

async function firstKey(keys: Buffer[], keyring: VaultKeyring, place: string): Promise<Uint8Array> {
  for (const key of keys) {
    const opened = await keyring.unwrap(key, place);
    if (opened !== null) return opened;
  }
  throw damaged();
}

/** An empty content has one record too. */
function recordsOf(size: number): number {
  return Math.max(1, Math.ceil(size / recordSize));
}

function nonceOf(kind: number, count: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt8(kind);
  nonce.writeBigUInt64BE(BigInt(count), 4);
  return nonce;
}

function encrypt(key: Uint8Array, kind: number, count: number, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm, key, nonceOf(kind, count));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, kind: number, count: number, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(algorithm, key, nonceOf(kind, count), { authTagLength: tagSize });
  decipher.setAuthTag(sealed.subarray(sealed.length - tagSize));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagSize));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    throw damaged();
  }
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
  return bytes.length;
}

async function readAt(file: FileHandle, size: number, position: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  for (let filled = 0; filled < size; ) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, position + filled);
    if (bytesRead === 0) throw damaged();
    filled += bytesRead;
  }
  return bytes;
}

function damaged() {
  return refusal("invalid_response", "vault: an object is damaged, or sealed with a key that is not at hand");
}
