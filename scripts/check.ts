// `npm run check`: what a user of the packages gets. Builds, packs, and looks at the tarballs from outside; then dead code and circular imports.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importAlone, importTogether } from "./check/consumer.ts";
import { packAll, problemsOf, type Tarball } from "./check/tarball.ts";
import { command, print, quietCommand, runSteps } from "./steps.ts";

const workspace = mkdtempSync(join(tmpdir(), "idvkit-check-"));
const tarballs: Tarball[] = [];

async function pack(): Promise<boolean> {
  const folder = join(workspace, "tarballs");
  mkdirSync(folder);
  tarballs.push(...(await packAll(folder)));
  const problems = tarballs.flatMap(problemsOf);
  for (const problem of problems) print(problem);
  return tarballs.length > 0 && problems.length === 0;
}

/** Passes when there is a tarball and the check passes for every one; all are checked. */
async function forEveryTarball(check: (tarball: Tarball) => Promise<boolean>): Promise<boolean> {
  const results: boolean[] = [];
  for (const tarball of tarballs) results.push(await check(tarball));
  return results.length > 0 && results.every(Boolean);
}

function attw({ file, entries }: Tarball): Promise<boolean> {
  const data = entries.filter(({ json }) => json).map(({ subpath }) => subpath);
  const without = data.length === 0 ? [] : ["--exclude-entrypoints", ...data];
  return quietCommand("attw", [file, "--profile", "esm-only", "--no-emoji", "--no-color", ...without]);
}

try {
  await runSteps([
    {
      name: "build",
      run: async () => (await command("turbo", ["run", "build", "--output-logs=errors-only"])).passed,
    },
    { name: "pack", run: pack },
    { name: "publint", run: () => forEveryTarball(({ file }) => quietCommand("publint", ["run", file, "--strict"])) },
    { name: "attw", run: () => forEveryTarball(attw) },
    {
      name: "every package alone in an empty project",
      run: () => forEveryTarball((tarball) => importAlone(tarball, tarballs, workspace)),
    },
    {
      name: "all packages in an empty project: every entry point imported and type-checked",
      run: () => importTogether(tarballs, workspace),
    },
    { name: "unused code and dependencies", run: async () => (await command("knip", ["--no-config-hints"])).passed },
    {
      // Cycles inside a package. Across packages the table of scripts/structure/house.ts leaves no way round.
      name: "circular imports",
      run: async () =>
        (
          await command("biome", [
            "lint",
            "--only=suspicious/noImportCycles",
            "--error-on-warnings",
            "packages",
            "scripts",
          ])
        ).passed,
    },
  ]);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
