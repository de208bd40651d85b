import type { JsonObject } from "@idvkit/core";
import type { Configuration, DPoPHandle } from "openid-client";
import type { OpenIdClient } from "./openid-client.ts";
import { namedAs } from "./private-key.ts";
import type { Transaction } from "./transaction.ts";
import type { ServerMetadata } from "./wire.ts";

const preferred = ["ES256", "EdDSA", "Ed25519", "PS256", "RS256"];

/** A key pair for the tokens of one login (RFC 9449, section 4), as private JWK: it has to outlive this process. */
export async function createDpopKey({ dpop_signing_alg_values_supported }: ServerMetadata): Promise<JsonObject> {
  const { exportJWK, generateKeyPair } = await import("jose");
  const alg = preferred.find((name) => dpop_signing_alg_values_supported?.includes(name)) ?? "ES256";
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg } as JsonObject;
}

/** Proves the possession of the login's key in every request to the provider. */
export async function dpopHandle(
  client: OpenIdClient,
  configuration: Configuration,
  { dpopKey }: Pick<Transaction, "dpopKey">,
): Promise<DPoPHandle | undefined> {
  if (dpopKey === undefined) return undefined;
  const { importJWK } = await import("jose");
  const alg = String(dpopKey.alg);
  const { d, p, q, dp, dq, qi, ...shown } = dpopKey;
  const privateKey = await importJWK({ ...dpopKey } as Parameters<typeof importJWK>[0], alg);
  const publicKey = await importJWK(shown as Parameters<typeof importJWK>[0], alg, { extractable: true });
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) return undefined;
  return client.getDPoPHandle(configuration, { privateKey, publicKey }, namedAs(alg, client));
}
