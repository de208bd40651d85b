import { crc32 } from "node:zlib";
import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import type { Entry, ZipFile } from "yauzl";

/** What a zip may cost before it is refused. All sizes in bytes, counted on what really comes out. */
export interface ZipLimits {
  /** Of the zip itself. */
  zipBytes: number;
  /** Files and folders that its directory lists. */
  entries: number;
  /** Of one unpacked file. */
  entryBytes: number;
  /** Of all unpacked files together. */
  totalBytes: number;
}

export interface ZipMember {
  /** Path inside the zip, with forward slashes. It comes from the provider: never use it as a path on a disk. */
  path: string;
  content: Uint8Array;
}

const encryptedFlag = 0x1;
const modeMask = 0xf000;
/** Upper half of the external attributes: none, regular file, folder. Everything else is a link or a device. */
const plainModes: readonly number[] = [0x0000, 0x8000, 0x4000];

/**
 * Unpacks the members of a zip that `wanted` picks by path, into memory. A zip that is larger than the limits, broken,
 * encrypted, that holds links, two members of one name or a name that leads elsewhere, or whose sizes or checksums lie,
 * is refused whole with `invalid_response`; the message names the reason and no member.
 */
export async function readZip(
  zip: Uint8Array,
  limits: ZipLimits,
  wanted: (path: string) => boolean,
): Promise<IdvResult<ZipMember[]>> {
  if (zip.byteLength > limits.zipBytes) return refuse("too large");
  try {
    return success(await unpack(zip, limits, wanted));
  } catch (cause) {
    return cause instanceof ZipRefusal ? refuse(cause.reason) : refuse("cannot be read", cause);
  }
}

async function unpack(zip: Uint8Array, limits: ZipLimits, wanted: (path: string) => boolean): Promise<ZipMember[]> {
  const { fromBufferPromise } = await import("yauzl");
  const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const file = await fromBufferPromise(buffer, { strictFileNames: true, validateEntrySizes: true });
  if (file.entryCount > limits.entries) throw new ZipRefusal("too many entries");
  const members: ZipMember[] = [];
  const seen = new Set<string>();
  let left = limits.totalBytes;
  for await (const entry of file.eachEntry()) {
    checkEntry(entry, seen);
    if (entry.fileName.endsWith("/") || !wanted(entry.fileName)) continue;
    const content = await readEntry(file, entry, Math.min(left, limits.entryBytes));
    left -= content.byteLength;
    members.push({ path: entry.fileName, content });
  }
  return members;
}

/** Every entry is checked, also one that nobody wants: a zip with a trick in it is not trusted in its other parts. */
function checkEntry(entry: Entry, seen: Set<string>): void {
  if ((entry.generalPurposeBitFlag & encryptedFlag) !== 0) throw new ZipRefusal("encrypted");
  if (!plainModes.includes((entry.externalFileAttributes >>> 16) & modeMask)) throw new ZipRefusal("link or device");
  // The library refuses "..", absolute paths and backslashes; a NUL would cut the name short elsewhere.
  if (entry.fileName === "" || entry.fileName.includes("\0")) throw new ZipRefusal("bad name");
  const name = entry.fileName.normalize("NFC").toLowerCase();
  if (seen.has(name)) throw new ZipRefusal("two entries of one name");
  seen.add(name);
}

async function readEntry(file: ZipFile, entry: Entry, maxBytes: number): Promise<Uint8Array> {
  const stream = await file.openReadStreamPromise(entry);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let checksum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ZipRefusal("unpacks to too much");
    checksum = crc32(chunk, checksum);
    chunks.push(chunk);
  }
  if (checksum !== entry.crc32) throw new ZipRefusal("checksum does not agree");
  return new Uint8Array(Buffer.concat(chunks));
}

/** Carries a reason out of the reading loop; it never leaves this file. */
class ZipRefusal extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

function refuse(reason: string, cause?: unknown): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_response", message: `zip: ${reason}`, provider: "onfido", cause }));
}
