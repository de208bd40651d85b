// `pnpm new-driver NAME`: lays the rooms of a driver, in which a made-up provider works, and lists it where packages are listed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listings } from "./new-driver/listings.ts";
import { nameProblem } from "./new-driver/name.ts";
import { layRooms } from "./new-driver/rooms.ts";
import { command, print, root } from "./steps.ts";
import { packageRules } from "./structure/house.ts";

const [name, ...others] = process.argv.slice(2);
const taken = [...Object.keys(packageRules), ...foldersOf("packages"), ...foldersOf("fixtures")];

if (name === undefined || others.length > 0) refuse("usage: pnpm new-driver NAME");
else {
  const problem = nameProblem(name, taken);
  if (problem === undefined) await lay(name);
  else refuse(`new-driver: ${problem}`);
}

async function lay(name: string): Promise<void> {
  // Everything is made before anything is written: a listing that cannot be edited leaves the checkout as it was.
  const rooms = layRooms(name, versionOfAll());
  const edited = Object.entries(listings).map(([path, edit]) => ({ path, text: edit(read(path), name) }));
  for (const { path, text } of [...rooms, ...edited]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  // Another name has another length: lines break and imports sort in other places.
  const formatted = [`packages/${name}`, ...Object.keys(listings).filter((path) => path.endsWith(".ts"))];
  const { passed, output } = await command("biome", ["check", "--write", ...formatted], { capture: true });
  if (!passed) refuse(output);
  print(`packages/${name} and fixtures/${name}: ${rooms.length} files; listed in ${Object.keys(listings).join(", ")}`);
  print(`next: pnpm install, then npm test -- packages/${name}; CONTRIBUTING.md says how to go on`);
}

function versionOfAll(): string {
  return JSON.parse(read("packages/core/package.json")).version;
}

function foldersOf(path: string): string[] {
  return existsSync(join(root, path)) ? readdirSync(join(root, path)) : [];
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
