import { CompactEncrypt, compactDecrypt } from "jose";
import { describe, expect, it } from "vitest";
import { algorithms, decryptCompact, encryptCompact, partsOf } from "../src/compact-jwe.ts";

const key = new Uint8Array(32).fill(3);
const plaintext = new TextEncoder().encode('{"value":{"nonce":"n"}}');

describe("a compact JWE", () => {
  it("is opened by jose", async () => {
    const opened = await compactDecrypt(encryptCompact({ ...algorithms, kid: "k1" }, plaintext, key), key);
    expect(opened.plaintext).toEqual(plaintext);
    expect(opened.protectedHeader).toEqual({ alg: "dir", enc: "A256GCM", kid: "k1" });
  });

  it("of jose is opened here", async () => {
    const made = await new CompactEncrypt(plaintext).setProtectedHeader({ ...algorithms, kid: "k1" }).encrypt(key);
    const parts = partsOf(made);
    expect(parts?.header.kid).toBe("k1");
    expect(parts && new Uint8Array(decryptCompact(parts, key) ?? [])).toEqual(plaintext);
  });

  it.each([
    ["another algorithm", { alg: "A256GCMKW", enc: "A256GCM" }],
    ["another encryption", { alg: "dir", enc: "A128GCM" }],
    ["an extension that must be understood", { ...algorithms, crit: ["exp"] }],
    ["compression", { ...algorithms, zip: "DEF" }],
  ])("with %s is none of ours", (_what, header) => {
    expect(partsOf(encryptCompact(header, plaintext, key))).toBeUndefined();
  });

  it.each(["", "a.b.c", "a..b.c.d.e", "....", "bm90IGpzb24..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA"])(
    "is not %j",
    (text) => {
      expect(partsOf(text)).toBeUndefined();
    },
  );

  it("does not open with another key", () => {
    const parts = partsOf(encryptCompact(algorithms, plaintext, key));
    expect(parts && decryptCompact(parts, new Uint8Array(32))).toBeUndefined();
  });
});
