import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import type { IdvResult } from "@idvkit/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HmacCheck, verifyHmac } from "../src/verify-hmac.ts";

const body = new TextEncoder().encode('{"payload":{"resource_type":"check"}}');
const secret = "webhook-token-of-the-test";

function sign(encoding: "hex" | "base64", key = secret, algorithm = "sha256"): string {
  return createHmac(algorithm, key).update(body).digest(encoding);
}

function check(signature: string | undefined, more: Partial<HmacCheck> = {}): Promise<IdvResult<void>> {
  return verifyHmac({ algorithm: "sha256", body, signature, encoding: "hex", secrets: [secret], ...more });
}

function codeOf(result: IdvResult<void>): string {
  return result.ok ? "ok" : result.error.code;
}

describe("verifyHmac", () => {
  it("knows a published signature (RFC 4231, test case 2)", async () => {
    const result = await verifyHmac({
      algorithm: "sha256",
      body: new TextEncoder().encode("what do ya want for nothing?"),
      signature: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
      encoding: "hex",
      secrets: ["Jefe"],
    });
    expect(result.ok).toBe(true);
  });

  it.each(["sha1", "sha256", "sha384", "sha512"] as const)("accepts %s in hex and in base64", async (algorithm) => {
    for (const encoding of ["hex", "base64"] as const) {
      const signature = sign(encoding, secret, algorithm);
      expect(codeOf(await check(signature, { algorithm, encoding }))).toBe("ok");
    }
  });

  it("accepts upper-case hex unless told otherwise", async () => {
    const upper = sign("hex").toUpperCase();
    expect(codeOf(await check(upper))).toBe("ok");
    expect(codeOf(await check(upper, { caseInsensitive: false }))).toBe("invalid_callback");
    expect(codeOf(await check(sign("hex"), { caseInsensitive: false }))).toBe("ok");
  });

  it("accepts any of several secrets, while one is rotated", async () => {
    const secrets = ["old", () => secret, async () => "next"];
    expect(codeOf(await check(sign("hex"), { secrets }))).toBe("ok");
    expect(codeOf(await check(sign("hex", "old"), { secrets }))).toBe("ok");
    expect(codeOf(await check(sign("hex", "next"), { secrets }))).toBe("ok");
    expect(codeOf(await check(sign("hex", "another"), { secrets }))).toBe("invalid_callback");
  });

  it("reads all secrets, also after one matched", async () => {
    let reads = 0;
    const last = () => {
      reads += 1;
      return "another";
    };
    await check(sign("hex"), { secrets: [secret, last] });
    expect(reads).toBe(1);
  });

  it.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["rubbish behind the right hex", `${sign("hex")}zz`],
    ["hex after the right hex", `${sign("hex")}00`],
    ["one digit too few", sign("hex").slice(1)],
    ["one letter that is no digit", `g${sign("hex").slice(1)}`],
    ["a line break at the end", `${sign("hex").slice(0, 63)}\n`],
    ["the signature in base64", sign("base64")],
    ["the signature of a longer digest", sign("hex", secret, "sha512")],
    ["a prefix", `sha256=${sign("hex")}`],
    ["another signature of the right form", "0".repeat(64)],
  ])("refuses %s", async (_title, signature) => {
    expect(codeOf(await check(signature))).toBe("invalid_callback");
  });

  it.each([
    ["without padding", sign("base64").replace("=", "")],
    ["with rubbish inside", ` ${sign("base64")}`],
    ["with rubbish behind", `${sign("base64")}!`],
    ["in hex", sign("hex")],
    ["of the URL alphabet", "-_".repeat(21).concat("-=")],
  ])("refuses base64 %s", async (_title, signature) => {
    expect(codeOf(await check(signature, { encoding: "base64" }))).toBe("invalid_callback");
  });

  it("refuses another body", async () => {
    const other = new TextEncoder().encode("{}");
    expect(codeOf(await check(sign("hex"), { body: other }))).toBe("invalid_callback");
  });

  it("never accepts a signature that was not made with the secret", async () => {
    await fc.assert(fc.asyncProperty(fc.string(), async (signature) => !(await check(signature)).ok));
  });

  it("does not read a secret for a malformed signature", async () => {
    const secrets = [
      () => {
        throw new Error("must not be asked");
      },
    ];
    expect(codeOf(await check("zz", { secrets }))).toBe("invalid_callback");
    expect(codeOf(await check(sign("hex"), { secrets }))).toBe("configuration");
  });

  it("needs a secret", async () => {
    expect(codeOf(await check(sign("hex"), { secrets: [] }))).toBe("configuration");
    expect(codeOf(await check(sign("hex"), { secrets: [""] }))).toBe("configuration");
  });

  it("shows neither signature nor secret nor body in an error", async () => {
    const signature = sign("hex", "another");
    const shown = inspect(await check(signature), { depth: null, showHidden: true });
    for (const hidden of [signature, secret, "resource_type"]) expect(shown).not.toContain(hidden);
  });
});
