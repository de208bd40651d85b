import { constants, type KeyObject, privateEncrypt, sign } from "node:crypto";
import { context, integer, nullValue, octetString, oid, sequence } from "./der-writer.ts";
import { digestAlgorithm, type TestDigestName, testDigest } from "./digest-algorithms.ts";

type Family = "rsa" | "rsa-without-null" | "rsa-pss" | "ecdsa" | "plain-ecdsa" | "eddsa";

interface Row {
  family: Family;
  oid: string;
  /** What is hashed for the signature, or, for EdDSA, for the message digest beside it. */
  digest: TestDigestName;
}

const rsaOids = "1.2.840.113549.1.1";
const ecdsaOids = "1.2.840.10045.4.3";
const nistOids = "2.16.840.1.101.3.4.3";
const plainOids = "0.4.0.127.0.7.1.1.4.1";

const rows = {
  "rsa-md5": { family: "rsa", oid: `${rsaOids}.4`, digest: "md5" },
  "rsa-sha1": { family: "rsa", oid: `${rsaOids}.5`, digest: "sha1" },
  "rsa-sha256": { family: "rsa", oid: `${rsaOids}.11`, digest: "sha256" },
  "rsa-sha384": { family: "rsa", oid: `${rsaOids}.12`, digest: "sha384" },
  "rsa-sha512": { family: "rsa", oid: `${rsaOids}.13`, digest: "sha512" },
  "rsa-sha3-256": { family: "rsa", oid: `${nistOids}.14`, digest: "sha3-256" },
  "rsa-sha3-384": { family: "rsa", oid: `${nistOids}.15`, digest: "sha3-384" },
  "rsa-sha3-512": { family: "rsa", oid: `${nistOids}.16`, digest: "sha3-512" },
  /** The DigestInfo has no NULL after the hash (RFC 8017, appendix B.1, wants one and has verifiers take both). */
  "rsa-sha256-without-null": { family: "rsa-without-null", oid: `${rsaOids}.11`, digest: "sha256" },
  "rsa-pss-sha256": { family: "rsa-pss", oid: `${rsaOids}.10`, digest: "sha256" },
  "rsa-pss-sha384": { family: "rsa-pss", oid: `${rsaOids}.10`, digest: "sha384" },
  "rsa-pss-sha512": { family: "rsa-pss", oid: `${rsaOids}.10`, digest: "sha512" },
  "rsa-pss-sha3-256": { family: "rsa-pss", oid: `${rsaOids}.10`, digest: "sha3-256" },
  "ecdsa-sha1": { family: "ecdsa", oid: "1.2.840.10045.4.1", digest: "sha1" },
  "ecdsa-sha256": { family: "ecdsa", oid: `${ecdsaOids}.2`, digest: "sha256" },
  "ecdsa-sha384": { family: "ecdsa", oid: `${ecdsaOids}.3`, digest: "sha384" },
  "ecdsa-sha512": { family: "ecdsa", oid: `${ecdsaOids}.4`, digest: "sha512" },
  "ecdsa-sha3-256": { family: "ecdsa", oid: `${nistOids}.10`, digest: "sha3-256" },
  "ecdsa-sha3-384": { family: "ecdsa", oid: `${nistOids}.11`, digest: "sha3-384" },
  "ecdsa-sha3-512": { family: "ecdsa", oid: `${nistOids}.12`, digest: "sha3-512" },
  /** r and s one after the other (BSI TR-03111, section 5.2.1). */
  "plain-ecdsa-sha256": { family: "plain-ecdsa", oid: `${plainOids}.3`, digest: "sha256" },
  "plain-ecdsa-sha384": { family: "plain-ecdsa", oid: `${plainOids}.4`, digest: "sha384" },
  "plain-ecdsa-sha512": { family: "plain-ecdsa", oid: `${plainOids}.5`, digest: "sha512" },
  ed25519: { family: "eddsa", oid: "1.3.101.112", digest: "sha512" },
  ed448: { family: "eddsa", oid: "1.3.101.113", digest: "shake256" },
} as const satisfies Record<string, Row>;

export type TestSignatureAlgorithm = keyof typeof rows;

/** All names, for tests that go through them. */
export const testSignatureAlgorithms = Object.keys(rows) as readonly TestSignatureAlgorithm[];

/** The hash that belongs to an algorithm; for EdDSA the one that RFC 8419 has for the message digest. */
export function digestOf(name: TestSignatureAlgorithm): TestDigestName {
  return rows[name].digest;
}

/** AlgorithmIdentifier of the algorithm with its parameters. */
export function signatureAlgorithm(name: TestSignatureAlgorithm): Uint8Array {
  const row: Row = rows[name];
  return sequence(oid(row.oid), ...parameters[row.family](row.digest));
}

const none = () => [];
const nullParameter = () => [nullValue()];
const parameters: Record<Family, (digest: TestDigestName) => Uint8Array[]> = {
  rsa: nullParameter,
  "rsa-without-null": nullParameter,
  "rsa-pss": (digest) => [pssParameters(digest)],
  ecdsa: none,
  "plain-ecdsa": none,
  eddsa: none,
};

/** RSASSA-PSS-params (RFC 4055, section 3.1): MGF1 with the same hash, a salt as long as the hash. */
function pssParameters(digest: TestDigestName): Uint8Array {
  const hash = digestAlgorithm(digest, true);
  const maskGeneration = sequence(oid("1.2.840.113549.1.1.8"), hash);
  return sequence(context(0, hash), context(1, maskGeneration), context(2, integer(testDigest(digest).length)));
}

/** Signs data. The key has to be one for that algorithm. */
export function signWith(name: TestSignatureAlgorithm, privateKey: KeyObject, data: Uint8Array): Uint8Array {
  const row: Row = rows[name];
  return new Uint8Array(signers[row.family](row.digest, privateKey, data));
}

type Signer = (digest: TestDigestName, key: KeyObject, data: Uint8Array) => Uint8Array;
const signers: Record<Family, Signer> = {
  rsa: (digest, key, data) => sign(digest, data, { key, padding: constants.RSA_PKCS1_PADDING }),
  "rsa-without-null": (digest, key, data) => {
    const digestInfo = sequence(digestAlgorithm(digest), octetString(testDigest(digest, data)));
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo);
  },
  "rsa-pss": (digest, key, data) =>
    sign(digest, data, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  ecdsa: (digest, key, data) => sign(digest, data, { key, dsaEncoding: "der" }),
  "plain-ecdsa": (digest, key, data) => sign(digest, data, { key, dsaEncoding: "ieee-p1363" }),
  eddsa: (_digest, key, data) => sign(null, data, key),
};

/** What fits a key when nothing else is asked for. */
export function usualAlgorithm(key: KeyObject): TestSignatureAlgorithm {
  if (key.asymmetricKeyType === "ec") return usualByCurve[key.asymmetricKeyDetails?.namedCurve ?? ""] ?? "ecdsa-sha256";
  return usualByType[key.asymmetricKeyType ?? ""] ?? "rsa-sha256";
}

const usualByType: Readonly<Record<string, TestSignatureAlgorithm>> = {
  "rsa-pss": "rsa-pss-sha256",
  ed25519: "ed25519",
  ed448: "ed448",
};
const usualByCurve: Readonly<Record<string, TestSignatureAlgorithm>> = {
  secp384r1: "ecdsa-sha384",
  brainpoolP384r1: "ecdsa-sha384",
  secp521r1: "ecdsa-sha512",
  brainpoolP512r1: "ecdsa-sha512",
};
