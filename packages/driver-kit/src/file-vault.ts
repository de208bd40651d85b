import { randomUUID } from "node:crypto";
import { join } from "node:path";
import {
  type Vault,
  type VaultMeta,
  type VaultObject,
  type VaultOwner,
  type VaultReference,
  vaultReferenceSchema,
} from "@idvkit/core";
import type { StateKeys } from "./seal-state.ts";
import { type OpenedObject, readRecords, rewrapObject } from "./sealed-object.ts";
import { checkedContent, checkedId, closeUnread, refusal, retainUntilOf, type VaultContent } from "./vault-content.ts";
import { absent, namesIn, storeFault, systemFiles, unless, type VaultFiles } from "./vault-files.ts";
import { createVaultKeyring } from "./vault-keyring.ts";
import { type ObjectPlace, placeName } from "./vault-layout.ts";
import { openVaultStore, rewrapNames } from "./vault-opening.ts";
import {
  eraseOwner,
  placesInSlot,
  placesOf,
  readObject,
  removeObject,
  storeObject,
  syncPlace,
  type VaultStore,
  withObject,
} from "./vault-store.ts";
import { thisWriter } from "./vault-writer.ts";

export interface FileVaultOptions {
  /** Where the vault is; it is made when it does not exist. Nothing else may be kept in it. */
  directory: string;
  /** The master keys, in the form of those for state: new objects are sealed with the current one, the others only open. */
  keys: StateKeys;
  /** Makes the id of a new object; it must be a UUID. Default: a random one (version 4). */
  newId?: (meta: VaultMeta) => string;
  /** The clock that `retainUntil` is compared with. Default: the system's. */
  now?: () => Date;
  /** A larger object is refused with `invalid_input`. Default: no limit. */
  maxBytes?: number;
}

export interface FileVault extends Vault {
  /**
   * Seals all that is stored with the current master key and says for how many objects that was to be done. After
   * that the older keys can be left out, once every process that writes has the new current key and `rotate` gives 0.
   * Only the sealed keys of the objects are rewritten, not their contents. Rejects with `invalid_response`, after it has
   * done all others, when an object does not open.
   */
  rotate(): Promise<number>;
}

/** What tests replace. */
export interface FileVaultSystem {
  files: VaultFiles;
  writer: string;
}

/** A `put` that is not over yet. */
interface Flight {
  owner: string;
  erased: boolean;
}

/**
 * A vault in a directory: every object is encrypted by itself (AES-256-GCM), with its metadata, and no file name says
 * whose it is. Several processes of one or more hosts may share the directory. It must be on a POSIX file system.
 *
 * - It keeps the rules of {@link memoryVault}: a key stores once, also for two processes; content that breaks off stores
 *   nothing; `retainUntil` holds against `delete`, not against `deleteOwner`; erasure wins over every `put` under way.
 * - What was acknowledged is on the disk (fsync of file and folders). A crash at any moment leaves an operation done or
 *   not done; its leftovers go at the next opening.
 * - Contents are streamed: neither `put` nor `get` hold an object in memory. Reading an object that was deleted after
 *   `get` rejects with `conflict`.
 * - An altered, truncated or exchanged file gives `invalid_response`; bytes that are not authentic are never given out.
 *
 * Rejects with `configuration` when the directory cannot be used or the keys do not open it. All methods reject with
 * `provider_unavailable` (retryable) when the file system fails.
 */
export async function fileVault(options: FileVaultOptions): Promise<FileVault> {
  return createFileVault(options, { files: systemFiles, writer: thisWriter() });
}

/** {@link fileVault} on another file system. */
export async function createFileVault(options: FileVaultOptions, system: FileVaultSystem): Promise<FileVault> {
  const { directory, keys } = options;
  if (typeof directory !== "string" || directory === "") {
    throw refusal("configuration", "fileVault.directory: expected a path");
  }
  if (typeof keys?.keys !== "object" || keys.keys === null) {
    throw refusal("configuration", "fileVault.keys: expected keys");
  }
  const opening = { directory, keyring: createVaultKeyring(keys), ...system };
  const store = await attempt("fileVault", () => openVaultStore(opening));
  return vaultOn(store, options);
}

