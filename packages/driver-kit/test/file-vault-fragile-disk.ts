import { randomUUID } from "node:crypto";
import { cp, type FileHandle, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemFiles, type VaultFiles } from "../src/vault-files.ts";

/** A change that is not on the disk yet: it is once all that it waits for was synced. */
interface Change {
  waitsFor: Set<string>;
  undo(): Promise<unknown>;
}

/**
 * A file system that dies at a chosen step: that step fails, half done where it can be, and so does every later one.
 * `losePower` then takes back whatever was not synced, as the worst disk would.
 */
export class FragileDisk {
  steps = 0;
  dead = false;
  readonly files: VaultFiles;
  readonly #dieAt: number;
  readonly #attic: string;
  #changes: Change[] = [];
  readonly #handles: FileHandle[] = [];

  /** @param attic An empty folder, for what may have to come back. */
  constructor(attic: string, dieAt = Number.POSITIVE_INFINITY) {
    this.#attic = attic;
    this.#dieAt = dieAt;
    this.files = this.#watched();
  }

  async losePower(): Promise<void> {
    this.dead = true;
    for (const change of this.#changes.reverse()) await change.undo().catch(() => undefined);
    await this.close();
  }

  async close(): Promise<void> {
    this.#changes = [];
    for (const handle of this.#handles.splice(0)) await handle.close();
  }

  async #step(half?: () => Promise<unknown>): Promise<void> {
    if (this.dead) throw new Error("dead");
    this.steps += 1;
    if (this.steps < this.#dieAt) return;
    await half?.();
    this.dead = true;
    throw new Error("dead");
  }

  #changed(waitsFor: string[], undo: () => Promise<unknown>): void {
    this.#changes.push({ waitsFor: new Set(waitsFor), undo });
  }

  #synced(what: string): void {
    for (const change of this.#changes) change.waitsFor.delete(what);
    this.#changes = this.#changes.filter((change) => change.waitsFor.size > 0);
  }

  #watched(): VaultFiles {
    const real = systemFiles;
    const attic = () => join(this.#attic, randomUUID());
    const watched = {
      ...real,
      mkdir: async (path: string, options: object) => {
        await this.#step();
        await real.mkdir(path, options);
        // The folder that the vault was told to make is not the vault's to sync.
        if (!("recursive" in options)) {
          this.#changed([dirname(path)], () => real.rm(path, { recursive: true }));
        }
      },
      rename: async (from: string, to: string) => {
        await this.#step();
        const replaced = attic();
        await real.link(to, replaced).catch(() => undefined);
        await real.rename(from, to);
        this.#changed([dirname(from), dirname(to)], async () => {
          await real.rename(to, from);
          await real.link(replaced, to);
        });
      },
      link: async (from: string, to: string) => {
        await this.#step();
        await real.link(from, to);
        this.#changed([dirname(to)], () => real.unlink(to));
      },
      unlink: async (path: string) => {
        await this.#step();
        const kept = attic();
        await real.link(path, kept);
        await real.unlink(path);
        this.#changed([dirname(path)], () => real.link(kept, path));
      },
      rmdir: async (path: string) => {
        await this.#step();
        await real.rmdir(path);
        this.#changed([dirname(path)], () => mkdir(path));
      },
      rm: async (path: string, options: object) => {
        const kept = attic();
        await cp(path, kept, { recursive: true }).catch(() => undefined);
        await this.#step();
        await real.rm(path, options);
        this.#changed([dirname(path)], () => cp(kept, path, { recursive: true }));
      },
      open: async (path: string, flags: string, mode?: number) => {
        if (flags !== "r") await this.#step();
        if (this.dead) throw new Error("dead");
        const handle = await real.open(path, flags, mode);
        if (flags === "wx") this.#changed([dirname(path)], () => real.unlink(path));
        return this.#watchedHandle(handle, path, flags);
      },
    };
    return watched as unknown as VaultFiles;
  }

  #watchedHandle(handle: FileHandle, path: string, flags: string): FileHandle {
    const content = `content of ${path}`;
    const write = async (bytes: Uint8Array, start: number, length: number, position: number) => {
      await this.#step(() => handle.write(bytes, start, Math.floor(length / 2), position));
      const again = flags === "r" ? handle : await systemFiles.open(path, "r+");
      this.#handles.push(again);
      const before = Buffer.alloc(length);
      const { bytesRead } = await again.read(before, 0, length, position);
      const written = await handle.write(bytes, start, length, position);
      this.#changed([content], () => again.write(before, 0, bytesRead === 0 ? length : bytesRead, position));
      return written;
    };
    const overrides: Record<string, unknown> = {
      write,
      writeFile: (bytes: Uint8Array) => (bytes.length === 0 ? undefined : write(bytes, 0, bytes.length, 0)),
      sync: async () => {
        // Only counted: whether the real disk has it says nothing here, and waiting for it takes long.
        await this.#step();
        this.#synced(content);
        this.#synced(path);
      },
    };
    return new Proxy(handle, {
      get(target, name) {
        if (typeof name === "string" && name in overrides) return overrides[name];
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
}
