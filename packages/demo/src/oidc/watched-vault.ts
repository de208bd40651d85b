import type { Vault, VaultReference } from "@idvkit/core";

/** Called when something was stored, by the name that the driver gave it. The driver goes on when it is done. */
export type OnStored = (name: string, content: string, reference: VaultReference) => Promise<void>;

/** A vault that tells what is put into it, once it is there. */
export function watchVault(vault: Vault, onStored: OnStored): Vault {
  return {
    ...vault,
    async put(content, meta) {
      const reference = await vault.put(content, meta);
      await onStored(meta.name ?? "", await readVault(vault, reference), reference);
      return reference;
    },
  };
}

/** An object of the vault as text. */
export async function readVault(vault: Vault, reference: VaultReference): Promise<string> {
  const object = await vault.get(reference);
  if (object === null) throw new Error("readVault: there is no such object");
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
