import type { MappingWarning, VerificationCheck } from "@idvkit/core";
import type { WireSession } from "../api/wire.ts";
import { type AcmeOrder, checksOf, techniques } from "./order.ts";

/** The checks that a technique of the data blocks stands for. One that did not pass has failed. */
export function mapChecks({ checks = {} }: WireSession): VerificationCheck[] {
  return Object.entries(checks).flatMap(([name, result]) => {
    const technique = techniques.get(name);
    return technique === undefined ? [] : [{ technique, outcome: result === "passed" ? "passed" : "failed" }];
  });
}

/** What stands against `verified`: a check that was ordered and is not there, and any that did not pass. */
export function findDoubts({ checks = {} }: WireSession, { product }: AcmeOrder): MappingWarning[] {
  const missing = checksOf[product].filter((name) => !Object.hasOwn(checks, name));
  const notPassed = Object.keys(checks).filter((name) => checks[name] !== "passed");
  return [
    ...missing.map((name) => ({ code: "less_than_ordered", path: `checks.${name}` })),
    // A name that is not ours to know could hold anything: it is no path.
    ...notPassed.map((name) => ({ code: "not_passed", path: techniques.has(name) ? `checks.${name}` : "checks" })),
  ];
}
