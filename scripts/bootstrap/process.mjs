// Starting other programs: tools whose output is progress (stderr), and the task that takes over.
import { spawn } from "node:child_process";
import os from "node:os";

/**
 * Runs a tool to its end; what it prints goes to stderr.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean, quiet?: boolean }} options
 * @returns {Promise<number>} exit code, 127 when the program cannot be started
 */
export function runTool(command, args, { cwd, env = process.env, shell = false, quiet = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: quiet ? "ignore" : ["ignore", 2, 2] });
    child.once("error", () => resolve(127));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs the task on this terminal and ends as it ended: same exit code, same signal.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export function handOver(command, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: "inherit" });
    /** @type {NodeJS.Signals[]} */
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, pass);
      if (signal === null) process.exitCode = code ?? 1;
      else endBySignal(signal);
      resolve();
    });
  });
}

/** @param {NodeJS.Signals} signal */
function endBySignal(signal) {
  process.exitCode = 128 + (os.constants.signals[signal] ?? 0);
  process.kill(process.pid, signal);
}
