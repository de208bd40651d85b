import { exportJWK, generateKeyPair, type JWK } from "jose";

/** A client's key pair: the private JWK as JSON text for the driver, the public one for the provider. */
export interface ClientKey {
  secret: string;
  public: JWK;
}

/** Makes a key pair for an algorithm of signatures, or, with `enc`, of key management. */
export async function clientKey(alg: string, use: "sig" | "enc" = "sig"): Promise<ClientKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const names = { alg, use, kid: `client-${alg}` };
  return {
    secret: JSON.stringify({ ...(await exportJWK(privateKey)), ...names }),
    public: { ...(await exportJWK(publicKey)), ...names },
  };
}
