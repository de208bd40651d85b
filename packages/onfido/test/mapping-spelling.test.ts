import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { onfidoFindings } from "../src/mapping/finding-tree.ts";
import { foldName, foldNames, follow, memberNamed, spellingsOf } from "../src/mapping/spelling.ts";

describe("a name in camelCase", () => {
  it.each([
    ["result", "result"],
    ["sub_result", "subResult"],
    ["subResult", "subResult"],
    ["date_of_birth", "dateOfBirth"],
    ["line_1", "line1"],
    ["mrz_line1", "mrzLine1"],
    ["zip4", "zip4"],
    ["legal_and_regulatory_warnings", "legalAndRegulatoryWarnings"],
    [
      "document_has_not_been_recorded_as_lost,_stolen_or_compromised",
      "documentHasNotBeenRecordedAsLost,StolenOrCompromised",
    ],
    ["", ""],
    ["_", "_"],
    ["trailing_", "trailing_"],
    ["two__steps", "two_Steps"],
    ["SHOUTED_NAME", "SHOUTED_NAME"],
  ])("%s is %s", (name, folded) => {
    expect(foldName(name)).toBe(folded);
    expect(foldName(name)).toBe(folded);
  });

  it("is its own camelCase", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][A-Za-z0-9,]{0,40}$/), (name) => {
        expect(foldName(name)).toBe(name);
      }),
    );
  });
});

describe("the spellings of a name", () => {
  it.each([
    ["result", ["result"]],
    ["subResult", ["subResult", "sub_result"]],
    ["dateOfBirth", ["dateOfBirth", "date_of_birth"]],
    ["mrzLine1", ["mrzLine1", "mrz_line1"]],
  ])("%s: %j", (name, spellings) => {
    expect(spellingsOf(name)).toEqual(spellings);
  });

  it("of every result in the table fold to it", () => {
    for (const { path } of onfidoFindings) {
      for (const name of path.split(".")) {
        for (const spelling of spellingsOf(name)) expect(foldName(spelling)).toBe(name);
      }
    }
  });
});

describe("data with its names in camelCase", () => {
  it("goes down through objects and lists", () => {
    const data = {
      document_numbers: [{ type: "document_number", issued_value: "X1" }, "as_it_is", null],
      address_lines: { street_address: "1 Nowhere", sub: { country_code: "UTO" } },
      is_set: true,
    };
    expect(foldNames(data)).toStrictEqual({
      documentNumbers: [{ type: "document_number", issuedValue: "X1" }, "as_it_is", null],
      addressLines: { streetAddress: "1 Nowhere", sub: { countryCode: "UTO" } },
      isSet: true,
    });
  });

  it("is a copy", () => {
    const data = { first_name: "ALIX", list: [{ a_b: 1 }] };
    const before = structuredClone(data);
    expect(foldNames(data)).not.toBe(data);
    expect(data).toStrictEqual(before);
  });

  it("takes the first of two spellings that says something", () => {
    expect(foldNames({ first_name: "A", firstName: "B" })).toStrictEqual({ firstName: "A" });
    expect(foldNames({ firstName: "B", first_name: "A" })).toStrictEqual({ firstName: "B" });
    expect(foldNames({ firstName: null, first_name: "A" })).toStrictEqual({ firstName: "A" });
  });

  it("leaves what is deeper than six levels as it is", () => {
    const deep = (levels: number): Record<string, unknown> =>
      levels === 0 ? { in_side: 1 } : { down_to: deep(levels - 1) };
    const folded = (levels: number): Record<string, unknown> =>
      levels === 0 ? { inSide: 1 } : { downTo: folded(levels - 1) };
    expect(foldNames(deep(6))).toStrictEqual(folded(6));
    expect(JSON.stringify(foldNames(deep(7)))).toBe(JSON.stringify(folded(7)).replace("inSide", "in_side"));
  });

  it("takes no name that is special to the language", () => {
    const folded = foldNames(JSON.parse('{"__proto__":{"polluted":true},"a":{"__proto__":{"x":1}}}'));
    expect(Object.getPrototypeOf(folded)).toBe(Object.prototype);
    expect(folded.polluted).toBeUndefined();
    expect(folded.a).not.toHaveProperty("x");
  });

  it("never has the name __proto__", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("_", "p", "P", "roto", "__proto__")), (parts) => {
        expect(foldName(parts.join(""))).not.toBe("__proto__");
      }),
    );
  });
});

describe("a member of a name", () => {
  it("is found in either spelling, asked for in either", () => {
    for (const name of ["subResult", "sub_result"]) {
      expect(memberNamed({ subResult: 1 }, name)).toBe(1);
      expect(memberNamed({ sub_result: 2 }, name)).toBe(2);
      expect(memberNamed({ result: 3 }, name)).toBeUndefined();
    }
  });

  it("is found at the end of a path", () => {
    const path = ["faceComparison", "breakdown", "faceMatch"].map(spellingsOf);
    expect(follow({ faceComparison: { breakdown: { face_match: 0.5 } } }, path)).toBe(0.5);
    expect(follow({ face_comparison: { breakdown: { faceMatch: 0.5 } } }, path)).toBe(0.5);
    expect(follow({ face_comparison: { breakdown: [] } }, path)).toBeUndefined();
    expect(follow({ face_comparison: "clear" }, path)).toBeUndefined();
    expect(follow({}, path)).toBeUndefined();
  });

  it("is found as it is written, also where folding it leads elsewhere", () => {
    expect(memberNamed({ line_1: 7 }, "line_1")).toBe(7);
  });

  it("is no member that happens to be called undefined", () => {
    expect(memberNamed({ undefined: 7 }, "result")).toBeUndefined();
    expect(follow({ undefined: 7 }, [["result"]])).toBeUndefined();
  });
});
