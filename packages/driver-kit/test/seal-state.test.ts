import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import type { IdvResult, JsonObject } from "@idvkit/core";
import * as fc from "fast-check";
import { CompactEncrypt, decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import { checkStateKeys, openState, type StateBinding, type StateKeys, sealState } from "../src/seal-state.ts";

const oldKey = new Uint8Array(randomBytes(32));
const newKey = randomBytes(32).toString("base64url");
const oldKeys: StateKeys = { current: "2025", keys: { "2025": oldKey } };
const bothKeys: StateKeys = { current: "2026", keys: { "2025": oldKey, "2026": async () => newKey } };
const binding: StateBinding = { tenantId: "acme", executionId: "e-1", nodeId: "login", attempt: 1 };
const value: JsonObject = { verifier: "pkce-verifier-value", nonce: "nonce-value", list: [1, null, { a: true }] };

async function sealed(keys = oldKeys, expiresAt?: string): Promise<string> {
  const result = await sealState(value, { keys, binding, ...(expiresAt !== undefined && { expiresAt }) });
  if (!result.ok) throw result.error;
  return result.value;
}

function codeOf(result: IdvResult<unknown>): string {
  return result.ok ? "ok" : result.error.code;
}

/** The last letter of a base64url part has spare bits: two spellings can mean the same bytes. */
function bytesOf(jwe: string): string {
  const [header, ...parts] = jwe.split(".");
  return JSON.stringify([header, ...parts.map((part) => Buffer.from(part, "base64url").toString("hex"))]);
}

describe("sealState and openState", () => {
  it("give back what was sealed", async () => {
    const result = await openState(await sealed(), { keys: oldKeys, binding });
    expect(result).toEqual({ ok: true, value });
  });

  it("write a compact JWE with dir, A256GCM and the key's id, and nothing readable", async () => {
    const text = await sealed();
    expect(text.split(".")).toHaveLength(5);
    expect(decodeProtectedHeader(text)).toMatchObject({ alg: "dir", enc: "A256GCM", kid: "2025" });
    const readable = text.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
    for (const hidden of ["pkce-verifier-value", "nonce-value", "acme", "login"]) {
      expect(readable.join()).not.toContain(hidden);
    }
    expect(await sealed()).not.toBe(text);
  });

  it("open with a key that was replaced, and seal with the new one", async () => {
    expect(codeOf(await openState(await sealed(oldKeys), { keys: bothKeys, binding }))).toBe("ok");
    const fresh = await sealed(bothKeys);
    expect(decodeProtectedHeader(fresh).kid).toBe("2026");
    expect(codeOf(await openState(fresh, { keys: bothKeys, binding }))).toBe("ok");
    expect(codeOf(await openState(fresh, { keys: oldKeys, binding }))).toBe("invalid_input");
  });

  it.each([
    ["tenant", { ...binding, tenantId: "other" }],
    ["missing tenant", { executionId: "e-1", nodeId: "login", attempt: 1 }],
    ["execution", { ...binding, executionId: "e-2" }],
    ["node", { ...binding, nodeId: "signature" }],
    ["attempt", { ...binding, attempt: 2 }],
    ["border between the names", { ...binding, executionId: "e-1login", nodeId: "" }],
  ])("refuse another %s", async (_title, other) => {
    expect(codeOf(await openState(await sealed(), { keys: oldKeys, binding: other }))).toBe("invalid_input");
  });

  it("refuse a state with any one character changed, taken away or added", async () => {
    const text = await sealed();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text.length - 1 }), fc.constantFrom("A", "z", "."), async (at, letter) => {
        const changed = [text.slice(0, at) + letter + text.slice(at + 1), text.slice(0, at) + text.slice(at + 1)];
        for (const other of [...changed, text + letter]) {
          if (bytesOf(other) !== bytesOf(text))
            expect((await openState(other, { keys: oldKeys, binding })).ok).toBe(false);
        }
      }),
    );
  });

  it.each(["", "abc", "....", "eyJhbGciOiJub25lIn0....", "eyJraWQiOjF9....", "eyJraWQiOiJfX3Byb3RvX18ifQ...."])(
    "refuse %j without saying why",
    async (text) => {
      const result = await openState(text, { keys: oldKeys, binding });
      expect(result).toMatchObject({ ok: false, error: { code: "invalid_input", message: "state: cannot be opened" } });
      expect(result.ok || result.error.cause).toBeUndefined();
    },
  );

  it("refuse what the same key encrypted for another purpose", async () => {
    const header = { alg: "dir", enc: "A256GCM", kid: "2025" };
    const plaintext = new TextEncoder().encode('{"value":{}}');
    const foreign = await new CompactEncrypt(plaintext).setProtectedHeader(header).encrypt(oldKey);
    expect(codeOf(await openState(foreign, { keys: oldKeys, binding }))).toBe("invalid_input");
    const { bind } = decodeProtectedHeader(await sealed());
    const noJson = await new CompactEncrypt(new TextEncoder().encode("hello"))
      .setProtectedHeader({ ...header, bind })
      .encrypt(oldKey);
    expect(codeOf(await openState(noJson, { keys: oldKeys, binding }))).toBe("invalid_input");
  });

  it("expire from the given time on", async () => {
    const text = await sealed(oldKeys, "2026-03-01T12:00:00Z");
    const at = (time: string) => openState(text, { keys: oldKeys, binding, now: new Date(time) });
    expect(codeOf(await at("2026-03-01T11:59:59.999Z"))).toBe("ok");
    expect(codeOf(await at("2026-03-01T12:00:00Z"))).toBe("expired");
    expect(codeOf(await openState(await sealed(oldKeys, "2020-01-01T00:00:00Z"), { keys: oldKeys, binding }))).toBe(
      "expired",
    );
  });

  it("refuse to seal what is no JSON, or with a time that is none", async () => {
    const circular: JsonObject = {};
    circular.self = circular;
    expect(codeOf(await sealState(circular, { keys: oldKeys, binding }))).toBe("invalid_input");
    expect(codeOf(await sealState(value, { keys: oldKeys, binding, expiresAt: "soon" }))).toBe("invalid_input");
  });

  it.each([
    ["no current key", { current: "2027", keys: { "2025": oldKey } }],
    ["a current key of the prototype", { current: "toString", keys: {} }],
    ["a short key", { current: "a", keys: { a: new Uint8Array(16) } }],
    ["a short key as text", { current: "a", keys: { a: "c2hvcnQ" } }],
    ["a key that is no base64url", { current: "a", keys: { a: "+/".repeat(22) } }],
    ["a short key beside the current one", { current: "a", keys: { a: oldKey, b: new Uint8Array(31) } }],
  ])("say configuration for %s", async (_title, keys: StateKeys) => {
    expect(codeOf(checkStateKeys(keys))).toBe("configuration");
    expect(codeOf(await sealState(value, { keys, binding }))).toBe("configuration");
  });

  it("check a key behind a function when it is used", async () => {
    const withKey = (key: () => string): StateKeys => ({ current: "a", keys: { a: key } });
    const broken = () => {
      throw new Error("vault is down");
    };
    expect(codeOf(checkStateKeys(withKey(broken)))).toBe("ok");
    expect(codeOf(await sealState(value, { keys: withKey(broken), binding }))).toBe("configuration");
    expect(codeOf(await sealState(value, { keys: withKey(() => "c2hvcnQ"), binding }))).toBe("configuration");
    const text = await sealed({ current: "a", keys: { a: newKey } });
    expect(codeOf(await openState(text, { keys: withKey(broken), binding }))).toBe("configuration");
    expect(codeOf(await openState(text, { keys: withKey(() => newKey), binding }))).toBe("ok");
  });

  it("show no key and no value in an error", async () => {
    const keys: StateKeys = { current: "a", keys: { a: `${newKey}AA` } };
    const shown = inspect(
      [
        await sealState(value, { keys, binding }),
        await openState(await sealed(), { keys: bothKeys, binding: { ...binding, attempt: 9 } }),
      ],
      { depth: null, showHidden: true },
    );
    for (const hidden of [newKey, "pkce-verifier-value", "acme"]) expect(shown).not.toContain(hidden);
  });
});
