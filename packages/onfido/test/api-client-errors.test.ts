import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorCodeOf, errorPathsOf } from "../src/api/error-body.ts";

const validation = (fields: unknown) => ({
  error: { type: "validation_error", message: "There was a validation error on this request", fields },
});

describe("the code of an error body", () => {
  it.each([
    [validation({}), "validation_error"],
    [{ error: { type: "resource_not_found", message: "x" } }, "resource_not_found"],
    [{ error: "invalid_client", error_description: "x" }, "invalid_client"],
    [{ error: { type: "WILLEKE" } }, undefined],
    [{ error: { type: "has spaces" } }, undefined],
    [{ error: { type: "https://errors.example/x" } }, undefined],
    [{ error: { type: "1990-01-01" } }, undefined],
    [{ error: { type: null } }, undefined],
    [{ error: { type: 7 } }, undefined],
    [{ error: {} }, undefined],
    [{ error: "Not Authorized" }, undefined],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
  ])("%j is %s", (body, code) => {
    expect(errorCodeOf(body)).toBe(code);
  });
});

describe("the fields of an error body", () => {
  it.each([
    [{ first_name: ["can't be blank"] }, ["first_name"]],
    [{ first_name: ["a", "b"], last_name: "c" }, ["first_name", "last_name"]],
    [{ address: [{ postcode: ["is invalid"], country: ["is missing"] }] }, ["address.postcode", "address.country"]],
    [{ address: { postcode: ["is invalid"] } }, ["address.postcode"]],
    [{ id_numbers: [{ type: ["x"] }, { type: ["y"], value: ["z"] }] }, ["id_numbers.type", "id_numbers.value"]],
    [{ consents: ["is missing", { name: ["x"] }] }, ["consents.name"]],
    [{ a: { b: { c: {} } } }, ["a.b.c"]],
    [{ a: [], b: {}, c: null, d: 7 }, ["a", "b", "c", "d"]],
    [{ "WILLEKE LISELOTTE": ["x"], SPECI2014: ["x"], "1990-01-01": ["x"] }, []],
    [{ address: { "10 Downing Street": ["x"] } }, ["address"]],
    [{}, []],
    [["first_name"], []],
    ["first_name", []],
    [null, []],
    [undefined, []],
  ])("%j are %j", (fields, paths) => {
    expect(errorPathsOf(validation(fields))).toEqual(paths);
  });

  it("are none where there is no such body", () => {
    for (const body of [null, [], "x", {}, { error: "invalid_client" }, { error: [] }, { fields: { a: 1 } }]) {
      expect(errorPathsOf(body)).toEqual([]);
    }
  });

  it("are ten at most, and eight names deep", () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`field_${index}`, ["x"]]));
    expect(errorPathsOf(validation(many))).toHaveLength(10);
    const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ a: inner }), "x");
    expect(errorPathsOf(validation(deep))).toEqual(["a.a.a.a.a.a.a.a"]);
  });

  it("hold names only, whatever the body is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (fields) => {
        const paths = errorPathsOf(validation(fields));
        expect(paths.length).toBeLessThanOrEqual(10);
        for (const path of paths) expect(path).toMatch(/^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/);
        errorCodeOf(fields);
      }),
    );
  });

  it("never hold what is said about them", () => {
    const name = fc.constantFrom("first_name", "address", "postcode");
    const said = fc.oneof(fc.constant("said"), fc.constant(["said"]), fc.constant([{ postcode: ["said"] }]));
    fc.assert(
      fc.property(fc.dictionary(name, said), (fields) => {
        expect(errorPathsOf(validation(fields)).join()).not.toContain("said");
      }),
    );
  });
});
