import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { IdvError, type Vault, type VaultMeta, type VaultOwner, vaultReferenceSchema } from "@idvkit/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MemoryVaultOptions } from "../src/memory-vault.ts";

export const owner: VaultOwner = { tenantId: "acme", executionId: "e-1" };
export const otherOwner: VaultOwner = { tenantId: "acme", executionId: "e-2" };
export const front: VaultMeta = { mediaType: "image/png", key: "front", owner };
export const bytes = new TextEncoder().encode("front of the specimen");

export async function* streamOf(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

export async function* brokenAfter(chunk: Uint8Array, error: unknown): AsyncGenerator<Uint8Array> {
  yield chunk;
  throw error;
}

/** A stream that goes on only when it is told to. */
export function heldStream(chunk: Uint8Array) {
  const { promise, resolve } = deferred();
  async function* content(): AsyncGenerator<Uint8Array> {
    await promise;
    yield chunk;
  }
  return { content: content(), goOn: resolve };
}

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export async function read(vault: Vault, reference: { $ref: "vault"; $id: string }): Promise<Buffer | null> {
  const object = await vault.get(reference);
  if (object === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function codeIs(code: string) {
  return expect.objectContaining({ name: "IdvError", code });
}

/** The behaviour that every `Vault` of this package has, however it stores. */
export function describeVault(
  name: string,
  createVault: (options?: MemoryVaultOptions) => Promise<Vault>,
  settings: { sequences: number },
): void {
  describe(name, () => {
    it("gives back what was put, with size and digest, under a random UUID", async () => {
      const vault = await createVault();
      const reference = await vault.put(bytes, { mediaType: "image/png", owner });
      expect(vaultReferenceSchema.parse(reference).$id[14]).toBe("4");
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      expect(await vault.get(reference)).toMatchObject({ mediaType: "image/png", size: bytes.length, sha256 });
      expect(await read(vault, reference)).toEqual(Buffer.from(bytes));
      expect(await read(vault, await vault.put(bytes, { mediaType: "image/png", owner }))).not.toBeNull();
    });

    it("takes streams, also empty and large ones", async () => {
      const vault = await createVault();
      const large = Buffer.alloc(200_000, "x");
      const meta = { mediaType: "application/zip", owner };
      expect(await read(vault, await vault.put(streamOf(), meta))).toEqual(Buffer.alloc(0));
      expect(await read(vault, await vault.put(streamOf(bytes, bytes), meta))).toEqual(Buffer.concat([bytes, bytes]));
      expect(await read(vault, await vault.put(Readable.from([large]), meta))).toEqual(large);
    });

    it("gives a content that can be read more than once", async () => {
      const vault = await createVault();
      const object = await vault.get(await vault.put(bytes, front));
      for (const _ of [1, 2]) {
        let size = 0;
        for await (const chunk of object?.content ?? streamOf()) size += chunk.length;
        expect(size).toBe(bytes.length);
      }
    });

    it("keeps a copy: neither the giver's nor the reader's buffer changes it", async () => {
      const vault = await createVault();
      const mine = Uint8Array.from(bytes);
      const streamed = Uint8Array.from(bytes);
      const references = [await vault.put(mine, front), await vault.put(streamOf(streamed), { ...front, key: "back" })];
      mine.fill(0);
      streamed.fill(0);
      for (const reference of references) {
        (await read(vault, reference))?.fill(0);
        const object = await vault.get(reference);
        for await (const chunk of object?.content ?? streamOf()) chunk.fill(0);
        expect(await read(vault, reference)).toEqual(Buffer.from(bytes));
      }
    });

    it("stores a key of an owner once and finds it", async () => {
      const vault = await createVault();
      const first = await vault.put(bytes, front);
      expect(await vault.put(new Uint8Array([1]), front)).toEqual(first);
      expect(await vault.find(owner, "front")).toEqual(first);
      expect(await vault.put(bytes, { ...front, owner: otherOwner })).not.toEqual(first);
      expect(await vault.find(owner, "back")).toBeNull();
      expect(await vault.find({ tenantId: "other", executionId: "e-1" }, "front")).toBeNull();
    });

    it("stores a key once when two puts race, and gives the second stream back unread", async () => {
      const vault = await createVault();
      const first = heldStream(bytes);
      const second = Readable.from([new Uint8Array([1])]);
      const puts = [vault.put(first.content, front), vault.put(second, front), vault.put(new Uint8Array([2]), front)];
      expect(await vault.find(owner, "front")).toBeNull();
      first.goOn();
      const [reference, ...others] = await Promise.all(puts);
      expect(others).toEqual([reference, reference]);
      expect(await vault.deleteOwner(owner)).toBe(1);
      await expect.poll(() => second.destroyed).toBe(true);
    });

    it("stores nothing of a stream that fails", async () => {
      const vault = await createVault();
      const broken = brokenAfter(bytes, Object.assign(new Error("token in the message"), { code: "ECONNRESET" }));
      await expect(vault.put(broken, front)).rejects.toMatchObject({
        code: "provider_unavailable",
        retryable: true,
        cause: { name: "Error", code: "ECONNRESET" },
      });
      expect(await vault.find(owner, "front")).toBeNull();
      const limited = new IdvError({ code: "rate_limited", message: "later" });
      await expect(vault.put(brokenAfter(bytes, limited), front)).rejects.toBe(limited);
      expect(await vault.deleteOwner(owner)).toBe(0);
    });

    it("lets the second of two racing puts store when the first one fails", async () => {
      const vault = await createVault();
      const results = await Promise.allSettled([
        vault.put(brokenAfter(bytes, new Error("reset")), front),
        vault.put(streamOf(bytes), front),
      ]);
      expect(results.map((result) => result.status)).toEqual(["rejected", "fulfilled"]);
      expect(await vault.find(owner, "front")).not.toBeNull();
    });

    it("does not mind when the unread stream of a second put fails", async () => {
      const vault = await createVault();
      const first = await vault.put(bytes, front);
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield await Promise.reject(new Error("reset"));
      }
      expect(await vault.put(failing(), front)).toEqual(first);
    });

    it("refuses what is larger than allowed, or no bytes", async () => {
      const vault = await createVault({ maxBytes: bytes.length });
      await vault.put(bytes, front);
      const meta = { mediaType: "image/png", owner };
      await expect(vault.put(streamOf(bytes, new Uint8Array(1)), meta)).rejects.toEqual(codeIs("invalid_input"));
      const text = Readable.from(["text"]) as AsyncIterable<Uint8Array>;
      await expect(vault.put(text, meta)).rejects.toEqual(codeIs("invalid_input"));
    });

    it("knows only references that it gave", async () => {
      const vault = await createVault();
      const unknown = { $ref: "vault", $id: "00000000-0000-4000-8000-000000000000" } as const;
      expect(await vault.get(unknown)).toBeNull();
      await expect(vault.delete(unknown)).resolves.toBeUndefined();
    });

    it("makes ids as told, but never the same twice and only UUIDs", async () => {
      const $id = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
      const vault = await createVault({ newId: (meta) => (meta.key === "front" ? $id : (meta.name ?? $id)) });
      expect(await vault.put(bytes, front)).toEqual({ $ref: "vault", $id });
      await expect(vault.put(bytes, { ...front, key: "back" })).rejects.toEqual(codeIs("conflict"));
      await expect(vault.put(bytes, { ...front, key: "x", name: "no uuid" })).rejects.toEqual(codeIs("configuration"));
      await vault.delete({ $ref: "vault", $id });
      expect(await vault.put(bytes, front)).toEqual({ $ref: "vault", $id });
    });

    it("keeps against delete until the retention is over, but never against erasure", async () => {
      let time = "2026-03-01T00:00:00Z";
      const vault = await createVault({ now: () => new Date(time) });
      const meta = { ...front, retainUntil: "2026-04-01T00:00:00Z" };
      const reference = await vault.put(bytes, meta);
      await expect(vault.delete(reference)).rejects.toEqual(codeIs("lifecycle"));
      expect(await vault.get(reference)).not.toBeNull();
      time = meta.retainUntil;
      await vault.delete(reference);
      expect(await vault.get(reference)).toBeNull();
      expect(await vault.find(owner, "front")).toBeNull();
      await vault.put(bytes, { ...meta, retainUntil: "2099-01-01T00:00:00Z" });
      expect(await vault.deleteOwner(owner)).toBe(1);
      await expect(vault.put(bytes, { ...meta, retainUntil: "later" })).rejects.toEqual(codeIs("invalid_input"));
    });

    it("does not let a put that is under way survive an erasure, nor one that waits for it", async () => {
      const vault = await createVault();
      const held = heldStream(bytes);
      const others = heldStream(bytes);
      const puts = Promise.allSettled([vault.put(held.content, front), vault.put(bytes, front)]);
      const otherPut = vault.put(others.content, { ...front, owner: otherOwner });
      expect(await vault.deleteOwner(owner)).toBe(0);
      held.goOn();
      others.goOn();
      for (const result of await puts) expect(result).toMatchObject({ reason: { code: "conflict" } });
      expect(await vault.find(owner, "front")).toBeNull();
      expect(await read(vault, await otherPut)).not.toBeNull();
      expect(await vault.put(bytes, front)).not.toBeNull();
    });

    it("behaves like a plain table, whatever is done in whatever order", async () => {
      const owners = fc.constantFrom(owner, otherOwner);
      const key = fc.constantFrom("front", "back");
      const put = fc.record({ do: fc.constant("put" as const), owner: owners, key, text: fc.string({ maxLength: 5 }) });
      const remove = fc.record({ do: fc.constant("delete" as const), owner: owners, key });
      const erase = fc.record({ do: fc.constant("erase" as const), owner: owners });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.oneof(put, put, remove, erase), { maxLength: 20 }), async (steps) => {
          const vault = await createVault();
          const model = new Map<string, string>();
          const slot = (of: VaultOwner, name: string) => `${of.executionId}/${name}`;
          for (const step of steps) {
            if (step.do === "put") {
              const content = new TextEncoder().encode(step.text);
              await vault.put(content, { mediaType: "text/plain", owner: step.owner, key: step.key });
              if (!model.has(slot(step.owner, step.key))) model.set(slot(step.owner, step.key), step.text);
            } else if (step.do === "delete") {
              const found = await vault.find(step.owner, step.key);
              expect(found !== null).toBe(model.delete(slot(step.owner, step.key)));
              if (found !== null) await vault.delete(found);
            } else {
              const owned = [...model.keys()].filter((name) => name.startsWith(`${step.owner.executionId}/`));
              expect(await vault.deleteOwner(step.owner)).toBe(owned.length);
              for (const name of owned) model.delete(name);
            }
            for (const of of [owner, otherOwner]) {
              for (const name of ["front", "back"]) {
                const found = await vault.find(of, name);
                const content = found && (await read(vault, found));
                expect(content?.toString() ?? null).toBe(model.get(slot(of, name)) ?? null);
              }
            }
          }
        }),
        { numRuns: settings.sequences },
      );
    });
  });
}
