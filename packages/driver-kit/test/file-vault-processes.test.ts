import { spawn } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { VaultOwner } from "@idvkit/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { systemFiles } from "../src/vault-files.ts";
import { isWriterGone, thisWriter } from "../src/vault-writer.ts";
import { filesIn, goneWriter, openVault, temporaryFolder } from "./file-vault-folder.ts";
import { bytes, codeIs, front, heldStream, otherOwner, owner, read, streamOf } from "./vault-specification.ts";

vi.setConfig({ testTimeout: 120_000 });

interface Told {
  stored?: string;
  erased?: string;
  key?: string;
  executionId?: string;
  sha256?: string;
}

function startChild(directory: string, mode: string, name: string) {
  const script = fileURLToPath(new URL("file-vault-child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=idvkit-source", script, directory, mode, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.on("close", (code, signal) => resolve(signal ?? code));
  });
  const told = () =>
    output
      .split("\n")
      .slice(0, -1)
      .map((line): Told => JSON.parse(line));
  return { ended, told, kill: () => child.kill("SIGKILL") };
}

/** One entry for each object and each way to it, and nothing of what broke off. */
async function expectOnlyObjects(directory: string) {
  const files = await filesIn(directory);
  const of = (folder: string) => files.filter((file) => file.startsWith(`${folder}/`)).length;
  expect(of("ids")).toBe(of("owners"));
  expect(files).toHaveLength(1 + 2 * of("owners"));
  expect(files.filter((file) => file.includes(".writing"))).toEqual([]);
}

describe("processes with one fileVault directory", () => {
  it("lose nothing that was acknowledged when they are killed at any moment", async () => {
    const directory = await temporaryFolder();
    const told: Told[] = [];
    for (let round = 1; round <= 5; round += 1) {
      const child = startChild(directory, "for ever", `round-${round}`);
      await expect.poll(() => child.told().length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
      await wait(randomInt(300));
      child.kill();
      expect(await child.ended).toBe("SIGKILL");
      told.push(...child.told());

      const vault = await openVault(directory);
      await expectOnlyObjects(directory);
      const erased = new Set(told.flatMap((line) => line.erased ?? []));
      for (const { stored, key = "", executionId = "", sha256 } of told) {
        if (stored === undefined) continue;
        const keyOwner: VaultOwner = { tenantId: "acme", executionId };
        const content = await read(vault, { $ref: "vault", $id: stored });
        if (erased.has(stored)) expect(content).toBeNull();
        // Killed between the erasure and telling of it: gone as a whole.
        else if (content === null && executionId.endsWith("erased")) expect(await vault.find(keyOwner, key)).toBeNull();
        else {
          expect(
            createHash("sha256")
              .update(content ?? "")
              .digest("hex"),
          ).toBe(sha256);
          expect(await vault.find(keyOwner, key)).toEqual({ $ref: "vault", $id: stored });
        }
      }
    }
    expect(told.length).toBeGreaterThan(5);
  });

  it("store a key once, whoever comes first", async () => {
    const directory = await temporaryFolder();
    const children = ["one", "two", "three"].map((name) => startChild(directory, "shared", name));
    expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0, 0]);
    const [one, two, three] = children.map((child) => child.told());
    expect(one).toHaveLength(40);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    await expectOnlyObjects(directory);
    expect(await (await openVault(directory)).deleteOwner({ tenantId: "acme", executionId: "shared" })).toBe(40);
    expect(await filesIn(directory)).toEqual(["names"]);
  });
});

/** Two vaults on a directory know of each other as little as two processes do. */
async function twoVaults(system: Parameters<typeof openVault>[2] = {}) {
  const directory = await temporaryFolder();
  return { directory, first: await openVault(directory, {}, system), second: await openVault(directory) };
}

async function untilWriting(directory: string, count = 1) {
  const writing = async () => (await filesIn(directory)).filter((file) => file.includes(".writing")).length;
  await expect.poll(writing, { timeout: 30_000 }).toBe(count);
}

