import { describe, expect, it } from "vitest";
import { presetNames } from "../src/presets/index.ts";
import { presetTable } from "./preset-table.ts";

describe("the table of presets for the README", () => {
  const lines = presetTable().split("\n");

  it("has a row for each preset", () => {
    expect(lines.slice(2).map((line) => /^\| `([^`]+)`/.exec(line)?.[1])).toEqual(presetNames);
  });

  it("has as many cells in each row as in its head", () => {
    for (const line of lines) expect(line.split(/(?<!\\)\|/)).toHaveLength(9);
  });

  it("says how a level is asked for, how it comes, for whom, and what is not sure", () => {
    const row = lines.find((line) => line.startsWith("| `bankid-norway`")) ?? "";
    expect(row).toContain("| `urn:bankid:bis;LOA=3` `urn:bankid:bid;LOA=4` |");
    expect(row).toContain("| `acr`: `urn:bankid:bis;LOA=3` substantial, `urn:bankid:bid;LOA=4` high |");
    expect(row).toContain("| `https://auth.bankid.no/auth/realms/prod` |");
    expect(row).toContain("are recalled.");
  });
});
