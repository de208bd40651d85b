import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { IdvError } from "@idvkit/core";
import { refusal } from "./vault-content.ts";
import {
  absent,
  createFile,
  makeFolder,
  namesIn,
  removeFile,
  syncFolder,
  unless,
  type VaultFiles,
} from "./vault-files.ts";
import { keySize, type VaultKeyring } from "./vault-keyring.ts";
import { createVaultLayout, createVaultNames, placeNamed, randomName, type VaultLayout } from "./vault-layout.ts";
import { finishErasing, settle, type VaultStore } from "./vault-store.ts";
import { isWriterGone } from "./vault-writer.ts";

export interface VaultOpening {
  directory: string;
  keyring: VaultKeyring;
  files: VaultFiles;
  writer: string;
}

const namesBinding = "idvkit-vault-names-1";

/**
 * Opens a directory as a vault, makes it one when it is new, and ends what writers that are gone have left.
 * Throws `configuration` when the directory cannot be used or the keys do not open it.
 */
export async function openVaultStore({ directory, keyring, files, writer }: VaultOpening): Promise<VaultStore> {
  const layout = createVaultLayout(directory);
  await makeVaultFolders(files, directory, layout);
  const nameKey = (await readNameKey(files, layout, keyring)) ?? (await makeNameKey(files, layout, keyring, writer));
  for (const folder of [layout.owners, layout.ids, layout.erasing]) await makeFolder(files, folder);
  await syncFolder(files, directory);
  const store = { files, layout, names: createVaultNames(nameKey), keyring, writer };
  await recover(store);
  return store;
}

/** Seals the key of the names with the current master key. The names stay: objects are found as before. */
export async function rewrapNames({ files, layout, keyring, writer }: VaultStore): Promise<void> {
  const nameKey = await readNameKey(files, layout, keyring);
  if (nameKey === null) throw lost();
  if (keyring.isCurrent(await readNames(files, layout))) return;
  const draft = await draftNames(files, layout, writer, await keyring.wrap(nameKey, namesBinding));
  await files.rename(draft, layout.names);
  await syncFolder(files, dirname(layout.names));
  await syncFolder(files, layout.pending);
}

async function makeVaultFolders(files: VaultFiles, directory: string, layout: VaultLayout): Promise<void> {
  try {
    await files.mkdir(directory, { recursive: true, mode: 0o700 });
    await makeFolder(files, layout.pending);
  } catch (cause) {
    throw new IdvError({ code: "configuration", message: "fileVault.directory: cannot be used", cause });
  }
}

async function readNames(files: VaultFiles, layout: VaultLayout): Promise<Buffer> {
  const file = await files.open(layout.names, "r");
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function readNameKey(files: VaultFiles, layout: VaultLayout, keyring: VaultKeyring): Promise<Uint8Array | null> {
  const wrapped = await unless(absent, readNames(files, layout));
  if (wrapped === undefined) return null;
  const nameKey = await keyring.unwrap(wrapped, namesBinding);
  if (nameKey === null) throw refusal("configuration", "fileVault.keys: none of them opens this vault");
  return nameKey;
}

/** Of several processes that begin a vault at the same time one comes through, and the others take its key. */
async function makeNameKey(
  files: VaultFiles,
  layout: VaultLayout,
  keyring: VaultKeyring,
  writer: string,
): Promise<Uint8Array> {
  // With a new key, what is stored would never be found again.
  if ((await namesIn(files, layout.owners)).length > 0) throw lost();
  const draft = await draftNames(files, layout, writer, await keyring.wrap(randomBytes(keySize), namesBinding));
  await unless(["EEXIST"], files.link(draft, layout.names));
  await removeFile(files, draft);
  await syncFolder(files, dirname(layout.names));
  const nameKey = await readNameKey(files, layout, keyring);
  if (nameKey === null) throw lost();
  return nameKey;
}

async function draftNames(
  files: VaultFiles,
  layout: VaultLayout,
  writer: string,
  wrapped: Uint8Array,
): Promise<string> {
  const draft = join(layout.pending, `${writer}.names.${randomName()}`);
  await createFile(files, draft, wrapped);
  return draft;
}

/** Several processes may do this at once, also while others write: every step may be repeated. */
async function recover(store: VaultStore): Promise<void> {
  const { files, layout } = store;
  for (const name of await namesIn(files, layout.erasing)) await finishErasing(store, join(layout.erasing, name));
  for (const name of await namesIn(files, layout.pending)) {
    const path = join(layout.pending, name);
    const noted = await unless(absent, files.stat(path));
    const writer = name.slice(0, name.indexOf("."));
    if (noted === undefined || !isWriterGone(writer, Date.now() - noted.mtimeMs)) continue;
    const place = placeNamed(name.slice(writer.length + 1));
    if (place === null) await removeFile(files, path);
    else await settle(store, writer, place);
  }
}

function lost(): IdvError {
  return refusal("invalid_response", "fileVault: the file with the key of its names is missing");
}
