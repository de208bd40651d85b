import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readDer } from "../src/der/element.ts";
import { isSameAlgorithm, readAlgorithmIdentifier } from "../src/signature/algorithm-identifier.ts";
import {
  copyDigest,
  digestName,
  digestNameOf,
  digestOfChunks,
  digestOid,
  isWeakDigest,
  startDigest,
} from "../src/signature/digests.ts";
import { der, testDigestOids } from "../src/testing/index.ts";

const algorithm = (oid: string, ...parameters: readonly Uint8Array[]) =>
  readAlgorithmIdentifier(readDer(der.sequence(der.oid(oid), ...parameters)));

describe("hash functions", () => {
  it.each(Object.entries(testDigestOids))("%s has the identifier %s", (name, oid) => {
    expect(digestName(oid)).toBe(name);
    expect(digestOid(digestName(oid) ?? "md5")).toBe(oid);
  });

  it("hash chunks as if they were one", () => {
    const parts = [Buffer.from("a"), Buffer.from("bc")];
    expect(digestOfChunks("sha3-256", parts)).toEqual(createHash("sha3-256").update("abc").digest());
  });

  it("take 64 bytes of SHAKE256 and 32 of SHAKE128", () => {
    expect(digestOfChunks("shake256", [])).toHaveLength(64);
    expect(digestOfChunks("shake128", [])).toHaveLength(32);
  });

  it("go on from a copy, at the same length", () => {
    for (const name of ["sha256", "shake256"] as const) {
      const first = startDigest(name).update("a");
      expect(copyDigest(name, first).update("b").digest()).toEqual(digestOfChunks(name, [Buffer.from("ab")]));
      expect(first.digest()).toEqual(digestOfChunks(name, [Buffer.from("a")]));
    }
  });

  it("that are not known have no name", () => {
    expect(digestName("1.2.840.113549.2.2")).toBeUndefined();
    expect(digestNameOf(algorithm("1.2.3"))).toBeUndefined();
  });

  it("SHAKE256 may name its length, 512 bits and no other", () => {
    const withLength = "2.16.840.1.101.3.4.2.18";
    expect(digestNameOf(algorithm(withLength, der.integer(512)))).toBe("shake256");
    expect(digestNameOf(algorithm(withLength))).toBe("shake256");
    expect(digestNameOf(algorithm(withLength, der.nullValue()))).toBe("shake256");
    expect(digestNameOf(algorithm(withLength, der.integer(256)))).toBeUndefined();
    expect(digestNameOf(algorithm(withLength, der.octetString(Uint8Array.of(2, 0))))).toBeUndefined();
  });

  it("say whether they are weak", () => {
    expect(["md5", "sha1", "ripemd160", "sha224", "sha256", "shake256"].filter(isWeakDigest)).toEqual([
      "md5",
      "sha1",
      "ripemd160",
    ]);
  });
});

describe("algorithm identifiers", () => {
  const sha256 = testDigestOids.sha256;

  it("are the same with NULL parameters and without any", () => {
    expect(isSameAlgorithm(algorithm(sha256), algorithm(sha256, der.nullValue()))).toBe(true);
    expect(isSameAlgorithm(algorithm(sha256), algorithm(testDigestOids.sha512))).toBe(false);
    expect(isSameAlgorithm(algorithm(sha256), algorithm(sha256, der.integer(1)))).toBe(false);
  });

  it("have nothing behind their parameters", () => {
    expect(() => algorithm(sha256, der.nullValue(), der.nullValue())).toThrow("more than parameters");
  });
});
