import { createHash } from "node:crypto";
import type { Vault, VaultMeta, VaultObject, VaultOwner, VaultReference } from "@idvkit/core";

/** A vault whose ids follow from the keys, so that they can be told back, and whose content can be copied. */
export interface ContractVault extends Vault {
  /** The key (else the name) under which the object with this id was stored. */
  keyOf(id: string): string | undefined;
  /** An independent copy with the same content: what another machine would find. */
  copy(): ContractVault;
  readonly size: number;
}

interface StoredObject {
  owner: string;
  label: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** The vault of the kit. The same key of the same owner always has the same id. */
export function contractVault(): ContractVault {
  return vaultOver(new Map());
}

function vaultOver(objects: Map<string, StoredObject>): ContractVault {
  return {
    async put(content, meta) {
      const bytes = await collect(content);
      const label = meta.key ?? meta.name ?? "unnamed";
      const id = idOf(meta.owner, meta.key ?? `${label}/${objects.size}`);
      if (!objects.has(id)) objects.set(id, { owner: ownerKey(meta.owner), label, mediaType: meta.mediaType, bytes });
      return reference(id);
    },
    async find(owner, key) {
      const id = idOf(owner, key);
      return objects.has(id) ? reference(id) : null;
    },
    async get({ $id }) {
      const stored = objects.get($id);
      return stored === undefined ? null : objectOf(stored);
    },
    async delete({ $id }) {
      objects.delete($id);
    },
    async deleteOwner(owner) {
      const ids = [...objects].filter(([, stored]) => stored.owner === ownerKey(owner)).map(([id]) => id);
      for (const id of ids) objects.delete(id);
      return ids.length;
    },
    keyOf: (id) => objects.get(id)?.label,
    copy: () => vaultOver(new Map(objects)),
    get size() {
      return objects.size;
    },
  };
}

async function collect(content: Parameters<Vault["put"]>[0]): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return new Uint8Array(content);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

function objectOf({ bytes, mediaType }: StoredObject): VaultObject {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const content = (async function* () {
    yield new Uint8Array(bytes);
  })();
  return { content, mediaType, size: bytes.length, sha256 };
}

function ownerKey({ tenantId, executionId }: VaultOwner): string {
  return JSON.stringify([tenantId, executionId]);
}

function idOf(owner: VaultOwner, key: VaultMeta["key"]): string {
  const digits = createHash("sha1")
    .update(ownerKey(owner))
    .update("\n")
    .update(key ?? "")
    .digest("hex");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

function reference($id: string): VaultReference {
  return { $ref: "vault", $id };
}
