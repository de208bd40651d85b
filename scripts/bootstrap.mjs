// The way into every root script: `node scripts/bootstrap.mjs <task> [arguments]`.
//
// Plain JavaScript for Node 18 and later, without dependencies. It finds or fetches a Node that runs TypeScript and the pinned pnpm, installs
// the workspace when the lockfile asks for it, and hands over to the task. On a ready checkout it reads a few files and starts one process.
// Progress goes to stderr: stdout belongs to the task.
import { existsSync } from "node:fs";
import path from "node:path";
import { prepareWorkspace } from "./bootstrap/prepare.mjs";
import { handOver } from "./bootstrap/process.mjs";
import { root, tasks } from "./bootstrap/tasks.mjs";

const [name, ...args] = process.argv.slice(2);
const task = name !== undefined && Object.hasOwn(tasks, name) ? tasks[name] : undefined;

if (task === undefined) {
  process.stderr.write(`usage: node scripts/bootstrap.mjs <${Object.keys(tasks).join(" | ")}> [arguments]\n`);
  process.exitCode = 2;
} else {
  try {
    const { node, env } = await prepareWorkspace();
    const script = path.join(root, task.script);
    if (existsSync(script)) {
      await handOver(node, [...task.nodeOptions, script, ...task.args, ...args], { cwd: process.cwd(), env });
    } else {
      process.stderr.write(`idvkit: ${task.script} is not in this checkout\n`);
      process.exitCode = 2;
    }
  } catch (error) {
    process.stderr.write(`idvkit: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
