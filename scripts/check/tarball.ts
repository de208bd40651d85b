import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { command, print, root } from "../steps.ts";

export interface Entry {
  /** As in `exports`, without patterns: "./testing", "./schemas/verification.json". */
  subpath: string;
  /** What a user writes: "@idvkit/core/schemas/verification.json". */
  specifier: string;
  json: boolean;
}

export interface PackedManifest {
  name: string;
  exports: Record<string, string | Record<string, string>>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface Tarball {
  /** Absolute path of the .tgz. */
  file: string;
  manifest: PackedManifest;
  /** Paths inside the package. */
  files: string[];
  entries: Entry[];
}

/** Packs every package that is published; a package that cannot be packed is reported and left out. */
export async function packAll(destination: string): Promise<Tarball[]> {
  const tarballs: Tarball[] = [];
  for (const folder of readdirSync(join(root, "packages"))) {
    const cwd = join(root, "packages", folder);
    if (JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")).private === true) continue;
    const { passed, output } = await command("pnpm", ["pack", "--json", "--pack-destination", destination], {
      cwd,
      capture: true,
    });
    if (passed) tarballs.push(readTarball(JSON.parse(output).filename));
    else print(`${folder}: ${output}`);
  }
  return tarballs;
}

function readTarball(file: string): Tarball {
  const contents = unpack(file);
  const files = [...contents.keys()];
  const manifest: PackedManifest = JSON.parse(contents.get("package.json")?.toString("utf8") ?? "{}");
  return { file, manifest, files, entries: entriesOf(manifest, files) };
}

/** The plain ustar that pnpm writes: 512-byte headers with name, size and prefix, each followed by the padded content. */
function unpack(file: string): Map<string, Buffer> {
  const archive = gunzipSync(readFileSync(file));
  const contents = new Map<string, Buffer>();
  for (let at = 0; at + 512 <= archive.length; ) {
    const field = (from: number, length: number) =>
      archive.toString("utf8", at + from, at + from + length).replace(/\0.*$/s, "");
    const [name, prefix, size] = [field(0, 100), field(345, 155), Number.parseInt(field(124, 12) || "0", 8)];
    const path = (prefix === "" ? name : `${prefix}/${name}`).replace(/^package\//, "");
    if (path !== "") contents.set(path, archive.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return contents;
}

function entriesOf(manifest: PackedManifest, files: string[]): Entry[] {
  const subpaths = Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    if (!subpath.includes("*")) return [subpath];
    const [before = "", after = ""] = String(typeof target === "string" ? target : target.default)
      .slice(2)
      .split("*");
    return files
      .filter((file) => file.startsWith(before) && file.endsWith(after))
      .map((file) => subpath.replace("*", file.slice(before.length, file.length - after.length)));
  });
  return subpaths.map((subpath) => ({
    subpath,
    specifier: `${manifest.name}${subpath.slice(1)}`,
    json: subpath.endsWith(".json"),
  }));
}

/** What is wrong with a tarball, in sentences. */
export function problemsOf({ manifest, files, entries }: Tarball): string[] {
  const problems: string[] = [];
  const dependencies = JSON.stringify([manifest.dependencies, manifest.peerDependencies]);
  if (/workspace:|catalog:/.test(dependencies)) problems.push(`${manifest.name}: a dependency has no version range`);
  if (JSON.stringify(manifest.exports).includes("idvkit-source")) {
    problems.push(`${manifest.name}: the packed exports name the source condition`);
  }
  for (const needed of ["LICENSE", "README.md"]) {
    if (!files.includes(needed)) problems.push(`${manifest.name}: ${needed} is not in the tarball`);
  }
  const stray = files.filter((file) => !/^(?:dist\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/.test(file));
  if (stray.length > 0) problems.push(`${manifest.name}: not meant to be published: ${stray.join(", ")}`);
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (subpath.includes("*") && !entries.some(({ subpath: found }) => matches(subpath, found))) {
      problems.push(`${manifest.name}: ${subpath} matches no file`);
    }
    for (const path of typeof target === "string" ? [target] : Object.values(target)) {
      if (!path.includes("*") && !files.includes(path.slice(2)))
        problems.push(`${manifest.name}: ${path} is not in the tarball`);
    }
  }
  return problems;
}

function matches(pattern: string, subpath: string): boolean {
  const [before = "", after = ""] = pattern.split("*");
  return subpath.startsWith(before) && subpath.endsWith(after);
}
