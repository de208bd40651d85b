import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A named part of a root script; `run` answers whether it passed. */
export interface Step {
  name: string;
  run: () => Promise<boolean>;
}

export interface CommandResult {
  passed: boolean;
  /** What the program printed, when `capture` was asked for. */
  output: string;
}

/**
 * Runs a program of node_modules/.bin or of PATH, with this terminal as its output.
 *
 * @param settings.cwd folder to run in, the root when absent
 * @param settings.capture collect stdout and stderr instead of showing them
 */
export function command(
  program: string,
  args: string[],
  { cwd = root, capture = false }: { cwd?: string; capture?: boolean } = {},
): Promise<CommandResult> {
  const path = [dirname(process.execPath), join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: "1" },
      shell: process.platform === "win32",
      stdio: ["ignore", capture ? "pipe" : "inherit", capture ? "pipe" : "inherit"],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error) => resolve({ passed: false, output: error.message }));
    child.once("close", (code) => resolve({ passed: code === 0, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** Runs a program quietly and shows its output only when it fails. */
export async function quietCommand(program: string, args: string[], cwd: string = root): Promise<boolean> {
  const { passed, output } = await command(program, args, { cwd, capture: true });
  if (!passed) print(`${[program, ...args].join(" ")}\n${output.trimEnd()}`);
  return passed;
}

/** One line on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs all steps, also after a failure, says at the end which failed, and sets the exit code. */
export async function runSteps(steps: Step[]): Promise<void> {
  const failed: string[] = [];
  for (const step of steps) {
    print(`\n== ${step.name}`);
    const startedAt = performance.now();
    const passed = await step.run();
    print(`${passed ? "passed" : "FAILED"}: ${step.name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    if (!passed) failed.push(step.name);
  }
  print(failed.length === 0 ? "\nall passed" : `\nfailed: ${failed.join(", ")}`);
  if (failed.length > 0) process.exitCode = 1;
}
