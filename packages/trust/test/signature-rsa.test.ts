import { constants, createPrivateKey, createPublicKey, type KeyObject, privateEncrypt, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readDer } from "../src/der/element.ts";
import { type SignatureRequest, verifySignature } from "../src/signature/verify-signature.ts";
import { createTestKeyPair, der, digestAlgorithm, testDigest, testDigestOids } from "../src/testing/index.ts";

const data = [Buffer.from("what is signed")];
const digest = testDigest("sha256", ...data);
const { publicKey, privateKey } = createTestKeyPair("rsa2048");
const sha256WithRsa = "1.2.840.113549.1.1.11";
const pssOid = "1.2.840.113549.1.1.10";

const codesOf = (check: ReturnType<typeof verifySignature>) => check.findings.map(({ code }) => code);

describe("the DigestInfo of RSA PKCS#1 v1.5", () => {
  const checkBlock = (block: Uint8Array) => {
    const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, block);
    return verifySignature({ algorithm: { oid: sha256WithRsa }, publicKey, data, signature });
  };
  const sha256Oid = der.oid(testDigestOids.sha256);
  const right = der.octetString(digest);

  it("is taken with the NULL after the hash, and without it with a finding", () => {
    const withNull = checkBlock(der.sequence(der.sequence(sha256Oid, der.nullValue()), right));
    expect([withNull.status, codesOf(withNull)]).toEqual(["valid", []]);
    const withoutNull = checkBlock(der.sequence(der.sequence(sha256Oid), right));
    expect([withoutNull.status, codesOf(withoutNull)]).toEqual(["valid", ["digest_info_without_null"]]);
  });

  const plain = der.sequence(der.sequence(sha256Oid), right);
  it.each([
    ["with bytes behind it", Buffer.concat([plain, Buffer.alloc(20, 7)])],
    ["with bytes before it", Buffer.concat([Buffer.from([0]), plain])],
    ["with other parameters", der.sequence(der.sequence(sha256Oid, der.octetString(Buffer.alloc(8))), right)],
    ["with an element behind the digest", der.sequence(der.sequence(sha256Oid), right, der.nullValue())],
    ["with a length in the long form", Buffer.concat([Buffer.from([0x30, 0x81]), plain.subarray(1)])],
    ["with another hash", der.sequence(digestAlgorithm("sha512"), right)],
    ["with the digest of other data", der.sequence(der.sequence(sha256Oid), der.octetString(testDigest("sha256")))],
    ["that is the bare digest", digest],
    ["that is empty", new Uint8Array()],
  ])("is refused %s", (_what, block) => {
    const check = checkBlock(block);
    expect([check.status, codesOf(check)]).toEqual(["invalid", []]);
  });

  it.each([
    [
      "of encryption",
      Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(256 - 3 - plain.length, 0xff), Buffer.from([0]), plain]),
    ],
    [
      "of too few bytes",
      Buffer.concat([Buffer.from([0, 1, 0xff, 0xff, 0]), plain, Buffer.alloc(256 - 5 - plain.length)]),
    ],
  ])("is refused behind a padding %s", (_what, block) => {
    const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block);
    expect(verifySignature({ algorithm: { oid: sha256WithRsa }, publicKey, data, signature }).status).toBe("invalid");
  });

  it("is refused in a signature whose leading zero byte is left out", () => {
    const messages = Array.from({ length: 5_000 }, (_, index) => Buffer.from(`message ${index}`));
    const block = (message: Uint8Array) =>
      der.sequence(der.sequence(sha256Oid), der.octetString(testDigest("sha256", message)));
    const signed = (message: Uint8Array) =>
      privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, block(message));
    const message = messages.find((candidate) => signed(candidate)[0] === 0) ?? Buffer.alloc(0);
    const signature = signed(message);
    const request = { algorithm: { oid: sha256WithRsa }, publicKey, data: [message] };
    expect(signature[0]).toBe(0);
    expect(verifySignature({ ...request, signature }).status).toBe("valid");
    expect(verifySignature({ ...request, signature: signature.subarray(1) }).status).toBe("invalid");
  });

  it("is refused in a signature that is shorter than the modulus", () => {
    const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, plain);
    const request = { algorithm: { oid: sha256WithRsa }, publicKey, data };
    expect(verifySignature({ ...request, signature }).status).toBe("valid");
    expect(verifySignature({ ...request, signature: signature.subarray(1) }).status).toBe("invalid");
    expect(verifySignature({ ...request, signature: Buffer.concat([Buffer.alloc(1), signature]) }).status).toBe(
      "invalid",
    );
  });
});

