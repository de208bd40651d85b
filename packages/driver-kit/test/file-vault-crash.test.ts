import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { VaultReference } from "@idvkit/core";
import { describe, expect, it, vi } from "vitest";
import type { FileVault } from "../src/file-vault.ts";
import type { StateKeys } from "../src/seal-state.ts";
import { filesIn, firstKey, goneWriter, keys, openVault, secondKey, temporaryFolder } from "./file-vault-folder.ts";
import { FragileDisk } from "./file-vault-fragile-disk.ts";
import { bytes, front, otherOwner, owner, read } from "./vault-specification.ts";

const ids = {
  front: "00000000-0000-4000-8000-000000000001",
  back: "00000000-0000-4000-8000-000000000002",
  other: "00000000-0000-4000-8000-000000000003",
  newcomer: "00000000-0000-4000-8000-000000000004",
};
const newId = (meta: { key?: string }) => ids[meta.key as keyof typeof ids];
const back = { ...front, key: "back" };
const other = { ...front, key: "other", owner: otherOwner };
const newcomer = { ...front, key: "newcomer", owner: { tenantId: "acme", executionId: "e-3" } };
const backBytes = Buffer.from("back of the specimen");
const rotated = { current: "2026-b", keys: { "2026-a": firstKey, "2026-b": secondKey } };

function reference($id: string): VaultReference {
  return { $ref: "vault", $id };
}

/** What a reopened vault has of the four objects; each is whole, found by key and id alike, or not there at all. */
async function contentsOf(vault: FileVault) {
  const contents: Record<string, string | null> = {};
  for (const meta of [front, back, other, newcomer]) {
    const found = await vault.find(meta.owner, meta.key ?? "");
    const content = await read(vault, reference(newId(meta)));
    expect(found).toEqual(content === null ? null : reference(newId(meta)));
    contents[meta.key ?? ""] = content?.toString() ?? null;
  }
  return contents;
}

/** Nothing but the objects themselves and the way to each of them. */
async function expectNoRubbish(directory: string, objects: number) {
  const files = await filesIn(directory);
  const of = (folder: string) => files.filter((file) => file.startsWith(`${folder}/`)).length;
  expect({ owners: of("owners"), ids: of("ids"), all: files.length }).toEqual({
    owners: objects,
    ids: objects,
    all: 2 * objects + 1,
  });
  expect(files.some((file) => file.includes(".writing"))).toBe(false);
}

const stored = { front: String(Buffer.from(bytes)), other: "other" };
const before = { ...stored, back: null, newcomer: null };

/** The key stands twice in the header of an object; of one object the first is destroyed, of the other the second. */
async function damageOneKeyOfEach(directory: string) {
  const objects = (await filesIn(directory)).filter((file) => file.startsWith("owners/"));
  for (const [index, file] of objects.entries()) {
    const stored = await readFile(join(directory, file));
    const start = index === 0 ? 64 : 512;
    await writeFile(join(directory, file), stored.fill(0, start, start + 76));
  }
}

interface Operation {
  name: string;
  run(vault: FileVault): Promise<unknown>;
  states: Record<string, string | null>[];
  prepare?(directory: string): Promise<void>;
  /** Keys that it runs with, and keys that are enough afterwards. */
  keys?: StateKeys;
  after?: StateKeys;
}

/** An operation, and what may be there when it broke off; the last state is the one when it was acknowledged. */
const operations: Operation[] = [
  {
    name: "a put",
    run: (vault: FileVault) => vault.put(backBytes, back),
    states: [before, { ...before, back: backBytes.toString() }],
  },
  {
    name: "the first put of an owner",
    run: (vault: FileVault) => vault.put(bytes, newcomer),
    states: [before, { ...before, newcomer: stored.front }],
  },
  {
    name: "a put of a key that is stored",
    run: (vault: FileVault) => vault.put(backBytes, front),
    states: [before],
  },
  {
    name: "a delete",
    run: (vault: FileVault) => vault.delete(reference(ids.front)),
    states: [before, { ...before, front: null }],
  },
  {
    name: "an erasure",
    run: (vault: FileVault) => vault.deleteOwner(otherOwner),
    states: [before, { ...before, other: null }],
  },
  {
    name: "a rotation",
    keys: rotated,
    run: (vault: FileVault) => vault.rotate(),
    states: [before],
    after: { current: "2026-b", keys: { "2026-b": secondKey } },
  },
  {
    name: "a rotation of objects that have one good key each",
    prepare: damageOneKeyOfEach,
    keys: rotated,
    run: (vault: FileVault) => vault.rotate(),
    states: [before],
    after: { current: "2026-b", keys: { "2026-b": secondKey } },
  },
  {
    name: "an erasure that finishes the one before it",
    run: async (vault: FileVault) => {
      await vault.deleteOwner(owner);
      await vault.deleteOwner(otherOwner);
    },
    states: [before, { ...before, front: null }, { ...before, front: null, other: null }],
  },
];

/** Runs on a disk that dies at every step in turn, and at last on one that does not. */
async function atEveryStep(
  how: string,
  run: (disk: FragileDisk, directory: string) => Promise<unknown>,
  check: (directory: string, finished: boolean) => Promise<void>,
  template?: string,
) {
  const folder = await temporaryFolder();
  const attempt = async (step: number) => {
    const directory = join(folder, String(step));
    if (template !== undefined) await cp(template, directory, { recursive: true });
    const attic = await temporaryFolder();
    const disk = new FragileDisk(attic, step);
    await run(disk, directory).catch(() => undefined);
    const { dead, steps } = disk;
    await (how === "the power fails" ? disk.losePower() : disk.close());
    await check(directory, !dead);
    return steps;
  };
  const steps = await attempt(Number.POSITIVE_INFINITY);
  expect(steps).toBeGreaterThan(5);
  const atOnce = 8;
  for (let first = 1; first <= steps; first += atOnce) {
    await Promise.all(
      Array.from({ length: Math.min(atOnce, steps + 1 - first) }, (_, index) => attempt(first + index)),
    );
  }
}

vi.setConfig({ testTimeout: 120_000 });

describe.each(["the process dies", "the power fails"])("fileVault, when %s at any step", (how) => {
  it.each(operations)(
    "of $name, has all that was acknowledged and no rubbish",
    async ({ run, states, prepare, ...settings }) => {
      const template = await temporaryFolder();
      const prepared = await openVault(template, { newId });
      await prepared.put(bytes, front);
      await prepared.put(Buffer.from("other"), other);
      await prepare?.(template);

      await atEveryStep(
        how,
        async ({ files }, directory) =>
          run(await openVault(directory, { newId, ...settings }, { files, writer: goneWriter })),
        async (directory, finished) => {
          const vault = await openVault(directory, { newId, keys: finished ? (settings.after ?? keys) : rotated });
          const contents = await contentsOf(vault);
          expect(finished ? [states.at(-1)] : states).toContainEqual(contents);
          await expectNoRubbish(directory, Object.values(contents).filter((content) => content !== null).length);
          // Whatever it was, it can be done again.
          const again = await openVault(directory, { newId, keys: rotated });
          await run(again);
          expect(await contentsOf(again)).toEqual(states.at(-1));
        },
        template,
      );
    },
  );

  it("of the first opening, becomes a vault at the next one", async () => {
    await atEveryStep(
      how,
      ({ files }, directory) => openVault(directory, {}, { files, writer: goneWriter }),
      async (directory) => {
        const stored = await (await openVault(directory)).put(bytes, front);
        expect(await read(await openVault(directory), stored)).toEqual(Buffer.from(bytes));
        await expectNoRubbish(directory, 1);
      },
    );
  });
});
