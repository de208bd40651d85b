import { describe, expect, it } from "vitest";
import { type SimulatedFault, SimulatorFaults } from "../src/testing/index.ts";

const at = (path: string) => (wanted: string) => wanted === path;

describe("failures of a simulator", () => {
  it("meet the calls that they are for, as often as was asked", () => {
    const faults = new SimulatorFaults<SimulatedFault>();
    const fault = { status: 503, method: "GET", path: "/jwks", times: 2 };
    faults.add(fault);
    expect(faults.take("POST", at("/jwks"))).toBeUndefined();
    expect(faults.take("GET", at("/token"))).toBeUndefined();
    expect(faults.take("GET", at("/jwks"))).toBe(fault);
    expect(faults.take("GET", at("/jwks"))).toBe(fault);
    expect(faults.take("GET", at("/jwks"))).toBeUndefined();
  });

  it("meet any call once by default, the oldest first", () => {
    const faults = new SimulatorFaults<SimulatedFault>();
    faults.add({ status: 500 });
    faults.add({ status: "network" });
    expect(faults.take("GET", at("/a"))?.status).toBe(500);
    expect(faults.take("PUT", at("/b"))?.status).toBe("network");
    expect(faults.take("PUT", at("/b"))).toBeUndefined();
  });
});
