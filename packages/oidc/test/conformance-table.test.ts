import { describe, expect, it } from "vitest";
import { refusalReasons } from "../src/index.ts";
import { misbehaviours } from "../src/testing/index.ts";
import { basicRows } from "./conformance-client-plan.ts";
import { basicPlanNames, referenceNames } from "./conformance-reference-names.ts";
import type { ConformanceRow } from "./conformance-row.ts";
import { conformanceTable } from "./conformance-table.ts";

/** What a refusal is told apart by: its reason, the warning of its result, or else its code. */
function mark({ expect: { code, reason, warning } }: ConformanceRow): string | undefined {
  return reason ?? warning ?? code;
}

const negatives = conformanceTable.filter(
  ({ must, expect: { verdict } }) => must === "reject" || verdict === undefined,
);
/** A setting that is not offered is no defect of a provider. */
const defects = negatives.filter(({ story }) => story !== "refusedSetting");

describe("the conformance table", () => {
  it("names every module once", () => {
    const names = conformanceTable.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("holds every name of the reference", () => {
    const names = conformanceTable.map(({ name }) => name);
    expect(referenceNames.filter((name) => !names.includes(name))).toEqual([]);
  });

  it("holds no module of a plan that the reference does not name", () => {
    const known = new Set(referenceNames);
    const invented = conformanceTable.filter(({ name, plan }) => plan !== "own cases" && !known.has(name));
    expect(invented.map(({ name }) => name)).toEqual([]);
  });

  it("begins with the Basic certification plan, all fourteen", () => {
    expect(basicRows.map(({ name }) => name).sort()).toEqual([...basicPlanNames].sort());
    expect(basicRows).toHaveLength(14);
  });

  it("accepts nothing that must be rejected", () => {
    const accepted = conformanceTable.filter((row) => row.must === "reject" && row.expect.verdict === "verified");
    expect(accepted.map(({ name }) => name)).toEqual([]);
  });

  it("refuses different defects for different reasons", () => {
    const firstOf = new Map<string | undefined, string>();
    const shared = defects.flatMap((row) => {
      const first = firstOf.get(mark(row));
      if (first === undefined) firstOf.set(mark(row), row.name);
      return first === row.sameAs ? [] : [`${row.name}: ${mark(row)}, as ${first ?? "nothing above it"}`];
    });
    expect(shared).toEqual([]);
    expect(conformanceTable.filter((row) => row.sameAs !== undefined && !defects.includes(row))).toEqual([]);
  });

  it("has a reason for every refusal, and it is one of the package's reasons with its code", () => {
    const wrong = negatives.filter(({ expect: { verdict, code, reason, retryable } }) => {
      if (verdict !== undefined) return false;
      // A replay and a key set that is down are told apart by their codes; settings are refused by their path.
      if (reason === undefined) return !(code === "lifecycle" || code === "configuration" || retryable === true);
      const row = Object.hasOwn(refusalReasons, reason)
        ? refusalReasons[reason as keyof typeof refusalReasons]
        : undefined;
      return code === undefined || row?.codes.includes(code) !== true;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it("says why where a module is met in another way", () => {
    const silent = conformanceTable.filter(({ must, note }) => /notOffered|acceptOrReject/.test(must) && !note);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("uses every misbehaviour of the simulator", () => {
    const used = new Set(conformanceTable.map(({ misbehaviour }) => misbehaviour));
    const elsewhere = ["discovery-swapped", "signing-key-rotation"];
    const unused = Object.keys(misbehaviours).filter((name) => !used.has(name as never) && !elsewhere.includes(name));
    expect(unused).toEqual([]);
  });
});
