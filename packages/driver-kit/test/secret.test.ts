import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readSecret } from "../src/secret.ts";

describe("readSecret", () => {
  it.each([
    ["a text", "s3cret"],
    ["a function", () => "s3cret"],
    ["an asynchronous function", async () => "s3cret"],
  ])("reads %s", async (_, secret) => {
    expect(await readSecret(secret, "clientSecret")).toEqual({ ok: true, value: "s3cret" });
  });

  it("reads it anew at every call", async () => {
    let version = 0;
    const secret = () => `v${++version}`;
    expect(await readSecret(secret, "key")).toEqual({ ok: true, value: "v1" });
    expect(await readSecret(secret, "key")).toEqual({ ok: true, value: "v2" });
  });

  it.each([
    ["is empty", "", "clientSecret: is empty"],
    ["gives nothing", () => undefined as unknown as string, "clientSecret: is empty"],
    [
      "throws",
      () => {
        throw Object.assign(new Error("vault says s3cret"), { code: "EACCES" });
      },
      "clientSecret: cannot be read",
    ],
    ["rejects", () => Promise.reject("s3cret"), "clientSecret: cannot be read"],
  ])("fails when it %s, and shows nothing of it", async (_, secret, message) => {
    const result = await readSecret(secret, "clientSecret");
    expect(result).toMatchObject({ ok: false, error: { code: "configuration", message } });
    expect(inspect(result, { showHidden: true, depth: Infinity })).not.toContain("s3cret");
  });
});
