/**
 * What `@idvkit/onfido`, with all of idvkit that it pulls in, adds to a bundle that has axios and zod already.
 *
 *   node packages/onfido/bench/size.bench.ts        (built packages; `npm run bench` builds them)
 *
 * Every arm holds all of axios and zod, so that the difference is idvkit alone. A driver loads one of its two channels,
 * at the first call: the figure of a channel is the driver with that one. Packages that are loaded only where they are
 * used are printed beside it; one of them in the static graph would fail the run. Minified, gzip, 1 kB = 1000 bytes.
 */
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile, type Plugin } from "esbuild";

/** 40 kB were set for the first channel alone; options, definition and tables of findings now serve two. */
const limitKilobytes = 48;
const lazyPackages = ["@opentelemetry/api", "fflate", "jose", "msw", "yauzl"];
const peers = `export * as axiosMembers from "axios"; export { default as axios } from "axios"; export * as zod from "zod";`;
const driver = `${peers} export { createOnfidoDriver, fromDefinition } from "./dist/index.js";`;
const everything = `${peers} export * from "./dist/index.js"; export * as core from "@idvkit/core"; export * as kit from "@idvkit/driver-kit";`;

/** Each channel by what the files behind its dynamic imports export. */
const channels: Readonly<Record<string, RegExp>> = {
  assure: /\b(?:createAssureChannel|captureReturnUrl)\b/,
  onfido: /\b(?:createApiChannel|linkReturnUrl)\b/,
};

const peersAlone = await bundle(peers);
for (const [name, own] of Object.entries(channels)) {
  const kilobytes = ((await bundle(driver, { plugins: [onlyChannel(own)] })).bytes - peersAlone.bytes) / 1000;
  process.stdout.write(
    `@idvkit/onfido over axios and zod, channel ${name}: ${kilobytes.toFixed(1)} kB with all that it pulls in of core and ` +
      `driver-kit (limit ${limitKilobytes} kB; minified, gzip)\n`,
  );
  if (kilobytes > limitKilobytes) process.exitCode = 1;
}
const whole = await bundle(everything);
const eager = importsOf(whole.metafile, "import-statement");
if (eager.length > 0) throw new Error(`loaded at once: ${eager.join(", ")}`);
process.stdout.write(
  `  every export of the three packages, both channels: ${inKilobytes(whole.bytes - peersAlone.bytes)}; axios and zod: ${inKilobytes(peersAlone.bytes)}\n` +
    `  loaded only where used: ${(await lazySizes()).join(", ")}\n`,
);

async function lazySizes(): Promise<string[]> {
  const names = importsOf(whole.metafile, "dynamic-import");
  const bundles = await Promise.all(
    names.map((name) => bundle(`export * from ${JSON.stringify(name)};`, { external: [] })),
  );
  return bundles.map(({ bytes }, index) => `${names[index]} ${inKilobytes(bytes)}`);
}

/** Leaves the files of the other channel outside: they are not loaded. */
function onlyChannel(own: RegExp): Plugin {
  return {
    name: "only-channel",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/(?:channel|callback)-/ }, ({ kind, path, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        return own.test(readFileSync(join(resolveDir, path), "utf8")) ? undefined : { path, external: true };
      });
    },
  };
}

interface Bundled {
  bytes: number;
  metafile: Metafile;
}

async function bundle(
  contents: string,
  { external = lazyPackages, plugins = [] }: { external?: string[]; plugins?: Plugin[] } = {},
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
