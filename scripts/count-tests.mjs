// Adds up vitest's JSON reports in reports/ and prints `tests: N passed, N failed, N skipped`. Exit code 1 when a test failed or none ran.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../reports");
const count = { passed: 0, failed: 0, skipped: 0 };

for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  if (!name.endsWith(".json")) continue;
  const report = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  for (const file of report.testResults) addFile(file);
}

/** @param {{ status: string, assertionResults: { status: string }[] }} file a test file; one that could not be loaded fails without having tests */
function addFile({ status, assertionResults }) {
  const failedBefore = count.failed;
  for (const test of assertionResults) {
    if (test.status === "passed") count.passed += 1;
    else if (test.status === "failed") count.failed += 1;
    else count.skipped += 1;
  }
  if (status === "failed" && count.failed === failedBefore) count.failed += 1;
}

process.stdout.write(`tests: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
if (count.failed > 0 || count.passed === 0) process.exitCode = 1;
