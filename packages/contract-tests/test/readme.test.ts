import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as kit from "../src/index.ts";
import { faults } from "../src/provider/faults.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("README", () => {
  it("lists every check", () => {
    for (const { name } of [...kit.scenarioChecks, ...kit.suiteChecks]) expect(readme).toContain(`| \`${name}\` |`);
  });

  it("names every export", () => {
    for (const name of Object.keys(kit)) expect(readme).toContain(name);
  });

  it("names every fault with the codes that it allows", () => {
    for (const { name, codes } of faults) {
      const row = readme.split("\n").find((line) => line.startsWith("| ") && line.split("|")[1]?.includes(name));
      for (const code of codes) expect(row, name).toContain(`\`${code}\``);
    }
  });
});
