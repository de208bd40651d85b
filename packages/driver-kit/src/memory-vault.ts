import { hash, randomUUID } from "node:crypto";
import type { Vault, VaultMeta, VaultObject, VaultOwner, VaultReference } from "@idvkit/core";
import {
  checkedContent,
  checkedId,
  checkSize,
  closeUnread,
  refusal,
  retainUntilOf,
  type VaultContent,
} from "./vault-content.ts";

export interface MemoryVaultOptions {
  /** Makes the id of a new object; it must be a UUID. Default: a random one (version 4). */
  newId?: (meta: VaultMeta) => string;
  /** The clock that `retainUntil` is compared with. Default: the system's. */
  now?: () => Date;
  /** A larger object is refused with `invalid_input`. Default: no limit. */
  maxBytes?: number;
}

interface StoredObject {
  bytes: Uint8Array;
  mediaType: string;
  sha256: string;
  owner: string;
  slot: string | null;
  retainUntilMs: number;
}

/** A `put` that is not over yet. `slot` stands for owner and key. */
interface Flight {
  owner: string;
  slot: string | null;
  erased: boolean;
}

const chunkSize = 64 * 1024;

/**
 * A vault for tests, demos and single processes: everything is gone when the process ends.
 *
 * - Two `put`s of one key at the same moment store once; when the first one's content fails, the second stores its own.
 * - Content that breaks off stores nothing and rejects with `provider_unavailable`, or with the content's own `IdvError`.
 * - `retainUntil` holds against `delete`, which rejects with `lifecycle` before that time. It does not hold against
 *   `deleteOwner`: that is erasure (GDPR, article 17) and removes everything, also what is just being stored
 *   (that `put` rejects with `conflict`). Who must keep something in spite of an erasure does not ask for it.
 */
export function memoryVault(options: MemoryVaultOptions = {}): Vault {
  const now = options.now ?? (() => new Date());
  const { newId } = options;
  const objects = new Map<string, StoredObject>();
  const idsBySlot = new Map<string, string>();
  const flights = new Set<Flight>();
  const storing = new Map<string, Promise<unknown>>();

  async function store(content: VaultContent, meta: VaultMeta, flight: Flight): Promise<VaultReference> {
    const retainUntilMs = retainUntilOf(meta);
    const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY;
    const bytes = content instanceof Uint8Array ? copyOf(content, maxBytes) : await readAll(content, maxBytes);
    if (flight.erased) throw refusal("conflict", "vault.put: the owner was erased meanwhile");
    const reference = referenceTo(newId === undefined ? randomUUID() : checkedId(newId(meta)));
    if (objects.has(reference.$id)) throw refusal("conflict", "vault.newId: the id is taken");
    const { mediaType } = meta;
    const { owner, slot } = flight;
    objects.set(reference.$id, { bytes, mediaType, sha256: hash("sha256", bytes, "hex"), owner, slot, retainUntilMs });
    if (slot !== null) idsBySlot.set(slot, reference.$id);
    return reference;
  }

  async function storeOnce(content: VaultContent, meta: VaultMeta, flight: Flight, slot: string) {
    for (let other = storing.get(slot); other !== undefined; other = storing.get(slot)) await other;
    const known = idsBySlot.get(slot);
    if (known !== undefined) {
      closeUnread(content);
      return referenceTo(known);
    }
    const stored = store(content, meta, flight).finally(() => storing.delete(slot));
    // Who waits only wants to know that it is over; the failure belongs to the caller whose content it was.
    storing.set(slot, stored.then(ignore, ignore));
    return stored;
  }

  function remove(id: string, stored: StoredObject): void {
    objects.delete(id);
    if (stored.slot !== null) idsBySlot.delete(stored.slot);
  }

  return {
    async put(content, meta) {
      const slot = meta.key === undefined ? null : slotOf(meta.owner, meta.key);
      const flight: Flight = { owner: ownerKey(meta.owner), slot, erased: false };
      flights.add(flight);
      try {
        return await (slot === null ? store(content, meta, flight) : storeOnce(content, meta, flight, slot));
      } finally {
        flights.delete(flight);
      }
    },

    async find(owner, key) {
      const id = idsBySlot.get(slotOf(owner, key));
      return id === undefined ? null : referenceTo(id);
    },

    async get(reference): Promise<VaultObject | null> {
      const stored = objects.get(reference.$id);
      if (stored === undefined) return null;
      const { bytes, mediaType, sha256 } = stored;
      return { content: chunksOf(bytes), mediaType, size: bytes.length, sha256 };
    },

    async delete(reference) {
      const stored = objects.get(reference.$id);
      if (stored === undefined) return;
      if (now().getTime() < stored.retainUntilMs) throw refusal("lifecycle", "vault.delete: to be retained longer");
      remove(reference.$id, stored);
    },

    async deleteOwner(owner) {
      const key = ownerKey(owner);
      for (const flight of flights) flight.erased ||= flight.owner === key;
      const owned = [...objects].filter(([, stored]) => stored.owner === key);
      for (const [id, stored] of owned) remove(id, stored);
      return owned.length;
    },
  };
}

function ownerKey(owner: VaultOwner): string {
  return JSON.stringify([owner.tenantId, owner.executionId]);
}

function slotOf(owner: VaultOwner, key: string): string {
  return JSON.stringify([owner.tenantId, owner.executionId, key]);
}

function referenceTo(id: string): VaultReference {
  return { $ref: "vault", $id: id };
}

function ignore(): void {}

/** Always a copy: the caller may use its buffers again. */
function copyOf(bytes: Uint8Array, maxBytes: number): Uint8Array {
  checkSize(bytes.byteLength, maxBytes);
  return new Uint8Array(bytes);
}

async function readAll(content: VaultContent, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of checkedContent(content, maxBytes)) chunks.push(new Uint8Array(chunk));
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(chunks));
}

function chunksOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.slice(start, start + chunkSize);
    },
  };
}
