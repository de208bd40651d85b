import { constants, type KeyObject, publicDecrypt, timingSafeEqual } from "node:crypto";
import { nullValue, octetString, oid, sequence } from "../der/encode.ts";
import { type DigestName, digestOfChunks, digestOid } from "./digests.ts";

/**
 * Whether a PKCS#1 v1.5 signature holds the DigestInfo of the data in a form that `node:crypto` does not take: without the NULL parameter
 * (RFC 8017, appendix B.1 tells verifiers to accept both). The padded block is compared as a whole with the two encodings made here and
 * never parsed, as readers of it that were lenient let forged signatures of small exponents pass.
 */
export function holdsDigestInfo(
  publicKey: KeyObject,
  hash: DigestName,
  data: readonly Uint8Array[],
  signature: Uint8Array,
): "withNull" | "withoutNull" | undefined {
  const modulusBits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (signature.length !== Math.ceil(modulusBits / 8)) return undefined;
  const block = decrypted(publicKey, signature);
  const hashOid = digestOid(hash);
  if (block === undefined || hashOid === undefined) return undefined;
  const digest = digestOfChunks(hash, data);
  if (isEqual(block, digestInfo(hashOid, digest, "withNull"))) return "withNull";
  return isEqual(block, digestInfo(hashOid, digest, "withoutNull")) ? "withoutNull" : undefined;
}

function digestInfo(hashOid: string, digest: Uint8Array, form: "withNull" | "withoutNull"): Uint8Array {
  const parameters = form === "withNull" ? [nullValue()] : [];
  return sequence(sequence(oid(hashOid), ...parameters), octetString(digest));
}

function decrypted(publicKey: KeyObject, signature: Uint8Array): Buffer | undefined {
  try {
    return publicDecrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature);
  } catch {
    return undefined;
  }
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
