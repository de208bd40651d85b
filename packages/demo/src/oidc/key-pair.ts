import type { JWK } from "jose";

export interface KeyPair {
  publicJwk: JWK;
  privateJwk: JWK;
}

/** A new key pair for one algorithm and one use, named after both. */
export async function createKeyPair(alg: string, use: "sig" | "enc"): Promise<KeyPair> {
  const { exportJWK, generateKeyPair } = await import("jose");
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const names = { alg, use, kid: `${use}-${alg}` };
  return {
    publicJwk: { ...(await exportJWK(publicKey)), ...names },
    privateJwk: { ...(await exportJWK(privateKey)), ...names },
  };
}
