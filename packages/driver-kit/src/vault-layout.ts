import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { VaultOwner } from "@idvkit/core";

/**
 * Where one object is. Every part is a name of 32 hex digits. The nonce makes the place unique for all times: what is
 * removed by its place can never be another object that came there later under the same id or key.
 */
export interface ObjectPlace {
  id: string;
  nonce: string;
  owner: string;
  slot: string;
}

/**
 * ```
 * names                                       the key that the names below are made with, sealed
 * owners/<owner>/<slot>/<id>.<nonce>          an object; the slot stands for its key and holds one object
 * owners/<owner>/<nonce>.writing/<id>.<nonce> one that is being written; renamed to the slot, and thereby stored
 * ids/<3 digits>/<id>.<nonce>.<owner>.<slot>  empty; leads from an id to its object
 * pending/<writer>.<id>.<nonce>.<owner>.<slot>  empty; who stores or deletes something at this moment
 * erasing/<owner>.<random>/                   an erased owner that is being removed
 * erasing/<random>/                           what a broken-off `put` left
 * ```
 * An owner's folder is renamed to erase it, together with what is being written in it: no `put` that is under way, in
 * whatever process, can be stored any more.
 */
export interface VaultLayout {
  names: string;
  owners: string;
  ids: string;
  pending: string;
  erasing: string;
  ownerFolder(owner: string): string;
  slotFolder(place: Pick<ObjectPlace, "owner" | "slot">): string;
  object(place: ObjectPlace): string;
  writingFolder(place: ObjectPlace): string;
  writing(place: ObjectPlace): string;
  idFolder(id: string): string;
  marker(place: ObjectPlace): string;
  intent(writer: string, place: ObjectPlace): string;
}

export function createVaultLayout(directory: string): VaultLayout {
  const [owners, ids] = [join(directory, "owners"), join(directory, "ids")];
  const pending = join(directory, "pending");
  const ownerFolder = (owner: string) => join(owners, owner);
  const slotFolder = ({ owner, slot }: Pick<ObjectPlace, "owner" | "slot">) => join(owners, owner, slot);
  const writingFolder = ({ owner, nonce }: ObjectPlace) => join(owners, owner, `${nonce}.writing`);
  const idFolder = (id: string) => join(ids, id.slice(0, 3));
  return {
    names: join(directory, "names"),
    owners,
    ids,
    pending,
    erasing: join(directory, "erasing"),
    ownerFolder,
    slotFolder,
    object: (place) => join(slotFolder(place), fileNameOf(place)),
    writingFolder,
    writing: (place) => join(writingFolder(place), fileNameOf(place)),
    idFolder,
    marker: (place) => join(idFolder(place.id), placeName(place)),
    intent: (writer, place) => join(pending, `${writer}.${placeName(place)}`),
  };
}

export function placeName({ id, nonce, owner, slot }: ObjectPlace): string {
  return `${id}.${nonce}.${owner}.${slot}`;
}

const part = "[0-9a-f]{32}";
const placePattern = /* @__PURE__ */ new RegExp(
  `^(?<id>${part})\\.(?<nonce>${part})\\.(?<owner>${part})\\.(?<slot>${part})$`,
);
const slotPattern = /* @__PURE__ */ new RegExp(`^${part}$`);
const filePattern = /* @__PURE__ */ new RegExp(`^(?<id>${part})\\.(?<nonce>${part})$`);

/** `null` for any other name: a stray file in the folder is not the vault's. */
export function placeNamed(name: string): ObjectPlace | null {
  const { id, nonce, owner, slot } = placePattern.exec(name)?.groups ?? {};
  return id !== undefined && nonce !== undefined && owner !== undefined && slot !== undefined
    ? { id, nonce, owner, slot }
    : null;
}

/** The object that a file in the folder of a slot is. */
export function placeInSlot(owner: string, slot: string, fileName: string): ObjectPlace | null {
  const { id, nonce } = filePattern.exec(fileName)?.groups ?? {};
  return id !== undefined && nonce !== undefined && slotPattern.test(slot) ? { id, nonce, owner, slot } : null;
}

export function randomName(): string {
  return randomBytes(16).toString("hex");
}

/** Names for what must not be readable in a folder listing: keyed hashes, so that guessing does not help either. */
export interface VaultNames {
  owner(owner: VaultOwner): string;
  slot(owner: VaultOwner, key: string): string;
  id(id: string): string;
  /** What is stored without a key has its id's slot. */
  place(owner: VaultOwner, key: string | undefined, id: string): ObjectPlace;
}

export function createVaultNames(nameKey: Uint8Array): VaultNames {
  const nameOf = (...parts: string[]) =>
    createHmac("sha256", nameKey).update(JSON.stringify(parts)).digest("hex").slice(0, 32);
  const names = {
    owner: ({ tenantId, executionId }: VaultOwner) => nameOf("owner", tenantId, executionId),
    slot: ({ tenantId, executionId }: VaultOwner, key: string) => nameOf("key", tenantId, executionId, key),
    id: (id: string) => nameOf("id", id),
  };
  return {
    ...names,
    place: (owner, key, id) => ({
      id: names.id(id),
      nonce: randomName(),
      owner: names.owner(owner),
      slot: key === undefined ? nameOf("unkeyed", id) : names.slot(owner, key),
    }),
  };
}

function fileNameOf({ id, nonce }: ObjectPlace): string {
  return `${id}.${nonce}`;
}
