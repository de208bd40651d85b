import { createPublicKey, type KeyObject } from "node:crypto";

/**
 * The key of a SubjectPublicKeyInfo, or undefined when node:crypto cannot take it. Never throws. An RSA modulus without the zero byte that
 * keeps it from being negative, as some issuers write it, is read as the positive number that was meant: OpenSSL does so.
 */
export function publicKeyOf(subjectPublicKeyInfo: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(subjectPublicKeyInfo), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}
