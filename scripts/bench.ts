// `npm run bench`: builds, then runs every packages/*/bench/*.bench.ts, one after the other. Arguments choose by path.
import { globSync } from "node:fs";
import { command, print, root, runSteps } from "./steps.ts";

const filters = process.argv.slice(2);
const benchmarks = globSync("packages/*/bench/*.bench.ts", { cwd: root })
  .sort()
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));

if (benchmarks.length === 0) {
  print(`no benchmark matches ${filters.join(" ")}`);
  process.exitCode = 2;
} else {
  await runSteps([
    { name: "build", run: async () => (await command("turbo", ["run", "build", "--output-logs=errors-only"])).passed },
    ...benchmarks.map((file) => ({
      name: file,
      run: async () =>
        (await command(process.execPath, ["--conditions=idvkit-source", "--disable-warning=ExperimentalWarning", file]))
          .passed,
    })),
  ]);
}
