// `npm run release`: builds and publishes every version that npm does not have yet. Run by the release workflow.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { command, root } from "./steps.ts";

/** npm takes provenance only for packages that name the repository that built them; the workflow knows which it is. */
function nameRepository(address: string): void {
  for (const file of globSync("packages/*/package.json", { cwd: root })) {
    const manifest = JSON.parse(readFileSync(join(root, file), "utf8")) as Record<string, unknown>;
    const repository = { type: "git", url: `git+${address}.git`, directory: dirname(file) };
    writeFileSync(join(root, file), `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`);
  }
}

const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
if (server && repository) nameRepository(`${server}/${repository}`);
const built = await command("turbo", ["run", "build"]);
if (!built.passed || !(await command("changeset", ["publish"])).passed) process.exitCode = 1;
