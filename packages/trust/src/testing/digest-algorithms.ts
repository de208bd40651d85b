import { createHash } from "node:crypto";
import { nullValue, oid, sequence } from "./der-writer.ts";

/** Hash functions by the names that `node:crypto` has for them, with their object identifiers. */
export const testDigestOids = {
  md5: "1.2.840.113549.2.5",
  sha1: "1.3.14.3.2.26",
  sha224: "2.16.840.1.101.3.4.2.4",
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
  "sha3-256": "2.16.840.1.101.3.4.2.8",
  "sha3-384": "2.16.840.1.101.3.4.2.9",
  "sha3-512": "2.16.840.1.101.3.4.2.10",
  shake256: "2.16.840.1.101.3.4.2.12",
} as const;

export type TestDigestName = keyof typeof testDigestOids;

/** The hash of the parts one after the other; of SHAKE256 64 bytes (RFC 8419, section 3.1). */
export function testDigest(name: TestDigestName, ...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(name, name === "shake256" ? { outputLength: 64 } : {});
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** AlgorithmIdentifier of a hash, by default without parameters (RFC 5754, section 2). */
export function digestAlgorithm(name: TestDigestName, withNull = false): Uint8Array {
  return sequence(oid(testDigestOids[name]), ...(withNull ? [nullValue()] : []));
}
