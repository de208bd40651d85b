import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { root } from "../steps.ts";
import type { PackageRule } from "../structure/house.ts";
import { listings } from "./listings.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const edited = (path: string, name: string) => listings[path]?.(read(path), name) ?? "";

async function rulesOf(house: string): Promise<Record<string, PackageRule>> {
  const folder = mkdtempSync(join(tmpdir(), "idvkit-house-"));
  try {
    const file = join(folder, "house.ts");
    writeFileSync(file, house);
    return (await import(pathToFileURL(file).href)).packageRules;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(Object.keys(listings))("%s", (path) => {
  it("gets the driver once", () => {
    const once = edited(path, "blue-bank");
    expect(once).not.toBe(read(path));
    expect(listings[path]?.(once, "blue-bank")).toBe(once);
  });

  it("is left alone where it lists the driver", () => {
    expect(edited(path, "onfido")).toBe(read(path));
  });

  it("is refused when it has no place for a driver", () => {
    expect(() => listings[path]?.("", "blue-bank")).toThrow();
  });
});

describe("a new driver", () => {
  it.each(["blue-bank", "verifier"])(
    "%s is a driver in the table of the house, beside all that was there",
    async (name) => {
      const before = await rulesOf(read("scripts/structure/house.ts"));
      const { [name]: rule, ...others } = await rulesOf(edited("scripts/structure/house.ts", name));
      expect(rule?.role).toBe("driver");
      expect(rule?.mayDependOn).toEqual(expect.arrayContaining(["@idvkit/core", "@idvkit/driver-kit", "zod", "msw"]));
      expect(others).toEqual(before);
    },
  );

  it("is covered like the others", () => {
    const listOf = (text: string): unknown => {
      const list = /const covered = (\[[^\]]*\])/.exec(text)?.[1] ?? "";
      return JSON.parse(list.replace(/,\s*\]$/, "]"));
    };
    const before = listOf(read("vitest.config.ts")) as string[];
    expect(listOf(edited("vitest.config.ts", "blue-bank"))).toEqual([...before, "packages/blue-bank/src"]);
    const broken = 'const covered = [\n  "packages/core/src",\n];';
    const twice = listings["vitest.config.ts"]?.(broken, "blue-bank") ?? "";
    expect(listOf(twice)).toEqual(["packages/core/src", "packages/blue-bank/src"]);
  });

  it("is the last row of the packages in the README", () => {
    const rows = [...edited("README.md", "blue-bank").matchAll(/^\| \[@idvkit\/([a-z-]+)\]/gm)].map(([, row]) => row);
    const before = [...read("README.md").matchAll(/^\| \[@idvkit\/([a-z-]+)\]/gm)].map(([, row]) => row);
    expect(rows).toEqual([...before, "blue-bank"]);
  });
});
