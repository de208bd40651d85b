import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { withName } from "./name.ts";

/** A file of the new driver. */
export interface Room {
  /** From the root of the checkout, with `/`. */
  path: string;
  text: string;
}

/** Laid out like the root: packages/acme and fixtures/acme. */
export const templateFolder = fileURLToPath(new URL("template/", import.meta.url));

/**
 * All files of a driver: the template with the new name.
 *
 * @param version the version that all packages have
 */
export function layRooms(name: string, version: string): Room[] {
  return readdirSync(templateFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const path = withName(relative(templateFolder, file).split(sep).join("/"), name);
      const text = withName(readFileSync(file, "utf8"), name);
      return { path, text: path === `packages/${name}/package.json` ? withVersion(text, version) : text };
    });
}

function withVersion(manifest: string, version: string): string {
  return manifest.replace(/"version": "[^"]*"/, `"version": "${version}"`);
}
