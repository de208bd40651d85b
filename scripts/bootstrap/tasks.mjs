// What the root scripts of package.json run: arguments of Node, paths relative to the root. TypeScript files run directly.
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const quiet = "--disable-warning=ExperimentalWarning";

/** @type {Record<string, { nodeOptions: string[], script: string, args: string[] }>} */
export const tasks = {
  demo: { nodeOptions: [quiet, "--conditions=idvkit-source"], script: "packages/demo/src/main.ts", args: [] },
  test: { nodeOptions: [quiet], script: "scripts/test.ts", args: [] },
  check: { nodeOptions: [quiet], script: "scripts/check.ts", args: [] },
  bench: { nodeOptions: [quiet], script: "scripts/bench.ts", args: [] },
  mutate: { nodeOptions: [quiet], script: "scripts/mutate.ts", args: [] },
  build: { nodeOptions: [], script: "node_modules/turbo/bin/turbo", args: ["run", "build"] },
  "new-driver": { nodeOptions: [quiet], script: "scripts/new-driver.ts", args: [] },
  format: { nodeOptions: [], script: "node_modules/@biomejs/biome/bin/biome", args: ["check", "--write"] },
  "version-packages": { nodeOptions: [], script: "node_modules/@changesets/cli/bin.js", args: ["version"] },
  release: { nodeOptions: [quiet], script: "scripts/release.ts", args: [] },
};
