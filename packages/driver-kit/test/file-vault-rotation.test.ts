import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesIn, firstKey, openVault, secondKey, temporaryFolder } from "./file-vault-folder.ts";
import { bytes, codeIs, front, otherOwner, owner, read } from "./vault-specification.ts";

const both = { current: "2026-b", keys: { "2026-a": firstKey, "2026-b": secondKey } };
const onlyNew = { current: "2026-b", keys: { "2026-b": secondKey } };
const back = { ...front, key: "back" };
const other = { ...front, owner: otherOwner };

describe("the keys of a fileVault", () => {
  it("open what was sealed with any of them, and seal with the current one", async () => {
    const directory = await temporaryFolder();
    const before = await (await openVault(directory)).put(bytes, front);
    const vault = await openVault(directory, { keys: both });
    const after = await vault.put(bytes, back);
    for (const reference of [before, after]) expect(await read(vault, reference)).toEqual(Buffer.from(bytes));
    const old = await openVault(directory);
    await expect(old.get(after)).rejects.toEqual(codeIs("invalid_response"));
  });

  it("can be left out after a rotation, and everything is found as before", async () => {
    const directory = await temporaryFolder();
    const old = await openVault(directory);
    const references = [await old.put(bytes, front), await old.put(bytes, other)];
    const vault = await openVault(directory, { keys: both });
    await vault.put(bytes, back);
    expect(await vault.rotate()).toBe(2);
    expect(await vault.rotate()).toBe(0);

    const rotated = await openVault(directory, { keys: onlyNew });
    for (const reference of references) expect(await read(rotated, reference)).toEqual(Buffer.from(bytes));
    expect(await rotated.find(owner, "front")).toEqual(references[0]);
    expect(await rotated.put(new Uint8Array([1]), front)).toEqual(references[0]);
    expect(await rotated.deleteOwner(owner)).toBe(2);
    expect(await rotated.find(otherOwner, "front")).toEqual(references[1]);
    await expect(openVault(directory)).rejects.toEqual(codeIs("configuration"));
  });

  it("stay needed without a rotation", async () => {
    const directory = await temporaryFolder();
    await (await openVault(directory)).put(bytes, front);
    await expect(openVault(directory, { keys: onlyNew })).rejects.toEqual(codeIs("configuration"));
  });

  it("leave nothing sealed with an old one, and do not write contents anew", async () => {
    const directory = await temporaryFolder();
    await (await openVault(directory)).put(bytes, front);
    const file = (await filesIn(directory)).find((name) => name.startsWith("owners")) ?? "";
    const before = await readFile(join(directory, file));
    await (await openVault(directory, { keys: both })).rotate();
    const after = await readFile(join(directory, file));
    const label = before.subarray(64, 80);
    expect(before.indexOf(label, 100)).toBe(512);
    expect(after.includes(label)).toBe(false);
    expect(after.subarray(1024)).toEqual(before.subarray(1024));
    expect((await readFile(join(directory, "names"))).includes(label)).toBe(false);
  });

  it("rotate again what a process with the older key stored meanwhile", async () => {
    const directory = await temporaryFolder();
    const old = await openVault(directory);
    const vault = await openVault(directory, { keys: both });
    await vault.rotate();
    const reference = await old.put(bytes, front);
    const rotated = await openVault(directory, { keys: onlyNew });
    await expect(rotated.get(reference)).rejects.toEqual(codeIs("invalid_response"));
    await expect(rotated.rotate()).rejects.toEqual(codeIs("invalid_response"));
    expect(await vault.rotate()).toBe(1);
    expect(await read(rotated, reference)).toEqual(Buffer.from(bytes));
  });

  it("rotate all the others when an object is damaged, and say so", async () => {
    const directory = await temporaryFolder();
    const old = await openVault(directory);
    const references = [];
    for (const key of ["a", "b", "c"]) references.push(await old.put(bytes, { ...front, key }));
    const file = (await filesIn(directory)).find((name) => name.startsWith("owners")) ?? "";
    const damaged = await readFile(join(directory, file));
    await writeFile(join(directory, file), damaged.fill(0, 64, 600));
    await expect((await openVault(directory, { keys: both })).rotate()).rejects.toEqual(codeIs("invalid_response"));
    const rotated = await openVault(directory, { keys: onlyNew });
    const results = await Promise.allSettled(references.map((reference) => read(rotated, reference)));
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });

  it("rotate while the vault is used", async () => {
    const directory = await temporaryFolder();
    const old = await openVault(directory);
    for (let count = 0; count < 10; count += 1) await old.put(bytes, { ...front, key: `${count}` });
    const [vault, second] = [await openVault(directory, { keys: both }), await openVault(directory, { keys: both })];
    const reading = Array.from({ length: 10 }, async (_, count) => {
      const reference = await old.find(owner, `${count}`).catch(() => vault.find(owner, `${count}`));
      expect(reference && (await read(vault, reference))).toEqual(Buffer.from(bytes));
    });
    await Promise.all([vault.rotate(), second.rotate(), vault.put(bytes, other), ...reading]);
    const rotated = await openVault(directory, { keys: onlyNew });
    expect(await rotated.rotate()).toBe(0);
    for (let count = 0; count < 10; count += 1) {
      const reference = await rotated.find(owner, `${count}`);
      expect(reference && (await read(rotated, reference))).toEqual(Buffer.from(bytes));
    }
  });
});
