import type { FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import type { VaultMeta } from "@idvkit/core";
import { type OpenedObject, openObject, sealObject } from "./sealed-object.ts";
import { refusal } from "./vault-content.ts";
import {
  absent,
  createFile,
  exists,
  makeFolder,
  namesIn,
  occupied,
  removeFile,
  removeFolderIfEmpty,
  syncFolder,
  unless,
  type VaultFiles,
} from "./vault-files.ts";
import type { VaultKeyring } from "./vault-keyring.ts";
import {
  type ObjectPlace,
  placeInSlot,
  placeName,
  placeNamed,
  randomName,
  type VaultLayout,
  type VaultNames,
} from "./vault-layout.ts";

/** An opened vault directory. */
export interface VaultStore {
  files: VaultFiles;
  layout: VaultLayout;
  names: VaultNames;
  keyring: VaultKeyring;
  /** Who this process is, for what it leaves when it dies. */
  writer: string;
}

export interface NewObject {
  place: ObjectPlace;
  content: AsyncIterable<Uint8Array>;
  meta: VaultMeta & { id: string };
  /** Called when all is written and nothing is stored yet; throws when it shall not be. */
  beforeCommit(): void;
}

const nothing = /* @__PURE__ */ new Uint8Array();

/**
 * Stores an object; false when its slot is taken. One rename decides: before it nothing is stored, after it all is.
 * It is durable when this returns. Throws `conflict` when the owner is erased meanwhile or the id is another object's.
 */
export async function storeObject(store: VaultStore, object: NewObject): Promise<boolean> {
  const { files, layout } = store;
  const { place } = object;
  await begin(store, place);
  let stored = false;
  try {
    await writeObject(store, object);
    await makeFolder(files, layout.idFolder(place.id));
    await syncFolder(files, layout.ids);
    await createFile(files, layout.marker(place), nothing);
    await syncFolder(files, layout.idFolder(place.id));
    const others = (await placesOf(store, place.id)).filter(
      ({ owner, slot }) => owner !== place.owner || slot !== place.slot,
    );
    if (others.length > 0) throw refusal("conflict", "vault.newId: the id is taken");
    object.beforeCommit();
    stored = await commit(store, place);
    return stored;
  } finally {
    await (stored ? removeFile(files, layout.intent(store.writer, place)) : settle(store, store.writer, place)).catch(
      // The next opening does it. What was stored is stored, and what failed says itself why.
      () => undefined,
    );
  }
}

/** Removes an object. Its place is its own, so no other one can be hit. */
export async function removeObject(store: VaultStore, place: ObjectPlace): Promise<void> {
  const { files, layout } = store;
  await begin(store, place);
  await removeFile(files, layout.object(place));
  await unless(absent, syncFolder(files, layout.slotFolder(place)));
  await settle(store, store.writer, place);
}

/**
 * Ends what a writer began: removes what is not stored, keeps what is. Repeating it does no harm, and neither does
 * doing it to a writer that is still there: its `put` then cannot be stored and fails.
 */
export async function settle(store: VaultStore, writer: string, place: ObjectPlace): Promise<void> {
  const { files, layout } = store;
  const rest = join(layout.erasing, randomName());
  // Taken away in one step: from here on it cannot be stored any more, so what is seen next stays true.
  const moved = await unless(
    absent,
    files.rename(layout.writingFolder(place), rest).then(() => true),
  );
  if (moved) await finishErasing(store, rest);
  if (!(await exists(files, layout.object(place)))) await removeMarkers(store, [place]);
  await removeFolderIfEmpty(files, layout.slotFolder(place));
  await removeFolderIfEmpty(files, layout.ownerFolder(place.owner));
  await removeFile(files, layout.intent(writer, place));
}

/** Erases all of an owner and says how many objects that were. Also finishes an erasure that broke off. */
export async function eraseOwner(store: VaultStore, owner: string): Promise<number> {
  const { files, layout } = store;
  await unless(absent, files.rename(layout.ownerFolder(owner), join(layout.erasing, `${owner}.${randomName()}`)));
  await syncFolder(files, layout.owners);
  await syncFolder(files, layout.erasing);
  let count = 0;
  for (const name of await namesIn(files, layout.erasing)) {
    if (name.startsWith(`${owner}.`)) count += await finishErasing(store, join(layout.erasing, name));
  }
  return count;
}

/** Removes a folder in `erasing` with all that leads to it; says how many objects were in it. */
export async function finishErasing(store: VaultStore, folder: string): Promise<number> {
  const { files } = store;
  const owner = basename(folder).split(".")[0] ?? "";
  const objects: ObjectPlace[] = [];
  for (const slot of await namesIn(files, folder)) objects.push(...(await placesInSlot(store, folder, owner, slot)));
  await removeMarkers(store, objects);
  await files.rm(folder, { recursive: true, force: true, maxRetries: 3 });
  return objects.length;
}

/** They are durably gone before the place that told of them is. */
async function removeMarkers({ files, layout }: VaultStore, places: ObjectPlace[]): Promise<void> {
  for (const place of places) await removeFile(files, layout.marker(place));
  const folders = new Set(places.map((place) => layout.idFolder(place.id)));
  for (const folder of folders) await unless(absent, syncFolder(files, folder));
}

/** Where the objects with this id are, or may come to be: one at most is stored. */
export async function placesOf({ files, layout }: VaultStore, id: string): Promise<ObjectPlace[]> {
  const markers = (await namesIn(files, layout.idFolder(id))).filter((name) => name.startsWith(`${id}.`));
  return markers.flatMap((name) => placeNamed(name) ?? []);
}

export async function placesInSlot(
  { files }: VaultStore,
  ownerFolder: string,
  owner: string,
  slot: string,
): Promise<ObjectPlace[]> {
  const names = await namesIn(files, join(ownerFolder, slot));
  return names.flatMap((name) => placeInSlot(owner, slot, name) ?? []);
}

/** Opens the file of an object for as long as `use` takes; `null` when it is not there. */
export async function withObject<T>(
  { files, layout }: VaultStore,
  place: ObjectPlace,
  flags: "r" | "r+",
  use: (file: FileHandle) => Promise<T>,
): Promise<T | null> {
  const file = await unless(absent, files.open(layout.object(place), flags));
  if (file === undefined) return null;
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

export async function readObject(store: VaultStore, place: ObjectPlace): Promise<OpenedObject | null> {
  return withObject(store, place, "r", (file) => openObject(file, store.keyring, placeName(place)));
}

/** What is known as stored may have been stored by another process a moment ago, and not be on the disk yet. */
export async function syncPlace({ files, layout }: VaultStore, place: ObjectPlace): Promise<boolean> {
  const synced = await unless(
    absent,
    syncFolder(files, layout.ownerFolder(place.owner)).then(() => true),
  );
  await syncFolder(files, layout.owners);
  return synced === true;
}

/** From here until `settle`, a crash leaves a note that says where to look. */
async function begin({ files, layout, writer }: VaultStore, place: ObjectPlace): Promise<void> {
  // It is there already when the same object is deleted twice at the same time.
  await unless(["EEXIST"], createFile(files, layout.intent(writer, place), nothing));
  await syncFolder(files, layout.pending);
}

async function writeObject(store: VaultStore, { place, content, meta }: NewObject): Promise<void> {
  const { files, layout, keyring } = store;
  await makeWritingFolder(store, place);
  const file = await unless(absent, files.open(layout.writing(place), "wx", 0o600));
  if (file === undefined) throw erasedMeanwhile();
  try {
    await sealObject(file, content, meta, { keyring, place: placeName(place) });
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The owner's folder can be erased, or removed because it is empty, at any moment until something is in it. */
async function makeWritingFolder({ files, layout }: VaultStore, place: ObjectPlace): Promise<void> {
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    await makeFolder(files, layout.ownerFolder(place.owner));
    const made = files.mkdir(layout.writingFolder(place), { mode: 0o700 }).then(() => true);
    if (await unless(["ENOENT"], made)) return;
  }
  throw erasedMeanwhile();
}

/** A folder can replace an empty one, never one that holds an object: of several writers one comes through. */
async function commit(store: VaultStore, place: ObjectPlace): Promise<boolean> {
  const { files, layout } = store;
  if (
    (await unless(
      absent,
      syncFolder(files, layout.writingFolder(place)).then(() => true),
    )) === undefined
  ) {
    throw erasedMeanwhile();
  }
  const renamed = files.rename(layout.writingFolder(place), layout.slotFolder(place)).then(() => "done" as const);
  const outcome = await unless(
    absent,
    unless(occupied, renamed).then((done) => done ?? "taken"),
  );
  if (outcome === "taken") return false;
  if (outcome === undefined || !(await syncPlace(store, place))) throw erasedMeanwhile();
  return true;
}

function erasedMeanwhile() {
  return refusal("conflict", "vault.put: the owner was erased meanwhile");
}
