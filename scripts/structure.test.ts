import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import {
  driverExports,
  driverFolders,
  driverRooms,
  emptyNameParts,
  emptyNames,
  foreignText,
  heavyImportExceptions,
  heavyModules,
  impureInMapping,
  longFiles,
  maximumLines,
  packageRules,
} from "./structure/house.ts";
import { filesBelow, packageOf, parseModule, readPackages, readText } from "./structure/tree.ts";

const packages = readPackages();
const drivers = packages.filter(({ folder }) => packageRules[folder]?.role === "driver");
const published = packages.filter(({ manifest }) => manifest.private !== true);
const typescript = packages.flatMap(({ files }) => files.filter((file) => file.endsWith(".ts")));
const sources = typescript.filter((file) => /^packages\/[^/]+\/src\//.test(file));

describe("every package", () => {
  it("has a row in the table of the house, and every row a package", () => {
    expect(packages.map(({ folder }) => folder).sort()).toEqual(Object.keys(packageRules).sort());
  });

  it.each(packages)("$folder depends only on what the house allows", ({ folder, manifest }) => {
    const named = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(named.filter((name) => packageRules[folder]?.mayDependOn.includes(name) !== true)).toEqual([]);
  });

  it("forms no circle with others, development dependencies included", () => {
    const arrows = new Map(
      packages.map(({ manifest }) => [
        manifest.name,
        Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies }),
      ]),
    );
    // Take away what depends on nothing that is left, until nothing moves: what stays is part of a circle or above one.
    for (let before = Number.POSITIVE_INFINITY; arrows.size < before; ) {
      before = arrows.size;
      for (const [name, targets] of arrows) if (!targets.some((target) => arrows.has(target))) arrows.delete(name);
    }
    expect([...arrows.keys()]).toEqual([]);
  });

  it.each(packages)("$folder declares what its sources import", ({ manifest, files }) => {
    const declared = [manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })];
    const undeclared = files
      .filter((file) => file.endsWith(".ts") && /^packages\/[^/]+\/src\//.test(file))
      .flatMap((file) => parseModule(file).imports.map(({ specifier }) => ({ file, name: packageOf(specifier) })))
      .filter(({ name }) => name !== undefined && !declared.includes(name));
    expect(undeclared).toEqual([]);
  });

  it("has one version with all that are published", () => {
    expect(new Set(published.map(({ manifest }) => manifest.version)).size).toBe(1);
  });
});

describe.each(published)("the manifest of $folder", ({ folder, manifest }) => {
  it("says what every published package says", () => {
    expect(manifest).toMatchObject({
      name: `@idvkit/${folder}`,
      license: "Apache-2.0",
      type: "module",
      sideEffects: false,
      engines: { node: ">=22.12" },
      files: ["dist"],
      publishConfig: { access: "public" },
    });
  });

  it("publishes the entries of the workspace without the source condition", () => {
    const published = Object.entries(manifest.exports ?? {}).map(([entry, target]) => {
      if (typeof target === "string") return [entry, target];
      return [entry, Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== "idvkit-source"))];
    });
    expect(manifest.publishConfig?.exports).toEqual(Object.fromEntries(published));
  });

  it("names the types of an entry first, and its source in the workspace before them", () => {
    for (const target of Object.values(manifest.publishConfig?.exports ?? {})) {
      if (typeof target === "object") expect(Object.keys(target)).toEqual(["types", "default"]);
    }
    for (const target of Object.values(manifest.exports ?? {})) {
      if (typeof target === "object") expect(Object.keys(target)).toEqual(["idvkit-source", "types", "default"]);
    }
  });

  it("has a public surface of explicit names, nothing else", () => {
    const statements = parseModule(`packages/${folder}/src/index.ts`).program.body;
    const other = statements.filter(
      (statement) => statement.type !== "ExportNamedDeclaration" || statement.source === null,
    );
    expect(other.map(({ type }) => type)).toEqual([]);
  });
});

