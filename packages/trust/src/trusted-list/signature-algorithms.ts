import { constants, createHash, type KeyLike, type KeyObject, sign, verify } from "node:crypto";
import type { HashAlgorithm, SignatureAlgorithm } from "xml-crypto";

/** How a signature value is made. */
interface Scheme {
  family: "rsa-pkcs1" | "rsa-pss" | "ecdsa";
  hash: string;
}

const more = "http://www.w3.org/2001/04/xmldsig-more#";
const newer = "http://www.w3.org/2007/05/xmldsig-more#";
const encryption = "http://www.w3.org/2001/04/xmlenc#";

/** What a list may be signed with (ETSI TS 119 312). SHA-1, MD5 and keyed hashes are not in it, so they are refused. */
const schemes: Readonly<Record<string, Scheme>> = {
  [`${more}rsa-sha256`]: { family: "rsa-pkcs1", hash: "sha256" },
  [`${more}rsa-sha384`]: { family: "rsa-pkcs1", hash: "sha384" },
  [`${more}rsa-sha512`]: { family: "rsa-pkcs1", hash: "sha512" },
  [`${newer}sha256-rsa-MGF1`]: { family: "rsa-pss", hash: "sha256" },
  [`${newer}sha384-rsa-MGF1`]: { family: "rsa-pss", hash: "sha384" },
  [`${newer}sha512-rsa-MGF1`]: { family: "rsa-pss", hash: "sha512" },
  [`${newer}sha3-256-rsa-MGF1`]: { family: "rsa-pss", hash: "sha3-256" },
  [`${newer}sha3-384-rsa-MGF1`]: { family: "rsa-pss", hash: "sha3-384" },
  [`${newer}sha3-512-rsa-MGF1`]: { family: "rsa-pss", hash: "sha3-512" },
  [`${more}ecdsa-sha256`]: { family: "ecdsa", hash: "sha256" },
  [`${more}ecdsa-sha384`]: { family: "ecdsa", hash: "sha384" },
  [`${more}ecdsa-sha512`]: { family: "ecdsa", hash: "sha512" },
};

const digests: Readonly<Record<string, string>> = {
  [`${encryption}sha256`]: "sha256",
  [`${more}sha384`]: "sha384",
  [`${encryption}sha512`]: "sha512",
  [`${newer}sha3-256`]: "sha3-256",
  [`${newer}sha3-384`]: "sha3-384",
  [`${newer}sha3-512`]: "sha3-512",
};

const keyTypes: Readonly<Record<Scheme["family"], readonly string[]>> = {
  "rsa-pkcs1": ["rsa"],
  "rsa-pss": ["rsa", "rsa-pss"],
  ecdsa: ["ec"],
};

/** Whether a list may be signed that way. */
export function isKnownSignatureAlgorithm(uri: string): boolean {
  return Object.hasOwn(schemes, uri);
}

export function isKnownDigestAlgorithm(uri: string): boolean {
  return Object.hasOwn(digests, uri);
}

/** The tables in the form that xml-crypto takes instead of its own, which allow SHA-1. */
export function signatureAlgorithms(): Record<string, new () => SignatureAlgorithm> {
  return Object.fromEntries(Object.entries(schemes).map(([uri, scheme]) => [uri, signatureAlgorithm(uri, scheme)]));
}

export function digestAlgorithms(): Record<string, new () => HashAlgorithm> {
  return Object.fromEntries(Object.entries(digests).map(([uri, hash]) => [uri, digestAlgorithm(uri, hash)]));
}

function signatureAlgorithm(uri: string, { family, hash }: Scheme): new () => SignatureAlgorithm {
  return class {
    getAlgorithmName = () => uri;

    getSignature = (signedInfo: unknown, privateKey: KeyLike) =>
      sign(hash, Buffer.from(String(signedInfo)), withScheme(privateKey as KeyObject, family)).toString("base64");

    verifySignature = (material: string, key: KeyLike, signatureValue: string) => {
      const publicKey = key as KeyObject;
      if (!keyTypes[family].includes(publicKey.asymmetricKeyType ?? "")) return false;
      const signature = Buffer.from(signatureValue, "base64");
      return verify(hash, Buffer.from(material), withScheme(publicKey, family), signature);
    };
  };
}

/** PSS salts are as long as the hash (RFC 9231, section 2.3.10); ECDSA values are r and s, not DER (XML Signature, section 6.4.3). */
function withScheme(key: KeyObject, family: Scheme["family"]) {
  if (family === "ecdsa") return { key, dsaEncoding: "ieee-p1363" as const };
  if (family === "rsa-pkcs1") return { key, padding: constants.RSA_PKCS1_PADDING };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

function digestAlgorithm(uri: string, hash: string): new () => HashAlgorithm {
  return class {
    getAlgorithmName = () => uri;
    getHash = (xml: string) => createHash(hash).update(xml, "utf8").digest("base64");
  };
}
