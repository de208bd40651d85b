import { describe, expect, it } from "vitest";
import { Lexer } from "../src/reader/lexer.ts";
import type { PdfObject } from "../src/reader/object.ts";
import { parseObject } from "../src/reader/parse-object.ts";
import { PdfError } from "../src/reader/pdf-error.ts";

const parse = (text: string, depth = 8): PdfObject => parseObject(new Lexer(Buffer.from(text, "latin1"), 0), depth);

/** What a person would write down for the object. */
function plain(object: PdfObject): unknown {
  switch (object.kind) {
    case "null":
      return null;
    case "boolean":
    case "number":
      return object.value;
    case "string":
      return Buffer.from(object.bytes).toString("latin1");
    case "name":
      return `/${object.name}`;
    case "array":
      return object.items.map(plain);
    case "dictionary":
      return Object.fromEntries([...object.entries].map(([key, value]) => [key, plain(value)]));
    case "reference":
      return `${object.objectNumber} ${object.generation} R`;
    default:
      return object.kind;
  }
}

describe("objects", () => {
  it.each([
    ["null", null],
    ["true", true],
    ["false", false],
    ["42", 42],
    ["-17", -17],
    ["+3", 3],
    [".5", 0.5],
    ["4.", 4],
    ["-.002", -0.002],
    ["1-2", 0],
    ["-1.#INF", 0],
    ["nan", undefined],
    ["-nan", 0],
    ["(a(b)c)", "a(b)c"],
    ["(a\\)\\n\\101\\8)", "a)\nA8"],
    ["(a\\\r\nb\rc\r\nd)", "ab\nc\nd"],
    ["(\\7777)", "\u00ff7"],
    ["<48 65 6C6c 6F>", "Hello"],
    ["<7>", "p"],
    ["/Name", "/Name"],
    ["/A#42C", "/ABC"],
    ["/A#4", "/A#4"],
    ["/", "/"],
    ["[1 2 0 R /X(y)<7a>]", [1, "2 0 R", "/X", "y", "z"]],
    ["[1 2 3 0 R 4 5]", [1, 2, "3 0 R", 4, 5]],
    ["<</A 1/B<</C[true]>>>>", { A: 1, B: { C: [true] } }],
    ["% comment\n<< /A % another ]\r 1 >>", { A: 1 }],
    ["<< /Con#74ents 1 >>", { Contents: 1 }],
  ])("reads %s", (text, expected) => {
    if (expected === undefined) expect(() => parse(text)).toThrow(PdfError);
    else expect(plain(parse(text))).toEqual(expected);
  });

  it.each(["", "]", "<< /A >>", "<< 1 2 >>", "<< /A 1", "[1 2", "(abc", "<abc", "endobj", "<</A 1> >"])(
    "refuses %s",
    (text) => {
      expect(() => parse(text)).toThrow(PdfError);
    },
  );

  it("says how a string is written", () => {
    const formOf = (text: string) => {
      const object = parse(text);
      return object.kind === "string" ? object.form : undefined;
    };
    expect(formOf("<00ff>")).toBe("hexadecimal");
    expect(formOf("<>")).toBe("hexadecimal");
    expect(formOf("<00f>")).toBe("hexadecimalOdd");
    expect(formOf("<00 ff>")).toBe("hexadecimalOdd");
    expect(formOf("<00xx>")).toBe("hexadecimalOdd");
    expect(formOf("(00)")).toBe("literal");
  });

  it("tells integers from other numbers", () => {
    expect(parse("12")).toMatchObject({ isInteger: true });
    expect(parse("-12")).toMatchObject({ isInteger: true });
    expect(parse("12.0")).toMatchObject({ isInteger: false });
  });

  it("knows where each object stands", () => {
    const object = parse("  << /A <6162> >>");
    expect(object).toMatchObject({ start: 2, end: 17 });
    expect(object.kind === "dictionary" && object.entries.get("A")).toMatchObject({ start: 8, end: 14 });
  });

  it("takes the last of two values of a key and records the key, however it is written", () => {
    const object = parse("<< /A 1 /B 2 /#41 3 >>");
    expect(plain(object)).toEqual({ A: 3, B: 2 });
    expect(object).toMatchObject({ repeatedKeys: ["A"] });
  });

  it("refuses objects that are nested too deeply", () => {
    expect(plain(parse("[[[1]]]", 3))).toEqual([[[1]]]);
    expect(() => parse("[[[[1]]]]", 3)).toThrow(expect.objectContaining({ code: "limit" }));
    expect(() => parse("[".repeat(1e5), 64)).toThrow(expect.objectContaining({ code: "limit" }));
  });
});
