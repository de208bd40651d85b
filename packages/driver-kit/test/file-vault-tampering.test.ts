import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isIdvError, type VaultReference } from "@idvkit/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filesIn, openVault, temporaryFolder } from "./file-vault-folder.ts";
import { codeIs, front, otherOwner, owner, streamOf } from "./vault-specification.ts";

const recordSize = 64 * 1024;
const sealedSize = recordSize + 16;
const contentStart = 1024;
const large = Buffer.concat([1, 2, 3].map((digit) => Buffer.alloc(recordSize, digit)));
const other = Buffer.concat([4, 5, 6].map((digit) => Buffer.alloc(recordSize, digit)));

/** A vault with two objects of three records each. */
async function twoObjects() {
  const directory = await temporaryFolder();
  const vault = await openVault(directory);
  const reference = await vault.put(large, front);
  const [file = ""] = (await filesIn(directory)).filter((name) => name.startsWith("owners"));
  const otherReference = await vault.put(other, { ...front, owner: otherOwner });
  const files = (await filesIn(directory)).filter((name) => name.startsWith("owners"));
  const otherFile = files.find((name) => name !== file) ?? "";
  return { directory, reference, otherReference, file: join(directory, file), otherFile: join(directory, otherFile) };
}

/** What is given out before an error, and the error. */
async function readUntilError(directory: string, reference: VaultReference) {
  const given: Uint8Array[] = [];
  try {
    const object = await (await openVault(directory)).get(reference);
    for await (const chunk of object?.content ?? streamOf()) given.push(chunk);
    return { given: Buffer.concat(given), error: null, absent: object === null };
  } catch (error) {
    return { given: Buffer.concat(given), error, absent: false };
  }
}

async function change(file: string, edit: (bytes: Buffer) => Buffer | undefined) {
  const bytes = await readFile(file);
  await writeFile(file, edit(bytes) ?? bytes);
}

