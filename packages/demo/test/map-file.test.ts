import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mapFile } from "../src/map-file.ts";
import { oidcAnswers } from "../src/oidc/map-answer.ts";
import { onfidoAnswers } from "../src/onfido/map-answer.ts";
import { UsageError } from "../src/usage-error.ts";
import { runDemo } from "./run-demo.ts";

const patience = 60_000;
const response = (scenario: string) =>
  fileURLToPath(new URL(`../../../fixtures/onfido/${scenario}/process.json`, import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "idvkit-demo-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe("npm run demo -- map onfido FILE", () => {
  it(
    "prints what comes out of a response",
    async () => {
      const { exitCode, stdout, stderr } = await runDemo(["map", "onfido", response("accepted-passport")]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toContain("✔ verified   status accepted");
      expect(stdout).toContain("givenName   WILLEKE LISELOTTE");
    },
    patience,
  );

  it(
    "prints the data blocks as JSON",
    async () => {
      const { exitCode, stdout } = await runDemo(["map", "onfido", response("accepted-passport"), "--json"]);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout).map(({ type }: { type: string }) => type)).toEqual([
        "basicIdentity",
        "documentData",
        "verification",
        "documentVerification",
      ]);
    },
    patience,
  );

  it(
    "says of a process that still runs that there is nothing yet",
    async () => {
      const path = await file("processing.json", '{"status":"processing","processId":"p"}');
      expect(await runDemo(["map", "onfido", path, "--json"])).toEqual({
        exitCode: 0,
        stdout: "[]\n",
        stderr: "not final: status processing, no data blocks yet\n",
      });
    },
    patience,
  );

  it.each([
    ["is missing", "no-such-file.json", undefined],
    ["is a folder", ".", undefined],
    ["is no JSON", "broken.json", "{"],
  ])(
    "refuses a file that %s, with one line on stderr and exit code 2",
    async (_, name, content) => {
      const path = content === undefined ? join(folder, name) : await file(name, content);
      const { exitCode, stdout, stderr } = await runDemo(["map", "onfido", path]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(/^demo: "[^\n]+\n$/);
    },
    patience,
  );
});

describe("mapping an answer of Onfido", () => {
  it("takes what the file says for the order", async () => {
    expect(await mapFile(onfidoAnswers, response("accepted-passport"))).toMatchObject({
      result: { verdict: "verified" },
    });
  });

  it("never verifies less than was ordered", async () => {
    expect(await mapFile(onfidoAnswers, response("accepted-passport"), "documentVideo")).toMatchObject({
      result: { verdict: "inconclusive", warnings: [{ code: "less_than_ordered" }] },
    });
  });

  it("never verifies a file that does not say what was verified", async () => {
    const path = await file(
      "typeless.json",
      '{"status":"accepted","providerSpecific":{"documentVerification":{"result":"clear"}}}',
    );
    expect(await mapFile(onfidoAnswers, path)).toMatchObject({ result: { verdict: "inconclusive" } });
  });

  it.each([
    ["check", '{"check":{"status":"withdrawn"},"reports":[]}', "aborted", "withdrawn"],
    ["workflow run", '{"workflowRun":{"status":"abandoned"}}', "aborted", "abandoned"],
    [
      "check without its document report",
      '{"check":{"status":"complete","result":"clear"}}',
      "inconclusive",
      "complete",
    ],
  ])("maps a %s of Onfido's own API", async (_, content, verdict, rawStatus) => {
    expect(await mapFile(onfidoAnswers, await file("api.json", content))).toMatchObject({
      result: { verdict, rawStatus },
    });
  });

  it("reads a file that begins with a byte order mark", async () => {
    const path = await file("marked.json", '\ufeff{"status":"pending"}');
    expect(await mapFile(onfidoAnswers, path)).toMatchObject({ final: false, rawStatus: "pending" });
  });

  it.each([
    ["is missing", undefined, "cannot be found"],
    ["is no JSON", "{", "is no JSON"],
    ["is empty", "", "is no JSON"],
    ["is no process", "[]", "is no process of Assure: process: expected an object"],
    ["has no status", "{}", "is no process of Assure: status: expected a text"],
    ["is no check", '{"check":{}}', "is no check of Onfido: check.status: cannot be read"],
    ["is no workflow run", '{"workflowRun":null}', "is no workflow run of Onfido: workflowRun: cannot be read"],
    ["is too large", "x".repeat(10 * 1024 * 1024 + 1), "is larger than 10 MB"],
  ])("refuses a file that %s", async (_, content, problem) => {
    const path = content === undefined ? join(folder, "nothing") : await file("refused.json", content);
    const refusal = mapFile(onfidoAnswers, path);
    await expect(refusal).rejects.toBeInstanceOf(UsageError);
    await expect(refusal).rejects.toThrow(problem);
  });

  it("refuses a folder", async () => {
    await expect(mapFile(onfidoAnswers, folder)).rejects.toThrow("is a folder, not a file");
  });

  it("repeats nothing of the file in a refusal", async () => {
    const path = await file("personal.json", '{"firstName":"WILLEKE", broken');
    await expect(mapFile(onfidoAnswers, path)).rejects.not.toThrow(/WILLEKE/);
  });
});

describe("mapping an answer of an OpenID Provider", () => {
  const answer = (idToken: object, userInfo?: object) =>
    file("answer.json", JSON.stringify({ idToken: { iss: "https://op.example", sub: "s", ...idToken }, userInfo }));

  it("takes claims of the ID token and of userinfo", async () => {
    const path = await answer({ given_name: "Erika" }, { sub: "s", family_name: "Mustermann" });
    const { exitCode, stdout } = await runDemo(["map", "oidc", path, "--json"]);
    const blocks: { type: string; content: unknown }[] = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(blocks[0]).toMatchObject({
      type: "basicIdentity",
      content: { givenName: "Erika", familyName: "Mustermann" },
    });
  });

  it.each([
    ["high", "high low", "verified"],
    ["low", "high", "inconclusive"],
    [undefined, "high", "inconclusive"],
  ])("with acr %s where %s was asked for is %s", async (acr, asked, verdict) => {
    expect(await mapFile(oidcAnswers, await answer({ acr }), asked)).toMatchObject({ result: { verdict } });
  });

  it.each([
    ["an issuer that a preset knows", "https://idporten.no", { eidas: "high" }],
    ["any other issuer", "https://op.example", {}],
  ])("gives a level for %s", async (_, iss, assurance) => {
    const path = await answer({ iss, acr: "idporten-loa-high" });
    expect(await mapFile(oidcAnswers, path)).toMatchObject({ result: { assurance } });
  });

  it.each([
    ["is no object", "[]", "answer: expected an object"],
    ["has only a compact ID token", '{"idToken":"a.b.c"}', "idToken: expected claims"],
    ["is about two persons", '{"idToken":{"sub":"a"},"userInfo":{"sub":"b"}}', "userInfo.sub: another subject"],
  ])("refuses a file that %s", async (_, content, problem) => {
    const refusal = mapFile(oidcAnswers, await file("refused.json", content));
    await expect(refusal).rejects.toThrow(`is no answer of an OpenID Provider: ${problem}`);
  });
});
