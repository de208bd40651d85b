// Makes the checkout ready: tools, installed dependencies, the environment of the task.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runTool } from "./process.mjs";
import { root } from "./tasks.mjs";
import { findNode, findPnpm } from "./toolchain.mjs";

const stampFile = path.join(root, "node_modules", ".idvkit-installed");
const lockDirectory = path.join(root, ".toolchain", "installing");
const lockPatienceMs = 10 * 60_000;

/** @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node for the task, and its environment */
export async function prepareWorkspace() {
  const node = await findNode();
  const pnpm = await findPnpm(pinnedPnpm());
  const env = taskEnvironment([path.dirname(node), path.dirname(pnpm)]);
  if (!isInstalled()) await underLock(() => installOnce(pnpm, env));
  return { node, env };
}

/** @returns {string} the version in `packageManager` of package.json */
function pinnedPnpm() {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const version = /^pnpm@(\d+\.\d+\.\d+)/.exec(packageManager ?? "")?.[1];
  if (version === undefined) throw new Error("package.json pins no pnpm version in packageManager");
  return version;
}

/**
 * @param {string[]} tools folders that come first on PATH
 * @returns {NodeJS.ProcessEnv}
 */
function taskEnvironment(tools) {
  const PATH = [...tools, path.join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(path.delimiter);
  // Windows spells the name as it likes; and the silence that .npmrc asks of `npm run` is not meant for the tools.
  const replaced = new Set(["path", "npm_config_loglevel"]);
  const kept = Object.entries(process.env).filter(([name]) => !replaced.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), PATH, TURBO_TELEMETRY_DISABLED: "1" };
}

/** Changes with everything that `pnpm install` reads. */
function fingerprint() {
  const packages = path.join(root, "packages");
  const manifests = existsSync(packages)
    ? readdirSync(packages)
        .map((name) => path.join("packages", name, "package.json"))
        .sort()
    : [];
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...manifests]) {
    const absolute = path.join(root, file);
    if (existsSync(absolute)) hash.update(`${file}\n`).update(readFileSync(absolute));
  }
  return hash.digest("hex");
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === fingerprint();
}

/**
 * @param {string} pnpm
 * @param {NodeJS.ProcessEnv} env
 */
async function installOnce(pnpm, env) {
  if (isInstalled()) return;
  process.stderr.write("idvkit: installing dependencies\n");
  // An install from another store or by another tool is replaced without a question: nobody is there to answer it.
  const args = ["install", "--frozen-lockfile", "--reporter=append-only", "--config.confirmModulesPurge=false"];
  const code = await runTool(pnpm, args, { cwd: root, env });
  if (code !== 0) throw new Error(`pnpm install failed (exit code ${code})`);
  writeFileSync(stampFile, fingerprint());
}

/**
 * One install at a time per checkout; a lock whose owner is gone is taken over.
 *
 * @param {() => Promise<void>} work
 */
async function underLock(work) {
  mkdirSync(path.dirname(lockDirectory), { recursive: true });
  const giveUpAt = Date.now() + lockPatienceMs;
  while (!takeLock()) {
    if (Date.now() > giveUpAt)
      throw new Error("another install of this checkout does not end; remove .toolchain/installing");
    await sleep(200);
  }
  try {
    await work();
  } finally {
    rmSync(lockDirectory, { recursive: true, force: true });
  }
}

function takeLock() {
  const owner = path.join(lockDirectory, "pid");
  try {
    mkdirSync(lockDirectory);
    writeFileSync(owner, String(process.pid));
    return true;
  } catch {
    if (isAbandoned(owner)) rmSync(lockDirectory, { recursive: true, force: true });
    return false;
  }
}

/** @param {string} owner */
function isAbandoned(owner) {
  try {
    process.kill(Number(readFileSync(owner, "utf8")), 0);
    return false;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ESRCH") return true;
    return code === "ENOENT" && olderThan(lockDirectory, 5_000);
  }
}

/**
 * @param {string} directory
 * @param {number} ageMs
 */
function olderThan(directory, ageMs) {
  const state = statSync(directory, { throwIfNoEntry: false });
  return state !== undefined && Date.now() - state.mtimeMs > ageMs;
}
