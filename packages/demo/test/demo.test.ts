import { parseDataBlock } from "@idvkit/core";
import { beforeAll, describe, expect, it } from "vitest";
import { readCommandLine } from "../src/command-line.ts";
import { scenarios as oidcScenarios } from "../src/oidc/scenarios.ts";
import { scenarios } from "../src/onfido/scenarios.ts";
import { UsageError } from "../src/usage-error.ts";
import { type DemoRun, runDemo } from "./run-demo.ts";

const patience = 60_000;
const names = scenarios.map(({ name }) => name);
const oidcNames = oidcScenarios.map(({ name }) => name);

describe("npm run demo", () => {
  let tour: DemoRun;
  beforeAll(async () => {
    tour = await runDemo([]);
  }, patience);

  it("runs to its end", () => {
    expect(tour.stderr).toBe("");
    expect(tour.exitCode).toBe(0);
  });

  it.each([
    "accepted",
    "capture-flow",
    "mobile-sdk",
    "inconclusive",
    "rejected",
    "failed",
    "check",
    "workflow-run",
    "login",
  ])("shows %s", (name) => {
    expect(tour.stdout).toContain(`── ${name} ·`);
  });

  it.each([
    ["dispatch", "offers a form: front, selfie"],
    ["person", "fills in the form: front, selfie"],
    ["submit", "checks and uploads the pictures"],
    ["poll", "not yet"],
    ["dispatch", "offers a redirect to the provider's page"],
    ["return", "capture page 302, callback 303, done 200"],
    ["return", "hosted page 302, callback 303, done 200"],
    ["event", "workflow_run.completed: outcome read, answer 204"],
    ["event", "process.complete: outcome read, answer 204"],
    ["dispatch", "offers a token for the SDK"],
    ["person", "finishes the SDK in the app: document, faceVideo"],
  ])("tells the phase %s: %s", (phase, said) => {
    expect(
      tour.stdout
        .split("\n")
        .filter((line) => line.startsWith(`  ${phase} `))
        .join("\n"),
    ).toContain(said);
  });

  it("shows verdicts with their signs, and issues as sentences with their codes", () => {
    expect(tour.stdout).toContain("✔ verified   status accepted");
    expect(tour.stdout).toContain("✔ verified   status complete");
    expect(tour.stdout).toContain("✔ verified   status approved");
    expect(tour.stdout).toContain("! inconclusive   status inconclusive");
    expect(tour.stdout).toContain("✘ rejected   status rejected");
    expect(tour.stdout).toContain("✘ error   status failed");
    expect(tour.stdout).toMatch(
      /✘ The face does not match the portrait in the document\.\n +facialSimilarity\.faceComparison\.faceMatch/,
    );
  });

  it("keeps the session bound where a browser came back, and says so where none did", () => {
    expect(tour.stdout.match(/session bound/g)).toHaveLength(8);
    expect(tour.stdout.match(/session not bound/g)).toHaveLength(1);
  });

  it("is at most 100 characters wide, without colours for a pipe", () => {
    expect(tour.stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(tour.stdout).not.toContain("\u001b");
  });

  it("shows no secret and no token", () => {
    expect(tour.stdout).not.toMatch(
      /simulator-secret|simulator-webhook|api_sandbox|simulated\.|sdk\.[0-9a-f]{8}|events\/|Bearer|Basic |eyJ/,
    );
  });
});

describe("npm run demo -- onfido", () => {
  it(
    "runs every scenario",
    async () => {
      const { exitCode, stdout } = await runDemo(["onfido"]);
      expect(exitCode).toBe(0);
      expect([...stdout.matchAll(/^── (\S+) ·/gm)].map(([, name]) => name)).toEqual(names);
    },
    patience,
  );

  it(
    "runs one scenario",
    async () => {
      const { exitCode, stdout } = await runDemo(["onfido", "canceled"]);
      expect(exitCode).toBe(0);
      expect([...stdout.matchAll(/^── (\S+) ·/gm)].map(([, name]) => name)).toEqual(["canceled"]);
      expect(stdout).toContain("! canceled   status sdk_cancel");
    },
    patience,
  );

  it(
    "prints the data blocks of one scenario as JSON and nothing else",
    async () => {
      const { exitCode, stdout, stderr } = await runDemo(["onfido", "rejected", "--json"]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      const blocks: unknown[] = JSON.parse(stdout);
      expect(blocks.map((block) => parseDataBlock(block).ok)).toEqual(blocks.map(() => true));
      expect(blocks).toContainEqual(
        expect.objectContaining({
          type: "documentVerification",
          content: expect.objectContaining({ verdict: { status: "REJECTED" } }),
        }),
      );
    },
    patience,
  );

  it(
    "ends quietly when the reader has enough",
    async () => {
      const { exitCode, stderr } = await runDemo(["onfido", "accepted"], { hangUpAfter: 1 });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    },
    patience,
  );
});

describe("npm run demo -- --help", () => {
  it(
    "lists what there is",
    async () => {
      const { exitCode, stdout } = await runDemo(["--help"]);
      expect(exitCode).toBe(0);
      for (const name of [...names, ...oidcNames, "map onfido FILE", "map oidc FILE", "--json"])
        expect(stdout).toContain(name);
    },
    patience,
  );
});

describe("what there is not", () => {
  it.each([
    [["onfido", "acepted"], `unknown scenario "acepted"; known: ${names.join(", ")}`],
    [["onfidoo"], 'unknown command or driver "onfidoo"; known: map, onfido, oidc'],
    [["map", "idnow", "file.json"], 'unknown driver "idnow"; known: onfido, oidc'],
    [["map", "onfido"], "usage: map onfido | oidc FILE"],
    [["map", "onfido", "a.json", "b.json"], 'unexpected argument "b.json"; see --help'],
    [["onfido", "--jsn"], "unknown or incomplete option; known: --help, --json, --process-type TYPE, --acr VALUES"],
    [
      ["onfido", "--json=yes"],
      "unknown or incomplete option; known: --help, --json, --process-type TYPE, --acr VALUES",
    ],
    [["onfido", "--json"], `--json needs one scenario: onfido ${names.join(" | ")}`],
    [["onfido", "accepted", "rejected"], 'unexpected argument "rejected"; see --help'],
    [["onfido", "--process-type", "document"], "--process-type goes with map onfido"],
    [["map", "oidc", "a.json", "--process-type", "document"], "--process-type goes with map onfido"],
    [["map", "onfido", "a.json", "--acr", "high"], "--acr goes with map oidc"],
    [["oidc", "accepted"], `unknown scenario "accepted"; known: ${oidcNames.join(", ")}`],
    [["--json"], "--json needs a driver and one scenario; see --help"],
    [
      ["map", "onfido", "a.json", "--process-type", "video"],
      'unknown process type "video"; known: document, documentSelfie, documentVideo',
    ],
    [["onfido", "\u001b[2Jx"], `unknown scenario "\ufffd[2Jx"; known: ${names.join(", ")}`],
    [["x".repeat(500)], `unknown command or driver "${"x".repeat(59)}…"; known: map, onfido, oidc`],
  ])("%j is refused", (args, message) => {
    expect(() => readCommandLine(args)).toThrow(new UsageError(message));
  });

  it.each([[["onfido", "acepted"]], [["onfidoo"]], [["--jsn"]]])(
    "%j is one line on stderr and exit code 2",
    async (args) => {
      const { exitCode, stdout, stderr } = await runDemo(args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(/^demo: unknown [^\n]+; known: [^\n]+\n$/);
    },
    patience,
  );
});
