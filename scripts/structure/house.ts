/**
 * The rules of the house as data: what each package may depend on, the rooms of a driver, and the exceptions, each with its reason.
 * `scripts/structure.test.ts` holds the tree to them.
 */

export interface PackageRule {
  /** What `dependencies` and `peerDependencies` may name. */
  mayDependOn: readonly string[];
  /** A driver keeps the rooms below; the others are what drivers are built from, and the demo. */
  role: "foundation" | "driver" | "private";
}

const driverDependencies = ["@idvkit/core", "@idvkit/driver-kit", "axios", "zod", "msw"];

/** Every folder of packages/ has a row here: a new package is a decision about its arrows, and they point down only. */
export const packageRules: Readonly<Record<string, PackageRule>> = {
  core: { role: "foundation", mayDependOn: ["zod"] },
  "driver-kit": { role: "foundation", mayDependOn: ["@idvkit/core", "axios", "jose", "@opentelemetry/api"] },
  "contract-tests": { role: "foundation", mayDependOn: ["@idvkit/core", "@idvkit/driver-kit", "msw", "zod", "vitest"] },
  trust: { role: "foundation", mayDependOn: ["@idvkit/core", "xml-crypto", "@xmldom/xmldom"] },
  pades: { role: "foundation", mayDependOn: ["@idvkit/core", "@idvkit/trust"] },
  onfido: { role: "driver", mayDependOn: [...driverDependencies, "yauzl", "fflate"] },
  oidc: { role: "driver", mayDependOn: ["@idvkit/core", "@idvkit/driver-kit", "openid-client", "jose", "zod", "msw"] },
  demo: {
    role: "private",
    mayDependOn: [
      "@idvkit/core",
      "@idvkit/driver-kit",
      "@idvkit/contract-tests",
      "@idvkit/onfido",
      "@idvkit/oidc",
      "oidc-provider",
      "jose",
      "msw",
      "fflate",
    ],
  },
};

/** Files that every driver has, relative to its folder; `<channel>` stands for one folder or more. */
export const driverRooms = [
  "README.md",
  "src/index.ts",
  "src/driver.ts",
  "src/options.ts",
  "src/callback.ts",
  "src/testing/index.ts",
  "test/contract.test.ts",
];
export const driverFolders = [
  { pattern: /^src\/mapping\/[^/]+\.ts$/, what: "src/mapping/*.ts" },
  { pattern: /^bench\/[^/]+\.bench\.ts$/, what: "bench/*.bench.ts" },
];

/** What every driver exports beside `create<Provider>Driver` and at least one `map<Thing>`. */
export const driverExports = ["definitionSchema", "fromDefinition"];

/** Heavy and not always needed: only `await import()` or `import type` in src. Files that may, with the reason. */
export const heavyModules = [
  "jose",
  "yauzl",
  "fflate",
  "msw",
  "@opentelemetry/api",
  "vitest",
  "xml-crypto",
  "@xmldom/xmldom",
];
export const heavyImportExceptions: readonly { files: RegExp; modules: readonly string[]; reason: string }[] = [
  {
    files: /^packages\/contract-tests\/src\//,
    modules: ["msw", "vitest"],
    reason: "a test kit is imported by tests only",
  },
  {
    files: /^packages\/[^/]+\/src\/testing\//,
    modules: ["msw", "fflate"],
    reason: "an entry point of its own, with msw as optional peer",
  },
  { files: /^packages\/demo\//, modules: ["msw"], reason: "private, runs the simulator" },
];

export const maximumLines = { source: 300, mapping: 150 };
/** Files over the limit, by path, with the reason. An entry that is no longer needed fails the test. */
export const longFiles: Readonly<Record<string, string>> = {};

/** Names that say nothing about what is inside. As a part of a name (`string-utils.ts`) too, "common" only as the whole (`common-name.ts` is a subject). */
export const emptyNameParts = ["utils", "util", "helpers", "helper", "misc"];
export const emptyNames = [...emptyNameParts, "common", "shared", "stuff"];

/** A mapper does no I/O, reads no clock, makes no random id. */
export const impureInMapping = [
  /\bDate\.now\(/,
  /\bnew Date\(\)/,
  /\bMath\.random\(/,
  /\brandomUUID\b/,
  /\bgetRandomValues\b/,
  /\bfetch\(/,
  /\bprocess\.(?:env|argv|cwd|hrtime|nextTick|stdout|stderr)\b/,
  /from "node:(?!buffer)/,
  /from "axios"/,
];

/** What must never be in a file of the project: places of one machine, and hosts that serve packages. */
export const foreignText = [
  { pattern: /(?<![\w.:/\\*-])\/(?:home|Users|root|tmp|work|var\/folders)\/[\w.-]+/, what: "a path of one machine" },
  { pattern: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/i, what: "a registry host" },
];
