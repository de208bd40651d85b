import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import type { VaultReference } from "@idvkit/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileVault } from "../src/index.ts";
import { systemFiles } from "../src/vault-files.ts";
import { filesIn, firstKey, keys, openVault, temporaryFolder } from "./file-vault-folder.ts";
import { bytes, codeIs, describeVault, front, otherOwner, owner, read, streamOf } from "./vault-specification.ts";

describeVault("fileVault, as every vault,", async (options) => openVault(await temporaryFolder(), options), {
  sequences: 30,
});

/** Everything in it is a value that nobody but the owner of the keys may see. */
const secretOwner = { tenantId: "tenant-of-nobody", executionId: "execution-7c1" };
const secret = { mediaType: "image/x-specimen", name: "erika.png", key: "portrait-key", owner: secretOwner };
const content = Buffer.from("a face that nobody may see");
const values = [...Object.values(secretOwner), secret.mediaType, secret.name, secret.key, content.toString()];

describe("fileVault", () => {
  it("has everything after a restart", async () => {
    const directory = await temporaryFolder();
    const first = await fileVault({ directory, keys });
    const meta = { ...front, name: "front.png", retainUntil: "2099-01-01T00:00:00Z" };
    const reference = await first.put(bytes, meta);
    const stored = await first.get(reference);

    const second = await fileVault({ directory, keys });
    expect(await second.find(owner, "front")).toEqual(reference);
    expect(await second.get(reference)).toEqual({ ...stored, content: expect.anything() });
    expect(await read(second, reference)).toEqual(Buffer.from(bytes));
    await expect(second.delete(reference)).rejects.toEqual(codeIs("lifecycle"));
    expect(await second.put(streamOf(), front)).toEqual(reference);
    expect(await second.deleteOwner(owner)).toBe(1);
    expect(await first.get(reference)).toBeNull();
    expect(await first.find(owner, "front")).toBeNull();
  });

  it("takes a directory that does not exist yet, and keys behind a function", async () => {
    const directory = join(await temporaryFolder(), "some", "vault");
    const asked = () => Promise.resolve(Buffer.from(firstKey).toString("base64url"));
    const vault = await fileVault({ directory, keys: { current: "2026-a", keys: { "2026-a": asked } } });
    const reference = await vault.put(bytes, front);
    expect(await read(await fileVault({ directory, keys }), reference)).toEqual(Buffer.from(bytes));
  });

  it("gives back any content, in whatever pieces it comes", async () => {
    const vault = await openVault(await temporaryFolder());
    const record = 64 * 1024;
    const size = fc.oneof(fc.nat(300), fc.constantFrom(record - 1, record, record + 1, 2 * record, 3 * record + 7));
    await fc.assert(
      fc.asyncProperty(fc.array(size, { maxLength: 5 }), async (sizes) => {
        const chunks = sizes.map((length) => randomBytes(length));
        const meta = { mediaType: "application/zip", owner };
        const reference = await vault.put(streamOf(...chunks), meta);
        expect(await read(vault, reference)).toEqual(Buffer.concat(chunks));
        expect(await vault.get(reference)).toMatchObject({ size: Buffer.concat(chunks).length });
      }),
      { numRuns: 40 },
    );
  });

  it("writes while it reads, and reads in small pieces: no object is held in memory", async () => {
    const directory = await temporaryFolder();
    const vault = await openVault(directory);
    const chunk = Buffer.alloc(100_000, 1);
    async function* large() {
      for (let count = 1; count <= 50; count += 1) {
        yield chunk;
        const file = (await filesIn(directory)).find((name) => name.includes(".writing")) ?? "";
        expect((await stat(join(directory, file))).size).toBeGreaterThan(count * chunk.length - 64 * 1024);
      }
    }
    const object = await vault.get(await vault.put(large(), front));
    for await (const piece of object?.content ?? streamOf()) expect(piece.length).toBeLessThanOrEqual(64 * 1024);
    expect(object?.size).toBe(50 * chunk.length);
  });

  it("says so when an object is deleted before it is read", async () => {
    const vault = await openVault(await temporaryFolder());
    const reference = await vault.put(bytes, front);
    const object = await vault.get(reference);
    await vault.delete(reference);
    const readAll = async () => {
      for await (const _ of object?.content ?? streamOf()) expect.unreachable();
    };
    await expect(readAll()).rejects.toEqual(codeIs("conflict"));
  });

  it("shows in its folder neither whose an object is nor what is in it, to nobody but its user", async () => {
    const directory = await temporaryFolder();
    const vault = await openVault(directory);
    const reference = await vault.put(content, secret);
    await vault.put(content, { mediaType: secret.mediaType, owner: secretOwner });
    const files = await filesIn(directory);
    expect(files).toHaveLength(5);
    for (const file of files) {
      const text = `${file} ${await readFile(join(directory, file), "latin1")}`;
      for (const value of [...values, reference.$id]) expect(text).not.toContain(value);
      expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
      const folders = file.split("/").slice(0, -1);
      for (const depth of folders.keys()) {
        const folder = join(directory, ...folders.slice(0, depth + 1));
        expect((await stat(folder)).mode & 0o777).toBe(0o700);
      }
    }
  });

  it("gives equal contents different bytes, also under the same key", async () => {
    const directory = await temporaryFolder();
    const vault = await openVault(directory);
    await vault.put(content, secret);
    await vault.put(content, { ...secret, owner: otherOwner });
    const objects = (await filesIn(directory)).filter((file) => file.startsWith("owners"));
    const [one, another] = await Promise.all(objects.map((file) => readFile(join(directory, file))));
    // The sealed key, behind the label of its master key, and the content.
    expect(one?.subarray(80, 140)).not.toEqual(another?.subarray(80, 140));
    expect(one?.subarray(1024, 1050)).not.toEqual(another?.subarray(1024, 1050));
  });

  it("follows no reference that is no UUID", async () => {
    const directory = await temporaryFolder();
    const vault = await openVault(directory);
    await writeFile(join(directory, "secret"), "not yours");
    for (const $id of ["../secret", "../../etc/passwd", "", "names", "00000000-0000-4000-8000-00000000000/"]) {
      const reference: VaultReference = { $ref: "vault", $id };
      expect(await vault.get(reference)).toBeNull();
      await expect(vault.delete(reference)).resolves.toBeUndefined();
    }
    expect(await readFile(join(directory, "secret"), "utf8")).toBe("not yours");
  });

  it("does not take a stray file for an object", async () => {
    const directory = await temporaryFolder();
    const vault = await openVault(directory);
    const reference = await vault.put(bytes, front);
    const [marker = "", , object = ""] = await filesIn(directory);
    await writeFile(join(directory, `${object}.swp`), "");
    await writeFile(join(directory, `${marker}.swp`), "");
    await writeFile(join(directory, "owners", ".DS_Store"), "");
    await mkdir(join(directory, "erasing", "stray"));
    const again = await openVault(directory);
    expect(await again.find(owner, "front")).toEqual(reference);
    expect(await read(again, reference)).toEqual(Buffer.from(bytes));
    expect(await again.rotate()).toBe(0);
  });

  it.each([
    ["no directory", { directory: "", keys }],
    ["no keys", { directory: "unused", keys: undefined }],
    ["a current key that is not there", { directory: "unused", keys: { current: "2027", keys: keys.keys } }],
    ["a short key", { directory: "unused", keys: { current: "a", keys: { a: new Uint8Array(16) } } }],
  ])("refuses %s", async (_, options) => {
    await expect(fileVault(options as Parameters<typeof fileVault>[0])).rejects.toEqual(codeIs("configuration"));
  });

  it("refuses a directory that is none, and keys that do not open it", async () => {
    const directory = await temporaryFolder();
    await fileVault({ directory, keys });
    const file = join(directory, "names");
    await expect(fileVault({ directory: file, keys })).rejects.toEqual(codeIs("configuration"));
    for (const key of [new Uint8Array(32), () => "", () => "c2hvcnQ", () => "not base64url!"]) {
      const wrong = { current: "2026-a", keys: { "2026-a": key } };
      await expect(fileVault({ directory, keys: wrong })).rejects.toEqual(codeIs("configuration"));
    }
    const unknown = { current: "2027", keys: { "2027": firstKey } };
    await expect(fileVault({ directory, keys: unknown })).rejects.toEqual(codeIs("configuration"));
  });

  it("does not begin anew where the key of the names is lost", async () => {
    const directory = await temporaryFolder();
    await (await openVault(directory)).put(bytes, front);
    await systemFiles.unlink(join(directory, "names"));
    await expect(openVault(directory)).rejects.toEqual(codeIs("invalid_response"));
  });

  it("tells of a failing disk that it may be asked again, and no values", async () => {
    const directory = join(await temporaryFolder(), "folder-of-nobody");
    const full = Object.assign(new Error(`no space in ${directory}`), { code: "ENOSPC" });
    let failing = false;
    const files = {
      ...systemFiles,
      open: ((...parameters) => (failing ? Promise.reject(full) : open(...parameters))) as typeof open,
      rename: () => Promise.reject(full),
    };
    const vault = await openVault(directory, {}, { files });
    const reference = await vault.put(content, secret).catch((error: unknown) => error);
    expect(reference).toMatchObject({ code: "provider_unavailable", retryable: true, cause: { code: "ENOSPC" } });
    const stored = await (await openVault(directory)).put(content, secret);
    failing = true;
    const errors = [reference];
    for (const run of [
      () => vault.put(content, secret),
      () => vault.find(secretOwner, secret.key),
      () => vault.get(stored),
      () => vault.delete(stored),
      () => vault.deleteOwner(secretOwner),
      () => vault.rotate(),
    ]) {
      errors.push(
        await run().then(
          () => expect.unreachable(),
          (error: unknown) => error,
        ),
      );
    }
    for (const error of errors) {
      expect(error).toEqual(codeIs("provider_unavailable"));
      const shown = inspect(error, { showHidden: true, depth: null }).replace(/^ {4}at .*$/gm, "");
      for (const value of [...values, stored.$id, "folder-of-nobody"]) expect(shown).not.toContain(value);
    }
  });
});