function vaultOn(store: VaultStore, options: FileVaultOptions): FileVault {
  const { names } = store;
  const now = options.now ?? (() => new Date());
  const newId = options.newId ?? (() => randomUUID());
  const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY;
  const flights = new Set<Flight>();
  const storing = new Map<string, Promise<unknown>>();

  async function put(content: VaultContent, meta: VaultMeta, flight: Flight): Promise<VaultReference> {
    retainUntilOf(meta);
    const id = checkedId(newId(meta));
    const place = names.place(meta.owner, meta.key, id);
    const assertNotErased = () => {
      if (flight.erased) throw refusal("conflict", "vault.put: the owner was erased meanwhile");
    };
    const stored = await storeObject(store, {
      place,
      content: checkedContent(content, maxBytes),
      meta: { ...meta, id },
      beforeCommit: assertNotErased,
    });
    assertNotErased();
    if (stored) return referenceTo(id);
    // Another process was faster. Without a key the slot is the id's own.
    if (meta.key === undefined) throw refusal("conflict", "vault.newId: the id is taken");
    const known = await findStored(store, place.owner, place.slot);
    if (known === null) throw refusal("conflict", "vault.put: stored by somebody else, and deleted meanwhile");
    return known;
  }

  async function putOnce(content: VaultContent, meta: VaultMeta, flight: Flight, slot: string) {
    const known = await findStored(store, flight.owner, slot);
    if (known === null) return put(content, meta, flight);
    closeUnread(content);
    return known;
  }

  async function putInTurn(content: VaultContent, meta: VaultMeta, flight: Flight, slot: string) {
    for (let other = storing.get(slot); other !== undefined; other = storing.get(slot)) await other;
    const stored = putOnce(content, meta, flight, slot).finally(() => storing.delete(slot));
    // Who waits only wants to know that it is over; the failure belongs to the caller whose content it was.
    storing.set(slot, Promise.allSettled([stored]));
    return stored;
  }

  return {
    put: (content, meta) =>
      attempt("vault.put", async () => {
        const flight: Flight = { owner: names.owner(meta.owner), erased: false };
        flights.add(flight);
        try {
          if (meta.key === undefined) return await put(content, meta, flight);
          return await putInTurn(content, meta, flight, names.slot(meta.owner, meta.key));
        } finally {
          flights.delete(flight);
        }
      }),

    find: (owner, key) => attempt("vault.find", () => findStored(store, names.owner(owner), names.slot(owner, key))),

    get: (reference) =>
      attempt("vault.get", async (): Promise<VaultObject | null> => {
        const found = await locate(store, reference);
        if (found === null) return null;
        const { mediaType, size, sha256 } = found.object.metadata;
        return { content: contentOf(store, found.place, found.object), mediaType, size, sha256 };
      }),

    delete: (reference) =>
      attempt("vault.delete", async () => {
        const found = await locate(store, reference);
        if (found === null) return;
        if (now().getTime() < retainUntilOf(found.object.metadata)) {
          throw refusal("lifecycle", "vault.delete: to be retained longer");
        }
        await removeObject(store, found.place);
      }),

    deleteOwner: (owner: VaultOwner) =>
      attempt("vault.deleteOwner", () => {
        const name = names.owner(owner);
        for (const flight of flights) flight.erased ||= flight.owner === name;
        return eraseOwner(store, name);
      }),

    rotate: () => attempt("vault.rotate", () => rotate(store)),
  };
}

async function findStored(store: VaultStore, owner: string, slot: string): Promise<VaultReference | null> {
  for (const place of await placesInSlot(store, store.layout.ownerFolder(owner), owner, slot)) {
    const object = await readObject(store, place);
    if (object !== null && (await syncPlace(store, place))) return referenceTo(object.metadata.id);
  }
  return null;
}

async function locate(store: VaultStore, reference: VaultReference) {
  const { success } = vaultReferenceSchema.safeParse(reference);
  if (!success) return null;
  for (const place of await placesOf(store, store.names.id(reference.$id))) {
    const object = await readObject(store, place);
    if (object !== null) return { place, object };
  }
  return null;
}

/** Opens the file when it is read, and each time anew: an object that nobody reads holds nothing open. */
function contentOf(store: VaultStore, place: ObjectPlace, object: OpenedObject): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      const { files, layout } = store;
      const file = await attempt("vault.get", () => unless(absent, files.open(layout.object(place), "r")));
      if (file === undefined) throw refusal("conflict", "vault.get: the object was deleted meanwhile");
      try {
        yield* readRecords(file, object);
      } catch (cause) {
        throw storeFault("vault.get", cause);
      } finally {
        await file.close();
      }
    },
  };
}

async function rotate(store: VaultStore): Promise<number> {
  const { files, layout, keyring } = store;
  await rewrapNames(store);
  let [count, failed] = [0, 0];
  for (const owner of await namesIn(files, layout.owners)) {
    const folder = join(layout.owners, owner);
    for (const slot of await namesIn(files, folder)) {
      for (const place of await placesInSlot(store, folder, owner, slot)) {
        const rewrap = withObject(store, place, "r+", (file) => rewrapObject(file, keyring, placeName(place)));
        const done = await rewrap.catch((cause) => storeFault("vault.rotate", cause));
        if (done === true) count += 1;
        // A fault of the disk ends it, and it can be repeated; a damaged object stays what it is.
        if (done instanceof Error && done.code === "invalid_response") failed += 1;
        else if (done instanceof Error) throw done;
      }
    }
  }
  if (failed > 0) throw refusal("invalid_response", `vault.rotate: ${failed} objects do not open`);
  return count;
}

function referenceTo(id: string): VaultReference {
  return { $ref: "vault", $id: id };
}

async function attempt<T>(method: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw storeFault(method, cause);
  }
}
