import { describe, expect, it } from "vitest";
import { refusingWords } from "../src/mapping/evidence-words.ts";
import { searchOutput } from "../src/mapping/workflow-output.ts";

const clear = { result: "clear", breakdown: { police_record: { result: "clear" } } };

/** `levels` objects around a value. */
function nested(value: unknown, levels: number): unknown {
  return levels === 0 ? value : { x: nested(value, levels - 1) };
}

describe("the reports in a workflow's output", () => {
  it.each([
    ["alone", clear, null],
    ["under a name", { document: clear, note: "fine" }, { document: null, note: "fine" }],
    ["in a list", [clear, 5], [null, 5]],
    ["deep in both", { a: [{ b: { c: clear } }], d: true }, { a: [{ b: { c: null } }], d: true }],
  ])("%s", (_, output, rest) => {
    expect(searchOutput(output)).toStrictEqual({ reports: [clear], rest });
  });

  it("several, in their order", () => {
    const other = { ...clear, uuid: "2" };
    expect(searchOutput({ b: clear, a: [other] }).reports).toStrictEqual([clear, other]);
  });

  it.each(["result", "sub_result", "subResult"])("have a breakdown and a %s, whatever it says", (name) => {
    for (const container of ["breakdown", "breakdowns"]) {
      expect(searchOutput({ [container]: {}, [name]: null }).reports).toHaveLength(1);
    }
  });

  it.each([
    { result: "clear" },
    { breakdown: {} },
    { breakdown: [], result: "clear" },
    { breakdown: "clear", result: "clear" },
    { breakdown: null, result: "clear" },
    {},
  ])("%j is none", (output) => {
    expect(searchOutput(output)).toStrictEqual({ reports: [], rest: output });
  });

  it.each([null, undefined, "approved", 7, true, []])("%j has none", (output) => {
    expect(searchOutput(output)).toStrictEqual({ reports: [], rest: output });
  });

  it("what is in a report is not looked for again", () => {
    const outer = { ...clear, breakdown: { inner: clear } };
    expect(searchOutput(outer).reports).toStrictEqual([outer]);
  });
});

describe("what is left of an output", () => {
  it.each([...refusingWords, "DECLINED"])("holds %s as a result, whatever it is the value of", (word) => {
    expect(searchOutput(word).rest).toStrictEqual({ result: word });
    expect(searchOutput({ status: word, list: [word] }).rest).toStrictEqual({
      status: { result: word },
      list: [{ result: word }],
    });
  });

  it("holds other words as they are", () => {
    const output = { status: "complete", decision: "clear", note: "was rejected before", count: 2 };
    expect(searchOutput(output).rest).toStrictEqual(output);
  });

  it("holds properties that are passed on as data", () => {
    expect(searchOutput({ document: { properties: { first_name: "ALIX" } } }).rest).toStrictEqual({
      document: { propertyValues: { first_name: "ALIX" } },
    });
  });

  it("keeps a name that is special to the language a name", () => {
    const { rest } = searchOutput(JSON.parse('{"__proto__":{"status":"declined"}}'));
    expect(JSON.stringify(rest)).toBe('{"__proto__":{"status":{"result":"declined"}}}');
  });
});

describe("an output of a size that no workflow gives", () => {
  const beyond = { result: "unidentified" };

  it("a report below eight levels is found, a deeper one is not, and says so", () => {
    expect(searchOutput(nested(clear, 8))).toStrictEqual({ reports: [clear], rest: nested(null, 8) });
    expect(searchOutput(nested(clear, 9))).toStrictEqual({ reports: [], rest: nested(beyond, 9) });
    expect(searchOutput(nested("fine", 9)).rest).toStrictEqual(nested("fine", 9));
  });

  it("the two thousandth node is looked at, the next is not, and says so", () => {
    const list = (length: number) => searchOutput([...Array.from({ length: length - 2 }, () => 1), {}]).rest;
    expect(list(2_000)).toHaveProperty("1998", {});
    expect(list(2_001)).toHaveProperty("1999", beyond);
  });

  it("a value that contains itself ends", () => {
    const output: Record<string, unknown> = {};
    output.a = output;
    output.b = output;
    expect(searchOutput(output).reports).toEqual([]);
  });
});
