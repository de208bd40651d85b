/**
 * What `@idvkit/onfido`, with all of idvkit that it pulls in, adds to a bundle that has axios and zod already.
 *
 *   node packages/onfido/bench/size.bench.ts        (built packages; `npm run bench` builds them)
 *
 * Every arm holds all of axios and zod, so that the difference is idvkit alone. A driver loads one of its two channels, at
 * the first call. The figure of a channel is the driver and that channel as one static file: behind a dynamic import
 * esbuild wraps every module, those of axios and zod too, and would count the wrappers as idvkit's. Packages that are
 * loaded only where they are used are printed beside it; one of them in the static graph would fail the run. Minified,
 * gzip, 1 kB = 1000 bytes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile, type Plugin } from "esbuild";

const limitKilobytes = 40;
const lazyPackages = ["@opentelemetry/api", "fflate", "jose", "msw", "yauzl"];
const dist = new URL("../dist/", import.meta.url);
const peers = `export * as axiosMembers from "axios"; export { default as axios } from "axios"; export * as zod from "zod";`;
const driver = `export { createOnfidoDriver, fromDefinition } from "./dist/index.js";`;
const everything = `${peers} export * from "./dist/index.js"; export * as core from "@idvkit/core"; export * as kit from "@idvkit/driver-kit";`;

/** The channels by what the files of theirs export that the driver imports when it needs them. */
const channels: Readonly<Record<string, readonly string[]>> = {
  assure: ["createAssureChannel", "captureReturnUrl"],
  onfido: ["createApiChannel", "linkReturnUrl"],
};

/** What the driver imports when it needs it stands in the bundle already, or is the other channel. */
const withoutDynamicImports: Plugin = {
  name: "without-dynamic-imports",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

async function lazySizes(): Promise<string[]> {
  const names = importsOf(whole.metafile, "dynamic-import");
  const bundles = await Promise.all(
    names.map((name) => bundle(`export * from ${JSON.stringify(name)};`, { external: [] })),
  );
  return bundles.map(({ bytes }, index) => `${names[index]} ${inKilobytes(bytes)}`);
}

const peersAlone = await bundle(peers);
for (const [name, exported] of Object.entries(channels)) {
  const kilobytes = ((await bundle(`${peers} ${driver} ${channelImports(exported)}`)).bytes - peersAlone.bytes) / 1000;
  process.stdout.write(
    `@idvkit/onfido over axios and zod, channel ${name}: ${kilobytes.toFixed(1)} kB with all that it pulls in of core and ` +
      `driver-kit (limit ${limitKilobytes} kB; minified, gzip)\n`,
  );
  if (kilobytes > limitKilobytes) process.exitCode = 1;
}
const both = await bundle(`${peers} ${driver} ${channelImports(Object.values(channels).flat())}`);
const whole = await bundle(everything, { plugins: [] });
const eager = importsOf(whole.metafile, "import-statement");
if (eager.length > 0) throw new Error(`loaded at once: ${eager.join(", ")}`);
process.stdout.write(
  `  both channels in one bundle: ${inKilobytes(both.bytes - peersAlone.bytes)}; axios and zod: ${inKilobytes(peersAlone.bytes)}\n` +
    `  loaded only where used: ${(await lazySizes()).join(", ")}\n`,
);

/** Imports the files of a channel. Throws when there are not as many as names: then the driver loads something else. */
function channelImports(exported: readonly string[]): string {
  const files = readdirSync(dist)
    .filter((file) => /^(?:channel|callback)-.*\.js$/.test(file))
    .filter((file) => exported.some((name) => readFileSync(new URL(file, dist), "utf8").includes(name)));
  if (files.length !== exported.length) throw new Error(`no built file for one of ${exported.join(", ")}`);
  return files.map((file, index) => `export * as channel${index} from "./dist/${file}";`).join(" ");
}

interface Bundled {
  bytes: number;
  metafile: Metafile;
}

async function bundle(
  contents: string,
  { external = lazyPackages, plugins = [withoutDynamicImports] }: { external?: string[]; plugins?: Plugin[] } = {},
): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    nodePaths: [fileURLToPath(new URL("../../driver-kit/node_modules", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external,
    plugins,
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const bytes = outputFiles.reduce((sum, { contents: output }) => sum + gzipSync(output, { level: 9 }).length, 0);
  return { bytes, metafile };
}

/** Packages that the bundle leaves outside, by how it imports them. */
function importsOf({ outputs }: Metafile, kind: "import-statement" | "dynamic-import"): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  return [...new Set(imports.filter((entry) => entry.kind === kind).map(({ path }) => path))].filter(
    (path) => !isBuiltin(path),
  );
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
