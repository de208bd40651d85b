import { describe, expect, it } from "vitest";
import { loadScenarios, runScenario } from "../src/index.ts";
import { createAcmeDriver } from "./acme/acme-driver.ts";

const scenarios = loadScenarios(new URL("./fixtures/", import.meta.url));
const scenarioNamed = (name: string) =>
  scenarios.find((scenario) => scenario.name === name) ?? expect.unreachable(name);

describe("runScenario", () => {
  it("plays a scenario to the end and gives the last outcome", async () => {
    const { calls, outcome } = await runScenario({
      scenario: scenarioNamed("poll-accepted"),
      create: createAcmeDriver,
    });
    expect(calls.map(({ name }) => name)).toEqual(["dispatch", "poll", "poll"]);
    expect(outcome).toMatchObject({ kind: "completed", result: { verdict: "verified" } });
  });

  it("gives the network back when the driver fails", async () => {
    const scenario = { ...scenarioNamed("poll-accepted"), exchanges: [] };
    await expect(runScenario({ scenario, create: createAcmeDriver })).rejects.toThrow(/driverState|unexpected request/);
    await expect(fetch("http://127.0.0.1:1/")).rejects.toThrow();
  });
});
