import { constants, type KeyObject, verify } from "node:crypto";

interface SignatureScheme {
  /** Null: the scheme hashes by itself. */
  hash: string | null;
  padding?: number;
  saltLength?: number;
  dsaEncoding?: "ieee-p1363";
}

const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
const pkcs1 = (hash: string): SignatureScheme => ({ hash, padding: RSA_PKCS1_PADDING });
const pss = (hash: string): SignatureScheme => ({
  hash,
  padding: RSA_PKCS1_PSS_PADDING,
  saltLength: RSA_PSS_SALTLEN_DIGEST,
});
/** A JWS holds the two numbers side by side, not as DER (RFC 7518, section 3.4). */
const ecdsa = (hash: string): SignatureScheme => ({ hash, dsaEncoding: "ieee-p1363" });
const byItself: SignatureScheme = { hash: null };

/** RFC 7518, section 3.1; RFC 8037; RFC 9864; ML-DSA for JOSE. */
const schemes: Readonly<Record<string, SignatureScheme>> = {
  RS256: pkcs1("sha256"),
  RS384: pkcs1("sha384"),
  RS512: pkcs1("sha512"),
  PS256: pss("sha256"),
  PS384: pss("sha384"),
  PS512: pss("sha512"),
  ES256: ecdsa("sha256"),
  ES384: ecdsa("sha384"),
  ES512: ecdsa("sha512"),
  EdDSA: byItself,
  Ed25519: byItself,
  "ML-DSA-44": byItself,
  "ML-DSA-65": byItself,
  "ML-DSA-87": byItself,
};

/**
 * Checks a JWS signature with `node:crypto`, at once: a job of Web Crypto for so little costs a login more than the check
 * itself. False for a signature that does not verify; throws for a key that does not fit.
 */
export function isSignedBy(data: Uint8Array, signature: Uint8Array, key: KeyObject, alg: string): boolean {
  const scheme = Object.hasOwn(schemes, alg) ? schemes[alg] : undefined;
  if (scheme === undefined) return false;
  const { hash, ...options } = scheme;
  // The defaults of an RSA key are those of PKCS #1; Node is much faster with a bare key.
  const isPlain = options.padding === RSA_PKCS1_PADDING || hash === null;
  return verify(hash, data, isPlain ? key : { key, ...options }, signature);
}

/** RSA keys below 2048 bits are refused (RFC 7518, section 3.3). */
export function checkKeySize(key: KeyObject): void {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < 2048) throw new RangeError("the key is too short");
}
