import { generateKeyPairSync, type KeyObject } from "node:crypto";

export interface TestKeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const rsa = (modulusLength: number) => () => generateKeyPairSync("rsa", { modulusLength });
const ec = (namedCurve: string) => () => generateKeyPairSync("ec", { namedCurve });

const generators = {
  rsa1024: rsa(1024),
  rsa2048: rsa(2048),
  rsa3072: rsa(3072),
  rsa4096: rsa(4096),
  /** A key that is bound to RSASSA-PSS (RFC 4055, section 1.2). */
  rsaPss2048: () => generateKeyPairSync("rsa-pss", { modulusLength: 2048 }),
  p256: ec("P-256"),
  p384: ec("P-384"),
  p521: ec("P-521"),
  brainpoolP256r1: ec("brainpoolP256r1"),
  brainpoolP384r1: ec("brainpoolP384r1"),
  brainpoolP512r1: ec("brainpoolP512r1"),
  ed25519: () => generateKeyPairSync("ed25519"),
  ed448: () => generateKeyPairSync("ed448"),
} satisfies Record<string, () => TestKeyPair>;

export type TestKeyType = keyof typeof generators;

const slowKeyPairs = new Map<string, TestKeyPair>();

/**
 * A key pair of that type. RSA keys take long to make, so one is made for a type and holder and given again in the same process;
 * all others are new each time.
 */
export function createTestKeyPair(type: TestKeyType, holder = ""): TestKeyPair {
  if (!type.startsWith("rsa")) return generators[type]();
  const name = `${type} ${holder}`;
  const pair = slowKeyPairs.get(name) ?? generators[type]();
  slowKeyPairs.set(name, pair);
  return pair;
}
