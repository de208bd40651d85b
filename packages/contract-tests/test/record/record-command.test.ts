import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadScenarios, writeScenario } from "../../src/index.ts";
import { runRecordCommand } from "../../src/record/record-command.ts";
import { messages, person } from "./assure-traffic.ts";
import { harOf } from "./har-of-run.ts";

const config = {
  title: "A recorded process",
  source: "Traffic of a test",
  provider: "assure",
  hosts: ["api.provider.example"],
};
const environment = { IDVKIT_RECORD_KEY: "a key of at least sixteen bytes" };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "record-"));
  put("traffic.har", harOf(messages));
  put("record.json", config);
});
afterEach(() => rmSync(root, { recursive: true }));

function put(name: string, value: unknown): void {
  writeFileSync(join(root, name), JSON.stringify(value));
}

async function run(args: string[], variables: Record<string, string> = environment) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const code = await runRecordCommand(args, { environment: variables, print, printError: print });
  return { code, said: lines.join("\n") };
}

const usual = (folder = "scenarios/anew") => [
  join(root, "traffic.har"),
  join(root, folder),
  "--config",
  join(root, "record.json"),
];

describe("idvkit-record", () => {
  it("writes a scenario that can be loaded", async () => {
    const { code, said } = await run(usual());
    expect(said).toBe("6 files written; entries left out: 0 of other hosts, 0 noise, 0 unanswered");
    expect(code).toBe(0);
    const [scenario] = loadScenarios(join(root, "scenarios"));
    expect(scenario).toMatchObject({ title: config.title, provenance: { kind: "recorded" } });
    const text = readdirSync(join(root, "scenarios/anew")).map((name) =>
      readFileSync(join(root, "scenarios/anew", name)),
    );
    expect(Buffer.concat(text).toString()).not.toContain(person.documentNumber);
  });

  it("overwrites nothing", async () => {
    await run(usual());
    const before = readFileSync(join(root, "scenarios/anew/scenario.json"));
    const { code, said } = await run(usual(), { IDVKIT_RECORD_KEY: "another key of sixteen bytes" });
    expect([code, said]).toEqual([1, "conflict: the folder cannot be written, or is not empty"]);
    expect(readFileSync(join(root, "scenarios/anew/scenario.json"))).toEqual(before);
    expect(readdirSync(join(root, "scenarios"))).toEqual(["anew"]);
  });

  it("writes nothing when the recording is refused", async () => {
    put("traffic.har", harOf([...messages, { url: "https://api.provider.example/note", body: { note: "kind man" } }]));
    const { code, said } = await run(usual());
    expect([code, said]).toEqual([1, "invalid_input: recording refused: entry 5 response $.note: unclean"]);
    expect(readdirSync(root).sort()).toEqual(["record.json", "traffic.har"]);
  });

  it("reads replacements and further files from beside the configuration", async () => {
    const image = {
      url: "https://api.provider.example/image",
      content: { mimeType: "image/png", text: "AAAA", encoding: "base64" },
    };
    put("traffic.har", harOf([...messages, image]));
    writeFileSync(join(root, "specimen.png"), "specimen");
    put("record.json", { ...config, replace: { "5": "specimen.png" }, files: { "front.png": "specimen.png" } });
    expect((await run(usual())).code).toBe(0);
    for (const name of ["image.png", "front.png"]) {
      expect(readFileSync(join(root, "scenarios/anew", name), "utf8")).toBe("specimen");
    }
  });

  it.each<[string, () => string[], Record<string, string>, RegExp]>([
    ["no arguments", () => [], environment, /^Usage: idvkit-record/],
    ["an unknown flag", () => [...usual(), "--key", "x"], environment, /^Usage/],
    ["no key", usual, {}, /^IDVKIT_RECORD_KEY is not set$/],
    ["no HAR", () => ["missing.har", ...usual().slice(1)], environment, /^har: cannot be read as JSON$/],
    [
      "no configuration",
      () => [...usual().slice(0, 3), "missing.json"],
      environment,
      /^configuration: \$: invalid_type$/,
    ],
  ])("exits with 2 for %s", async (_, args, variables, expected) => {
    const { code, said } = await run(args(), variables);
    expect(code).toBe(2);
    expect(said).toMatch(expected);
  });

  it("exits with 2 for a key of the configuration that it does not know, and for a file that is not there", async () => {
    put("record.json", { ...config, member: {} });
    expect(await run(usual())).toEqual({ code: 2, said: "configuration: $: unrecognized_keys" });
    put("record.json", { ...config, replace: { "0": "missing.png" } });
    expect(await run(usual())).toEqual({ code: 2, said: "configuration: a file of replace or files cannot be read" });
  });

  it("helps", async () => {
    const { code, said } = await run(["--help"], {});
    expect(code).toBe(0);
    expect(said).toContain("--config <record.json>");
  });
});

describe("writeScenario", () => {
  it("takes an empty folder, and no other", async () => {
    const files = new Map([["scenario.json", new Uint8Array([123, 125])]]);
    mkdirSync(join(root, "empty"));
    expect(await writeScenario(join(root, "empty"), files)).toMatchObject({ ok: true });
    expect(await writeScenario(root, files)).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(readdirSync(root).sort()).toEqual(["empty", "record.json", "traffic.har"]);
  });
});
