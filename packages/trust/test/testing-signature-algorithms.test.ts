import { describe, expect, it } from "vitest";
import { readDer } from "../src/der/element.ts";
import { readAlgorithmIdentifier } from "../src/signature/algorithm-identifier.ts";
import { verifySignature } from "../src/signature/verify-signature.ts";
import {
  createTestKeyPair,
  digestOf,
  signatureAlgorithm,
  signWith,
  type TestKeyType,
  type TestSignatureAlgorithm,
  testSignatureAlgorithms,
} from "../src/testing/index.ts";

function keyTypesFor(name: TestSignatureAlgorithm): readonly TestKeyType[] {
  if (name === "ed25519" || name === "ed448") return [name];
  if (name.startsWith("rsa-pss")) return name === "rsa-pss-sha256" ? ["rsa2048", "rsaPss2048"] : ["rsa2048"];
  return name.startsWith("rsa") ? ["rsa2048"] : ["p256", "brainpoolP256r1"];
}

const cases = testSignatureAlgorithms.flatMap((name) => keyTypesFor(name).map((keyType) => [name, keyType] as const));

describe("signatures of the tests", () => {
  it.each(cases)("%s with a key of the type %s are what the verifier takes", (name, keyType) => {
    const { publicKey, privateKey } = createTestKeyPair(keyType, "Erika Mustermann");
    const data = [Buffer.from("first "), Buffer.from("second")];
    const signature = signWith(name, privateKey, Buffer.concat(data));
    const algorithm = readAlgorithmIdentifier(readDer(signatureAlgorithm(name)));
    const check = verifySignature({ algorithm, publicKey, data, signature });
    expect(check.status).toBe("valid");
    expect(check.scheme?.hash).toBe(digestOf(name));
    const other = verifySignature({ algorithm, publicKey, data: [Buffer.from("other")], signature });
    expect(other.status).toBe("invalid");
  });
});
