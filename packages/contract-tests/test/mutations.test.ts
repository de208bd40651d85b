import { describe, expect, it } from "vitest";
import { mostLeavesPerBody, mutationsOf, unknownWord } from "../src/provider/mutations.ts";

describe("mutationsOf", () => {
  const body = { status: "ok", list: [{ count: 1 }], flag: true };

  it("adds unknown fields to every object at once", () => {
    const unknown = { nested: [1, "two", null] };
    expect(mutationsOf(body)[0]).toEqual({
      name: "unknown fields everywhere",
      body: { ...body, list: [{ count: 1, contractKitUnknown: unknown }], contractKitUnknown: unknown },
    });
  });

  it("makes every leaf null, takes it away, and gives every text an unknown word", () => {
    const byName = Object.fromEntries(mutationsOf(body).map((mutation) => [mutation.name, mutation.body]));
    expect(Object.keys(byName)).toEqual([
      "unknown fields everywhere",
      "null at status",
      "nothing at status",
      "unknown word at status",
      "null at list[0].count",
      "nothing at list[0].count",
      "null at flag",
      "nothing at flag",
    ]);
    expect(byName["unknown word at status"]).toEqual({ ...body, status: unknownWord });
    expect(byName["nothing at list[0].count"]).toEqual({ ...body, list: [{}] });
    expect(byName["null at flag"]).toEqual({ ...body, flag: null });
  });

  it("leaves the body as it was", () => {
    const before = structuredClone(body);
    mutationsOf(body);
    expect(body).toEqual(before);
  });

  it("takes an evenly spread sample of a large body, the same each time", () => {
    const large = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field${index}`, index]));
    const mutations = mutationsOf(large);
    expect(mutations).toHaveLength(1 + 2 * mostLeavesPerBody);
    expect(mutations).toEqual(mutationsOf(large));
    expect(mutations.at(-1)?.name).toBe("nothing at field993");
  });
});
