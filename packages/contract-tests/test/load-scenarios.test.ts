import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadScenarios } from "../src/index.ts";

const fixtures = fileURLToPath(new URL("./fixtures/", import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scenarios-"));
  cpSync(join(fixtures, "upload-rejected"), join(folder, "upload-rejected"), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Changes a JSON file of the scenario and loads the folder. */
function loadWith(file: string, change: (json: Record<string, unknown>) => void) {
  const path = join(folder, "upload-rejected", file);
  const json = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  change(json);
  writeFileSync(path, JSON.stringify(json));
  return () => loadScenarios(folder);
}

describe("loadScenarios", () => {
  it("reads every folder with a scenario.json, in the order of their names", () => {
    const names = loadScenarios(fixtures).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toContain("poll-accepted");
  });

  it("reads bodies byte for byte and gives them the media type of their extension", () => {
    const [scenario] = loadScenarios(folder);
    const event = scenario?.calls[2];
    expect(event?.call === "callback" && Buffer.from(event.request.body)).toEqual(
      readFileSync(join(folder, "upload-rejected/event.json")),
    );
    expect(scenario?.exchanges.at(-1)?.headers).toEqual({ "content-type": "application/json" });
    expect(scenario?.exchanges[0]).toMatchObject({ repeatable: true, retry: false, oneShot: false });
  });

  it("names the file and the path of an unknown key", () => {
    const load = loadWith("scenario.json", (json) => Object.assign(json, { option: {} }));
    expect(load).toThrow(/upload-rejected\/scenario\.json: \$: unrecognized_keys \(option\)/);
  });

  it("names the path of a wrong value inside the calls", () => {
    const load = loadWith("scenario.json", (json) => Object.assign(json, { calls: [{ call: "wait" }] }));
    expect(load).toThrow(/scenario\.json: calls\[0\]\.call: invalid_union/);
  });

  it("checks expected.json by the kind of outcome that it names", () => {
    expect(loadWith("expected.json", (json) => Object.assign(json, { error: {} }))).toThrow(
      /expected\.json: error\.code/,
    );
    expect(loadWith("expected.json", (json) => delete json.error && Object.assign(json, { pending: 1 }))).toThrow(
      /expected\.json: pending: invalid_type/,
    );
  });

  it("reads that the last outcome revises, and refuses to read that it does not", () => {
    const path = { expected: { kind: "result", result: { verdict: "rejected", revises: true } } };
    const load = loadWith("expected.json", (json) => Object.assign(json, { revises: true }));
    expect(load()).toMatchObject([path]);
    expect(loadWith("expected.json", (json) => Object.assign(json, { revises: false }))).toThrow(
      /expected\.json: revises: invalid_value/,
    );
  });

  it("names a body that is missing", () => {
    rmSync(join(folder, "upload-rejected/token.json"));
    expect(() => loadScenarios(folder)).toThrow(/token\.json: the scenario names this file, but it is not there/);
  });

  it("names a file that is missing or no JSON", () => {
    writeFileSync(join(folder, "upload-rejected/expected.json"), "{");
    expect(() => loadScenarios(folder)).toThrow(/expected\.json: not JSON/);
    rmSync(join(folder, "upload-rejected/expected.json"));
    expect(() => loadScenarios(folder)).toThrow(/expected\.json: file is missing/);
  });

  it("refuses a folder without a scenario", () => {
    rmSync(join(folder, "upload-rejected"), { recursive: true });
    expect(() => loadScenarios(folder)).toThrow(/no folder with a scenario\.json/);
  });
});