describe("two fileVaults on one directory", () => {
  it("store a key once when both are writing, and keep the one that was first done", async () => {
    const { directory, first, second } = await twoVaults();
    const [slow, fast] = [heldStream(new Uint8Array([1])), heldStream(bytes)];
    const puts = [first.put(slow.content, front), second.put(fast.content, front)] as const;
    await untilWriting(directory, 2);
    fast.goOn();
    const reference = await puts[1];
    slow.goOn();
    expect(await puts[0]).toEqual(reference);
    expect(await read(first, reference)).toEqual(Buffer.from(bytes));
    await expectOnlyObjects(directory);
  });

  it("acknowledge what the other one stored only when it is on the disk", async () => {
    const directory = await temporaryFolder();
    const reference = await (await openVault(directory)).put(bytes, front);
    const object = (await filesIn(directory)).find((file) => file.startsWith("owners/")) ?? "";
    const synced: unknown[] = [];
    const openWatched = async (...parameters: Parameters<typeof open>) => {
      const file = await open(...parameters);
      const sync = file.sync.bind(file);
      file.sync = () => {
        synced.push(parameters[0]);
        return sync();
      };
      return file;
    };
    const second = await openVault(directory, {}, { files: { ...systemFiles, open: openWatched } });
    for (const ask of [() => second.find(owner, "front"), () => second.put(streamOf(), front)]) {
      synced.length = 0;
      expect(await ask()).toEqual(reference);
      expect(synced).toEqual([join(directory, dirname(dirname(object))), join(directory, "owners")]);
    }
  });

  it("agree when both make the same id for a key, and do not give one id to two objects", async () => {
    const directory = await temporaryFolder();
    const newId = () => "7d444840-9dc0-11d1-b245-5ffdce74fad2";
    const [first, second] = [await openVault(directory, { newId }), await openVault(directory, { newId })];
    const same = await Promise.all([first.put(bytes, front), second.put(streamOf(bytes), front)]);
    expect(same[0]).toEqual(same[1]);
    for (const meta of [
      { ...front, key: "back" },
      { mediaType: "image/png", owner },
    ]) {
      await expect(second.put(bytes, meta)).rejects.toEqual(codeIs("conflict"));
    }
    await second.delete(same[0]);
    const unkeyed = { mediaType: "image/png", owner };
    const results = await Promise.allSettled([first.put(bytes, unkeyed), second.put(bytes, unkeyed)]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results).toContainEqual({ status: "rejected", reason: codeIs("conflict") });
    await expectOnlyObjects(directory);
  });

  it("erase for each other, also what the other one is storing", async () => {
    const { directory, first, second } = await twoVaults();
    const [held, others] = [heldStream(bytes), heldStream(bytes)];
    await first.put(bytes, { ...front, key: "back" });
    const put = first.put(held.content, front);
    const otherPut = first.put(others.content, { ...front, owner: otherOwner });
    await untilWriting(directory, 2);
    expect(await second.deleteOwner(owner)).toBe(1);
    expect(await second.put(bytes, front)).not.toBeNull();
    held.goOn();
    others.goOn();
    await expect(put).rejects.toEqual(codeIs("conflict"));
    expect(await read(second, await otherPut)).toEqual(Buffer.from(bytes));
    await expectOnlyObjects(directory);
  });

  it("do not clean up what the other one is writing", async () => {
    const { directory, first } = await twoVaults();
    const held = heldStream(bytes);
    const put = first.put(held.content, front);
    await untilWriting(directory);
    const third = await openVault(directory);
    held.goOn();
    expect(await read(third, await put)).toEqual(Buffer.from(bytes));
    await expectOnlyObjects(directory);
  });

  it("refuse a put, and lose nothing, when a writer was wrongly taken for gone", async () => {
    const { directory, first } = await twoVaults({ writer: goneWriter });
    const held = heldStream(bytes);
    const put = first.put(held.content, front);
    await untilWriting(directory);
    const third = await openVault(directory);
    await expectOnlyObjects(directory);
    held.goOn();
    await expect(put).rejects.toEqual(codeIs("conflict"));
    expect(await third.find(owner, "front")).toBeNull();
    expect(await first.put(bytes, front)).toEqual(await third.find(owner, "front"));
    await expectOnlyObjects(directory);
  });

  it("do not stumble over each other's emptied folders", async () => {
    const { directory, first, second } = await twoVaults();
    const work = [first, second].flatMap((vault) =>
      Array.from({ length: 15 }, async (_, count) => {
        const reference = await vault.put(bytes, { ...front, key: `${count % 3}` });
        await vault.delete(reference);
      }),
    );
    const results = await Promise.allSettled(work);
    // Stored by the other one, and deleted before it was given back: nothing is there, and the caller is told.
    for (const result of results) if (result.status === "rejected") expect(result.reason).toEqual(codeIs("conflict"));
    expect(results.some((result) => result.status === "fulfilled")).toBe(true);
    await expectOnlyObjects(directory);
  });
});

describe("a writer", () => {
  const day = 24 * 60 * 60 * 1000;

  it("is there as long as its process, and no other one with its number", () => {
    expect(isWriterGone(thisWriter(), 2 * day)).toBe(false);
    const [host, boot, pid, start] = thisWriter().split("-");
    expect(isWriterGone([host, boot, pid, `${start}1`].join("-"), 0)).toBe(true);
    expect(isWriterGone([host, boot, 2 ** 22 + 1, start].join("-"), 0)).toBe(true);
    expect(isWriterGone([host, boot, 1, "0"].join("-"), 0)).toBe(true);
    expect(isWriterGone(goneWriter, 0)).toBe(true);
  });

  it("of another host is given a day", () => {
    const foreign = thisWriter().replace(/^[0-9a-f]+/, "000000000000");
    expect(isWriterGone(foreign, day)).toBe(false);
    expect(isWriterGone(foreign, day + 1)).toBe(true);
  });
});
