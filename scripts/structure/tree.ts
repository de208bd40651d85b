import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type Program, parseSync } from "oxc-parser";

/** Absolute path of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const ignoredFolders = new Set([
  ".git",
  ".stryker-tmp",
  ".toolchain",
  ".turbo",
  "coverage",
  "dist",
  "node_modules",
  "reports",
]);

/** All files below a folder of the checkout, as paths from the root with `/`, without what .gitignore leaves out. */
export function filesBelow(folder: string): string[] {
  const found: string[] = [];
  const walk = (absolute: string) => {
    for (const entry of readdirSync(absolute, { withFileTypes: true })) {
      const path = join(absolute, entry.name);
      if (entry.isDirectory() && !ignoredFolders.has(entry.name)) walk(path);
      if (entry.isFile() && !entry.name.endsWith(".tgz")) found.push(relative(root, path).split(sep).join("/"));
    }
  };
  walk(join(root, folder));
  return found.sort();
}

export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

type ExportTarget = string | Record<string, string>;

export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  license?: string;
  type?: string;
  sideEffects?: boolean;
  engines?: { node?: string };
  files?: string[];
  exports?: Record<string, ExportTarget>;
  publishConfig?: { access?: string; exports?: Record<string, ExportTarget> };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  devDependencies?: Record<string, string>;
}

export interface WorkspacePackage {
  /** Folder name below packages/. */
  folder: string;
  manifest: Manifest;
  /** Paths from the root. */
  files: string[];
}

export function readPackages(): WorkspacePackage[] {
  return readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name: folder }) => ({
      folder,
      manifest: JSON.parse(readText(`packages/${folder}/package.json`)),
      files: filesBelow(`packages/${folder}`),
    }));
}

export interface ModuleImport {
  specifier: string;
  /** `type`: erased when types are stripped (`import { type X }` is not: it still loads the module). `static`: loaded together with the importer. */
  kind: "type" | "static" | "dynamic";
}

export interface ParsedModule {
  imports: ModuleImport[];
  /** Names of what the module exports. */
  exportNames: string[];
  program: Program;
}

const parsedModules = new Map<string, ParsedModule>();

/** Imports, re-exports, dynamic imports with a literal name, and exports of a TypeScript file. */
export function parseModule(path: string): ParsedModule {
  const known = parsedModules.get(path);
  if (known !== undefined) return known;
  const text = readText(path);
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((error) => error.message).join("; ")}`);
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const specifier = /^["'](.+)["']$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    return specifier === undefined ? [] : [{ specifier, kind: "dynamic" as const }];
  });
  const exportNames = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName }) => (exportName.name === null ? [] : [exportName.name])),
  );
  const result = { imports: [...staticImports(program), ...dynamic], exportNames, program };
  parsedModules.set(path, result);
  return result;
}

function staticImports(program: Program): ModuleImport[] {
  return program.body.flatMap((statement): ModuleImport[] => {
    if (statement.type === "ImportDeclaration") {
      return [{ specifier: statement.source.value, kind: statement.importKind === "type" ? "type" : "static" }];
    }
    if (statement.type === "ExportAllDeclaration" || statement.type === "ExportNamedDeclaration") {
      if (statement.source === null) return [];
      return [{ specifier: statement.source.value, kind: statement.exportKind === "type" ? "type" : "static" }];
    }
    return [];
  });
}

/** The package that a specifier names; undefined for a relative one and for Node's own modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
