import { parseDataBlock } from "@idvkit/core";
import { beforeAll, describe, expect, it } from "vitest";
import { scenarios } from "../src/oidc/scenarios.ts";
import { type DemoRun, runDemo } from "./run-demo.ts";

const patience = 60_000;

/** What was told of one scenario. */
function partOf(stdout: string, scenario: string): string {
  return stdout.split(/^── /m).find((part) => part.startsWith(`${scenario} ·`)) ?? "";
}

/** The phases that were told, in order. */
function phasesOf(stdout: string, scenario: string): (string | undefined)[] {
  const [told = ""] = partOf(stdout, scenario).split("\n\n");
  return [...told.matchAll(/^ {2}([a-z]+)/gm)].map(([, phase]) => phase);
}

describe("npm run demo -- oidc", () => {
  let all: DemoRun;
  beforeAll(async () => {
    all = await runDemo(["oidc"]);
  }, patience);

  it("runs every scenario against a real provider", () => {
    expect(all.stderr).toBe("");
    expect(all.exitCode).toBe(0);
    expect([...all.stdout.matchAll(/^── (\S+) ·/gm)].map(([, name]) => name)).toEqual(
      scenarios.map(({ name }) => name),
    );
  });

  it.each([
    ["login", "✔ verified   status authenticated · eidas substantial · amr pwd otp · session bound"],
    ["strong-profile", "✔ verified   status authenticated · eidas substantial · amr pwd otp · session bound"],
    ["verified-claims", "✔ verified   status authenticated · eidas substantial · amr pwd otp · session bound"],
    ["canceled", "! canceled   status access_denied · session bound"],
    ["level-too-low", "! inconclusive   status authenticated · session bound"],
    ["login-relay", "✘ refused   invalid_callback · session_mismatch · no data block"],
    ["crash", "✔ verified   status authenticated · eidas substantial · amr pwd otp"],
  ])("ends %s with: %s", (scenario, ending) => {
    expect(partOf(all.stdout, scenario)).toContain(ending);
  });

  it("tells a login phase by phase, as it happens", () => {
    expect(phasesOf(all.stdout, "login")).toEqual([
      "dispatch",
      "person",
      "return",
      "vault",
      "checks",
      "vault",
      "callback",
      "reverify",
    ]);
  });

  it.each(["code_challenge_method=S256", "state=", "nonce=", "code_challenge=", "redirect_uri=http://127.0.0.1:"])(
    "names what the login is sent with: %s",
    (parameter) => {
      expect(partOf(all.stdout, "login")).toContain(` ${parameter}`);
    },
  );

  it("pushes the request and gets a signed answer and an encrypted ID token with the strong profile", () => {
    const part = partOf(all.stdout, "strong-profile");
    expect(part).toContain("POST /request");
    expect(part).toMatch(/response=\(a JWT of \d+ characters\)/);
    expect(part).toContain("id_token: encrypted");
    expect(part).toContain("POST /token with DPoP");
    expect(part).toContain("GET /me with DPoP");
    expect(part).toContain("signature PS256");
    expect(part).not.toContain("code_challenge");
  });

  it("gives the document that the person was verified by", () => {
    expect(partOf(all.stdout, "verified-claims")).toMatch(/documentNumber +T22000129/);
  });

  it("redeems nothing where another browser came back", () => {
    const part = partOf(all.stdout, "login-relay");
    expect(part).toContain("authorization_pending whoever began it learns nothing");
    expect(part).not.toContain("POST /token");
  });

  it("goes on after a crash without asking for the tokens again", () => {
    const part = partOf(all.stdout, "crash");
    const phases = ["dispatch", "person", "return", "vault", "crash", "checks", "vault", "poll", "reverify"];
    expect(phasesOf(all.stdout, "crash")).toEqual(phases);
    expect(part).toContain("GET /jwks, GET /me");
    expect(part).not.toContain("POST /token");
  });

  it("proves offline what was kept, and nothing that was changed", () => {
    expect(all.stdout.match(/proven: http:\/\/127\.0\.0\.1:\d+ told demo-client so/g)).toHaveLength(5);
    expect(all.stdout.match(/with one changed character: evidence_damaged/g)).toHaveLength(5);
  });

  it("is at most 100 characters wide", () => {
    expect(all.stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  it("shows no token, and of what was made by chance only the beginning", () => {
    expect(all.stdout).not.toMatch(/eyJ|Bearer|Basic |DPoP [A-Za-z0-9]/);
    const secrets = [...all.stdout.matchAll(/ (?:state|nonce|code|code_challenge|request_uri)=(\S+)/g)];
    expect(secrets.length).toBeGreaterThan(20);
    expect(secrets.filter(([, value = ""]) => !/^[\w-]{6}…$/.test(value))).toEqual([]);
  });
});

describe("npm run demo -- oidc SCENARIO --json", () => {
  it(
    "prints the data blocks and nothing else",
    async () => {
      const { exitCode, stdout, stderr } = await runDemo(["oidc", "login", "--json"]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      const blocks: { type: string }[] = JSON.parse(stdout);
      expect(blocks.map((block) => parseDataBlock(block).ok)).toEqual(blocks.map(() => true));
      expect(blocks.map(({ type }) => type)).toEqual(["basicIdentity", "extendedIdentity", "verification"]);
    },
    patience,
  );

  it(
    "prints no block where the login was refused",
    async () => {
      expect(await runDemo(["oidc", "login-relay", "--json"])).toEqual({ exitCode: 0, stdout: "[]\n", stderr: "" });
    },
    patience,
  );
});
