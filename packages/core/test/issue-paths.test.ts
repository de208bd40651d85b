import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeIssues } from "../src/issue-paths.ts";

function issuesOf(schema: z.ZodType, value: unknown, root?: string): string[] {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : describeIssues(error, root);
}

describe("describeIssues", () => {
  it("writes the path with dots and indices, and the code", () => {
    const schema = z.object({ list: z.array(z.object({ name: z.string() })) });
    expect(issuesOf(schema, { list: [{ name: "a" }, {}] })).toEqual(["list[1].name: invalid_type"]);
    expect(issuesOf(schema, { list: [{}] }, "content")).toEqual(["content.list[0].name: invalid_type"]);
  });

  it("calls the whole value $, or by its root", () => {
    expect(issuesOf(z.string(), 1)).toEqual(["$: invalid_type"]);
    expect(issuesOf(z.string(), 1, "body")).toEqual(["body: invalid_type"]);
    expect(issuesOf(z.array(z.string()), [1])).toEqual(["[0]: invalid_type"]);
  });

  it("does not name unknown keys", () => {
    expect(issuesOf(z.strictObject({}), { ada: 1, specimen: 2 })).toEqual(["$: unrecognized_keys"]);
  });

  it("says of a union only that it failed", () => {
    expect(issuesOf(z.object({ a: z.union([z.string(), z.iso.date()]) }), { a: 1 })).toEqual(["a: invalid_union"]);
  });

  it.each([["ada@mail.example"], ["two words"], [""], ["x".repeat(65)], ["é"]])("prints the key %j as ?", (key) => {
    expect(issuesOf(z.record(z.string(), z.number()), { [key]: "text" })).toEqual(["?: invalid_type"]);
  });

  it("stops after 20 entries", () => {
    expect(issuesOf(z.array(z.string()), Array(50).fill(1))).toHaveLength(20);
  });
});
