import type { VaultReference } from "./vault-reference.ts";

/** Whose artifact it is. Everything of one execution can be erased at once. */
export interface VaultOwner {
  tenantId: string;
  executionId: string;
}

export interface VaultMeta {
  mediaType: string;
  /** A file name for people; never a path. */
  name?: string;
  /** The same key of the same owner stores once: what a provider hands out only once survives a crash. */
  key?: string;
  owner: VaultOwner;
  /** ISO 8601 time until which the artifact must be kept. */
  retainUntil?: string;
}

export interface VaultObject {
  content: AsyncIterable<Uint8Array>;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/**
 * Where binary artifacts live. Data blocks hold only references to it.
 * A method rejects with an `IdvError` when the store fails; a missing object is `null`.
 */
export interface Vault {
  put(content: Uint8Array | AsyncIterable<Uint8Array>, meta: VaultMeta): Promise<VaultReference>;
  find(owner: VaultOwner, key: string): Promise<VaultReference | null>;
  get(reference: VaultReference): Promise<VaultObject | null>;
  delete(reference: VaultReference): Promise<void>;
  /** Erases everything of one execution and says how many objects that were. */
  deleteOwner(owner: VaultOwner): Promise<number>;
}
