import { configDefaults, defineConfig } from "vitest/config";

/** Packages whose line coverage may not fall below this. Counted over all their sources, tested or not. */
const covered = [
  "packages/core/src",
  "packages/driver-kit/src",
  "packages/trust/src",
  "packages/pades/src",
  "packages/onfido/src",
  "packages/oidc/src",
];
const leastLinesPercent = 95;

/** One run for all packages: tests read the TypeScript sources of their neighbours, so nothing has to be built first. */
export default defineConfig({
  resolve: { conditions: ["idvkit-source"] },
  ssr: { resolve: { conditions: ["idvkit-source"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/**/*.test.ts", "scripts/**/*.test.ts"],
    // The tests of a driver to be: scripts/new-driver/ runs them where they have a name.
    exclude: [...configDefaults.exclude, "scripts/new-driver/template/**"],
    // Property tests and HTTP servers share two slow cores; a hanging test still ends.
    testTimeout: 30_000,
    // By default one core stays idle in a run, which on two cores doubles the time.
    maxWorkers: "100%",
    silent: "passed-only",
    coverage: {
      provider: "v8",
      include: covered.map((folder) => `${folder}/**/*.ts`),
      reporter: ["text-summary", "json-summary", "html"],
      reportsDirectory: "coverage",
      thresholds: Object.fromEntries(covered.map((folder) => [`${folder}/**/*.ts`, { lines: leastLinesPercent }])),
    },
  },
});
