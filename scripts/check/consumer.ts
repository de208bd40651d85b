import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, print, quietCommand, root } from "../steps.ts";
import type { Entry, Tarball } from "./tarball.ts";

/** A package is installed with nothing but what it asks for: its main entry must load without the optional peers. */
export async function importAlone(tarball: Tarball, all: Tarball[], workspace: string): Promise<boolean> {
  const { name } = tarball.manifest;
  const project = emptyProject(workspace, { [name]: `file:${tarball.file}` }, all);
  const main = tarball.entries.filter(({ subpath }) => subpath === ".");
  return (await install(project)) && (await importEntries(project, main));
}

/** All packages with all their peers: every entry point is imported by Node, and type-checked the way Node and bundlers resolve. */
export async function importTogether(all: Tarball[], workspace: string): Promise<boolean> {
  if (all.length === 0) return false;
  const peers = all.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
  const packed = all.map(({ manifest, file }) => [manifest.name, `file:${file}`]);
  const nodeTypes = JSON.parse(
    readFileSync(join(root, "node_modules", "@types", "node", "package.json"), "utf8"),
  ).version;
  const dependencies = { "@types/node": nodeTypes, ...Object.fromEntries(peers), ...Object.fromEntries(packed) };
  const project = emptyProject(workspace, dependencies, all);
  const entries = all.flatMap((tarball) => tarball.entries);
  if (!(await install(project))) return false;
  const imported = await importEntries(project, entries);
  const nodeNext = await typeCheck(project, entries, { module: "nodenext", moduleResolution: "nodenext" });
  const bundler = await typeCheck(project, entries, { module: "esnext", moduleResolution: "bundler" });
  return imported && nodeNext && bundler;
}

/** Packages that depend on each other must get each other's tarball, not what npm may have under that name. */
function emptyProject(workspace: string, dependencies: Record<string, string>, all: Tarball[]): string {
  const project = mkdtempSync(join(workspace, "project-"));
  const overrides = all.map(
    ({ manifest, file }) => `  ${JSON.stringify(manifest.name)}: ${JSON.stringify(`file:${file}`)}\n`,
  );
  writeJson(join(project, "package.json"), { name: "empty-project", private: true, type: "module", dependencies });
  writeFileSync(
    join(project, "pnpm-workspace.yaml"),
    `packages: []\npmOnFail: ignore\noverrides:\n${overrides.join("")}`,
  );
  return project;
}

function install(project: string): Promise<boolean> {
  return quietCommand("pnpm", ["install", "--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"], project);
}

async function importEntries(project: string, entries: Entry[]): Promise<boolean> {
  const lines = entries.map(({ specifier, json }) => {
    const options = json ? `, { with: { type: "json" } }` : "";
    return `if (Object.keys(await import("${specifier}"${options})).length === 0) throw new Error("${specifier} exports nothing");`;
  });
  writeFileSync(join(project, "import.mjs"), `${lines.join("\n")}\n`);
  return quietCommand(process.execPath, ["import.mjs"], project);
}

/**
 * Declarations are checked too (`skipLibCheck` off); what other people's declarations get wrong is theirs.
 */
async function typeCheck(
  project: string,
  entries: Entry[],
  resolution: { module: string; moduleResolution: string },
): Promise<boolean> {
  const imports = entries.map(({ specifier, json }, index) => {
    const attributes = json ? ` with { type: "json" }` : "";
    return json
      ? `import entry${index} from "${specifier}"${attributes};`
      : `import * as entry${index} from "${specifier}";`;
  });
  const used = `export const entries: object[] = [${entries.map((_, index) => `entry${index}`).join(", ")}];`;
  writeFileSync(join(project, "consumer.ts"), `${imports.join("\n")}\n${used}\n`);
  writeJson(join(project, "tsconfig.json"), {
    compilerOptions: {
      ...resolution,
      target: "es2023",
      lib: ["es2023"],
      types: ["node"],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      resolveJsonModule: true,
    },
    files: ["consumer.ts"],
  });
  const { output } = await command("tsc", ["-p", "tsconfig.json", "--pretty", "false"], {
    cwd: project,
    capture: true,
  });
  const errors = output.split("\n").filter((line) => line.includes("error TS"));
  const ours = errors.filter((line) => /^consumer\.ts|^error TS|node_modules\/@idvkit\//.test(line));
  for (const error of ours) print(`${resolution.moduleResolution}: ${error}`);
  return ours.length === 0;
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
