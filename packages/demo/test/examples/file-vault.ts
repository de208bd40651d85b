import type { Vault } from "@idvkit/core";
import { fileVault, type StateKeys } from "@idvkit/driver-kit";

export async function openVault(directory: string, keys: StateKeys): Promise<Vault> {
  const vault = await fileVault({ directory, keys, maxBytes: 50 * 1024 * 1024 });
  await vault.rotate(); // after a new current key: once it gives 0, the old key can go
  return vault;
}