describe("a fileVault that somebody tampered with", () => {
  it("never gives out wrong bytes, whichever byte of whichever file is changed", async () => {
    const { directory, reference, otherReference } = await twoObjects();
    const all = await filesIn(directory);
    const sizes = await Promise.all(all.map(async (file) => (await readFile(join(directory, file))).length));
    const files = all.filter((_, index) => sizes[index] !== 0);
    const position = fc.oneof(fc.nat(1200), fc.nat(4 * sealedSize));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        position,
        fc.integer({ min: 1, max: 255 }),
        async (file, at, mask) => {
          const path = join(directory, file);
          const original = await readFile(path);
          const changed = Buffer.from(original);
          const index = at % changed.length;
          changed.writeUInt8(changed.readUInt8(index) ^ mask, index);
          await writeFile(path, changed);
          for (const [asked, expected] of [
            [reference, large],
            [otherReference, other],
          ] as const) {
            const { given, error, absent } = await readUntilError(directory, asked);
            expect(absent).toBe(false);
            expect(given.equals(expected.subarray(0, given.length))).toBe(true);
            expect(error === null ? given.length : isIdvError(error)).toBe(error === null ? expected.length : true);
          }
          await writeFile(path, original);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    ["a byte of the form's name", (bytes: Buffer) => void bytes.writeUInt8(0, 0)],
    ["both sealed keys", (bytes: Buffer) => void bytes.fill(0, 64, contentStart)],
    [
      "a byte of the metadata",
      (bytes: Buffer) => void bytes.writeUInt8(bytes.readUInt8(bytes.length - 30) ^ 1, bytes.length - 30),
    ],
    ["the length of the metadata", (bytes: Buffer) => void bytes.writeUInt32BE(0xffff_ffff, bytes.length - 4)],
    ["a length of nothing", (bytes: Buffer) => void bytes.writeUInt32BE(0, bytes.length - 4)],
    ["an added byte", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ["all but the header", (bytes: Buffer) => bytes.subarray(0, contentStart)],
    ["half of the header", (bytes: Buffer) => bytes.subarray(0, 500)],
    ["everything", () => Buffer.alloc(0)],
    [
      "a record that is cut out",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, contentStart), bytes.subarray(contentStart + sealedSize)]),
    ],
  ])("rejects at once for %s", async (_, edit) => {
    const { directory, reference, file } = await twoObjects();
    await change(file, (bytes) => edit(bytes) as Buffer | undefined);
    const vault = await openVault(directory);
    await expect(vault.get(reference)).rejects.toEqual(codeIs("invalid_response"));
    await expect(vault.find(owner, "front")).rejects.toEqual(codeIs("invalid_response"));
    await expect(vault.delete(reference)).rejects.toEqual(codeIs("invalid_response"));
    await expect(vault.rotate().then(() => vault.get(reference))).rejects.toEqual(codeIs("invalid_response"));
    // Erasure needs no authentic file.
    expect(await vault.deleteOwner(owner)).toBe(1);
    expect(await vault.get(reference)).toBeNull();
  });

  it("gives out what is before a bad record, and then the error", async () => {
    const { directory, reference, file } = await twoObjects();
    await change(file, (bytes) => bytes.fill(7, contentStart + sealedSize + 10, contentStart + sealedSize + 20));
    const { given, error } = await readUntilError(directory, reference);
    expect(given.equals(large.subarray(0, recordSize))).toBe(true);
    expect(error).toEqual(codeIs("invalid_response"));
  });

  it("notices records that change places", async () => {
    const { directory, reference, file } = await twoObjects();
    await change(file, (bytes) => {
      const [first, second] = [contentStart, contentStart + sealedSize];
      const moved = Buffer.from(bytes.subarray(first, second));
      bytes.copyWithin(first, second, second + sealedSize);
      moved.copy(bytes, second);
      return bytes;
    });
    const { given, error } = await readUntilError(directory, reference);
    expect([given.length, error]).toEqual([0, codeIs("invalid_response")]);
  });

  it("notices a record of another object", async () => {
    const { directory, reference, file, otherFile } = await twoObjects();
    const foreign = await readFile(otherFile);
    await change(file, (bytes) => {
      foreign.copy(bytes, contentStart, contentStart, contentStart + sealedSize);
      return bytes;
    });
    const { given, error } = await readUntilError(directory, reference);
    expect([given.length, error]).toEqual([0, codeIs("invalid_response")]);
  });

  it("notices another object, whole and authentic, in an object's place", async () => {
    const { directory, reference, file, otherFile } = await twoObjects();
    await copyFile(otherFile, file);
    const { given, error } = await readUntilError(directory, reference);
    expect([given.length, error]).toEqual([0, codeIs("invalid_response")]);
  });

  it("notices what happens between get and reading", async () => {
    const { directory, reference, file } = await twoObjects();
    const object = await (await openVault(directory)).get(reference);
    await truncate(file, contentStart + 100);
    const readAll = async () => {
      for await (const _ of object?.content ?? streamOf()) expect.unreachable();
    };
    await expect(readAll()).rejects.toEqual(codeIs("invalid_response"));
  });

  it("opens an object whose one sealed key is damaged, and repairs it", async () => {
    const { directory, reference, file } = await twoObjects();
    for (const start of [64, 512]) {
      await change(file, (bytes) => bytes.fill(0, start, start + 76));
      const { given, error } = await readUntilError(directory, reference);
      expect([given.equals(large), error]).toEqual([true, null]);
      expect(await (await openVault(directory)).rotate()).toBe(1);
    }
  });

  it("finds nothing by the names of another vault", async () => {
    const [one, another] = [await twoObjects(), await twoObjects()];
    await copyFile(join(another.directory, "names"), join(one.directory, "names"));
    expect((await readUntilError(one.directory, one.reference)).absent).toBe(true);
  });
});
