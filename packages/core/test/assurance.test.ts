import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Assurance,
  assuranceScales,
  capAssurance,
  combineAssurance,
  compareLevels,
  meetsAssurance,
} from "../src/assurance.ts";

const assurance = fc.record(
  {
    eidas: fc.constantFrom(...assuranceScales.eidas),
    ial: fc.constantFrom(...assuranceScales.ial),
    aal: fc.constantFrom(...assuranceScales.aal),
    evidenceStrength: fc.constantFrom(...assuranceScales.evidenceStrength),
  },
  { requiredKeys: [] },
);

describe("levels", () => {
  it("are the ones of eIDAS and NIST, weakest first", () => {
    expect(assuranceScales).toEqual({
      eidas: ["low", "substantial", "high"],
      ial: ["IAL1", "IAL2", "IAL3"],
      aal: ["AAL1", "AAL2", "AAL3"],
      evidenceStrength: ["fair", "strong", "superior"],
    });
  });

  it("compare by their order, not by their name", () => {
    expect(compareLevels("eidas", "high", "low")).toBeGreaterThan(0);
    expect(compareLevels("eidas", "low", "substantial")).toBeLessThan(0);
    expect(compareLevels("evidenceStrength", "strong", "strong")).toBe(0);
  });
});

describe("meetsAssurance", () => {
  it("holds when every required scale is reached", () => {
    expect(meetsAssurance({ eidas: "high", aal: "AAL2" }, { eidas: "substantial" })).toBe(true);
    expect(meetsAssurance({ eidas: "substantial" }, { eidas: "substantial" })).toBe(true);
    expect(meetsAssurance({}, {})).toBe(true);
  });

  it("fails when a level is lower or its scale is unknown", () => {
    expect(meetsAssurance({ eidas: "low" }, { eidas: "substantial" })).toBe(false);
    expect(meetsAssurance({ aal: "AAL3" }, { eidas: "low" })).toBe(false);
    expect(meetsAssurance({ eidas: "high", ial: "IAL1" }, { eidas: "low", ial: "IAL2" })).toBe(false);
  });
});

describe("combineAssurance", () => {
  const parts: Assurance[] = [{ eidas: "high", aal: "AAL2" }, { eidas: "low" }];

  it("takes the weakest part, and drops a scale that one part lacks", () => {
    expect(combineAssurance(parts, "weakest")).toEqual({ eidas: "low" });
  });

  it("takes the strongest proof of each scale", () => {
    expect(combineAssurance(parts, "strongest")).toEqual({ eidas: "high", aal: "AAL2" });
  });

  it("gives nothing for nothing", () => {
    expect(combineAssurance([], "weakest")).toEqual({});
    expect(combineAssurance([], "strongest")).toEqual({});
  });

  it("never gives the weakest combination a level that some part does not reach", () => {
    fc.assert(
      fc.property(fc.array(assurance, { minLength: 1, maxLength: 4 }), (levels) => {
        const combined = combineAssurance(levels as Assurance[], "weakest");
        for (const part of levels) expect(meetsAssurance(part as Assurance, combined)).toBe(true);
      }),
    );
  });

  it("gives the strongest combination at least what each part reaches", () => {
    fc.assert(
      fc.property(fc.array(assurance, { maxLength: 4 }), (levels) => {
        const combined = combineAssurance(levels as Assurance[], "strongest");
        for (const part of levels) expect(meetsAssurance(combined, part as Assurance)).toBe(true);
      }),
    );
  });
});

describe("capAssurance", () => {
  it("lowers to the maximum and drops what the method cannot prove", () => {
    expect(capAssurance({ eidas: "high", aal: "AAL2" }, { eidas: "substantial" })).toEqual({ eidas: "substantial" });
  });

  it("never raises a level to the maximum", () => {
    expect(capAssurance({ eidas: "low" }, { eidas: "high" })).toEqual({ eidas: "low" });
    expect(capAssurance({}, { eidas: "high" })).toEqual({});
  });
});
