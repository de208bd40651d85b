import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constantTimeEqual } from "../src/constant-time-equal.ts";

describe("constantTimeEqual", () => {
  it("agrees with === for any two texts", () => {
    const text = fc.string({ maxLength: 3 });
    fc.assert(fc.property(text, text, (a, b) => constantTimeEqual(a, b) === (a === b)));
    fc.assert(fc.property(text, (a) => constantTimeEqual(a, `${a}`)));
  });

  it("keeps lone surrogates apart", () => {
    expect(constantTimeEqual("\ud800", "\ufffd")).toBe(false);
  });

  it("does not throw for other lengths", () => {
    expect(constantTimeEqual("abc", "abcd")).toBe(false);
    expect(constantTimeEqual("", "a")).toBe(false);
  });
});
