import { afterAll, beforeAll, describe, it } from "vitest";
import { scenarioChecks, suiteChecks } from "./checks/all-checks.ts";
import { type ContractSuiteOptions, createContractSuite } from "./contract-suite.ts";

export interface DriverContractOptions extends ContractSuiteOptions {
  /** Title of the group of tests. Default: `driver contract`. */
  name?: string;
}

/** No check waits for real; a slow machine may still need a while for some thousand runs. */
const checkTimeoutMs = 120_000;

/**
 * Runs the whole contract kit on a driver, as vitest tests: every check on every scenario of the folder.
 * Call it at the top of a test file. While its tests run, nothing reaches the network.
 * Throws an `Error` that names the file when a scenario cannot be read.
 */
export function describeDriverContract({ name = "driver contract", ...options }: DriverContractOptions): void {
  const suite = createContractSuite(options);
  describe(name, () => {
    beforeAll(() => suite.open());
    afterAll(() => suite.close());
    for (const subject of suite.subjects) {
      const { name: folder, title } = subject.scenario;
      describe(`${folder}: ${title}`, () => {
        for (const check of scenarioChecks) {
          it(`${check.title} (${check.name})`, { timeout: checkTimeoutMs }, () => check.run(subject));
        }
      });
    }
    for (const check of suiteChecks) {
      it(`${check.title} (${check.name})`, () => check.run(suite.subjects, suite.shown));
    }
  });
}
