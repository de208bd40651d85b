import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { IdvError, isIdvError } from "../src/error.ts";

const personal = "WILLEKE LISELOTTE DE BRUIJN";

describe("IdvError", () => {
  it("carries a code, a message of paths, and what a caller needs to decide on a retry", () => {
    const error = new IdvError({
      code: "rate_limited",
      message: "GET /things: 429",
      retryable: true,
      retryAfterMs: 2000,
      provider: "acme",
      providerCode: "base:too-many",
      httpStatus: 429,
      cause: Object.assign(new TypeError(personal), { code: "ECONNRESET", status: 429 }),
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.toJSON()).toEqual({
      name: "IdvError",
      code: "rate_limited",
      message: "GET /things: 429",
      retryable: true,
      retryAfterMs: 2000,
      provider: "acme",
      providerCode: "base:too-many",
      httpStatus: 429,
      cause: { name: "TypeError", code: "ECONNRESET", status: 429 },
    });
  });

  it("is not retryable unless it says so, and leaves out what it does not know", () => {
    const error = new IdvError({ code: "expired", message: "step: over" });
    expect(error.toJSON()).toEqual({ name: "IdvError", code: "expired", message: "step: over", retryable: false });
    expect("cause" in error).toBe(false);
  });

  it("keeps nothing of a foreign error but name, code and status", () => {
    const foreign = Object.assign(new Error(personal), { config: { data: personal }, response: { body: personal } });
    foreign.name = personal;
    const error = new IdvError({
      code: "provider_error",
      message: "x",
      cause: Object.assign(foreign, { code: personal }),
    });
    expect(error.cause).toEqual({ name: "Error" });
    expect(inspect(error, { showHidden: true, depth: null, getters: true })).not.toContain("WILLEKE");
  });

  it("drops a provider code that does not look like a code", () => {
    const error = new IdvError({ code: "provider_error", message: "x", providerCode: personal });
    expect("providerCode" in error).toBe(false);
  });

  it("says by its reason which check failed, and shows it in JSON", () => {
    const error = new IdvError({ code: "invalid_response", message: "idToken: x", reason: "id_token_nonce_mismatch" });
    expect(error.reason).toBe("id_token_nonce_mismatch");
    expect(error.toJSON()).toEqual({
      name: "IdvError",
      code: "invalid_response",
      message: "idToken: x",
      retryable: false,
      reason: "id_token_nonce_mismatch",
    });
  });

  it.each([personal, "", "two words", "1st", "x".repeat(65)])(
    "drops a reason that does not look like a code: %j",
    (reason) => {
      const error = new IdvError({ code: "invalid_response", message: "x", reason });
      expect("reason" in error).toBe(false);
      expect("reason" in error.toJSON()).toBe(false);
      expect(inspect(error, { showHidden: true, depth: null })).not.toContain("WILLEKE");
    },
  );

  it("drops a cause that is no object", () => {
    expect(new IdvError({ code: "provider_error", message: "x", cause: personal }).cause).toBeUndefined();
    expect(new IdvError({ code: "provider_error", message: "x", cause: null }).cause).toBeUndefined();
  });
});

describe("isIdvError", () => {
  it("knows an error of another copy of the package", async () => {
    const copy = (await import(/* @vite-ignore */ `${new URL("../src/error.ts", import.meta.url).href}?copy`)) as {
      IdvError: typeof IdvError;
    };
    const foreign = new copy.IdvError({ code: "expired", message: "x" });
    expect(foreign instanceof IdvError).toBe(false);
    expect(isIdvError(foreign)).toBe(true);
  });

  it("is false for everything else", () => {
    for (const value of [null, undefined, "IdvError", {}, new Error("x"), { name: "IdvError", code: "expired" }]) {
      expect(isIdvError(value)).toBe(false);
    }
  });
});
