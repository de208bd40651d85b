// `npm test`: type check, lint, every test. With arguments (`npm test -- packages/core`) only the tests whose path holds one of them, without coverage.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { command, root, runSteps } from "./steps.ts";

const filters = process.argv.slice(2);
const reports = ["--reporter=default", "--reporter=json", "--outputFile.json=reports/vitest.json"];
const coverage = filters.length === 0 ? ["--coverage"] : [];

// A report of an earlier run must never be counted as one of this run.
rmSync(join(root, "reports"), { recursive: true, force: true });

const run = async (program: string, args: string[]) => (await command(program, args)).passed;

await runSteps([
  { name: "types", run: () => run("tsc", ["-p", "tsconfig.json"]) },
  { name: "lint", run: () => run("biome", ["check", "--error-on-warnings"]) },
  { name: "tests", run: () => run("vitest", ["run", ...reports, ...coverage, ...filters]) },
]);
