import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonValue, jsonObjectSchema, jsonValueSchema } from "../src/json.ts";

describe("isJsonValue", () => {
  it("takes whatever JSON.parse gives", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => isJsonValue(value)));
  });

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol("s"), () => 1, new Date(0), new Map(), /x/])(
    "refuses what JSON loses, alone and inside: value %#",
    (value) => {
      expect(isJsonValue(value)).toBe(false);
      expect(isJsonValue({ a: [value] })).toBe(false);
    },
  );

  it("refuses a cycle, and takes one object at two places", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = [cycle, cycle];
    expect(isJsonValue(cycle)).toBe(false);
    const shared = { a: 1 };
    expect(isJsonValue([shared, shared])).toBe(true);
  });

  it("takes 200 levels and no more", () => {
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(isJsonValue(nested(200))).toBe(true);
    expect(isJsonValue(nested(201))).toBe(false);
  });
});

describe("the JSON schemas", () => {
  it("take any value, or only objects", () => {
    expect(jsonValueSchema.safeParse([1, { a: null }]).success).toBe(true);
    expect(jsonValueSchema.safeParse(undefined).success).toBe(false);
    expect(jsonObjectSchema.safeParse({ a: [1] }).success).toBe(true);
    expect(jsonObjectSchema.safeParse([1]).success).toBe(false);
    expect(jsonObjectSchema.safeParse({ a: new Date(0) }).success).toBe(false);
  });
});