describe.each(drivers)("the driver $folder", ({ folder, manifest, files }) => {
  const inside = files.map((file) => file.slice(`packages/${folder}/`.length));

  it("has the rooms that every driver has", () => {
    expect(driverRooms.filter((room) => !inside.includes(room))).toEqual([]);
    const missing = driverFolders.filter(({ pattern }) => !inside.some((file) => pattern.test(file)));
    expect(missing.map(({ what }) => what)).toEqual([]);
  });

  it("has a channel: a folder with client.ts and wire.ts", () => {
    const channels = inside.flatMap((file) => /^src\/([^/]+)\/client\.ts$/.exec(file)?.[1] ?? []);
    expect(channels).not.toEqual([]);
    expect(channels.filter((channel) => !inside.includes(`src/${channel}/wire.ts`))).toEqual([]);
  });

  it("exports its factory, its definition and its mappers", () => {
    const names = parseModule(`packages/${folder}/src/index.ts`).exportNames;
    const provider = folder.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(names).toEqual(expect.arrayContaining([`create${provider}Driver`, ...driverExports]));
    expect(names.filter((name) => /^map[A-Z]/.test(name))).not.toEqual([]);
  });

  it("publishes its simulator as /testing, with msw as optional peer", () => {
    expect(manifest.exports).toHaveProperty(["./testing"]);
    expect(manifest.dependencies).not.toHaveProperty("msw");
    expect(manifest.peerDependenciesMeta?.msw).toEqual({ optional: true });
  });

  it("maps without I/O, clock and chance", () => {
    const impure = files
      .filter((file) => /\/src\/mapping\/.+\.ts$/.test(file))
      .flatMap((file) =>
        impureInMapping.filter((pattern) => pattern.test(readText(file))).map((pattern) => `${file}: ${pattern}`),
      );
    expect(impure).toEqual([]);
  });
});

describe("source files", () => {
  const lines = (file: string) => readText(file).trimEnd().split("\n").length;
  const limit = (file: string) => (/\/src\/mapping\//.test(file) ? maximumLines.mapping : maximumLines.source);

  it("are short, or listed with a reason", () => {
    const tooLong = sources.filter((file) => lines(file) > limit(file) && !(file in longFiles));
    expect(tooLong.map((file) => `${file}: ${lines(file)} lines`)).toEqual([]);
  });

  it("are listed as long only while they are", () => {
    expect(Object.keys(longFiles).filter((file) => !sources.includes(file) || lines(file) <= limit(file))).toEqual([]);
  });

  it("have kebab-case names that say what is inside", () => {
    const badlyNamed = typescript.filter((file) => {
      const name = posix.basename(file).replace(/\..*$/, "");
      const empty = emptyNames.includes(name) || name.split("-").some((part) => emptyNameParts.includes(part));
      return empty || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
    });
    expect(badlyNamed).toEqual([]);
  });

  it("import other packages by their entry points only", () => {
    const deep = typescript.flatMap((file) => {
      const home = file.split("/").slice(0, 2).join("/");
      return parseModule(file)
        .imports.filter(({ specifier }) => {
          if (/^@idvkit\/[^/]+\/(?:src|dist)(?:\/|$)/.test(specifier)) return true;
          const target = posix.join(posix.dirname(file), specifier);
          return specifier.startsWith(".") && target.startsWith("packages/") && !target.startsWith(`${home}/`);
        })
        .map(({ specifier }) => `${file}: ${specifier}`);
    });
    expect(deep).toEqual([]);
  });

  it("load heavy modules where they are used, not when they are imported", () => {
    const heavy = sources.flatMap((file) => {
      const allowed = heavyImportExceptions.filter(({ files }) => files.test(file)).flatMap(({ modules }) => modules);
      return parseModule(file)
        .imports.filter(({ kind }) => kind === "static")
        .map(({ specifier }) => packageOf(specifier) ?? "")
        .filter((name) => heavyModules.includes(name) && !allowed.includes(name))
        .map((name) => `${file}: ${name}`);
    });
    expect(heavy).toEqual([]);
  });
});

describe("fixtures", () => {
  const fixtures = filesBelow("fixtures");
  const scenarios = new Set(
    fixtures.map((file) => posix.dirname(file)).filter((folder) => folder.split("/").length === 3),
  );

  it.each([...scenarios])("%s has a scenario and what must come out, as JSON", (folder) => {
    for (const name of ["scenario.json", "expected.json"]) {
      expect(fixtures).toContain(`${folder}/${name}`);
      expect(() => JSON.parse(readText(`${folder}/${name}`))).not.toThrow();
    }
  });

  it("belong to a scenario each", () => {
    expect(fixtures.filter((file) => file.split("/").length !== 4)).toEqual([]);
  });
});

describe("all files", () => {
  const everything = filesBelow(".").filter((file) => !readText(file).includes("\0"));

  it("name no place of one machine and no registry host", () => {
    const foreign = everything.flatMap((file) => {
      const text = readText(file);
      return foreignText.filter(({ pattern }) => pattern.test(text)).map(({ what }) => `${file}: ${what}`);
    });
    expect(foreign).toEqual([]);
  });

  it("leave registries and download addresses to the user's own npm settings", () => {
    expect(readText(".npmrc")).not.toMatch(/registry/);
    expect(readText("pnpm-lock.yaml")).not.toMatch(/https?:/);
  });
});
