import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDer } from "../src/der/element.ts";
import { readAlgorithmIdentifier } from "../src/signature/algorithm-identifier.ts";
import { type SignatureRequest, verifySignature } from "../src/signature/verify-signature.ts";
import {
  createTestKeyPair,
  der,
  digestOf,
  signatureAlgorithm,
  signWith,
  type TestKeyType,
  type TestSignatureAlgorithm,
  testDigestOids,
  testSignatureAlgorithms,
} from "../src/testing/index.ts";

const data = [Buffer.from("what is "), Buffer.from("signed")];
const whole = Buffer.concat(data);

const keyTypes: readonly [RegExp, readonly TestKeyType[]][] = [
  [/^rsa-pss/, ["rsa2048", "rsaPss2048"]],
  [/^rsa/, ["rsa2048"]],
  [/^(plain-)?ecdsa/, ["p256", "p384", "p521", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"]],
  [/^ed25519/, ["ed25519"]],
  [/^ed448/, ["ed448"]],
];
const keyTypesOf = (name: string) => keyTypes.find(([pattern]) => pattern.test(name))?.[1] ?? [];
const combinations = testSignatureAlgorithms.flatMap((name) => keyTypesOf(name).map((type) => [name, type] as const));

function requestOf(
  name: TestSignatureAlgorithm,
  { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject },
): SignatureRequest {
  const algorithm = readAlgorithmIdentifier(readDer(signatureAlgorithm(name)));
  return { algorithm, publicKey, data, signature: signWith(name, privateKey, whole) };
}

const codesOf = (request: SignatureRequest) => verifySignature(request).findings.map(({ code }) => code);
const sha256Request = requestOf("rsa-sha256", createTestKeyPair("rsa2048"));

describe("a signature that is right", () => {
  it.each(combinations)("%s with %s is valid over the chunks, and invalid over any other data", (name, keyType) => {
    const request = requestOf(name, createTestKeyPair(keyType));
    const check = verifySignature(request);
    expect(check.status).toBe("valid");
    expect(check.scheme?.hash).toBe(digestOf(name));
    expect(verifySignature({ ...request, data: [Buffer.from("what is "), Buffer.from("sighed")] }).status).toBe(
      "invalid",
    );
    expect(verifySignature({ ...request, data: [] }).status).toBe("invalid");
  });

  it("is described with its family, hash, key length and curve", () => {
    expect(verifySignature(sha256Request)).toEqual({
      status: "valid",
      scheme: { family: "rsa-pkcs1", hash: "sha256", keyBits: 2048 },
      findings: [],
    });
    expect(verifySignature(requestOf("plain-ecdsa-sha384", createTestKeyPair("brainpoolP384r1"))).scheme).toEqual({
      family: "plain-ecdsa",
      hash: "sha384",
      keyBits: 384,
      curve: "brainpoolP384r1",
    });
    expect(verifySignature(requestOf("ed448", createTestKeyPair("ed448"))).scheme).toEqual({
      family: "eddsa",
      hash: "shake256",
    });
  });

  it.each([
    ["rsa2048", "rsa-sha512", "1.2.840.113549.1.1.1"],
    ["p256", "ecdsa-sha512", "1.2.840.10045.2.1"],
  ] as const)("with %s may name only the kind of key, and the hash apart", (keyType, name, oid) => {
    const request = { ...requestOf(name, createTestKeyPair(keyType)), algorithm: { oid } };
    expect(verifySignature({ ...request, digestOid: testDigestOids.sha512 }).status).toBe("valid");
    expect(verifySignature({ ...request, digestOid: testDigestOids.sha256 }).status).toBe("invalid");
    expect(verifySignature(request)).toEqual({ status: "unsupported", findings: [{ code: "algorithm_unknown" }] });
  });
});

describe("algorithms that do not fit together", () => {
  it.each(testSignatureAlgorithms)("%s with the digest of another one named apart is invalid", (name) => {
    const request = requestOf(name, createTestKeyPair(keyTypesOf(name)[0] ?? "p256"));
    const other = digestOf(name) === "sha384" ? "sha512" : "sha384";
    expect(verifySignature({ ...request, digestOid: testDigestOids[digestOf(name)] }).status).toBe("valid");
    expect(verifySignature({ ...request, digestOid: testDigestOids[other] })).toEqual({
      status: "invalid",
      findings: [{ code: "digest_contradicts_algorithm" }],
    });
  });

  it.each([
    ["rsa-sha256", "p256"],
    ["rsa-sha256", "rsaPss2048"],
    ["rsa-pss-sha256", "p256"],
    ["ecdsa-sha256", "rsa2048"],
    ["plain-ecdsa-sha256", "ed25519"],
    ["ed25519", "ed448"],
    ["ed448", "rsa2048"],
  ] as const)("%s with a key of the type %s is invalid, with a finding and no error", (name, keyType) => {
    const request = requestOf(name, createTestKeyPair(keyTypesOf(name)[0] ?? "p256"));
    const check = verifySignature({ ...request, publicKey: createTestKeyPair(keyType).publicKey });
    expect(check.status).toBe("invalid");
    expect(check.findings).toEqual([{ code: "key_type_mismatch" }]);
  });

  it("an algorithm or a digest that is not known is unsupported", () => {
    expect(verifySignature({ ...sha256Request, algorithm: { oid: "1.3.132.0.34" } })).toEqual({
      status: "unsupported",
      findings: [{ code: "algorithm_unknown" }],
    });
    expect(verifySignature({ ...sha256Request, digestOid: "1.2.840.113549.1.1.11" })).toEqual({
      status: "unsupported",
      findings: [{ code: "digest_unknown" }],
    });
  });
});

describe("what is weak", () => {
  it.each(["rsa-sha1", "rsa-md5"] as const)("%s is valid and reported", (name) => {
    const request = requestOf(name, createTestKeyPair("rsa2048"));
    expect(verifySignature(request).status).toBe("valid");
    expect(codesOf(request)).toEqual(["weak_hash"]);
  });

  it("a short RSA key and a short curve are reported", () => {
    expect(codesOf(requestOf("rsa-sha256", createTestKeyPair("rsa1024")))).toEqual(["short_key"]);
    const short = generateKeyPairSync("ec", { namedCurve: "prime192v1" });
    expect(codesOf(requestOf("ecdsa-sha256", short))).toEqual(["short_key"]);
  });

  it("a curve of 224 bits is not short", () => {
    expect(codesOf(requestOf("ecdsa-sha256", generateKeyPairSync("ec", { namedCurve: "P-224" })))).toEqual([]);
  });

  it("a curve whose parameters are written out is reported", () => {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256", paramEncoding: "explicit" });
    const request = requestOf("ecdsa-sha256", pair);
    expect(verifySignature(request).status).toBe("valid");
    expect(codesOf(request)).toEqual(["curve_unnamed"]);
  });
});

describe("signatures that are none", () => {
  it("plain and DER forms of ECDSA are not taken for each other", () => {
    const pair = createTestKeyPair("p256");
    const plain = sign("sha256", whole, { key: pair.privateKey, dsaEncoding: "ieee-p1363" });
    const inDer = sign("sha256", whole, { key: pair.privateKey, dsaEncoding: "der" });
    expect(verifySignature({ ...requestOf("ecdsa-sha256", pair), signature: plain }).status).toBe("invalid");
    expect(verifySignature({ ...requestOf("plain-ecdsa-sha256", pair), signature: inDer }).status).toBe("invalid");
  });

  it.each(combinations.filter(([, type]) => /^(rsa2048|p256|ed)/.test(type)))(
    "%s with %s: no bytes are valid but the signer's, and none throws",
    (name, keyType) => {
      const request = requestOf(name, createTestKeyPair(keyType));
      const { length } = request.signature;
      const sizes = fc.oneof(
        fc.uint8Array({ maxLength: 600 }),
        fc.uint8Array({ minLength: length, maxLength: length }),
      );
      const flips = fc.nat(length * 8 - 1).map((bit) => {
        const bytes = Uint8Array.from(request.signature);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        return bytes;
      });
      fc.assert(
        fc.property(fc.oneof(sizes, flips), (signature) => {
          expect(verifySignature({ ...request, signature }).status).toBe("invalid");
        }),
        { numRuns: 30 },
      );
    },
  );

  it("parameters that are anything at all do not throw", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom("1.2.840.113549.1.1.10", "1.3.101.112"),
        (bytes, oid) => {
          const parameters = readDer(der.octetString(bytes));
          expect(verifySignature({ ...sha256Request, algorithm: { oid, parameters } }).status).not.toBe("valid");
        },
      ),
    );
  });
});
