import { randomBytes } from "node:crypto";
import type { MultipartValue } from "./http-call.ts";

interface EncodedMultipart {
  data: Buffer;
  mediaType: string;
}

/** Printable, so that it can neither end the header line nor begin another one. */
const usableMediaType = /^[\x21-\x7e]+\/[\x20-\x7e]+$/;

const lineEnd = "\r\n";

/** The WHATWG rule for names in `multipart/form-data`: these three would end the name or the line. */
const escapes: Readonly<Record<string, string>> = { "\n": "%0A", "\r": "%0D", '"': "%22" };

/**
 * Encodes fields and files as `multipart/form-data` (RFC 7578), in their order, texts as UTF-8, every byte as it is. The boundary
 * stands in no part. Gives nothing when a file's media type cannot stand in a header.
 */
export function encodeMultipart(
  fields: Readonly<Record<string, MultipartValue>>,
  nextBoundary: () => string = randomBoundary,
): EncodedMultipart | undefined {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== "string" && !usableMediaType.test(value.mediaType)) return undefined;
    parts.push(Buffer.from(headOf(name, value)), contentOf(value));
  }
  let boundary = nextBoundary();
  while (parts.some((part) => part.includes(boundary))) boundary = nextBoundary();
  const delimiter = Buffer.from(`--${boundary}${lineEnd}`);
  const pieces: Buffer[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    pieces.push(delimiter, ...parts.slice(index, index + 2), Buffer.from(lineEnd));
  }
  pieces.push(Buffer.from(`--${boundary}--${lineEnd}`));
  return { data: Buffer.concat(pieces), mediaType: `multipart/form-data; boundary=${boundary}` };
}

function headOf(name: string, value: MultipartValue): string {
  const disposition = `Content-Disposition: form-data; name="${escapeName(name)}"`;
  const lines =
    typeof value === "string"
      ? [disposition]
      : [`${disposition}; filename="${escapeName(value.fileName)}"`, `Content-Type: ${value.mediaType}`];
  return [...lines, "", ""].join(lineEnd);
}

function contentOf(value: MultipartValue): Buffer {
  if (typeof value === "string") return Buffer.from(value);
  const { buffer, byteOffset, byteLength } = value.content;
  return Buffer.from(buffer, byteOffset, byteLength);
}

function escapeName(name: string): string {
  return name.replace(/[\n\r"]/g, (character) => escapes[character] ?? character);
}

function randomBoundary(): string {
  return `idvkit-${randomBytes(18).toString("hex")}`;
}
