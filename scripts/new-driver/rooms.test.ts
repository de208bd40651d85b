import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../steps.ts";
import { driverFolders, driverRooms } from "../structure/house.ts";
import { layRooms } from "./rooms.ts";

describe.each(["acme", "blue-bank"])("the rooms of %s", (name) => {
  const rooms = layRooms(name, "1.2.3");
  const paths = rooms.map(({ path }) => path);
  const inside = paths.flatMap((path) =>
    path.startsWith(`packages/${name}/`) ? path.split("/").slice(2).join("/") : [],
  );

  it("are all that the house asks for, with a channel", () => {
    expect(driverRooms.filter((room) => !inside.includes(room))).toEqual([]);
    expect(driverFolders.filter(({ pattern }) => !inside.some((file) => pattern.test(file)))).toEqual([]);
    expect(inside).toEqual(expect.arrayContaining(["package.json", "src/api/client.ts", "src/api/wire.ts"]));
  });

  it("have two scenarios", () => {
    for (const scenario of ["verified", "rejected"]) {
      for (const file of ["scenario.json", "expected.json"]) {
        expect(paths).toContain(`fixtures/${name}/${scenario}/${file}`);
      }
    }
  });

  it("hold nothing but the driver", () => {
    expect(
      paths.filter((path) => !path.startsWith(`packages/${name}/`) && !path.startsWith(`fixtures/${name}/`)),
    ).toEqual([]);
  });

  it("have the version of all packages", () => {
    const manifest = rooms.find(({ path }) => path === `packages/${name}/package.json`);
    expect(JSON.parse(manifest?.text ?? "")).toMatchObject({ name: `@idvkit/${name}`, version: "1.2.3" });
  });
});

it("leaves the name of the template nowhere", () => {
  const left = layRooms("blue-bank", "0.0.0").filter(({ path, text }) => /acme/i.test(path + text));
  expect(left.map(({ path }) => path)).toEqual([]);
});

describe("a driver as it was laid", () => {
  const folder = mkdtempSync(join(tmpdir(), "idvkit-new-driver-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A small checkout with nothing but the driver, beside the installed packages of this one. */
  beforeAll(() => {
    for (const { path, text } of layRooms("blue-bank", "0.0.0")) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    for (const file of ["tsconfig.base.json", "tsconfig.json", "vitest.config.ts", "package.json"]) {
      copyFileSync(join(root, file), join(folder, file));
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    // What a driver may use, onfido uses too.
    symlinkSync(
      join(root, "packages/onfido/node_modules"),
      join(folder, "packages/blue-bank/node_modules"),
      "junction",
    );
  });

  it("has types that fit", { timeout: 120_000 }, async () => {
    expect(await run("typescript/bin/tsc", "-p", "tsconfig.json")).toMatchObject({ output: "", code: 0 });
  });

  it("passes its own tests and the contract kit", { timeout: 300_000 }, async () => {
    const report = join(folder, "report.json");
    const { code, output } = await run("vitest/vitest.mjs", "run", "--reporter=json", `--outputFile=${report}`);
    expect(code, output).toBe(0);
    const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, "utf8"));
    expect(numPassedTests).toBe(numTotalTests);
    // 20 checks on each of two scenarios, and its own.
    expect(numPassedTests).toBeGreaterThan(80);
  });

  function run(script: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([key]) => !/^(VITEST|VITE_|NODE_OPTIONS)/.test(key)),
    );
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], { cwd: folder, env });
      const chunks: Buffer[] = [];
      child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
      child.once("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString("utf8") }));
    });
  }
});
