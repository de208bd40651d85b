import { type IdvResult, type Secret, success } from "@idvkit/core";
import { readSecret } from "@idvkit/driver-kit";
import type { CryptoKey } from "jose";
import type { ModifyAssertionOptions } from "openid-client";
import { refuse } from "../refusal.ts";

/** A private key for Web Crypto, with the names that its JWK gives it. */
export interface PrivateKey {
  key: CryptoKey;
  kid?: string;
  alg: string;
}

/**
 * Names the algorithm in what is signed as the JWK does. openid-client would call an Ed25519 key `Ed25519` (RFC 9864) where
 * a provider may know only the older name `EdDSA`.
 */
export function namedAs(alg: string, client: typeof import("openid-client")): ModifyAssertionOptions {
  return {
    [client.modifyAssertion]: (header) => {
      header.alg = alg;
    },
  };
}

/** Imports a private JWK (RFC 7517) from JSON text. Fails with `configuration`, never showing the text. */
export async function importPrivateKey(secret: Secret, path: string): Promise<IdvResult<PrivateKey>> {
  const text = await readSecret(secret, path);
  if (!text.ok) return text;
  const { importJWK } = await import("jose");
  try {
    const jwk = JSON.parse(text.value) as { alg?: unknown; kid?: unknown; d?: unknown };
    const { alg, kid } = jwk;
    if (typeof alg !== "string") return refuse("configuration", `${path}.alg: missing`);
    const key = await importJWK(jwk as Parameters<typeof importJWK>[0], alg);
    if (key instanceof Uint8Array || key.type !== "private") return refuse("configuration", `${path}: no private key`);
    return success({ key, alg, ...(typeof kid === "string" && { kid }) });
  } catch (cause) {
    return refuse("configuration", `${path}: expected a private JWK`, { cause });
  }
}