describe("the parameters of RSASSA-PSS", () => {
  const hash = (name: "sha1" | "sha256" | "sha512") => digestAlgorithm(name, true);
  const mask = (inner: Uint8Array, oid = "1.2.840.113549.1.1.8") => der.sequence(der.oid(oid), inner);
  const parametersOf = (...fields: readonly Uint8Array[]) => readDer(der.sequence(...fields));
  const usual = [
    der.context(0, hash("sha256")),
    der.context(1, mask(hash("sha256"))),
    der.context(2, der.integer(32)),
  ] as const;
  const signPss = (hashName: string, saltLength: number, key: KeyObject = privateKey) =>
    sign(hashName, Buffer.concat(data), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
  const check = (signature: Uint8Array, fields?: readonly Uint8Array[], key: Partial<SignatureRequest> = {}) =>
    verifySignature({
      algorithm: { oid: pssOid, ...(fields !== undefined && { parameters: parametersOf(...fields) }) },
      publicKey,
      data,
      signature,
      ...key,
    });

  it("are hash, mask, length of the salt and trailer", () => {
    expect(check(signPss("sha256", 32), usual).status).toBe("valid");
    expect(check(signPss("sha256", 32), [...usual, der.context(3, der.integer(1))]).status).toBe("valid");
  });

  it("say exactly how long the salt is", () => {
    expect(check(signPss("sha256", 20), usual).status).toBe("invalid");
    expect(check(signPss("sha256", 48), usual).status).toBe("invalid");
    const twenty = [usual[0], usual[1]];
    expect(check(signPss("sha256", 20), twenty).status).toBe("valid");
    expect(check(signPss("sha256", 32), twenty).status).toBe("invalid");
  });

  it("are SHA-1 and 20 bytes where they are left out", () => {
    for (const fields of [undefined, []]) {
      const result = check(signPss("sha1", 20), fields);
      expect([result.status, codesOf(result)]).toEqual(["valid", ["weak_hash"]]);
      expect(check(signPss("sha256", 32), fields).status).toBe("invalid");
    }
  });

  it("may name another hash for the mask", () => {
    const bound = boundTo(der.sequence(usual[0], usual[2]));
    const signature = signPss("sha256", 32, bound.privateKey);
    const fields = [usual[0], usual[2]];
    for (const key of [bound.publicKey, publicKey]) {
      expect(check(signature, fields, { publicKey: key }).status).toBe("valid");
      expect(check(signature, fields, { publicKey: key, data: [Buffer.from("else")] }).status).toBe("invalid");
      expect(check(signature, usual, { publicKey: key }).status).toBe("invalid");
    }
  });

  it("are those that the key is bound to, with at least its salt", () => {
    const bound = boundTo(der.sequence(...usual));
    const key = { publicKey: bound.publicKey };
    const withSalt = (length: number) => [usual[0], usual[1], der.context(2, der.integer(length))];
    expect(check(signPss("sha256", 32, bound.privateKey), usual, key).status).toBe("valid");
    expect(check(signPss("sha256", 40, bound.privateKey), withSalt(40), key).status).toBe("valid");
    expect(codesOf(check(signPss("sha256", 32, bound.privateKey), withSalt(20), key))).toEqual(["key_type_mismatch"]);
    expect(codesOf(check(signPss("sha256", 32, bound.privateKey), undefined, key))).toEqual(["key_type_mismatch"]);
  });

  it.each([
    ["a trailer that is another one", [...usual, der.context(3, der.integer(2))]],
    ["a salt of negative length", [usual[0], usual[1], der.context(2, der.integer(-1))]],
    ["fields in another order", [usual[1], usual[0], usual[2]]],
    ["a field that comes twice", [usual[0], usual[0]]],
    ["a field that is not known", [...usual, der.context(4, der.integer(1))]],
    ["a field without its tag", [hash("sha256")]],
  ])("with %s are invalid", (_what, fields) => {
    const result = check(signPss("sha256", 32), fields);
    expect([result.status, codesOf(result)]).toEqual(["invalid", ["parameters_unreadable"]]);
  });

  it.each([
    ["hash", [der.context(0, der.sequence(der.oid("1.2.3.4"))), usual[1], usual[2]]],
    ["mask", [usual[0], der.context(1, mask(hash("sha256"), "1.2.3.4")), usual[2]]],
    ["hash of the mask", [usual[0], der.context(1, mask(der.sequence(der.oid("1.2.3.4")))), usual[2]]],
  ])("with a %s that is not known are unsupported", (_what, fields) => {
    const result = check(signPss("sha256", 32), fields);
    expect([result.status, codesOf(result)]).toEqual(["unsupported", ["digest_unknown"]]);
  });
});

/** The same key, bound to parameters of PSS. */
function boundTo(parameters: Uint8Array): { publicKey: KeyObject; privateKey: KeyObject } {
  const algorithm = der.sequence(der.oid(pssOid), parameters);
  const bits = publicKey.export({ type: "pkcs1", format: "der" });
  const secret = privateKey.export({ type: "pkcs1", format: "der" });
  const info = der.sequence(algorithm, der.bitString(bits));
  const secretInfo = der.sequence(der.integer(0), algorithm, der.octetString(secret));
  return {
    publicKey: createPublicKey({ key: Buffer.from(info), format: "der", type: "spki" }),
    privateKey: createPrivateKey({ key: Buffer.from(secretInfo), format: "der", type: "pkcs8" }),
  };
}
