import { existsSync } from "node:fs";
import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { failure, IdvError, type IdvResult, success } from "@idvkit/core";

/**
 * Writes the files of a scenario into a new folder; its parents are made where they are missing. All files are there
 * or none: they are written beside it and moved. Fails with `conflict` when something stands there already.
 */
export async function writeScenario(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<IdvResult<void>> {
  const target = resolve(folder);
  const draft = `${target}.draft-${process.pid}`;
  try {
    await mkdir(dirname(target), { recursive: true });
    // Only an empty folder can be removed, so nothing is ever overwritten.
    if (existsSync(target)) await rmdir(target);
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft);
    for (const [name, bytes] of files) await writeFile(join(draft, name), bytes, { flag: "wx" });
    await rename(draft, target);
    return success(undefined);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    return failure(new IdvError({ code: "conflict", message: "the folder cannot be written, or is not empty", cause }));
  }
}
