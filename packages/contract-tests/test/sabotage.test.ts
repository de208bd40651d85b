import { AssertionError } from "node:assert";
import { afterEach, describe, expect, it } from "vitest";
import { type ContractSuite, createContractSuite, scenarioChecks, suiteChecks } from "../src/index.ts";
import { createAcmeDriver } from "./acme/acme-driver.ts";
import { type Detection, type Sabotage, sabotages } from "./acme/sabotage.ts";

const fixtures = new URL("./fixtures/", import.meta.url);
let suite: ContractSuite | undefined;

afterEach(() => suite?.close());

/** Runs one check on the acme scenarios, until one finds something. Gives what it found. */
async function firstFinding(sabotage: Sabotage, { check, scenario, after }: Detection): Promise<unknown> {
  suite = createContractSuite({ create: (settings) => createAcmeDriver(settings, sabotage), fixtures });
  suite.open();
  for (const subject of suite.subjects) {
    if (scenario !== undefined && subject.scenario.name !== scenario) continue;
    const before = scenarioChecks.find(({ name }) => name === after);
    await before?.run(subject).catch(() => undefined);
    const finding = await scenarioChecks
      .find(({ name }) => name === check)
      ?.run(subject)
      .catch((error: unknown) => error);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

describe("the contract kit", () => {
  const table = Object.entries(sabotages) as [Sabotage, Detection][];

  it.each(table)("sees a driver that %s", { timeout: 60_000 }, async (sabotage, detection) => {
    const finding = await firstFinding(sabotage, detection);
    expect(finding).toBeInstanceOf(AssertionError);
    // A comparison of outcomes shows what the fixtures hold; secrets, and what leaked, are never repeated.
    expect(String(finding)).not.toMatch(/acme-client-secret|acme-access-token/);
    if (detection.check === "no-leaks") expect(String(finding)).not.toContain("Bruijn");
  });

  it("sees a driver that flags a method which no scenario shows", async () => {
    suite = createContractSuite({ create: createAcmeDriver, fixtures });
    const [check] = suiteChecks;
    await expect(check?.run(suite.subjects, new Set(["submit", "poll", "cancel"]))).rejects.toBeInstanceOf(
      AssertionError,
    );
    await expect(
      check?.run(suite.subjects, new Set(["submit", "callback", "poll", "cancel"])),
    ).resolves.toBeUndefined();
  });

  it("uses every check at least once to find something", () => {
    const used = Object.values(sabotages).map(({ check }) => check);
    expect(scenarioChecks.map(({ name }) => name).filter((name) => !used.includes(name))).toEqual([]);
  });
});
