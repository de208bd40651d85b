import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { decodeBase64url } from "./decode-base64url.ts";

/**
 * Compact JWE with a key that both sides have (RFC 7516; RFC 7518, sections 4.5 and 5.3). jose would do it with Web Crypto,
 * which makes a job for another thread of a few bytes; and such a job aborts the process in Node 24 when a connection
 * that MSW plays has left an error in OpenSSL's queue, as in a user's own tests.
 */
export const algorithms = { alg: "dir", enc: "A256GCM" } as const;

/** The parts of a compact JWE that have the right form. */
export interface CompactParts {
  header: Record<string, unknown>;
  /** The header as it stands in the text: it is authenticated so. */
  encodedHeader: string;
  iv: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
}

const cipherName = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** `header` holds at least `alg` and `enc`. */
export function encryptCompact(header: object, plaintext: Uint8Array, key: Uint8Array): string {
  const encodedHeader = Buffer.from(JSON.stringify(header)).toString("base64url");
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(cipherName, keyObject(key), iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(encodedHeader, "ascii"));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const [encodedIv, encodedText, encodedTag] = [iv, ciphertext, cipher.getAuthTag()].map(encode);
  return `${encodedHeader}..${encodedIv}.${encodedText}.${encodedTag}`;
}

/** Undefined for what is no compact JWE of these algorithms. */
export function partsOf(text: string): CompactParts | undefined {
  const [encodedHeader = "", encryptedKey, iv = "", ciphertext = "", tag = "", ...more] = text.split(".");
  if (encryptedKey !== "" || more.length > 0) return undefined;
  const [decodedIv, decodedText, decodedTag] = [decodeBase64url(iv), decodeBase64url(ciphertext), decodeBase64url(tag)];
  if (decodedIv?.length !== ivBytes || decodedTag?.length !== tagBytes || decodedText === undefined) return undefined;
  const header = readHeader(encodedHeader);
  if (header === undefined || header.alg !== algorithms.alg || header.enc !== algorithms.enc) return undefined;
  // Extensions that must be understood, and compression, are not (RFC 7516, section 5.2).
  if (header.crit !== undefined || header.zip !== undefined) return undefined;
  return { header, encodedHeader, iv: decodedIv, ciphertext: decodedText, tag: decodedTag };
}

/** Undefined when the text was altered or the key is another one. */
export function decryptCompact(
  { encodedHeader, iv, ciphertext, tag }: CompactParts,
  key: Uint8Array,
): Buffer | undefined {
  try {
    const decipher = createDecipheriv(cipherName, keyObject(key), iv, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(encodedHeader, "ascii"));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return undefined;
  }
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/** Made once for a key that stays: making it costs as much as the encryption. */
function keyObject(key: Uint8Array): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, known);
  return known;
}

function readHeader(encoded: string): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(decodeBase64url(encoded)?.toString("utf8") ?? "");
    return typeof header === "object" && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function encode(bytes: Buffer): string {
  return bytes.toString("base64url");
}
