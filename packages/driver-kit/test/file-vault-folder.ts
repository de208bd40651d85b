import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { createFileVault, type FileVault, type FileVaultOptions, type FileVaultSystem } from "../src/file-vault.ts";
import { systemFiles } from "../src/vault-files.ts";
import { thisWriter } from "../src/vault-writer.ts";

export const firstKey = new Uint8Array(32).fill(1);
export const secondKey = new Uint8Array(32).fill(2);
export const keys = { current: "2026-a", keys: { "2026-a": firstKey } };

/** A writer of this host that was there before the last boot: gone for certain. */
export const goneWriter = thisWriter().replace(/-[0-9a-f]+-/, "-000000000000-");

/** An empty folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "file-vault-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function openVault(
  directory: string,
  options: Partial<FileVaultOptions> = {},
  system: Partial<FileVaultSystem> = {},
): Promise<FileVault> {
  return createFileVault({ directory, keys, ...options }, { files: systemFiles, writer: thisWriter(), ...system });
}

/** Paths of all files in a folder, relative to it. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}
