import { createHash, type Hash } from "node:crypto";
import { integerOf, tags } from "../der/values.ts";
import type { AlgorithmIdentifier } from "./algorithm-identifier.ts";

/** Names as `node:crypto` has them. */
export type DigestName =
  | "md5"
  | "sha1"
  | "ripemd160"
  | "sha224"
  | "sha256"
  | "sha384"
  | "sha512"
  | "sha512-224"
  | "sha512-256"
  | "sha3-224"
  | "sha3-256"
  | "sha3-384"
  | "sha3-512"
  | "shake128"
  | "shake256";

const digests: Readonly<Record<string, DigestName>> = {
  "1.2.840.113549.2.5": "md5",
  "1.3.14.3.2.26": "sha1",
  "1.3.36.3.2.1": "ripemd160",
  "2.16.840.1.101.3.4.2.4": "sha224",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
  "2.16.840.1.101.3.4.2.5": "sha512-224",
  "2.16.840.1.101.3.4.2.6": "sha512-256",
  "2.16.840.1.101.3.4.2.7": "sha3-224",
  "2.16.840.1.101.3.4.2.8": "sha3-256",
  "2.16.840.1.101.3.4.2.9": "sha3-384",
  "2.16.840.1.101.3.4.2.10": "sha3-512",
  "2.16.840.1.101.3.4.2.11": "shake128",
  "2.16.840.1.101.3.4.2.12": "shake256",
  "2.16.840.1.101.3.4.2.17": "shake128",
  "2.16.840.1.101.3.4.2.18": "shake256",
};

/** SHAKE gives as many bytes as one asks for: what signatures use (RFC 8702, section 3.1; RFC 8419, section 2.3). */
const shakeBytes: Readonly<Partial<Record<DigestName, number>>> = { shake128: 32, shake256: 64 };

/** Identifiers of SHAKE that name the number of output bits. */
const shakeWithLength: Readonly<Record<string, bigint>> = {
  "2.16.840.1.101.3.4.2.17": 256n,
  "2.16.840.1.101.3.4.2.18": 512n,
};

/** Hash functions that no longer resist collisions, or whose output is too short for it. */
const weakDigests: ReadonlySet<string> = new Set<DigestName>(["md5", "sha1", "ripemd160"]);

/** The name of a hash function in `node:crypto`, undefined for one that is not known. */
export function digestName(oid: string): DigestName | undefined {
  return digests[oid];
}

/** Like {@link digestName}, and undefined for a SHAKE of another output length than signatures use. */
export function digestNameOf({ oid, parameters }: AlgorithmIdentifier): DigestName | undefined {
  const bits = shakeWithLength[oid];
  if (bits === undefined || parameters === undefined || parameters.isUniversal(tags.null)) return digestName(oid);
  const isSameLength = parameters.isUniversal(tags.integer) && integerOf(parameters) === bits;
  return isSameLength ? digestName(oid) : undefined;
}

/** The object identifier of a hash function; of SHAKE the one without a length. */
export function digestOid(name: DigestName): string | undefined {
  return Object.entries(digests).find(([, known]) => known === name)?.[0];
}

/** Begins a hash; unlike `createHash` it takes 64 bytes of SHAKE256 and 32 of SHAKE128. */
export function startDigest(name: DigestName): Hash {
  const outputLength = shakeBytes[name];
  return outputLength === undefined ? createHash(name) : createHash(name, { outputLength });
}

/** A second hash that goes on from where this one is; without this, a copy of SHAKE has another length. */
export function copyDigest(name: DigestName, hash: Hash): Hash {
  const outputLength = shakeBytes[name];
  return outputLength === undefined ? hash.copy() : hash.copy({ outputLength });
}

/** The hash of chunks in their order. */
export function digestOfChunks(name: DigestName, chunks: readonly Uint8Array[]): Buffer {
  const hash = startDigest(name);
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}

export function isWeakDigest(name: string): boolean {
  return weakDigests.has(name);
}
