/**
 * What `@idvkit/onfido`, with all of idvkit that it pulls in, adds to a bundle that has axios and zod already.
 *
 *   node packages/onfido/bench/size.bench.ts        (built packages; `npm run bench` builds them)
 *
 * Both arms hold all of axios and zod, so that the difference is idvkit alone. Packages that are loaded only where they
 * are used are printed beside it; one of them in the static graph would fail the run. Minified, gzip, 1 kB = 1000 bytes.
 */
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

const limitKilobytes = 40;
const lazyPackages = ["@opentelemetry/api", "fflate", "jose", "msw", "yauzl"];
const peers = `export * as axiosMembers from "axios"; export { default as axios } from "axios"; export * as zod from "zod";`;

const peersAlone = await bundle(peers);
const driverAlone = await bundle(`${peers} export * from "./dist/index.js";`);
const everything = await bundle(
  `${peers} export * from "./dist/index.js"; export * as core from "@idvkit/core"; export * as kit from "@idvkit/driver-kit";`,
);
const eager = importsOf(everything.metafile, "import-statement");
if (eager.length > 0) throw new Error(`loaded at once: ${eager.join(", ")}`);

const added = (bundled: Bundled): string => kilobytes(bundled.bytes - peersAlone.bytes);
process.stdout.write(
  `@idvkit/onfido over axios and zod: ${added(everything)} with all of core and driver-kit (limit ${limitKilobytes} kB; minified, gzip; ` +
    `${added(driverAlone)} where a bundler drops what is not used; axios and zod are ${kilobytes(peersAlone.bytes)})\n` +
    `  loaded only where used: ${(await lazySizes()).join(", ")}\n`,
);

async function lazySizes(): Promise<string[]> {
  const names = importsOf(everything.metafile, "dynamic-import");
  const bundles = await Promise.all(names.map((name) => bundle(`export * from ${JSON.stringify(name)};`, [])));
  return bundles.map(({ bytes }, index) => `${names[index]} ${kilobytes(bytes)}`);
}

interface Bundled {
  bytes: number;
  metafile: Metafile;
}

async function bundle(contents: string, external = lazyPackages): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    nodePaths: [fileURLToPath(new URL("../../driver-kit/node_modules", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external,
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

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
