import type { DigestName } from "./digests.ts";

export type SignatureFamily = "rsa-pkcs1" | "rsa-pss" | "ecdsa" | "plain-ecdsa" | "eddsa";

/** What an object identifier of a signature algorithm says. */
export interface SignatureScheme {
  family: SignatureFamily;
  /** Types of `KeyObject.asymmetricKeyType` that can have made it. */
  keyTypes: readonly string[];
  /** Absent where it is in the parameters (PSS), or named apart (CMS with `rsaEncryption`). EdDSA hashes by itself; the one that CMS goes with (RFC 8419, section 3). */
  hash?: DigestName;
}

/** Not `rsa-pss`: a key that is bound to PSS makes no PKCS#1 v1.5 signatures (RFC 4055, section 1.2). */
const pkcs1 = { family: "rsa-pkcs1", keyTypes: ["rsa"] } as const;
const ecdsa = { family: "ecdsa", keyTypes: ["ec"] } as const;
const plainEcdsa = { family: "plain-ecdsa", keyTypes: ["ec"] } as const;

/** RFC 8017 appendix C, RFC 5758, RFC 8410, NIST's registry of algorithms, and BSI TR-03111 section 5.2.1 for plain ECDSA. */
export const signatureSchemes: Readonly<Record<string, SignatureScheme>> = {
  "1.2.840.113549.1.1.1": pkcs1,
  "1.2.840.113549.1.1.4": { ...pkcs1, hash: "md5" },
  "1.2.840.113549.1.1.5": { ...pkcs1, hash: "sha1" },
  "1.3.14.3.2.29": { ...pkcs1, hash: "sha1" },
  "1.3.36.3.3.1.2": { ...pkcs1, hash: "ripemd160" },
  "1.2.840.113549.1.1.14": { ...pkcs1, hash: "sha224" },
  "1.2.840.113549.1.1.11": { ...pkcs1, hash: "sha256" },
  "1.2.840.113549.1.1.12": { ...pkcs1, hash: "sha384" },
  "1.2.840.113549.1.1.13": { ...pkcs1, hash: "sha512" },
  "1.2.840.113549.1.1.15": { ...pkcs1, hash: "sha512-224" },
  "1.2.840.113549.1.1.16": { ...pkcs1, hash: "sha512-256" },
  "2.16.840.1.101.3.4.3.13": { ...pkcs1, hash: "sha3-224" },
  "2.16.840.1.101.3.4.3.14": { ...pkcs1, hash: "sha3-256" },
  "2.16.840.1.101.3.4.3.15": { ...pkcs1, hash: "sha3-384" },
  "2.16.840.1.101.3.4.3.16": { ...pkcs1, hash: "sha3-512" },
  "1.2.840.113549.1.1.10": { family: "rsa-pss", keyTypes: ["rsa", "rsa-pss"] },
  "1.2.840.10045.2.1": ecdsa,
  "1.2.840.10045.4.1": { ...ecdsa, hash: "sha1" },
  "1.2.840.10045.4.3.1": { ...ecdsa, hash: "sha224" },
  "1.2.840.10045.4.3.2": { ...ecdsa, hash: "sha256" },
  "1.2.840.10045.4.3.3": { ...ecdsa, hash: "sha384" },
  "1.2.840.10045.4.3.4": { ...ecdsa, hash: "sha512" },
  "2.16.840.1.101.3.4.3.9": { ...ecdsa, hash: "sha3-224" },
  "2.16.840.1.101.3.4.3.10": { ...ecdsa, hash: "sha3-256" },
  "2.16.840.1.101.3.4.3.11": { ...ecdsa, hash: "sha3-384" },
  "2.16.840.1.101.3.4.3.12": { ...ecdsa, hash: "sha3-512" },
  "0.4.0.127.0.7.1.1.4.1.1": { ...plainEcdsa, hash: "sha1" },
  "0.4.0.127.0.7.1.1.4.1.2": { ...plainEcdsa, hash: "sha224" },
  "0.4.0.127.0.7.1.1.4.1.3": { ...plainEcdsa, hash: "sha256" },
  "0.4.0.127.0.7.1.1.4.1.4": { ...plainEcdsa, hash: "sha384" },
  "0.4.0.127.0.7.1.1.4.1.5": { ...plainEcdsa, hash: "sha512" },
  "0.4.0.127.0.7.1.1.4.1.6": { ...plainEcdsa, hash: "ripemd160" },
  "0.4.0.127.0.7.1.1.4.1.8": { ...plainEcdsa, hash: "sha3-224" },
  "0.4.0.127.0.7.1.1.4.1.9": { ...plainEcdsa, hash: "sha3-256" },
  "0.4.0.127.0.7.1.1.4.1.10": { ...plainEcdsa, hash: "sha3-384" },
  "0.4.0.127.0.7.1.1.4.1.11": { ...plainEcdsa, hash: "sha3-512" },
  "1.3.101.112": { family: "eddsa", keyTypes: ["ed25519"], hash: "sha512" },
  "1.3.101.113": { family: "eddsa", keyTypes: ["ed448"], hash: "shake256" },
};
