import type { DriverContext, JsonObject, StepWork, Vault, VaultReference } from "@idvkit/core";
import { vaultOwner } from "@idvkit/driver-kit";
import type { LoginEvidence } from "./relying-party/evidence.ts";
import {
  parseStoredTokenResponse,
  type TokenResponseStore,
  volatileTokenStore,
} from "./relying-party/token-response.ts";

/** A login's keys in the vault. An attempt has a login of its own. */
function keyOf({ nodeId, attempt }: StepWork, name: string): string {
  return `oidc/${nodeId}/${attempt}/${name}`;
}

/** Keeps the token response in the vault; without one nothing survives the process. */
export function tokenStore({ vault }: DriverContext, work: StepWork): TokenResponseStore {
  if (vault === undefined) return volatileTokenStore();
  const key = keyOf(work, "tokenResponse");
  return {
    async load() {
      const reference = await vault.find(vaultOwner(work), key);
      return reference === null ? null : parseStoredTokenResponse((await readText(vault, reference)) ?? "");
    },
    async save(response) {
      await putJson(vault, work, "tokenResponse", response);
    },
  };
}

/** Whether the login's tokens were received, or what they proved. */
export async function hasTokens(context: DriverContext, work: StepWork): Promise<boolean> {
  return (await tokenStore(context, work).load()) !== null || (await keptEvidence(context, work)) !== null;
}

/** Removes tokens that are of no more use. */
export function forgetTokens(context: DriverContext, work: StepWork): Promise<void> {
  return forget(context, work, "tokenResponse");
}

/** Removes all that was kept of a login that is given up. */
export async function forgetLogin(context: DriverContext, work: StepWork): Promise<void> {
  await forget(context, work, "tokenResponse");
  await forget(context, work, "evidence");
}

async function forget({ vault }: DriverContext, work: StepWork, name: string): Promise<void> {
  const reference = await vault?.find(vaultOwner(work), keyOf(work, name));
  if (reference) await vault?.delete(reference);
}

/** Keeps what proves the login. */
export async function keepEvidence(vault: Vault, work: StepWork, evidence: LoginEvidence): Promise<VaultReference> {
  return putJson(vault, work, "evidence", evidence);
}

/** What was kept of a login that was proven already; null for none, or where only a hash was kept. */
export async function keptEvidence({ vault }: DriverContext, work: StepWork): Promise<KeptEvidence | null> {
  const reference = await vault?.find(vaultOwner(work), keyOf(work, "evidence"));
  if (vault === undefined || !reference) return null;
  const text = await readText(vault, reference);
  const evidence = text === undefined ? undefined : parseJson(text);
  return evidence?.idToken === undefined ? null : { evidence, reference };
}

export interface KeptEvidence {
  evidence: JsonObject;
  reference: VaultReference;
}

function parseJson(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}

async function putJson(vault: Vault, work: StepWork, name: string, value: object): Promise<VaultReference> {
  const meta = { mediaType: "application/json", name, key: keyOf(work, name), owner: vaultOwner(work) };
  return vault.put(Buffer.from(JSON.stringify(value)), meta);
}

async function readText(vault: Vault, reference: VaultReference): Promise<string | undefined> {
  const object = await vault.get(reference);
  if (object === null) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
