import * as nodeFiles from "node:fs/promises";
import { IdvError, isIdvError } from "@idvkit/core";

/** What the vault needs of `node:fs/promises`. Tests put one in its place that fails at a chosen step. */
export type VaultFiles = Pick<
  typeof nodeFiles,
  "link" | "mkdir" | "open" | "readdir" | "rename" | "rm" | "rmdir" | "stat" | "unlink"
>;

export const systemFiles: VaultFiles = nodeFiles;

/** Runs a file operation; one of the expected error codes counts as `undefined`. */
export async function unless<T>(codes: readonly string[], operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (codes.includes(systemCodeOf(error) ?? "")) return undefined;
    throw error;
  }
}

/** The object, or a folder above it, is not there. */
export const absent = ["ENOENT", "ENOTDIR"];
/** A folder cannot be taken away, or replaced, because something is in it. */
export const occupied = ["ENOTEMPTY", "EEXIST"];

export async function makeFolder(files: VaultFiles, path: string): Promise<void> {
  await unless(["EEXIST"], files.mkdir(path, { mode: 0o700 }));
}

export async function removeFolderIfEmpty(files: VaultFiles, path: string): Promise<void> {
  await unless([...absent, ...occupied], files.rmdir(path));
}

export async function removeFile(files: VaultFiles, path: string): Promise<void> {
  await unless(absent, files.unlink(path));
}

/** Names in a folder; none when it does not exist. */
export async function namesIn(files: VaultFiles, path: string): Promise<string[]> {
  return (await unless(absent, files.readdir(path))) ?? [];
}

export async function exists(files: VaultFiles, path: string): Promise<boolean> {
  return (await unless(absent, files.stat(path))) !== undefined;
}

/** Makes the entries of a folder durable: a new name is only safe once its folder is on the disk. */
export async function syncFolder(files: VaultFiles, path: string): Promise<void> {
  const folder = await files.open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A new file of the vault's own, durable as soon as its folder is; fails where one is already. */
export async function createFile(files: VaultFiles, path: string, bytes: Uint8Array): Promise<void> {
  const file = await files.open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What the vault rejects with: its own errors as they are, those of the file system without their text (it has paths). */
export function storeFault(method: string, cause: unknown): IdvError {
  if (isIdvError(cause)) return cause;
  return new IdvError({ code: "provider_unavailable", message: `${method}: the store failed`, retryable: true, cause });
}

function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
