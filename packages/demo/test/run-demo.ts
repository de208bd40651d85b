import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface DemoRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the demo as a process of its own, as `npm run demo` does. `hangUpAfter`: closes its output after so many bytes. */
export function runDemo(
  args: readonly string[],
  { environment = {}, hangUpAfter }: { environment?: NodeJS.ProcessEnv; hangUpAfter?: number } = {},
): Promise<DemoRun> {
  const node = ["--conditions=idvkit-source", "--disable-warning=ExperimentalWarning", main, ...args];
  const child = spawn(process.execPath, node, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString("utf8");
    if (hangUpAfter !== undefined && stdout.length >= hangUpAfter) child.stdout.destroy();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
