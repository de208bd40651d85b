import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "@idvkit/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  createContractSuite,
  loadScenarios,
  type RecordOptions,
  recordScenario,
  runScenario,
  scenarioChecks,
  writeScenario,
} from "../../src/index.ts";
import { createAcmeDriver } from "../acme/acme-driver.ts";
import { fixtureNamed, fixtures, type HarMessage, harOf, trafficOf } from "./har-of-run.ts";

const key = "a key of at least sixteen bytes";
const person = ["Willeke", "Bruijn", "1965-03-10"];

function json(name: string, file: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`${name}/${file}`, fixtures), "utf8")) as JsonObject;
}

/** What someone who recorded the fixture's traffic would say about it. */
function recordingOf(name: string, messages: readonly HarMessage[]): RecordOptions {
  const { options, calls } = fixtureNamed(name);
  return {
    har: harOf(messages),
    key,
    title: "Recorded anew",
    source: "Traffic of a made-up provider",
    provider: "acme",
    hosts: ["api.acme.example"],
    options,
    calls: calls.map(({ call, afterMs }) => ({ call: call === "callback" ? "delivery" : call, afterMs }) as never),
    expected: json(name, "expected.json"),
  };
}

async function recorded(options: RecordOptions) {
  const result = await recordScenario(options);
  if (!result.ok) throw result.error;
  return result.value;
}

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "recorded-"));
});
afterEach(() => rmSync(root, { recursive: true }));

async function written(options: RecordOptions) {
  const { files } = await recorded(options);
  const result = await writeScenario(join(root, "anew"), files);
  expect(result.ok).toBe(true);
  const [scenario = expect.unreachable()] = loadScenarios(root);
  return { scenario, text: Buffer.concat([...files.values()]).toString("latin1") };
}

describe("a recorded scenario", () => {
  it("is played by the same driver to the same end, about another person", async () => {
    const portrait = new Uint8Array([1, 2, 3]);
    const options = recordingOf("poll-accepted", await trafficOf(fixtureNamed("poll-accepted")));
    const replace = { "GET https://api.acme.example/checks/{id}/portrait": portrait };
    const { scenario, text } = await written({ ...options, replace });
    const { calls, outcome } = await runScenario({ scenario, create: createAcmeDriver });

    expect(calls.map(({ name }) => name)).toEqual(["dispatch", "poll", "poll"]);
    expect(outcome).toMatchObject({ kind: "completed", result: { verdict: "verified", rawStatus: "accepted" } });
    for (const value of [...person, "chk_3", "acme-client-secret-1", "acme-access-token-0001"]) {
      expect(text).not.toContain(value);
    }
    expect(scenario.provenance.kind).toBe("recorded");
    expect(scenario.exchanges[0]).toMatchObject({ repeatable: true });
    expect(scenario.exchanges.at(-1)?.body).toEqual(portrait);
  });

  it("redeems a code of the person's return once, with stand-ins on both sides", async () => {
    const traffic = await trafficOf(fixtureNamed("redirect-accepted"));
    const back = { url: "https://rp.customer.example.net/idv/acme/return?check=chk_1&code=code-77001" };
    const messages = [
      ...traffic.slice(0, 2),
      { ...back, at: "2026-01-15T10:00:59.000Z", status: 303 },
      ...traffic.slice(2),
    ];
    const options = recordingOf("redirect-accepted", messages);
    const { scenario, text } = await written({
      ...options,
      callbackBaseUrl: "https://rp.customer.example.net/idv/acme",
    });
    const { outcome } = await runScenario({ scenario, create: createAcmeDriver });
    expect(outcome).toMatchObject({ kind: "completed", result: { verdict: "verified" } });
    expect(text).not.toContain("77001");
    expect(text).not.toContain("customer");
  });

  it("signs a delivery anew with the stand-in of the secret", async () => {
    const { messages, options } = await withEvent();
    const { scenario } = await written({
      ...options,
      har: harOf(messages),
      resign: (body, _headers, { options: { webhookSecret } }) => ({
        "X-Acme-Signature": createHmac("sha256", String(webhookSecret)).update(body).digest("hex"),
      }),
    });
    const { outcome } = await runScenario({ scenario, create: createAcmeDriver });
    expect(outcome).toMatchObject({ kind: "completed", result: { verdict: "rejected" } });
  });

  it("is refused when a delivery is signed and nobody can sign it anew", async () => {
    const { messages, options } = await withEvent();
    const result = await recordScenario({ ...options, har: harOf(messages) });
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(!result.ok && result.error.message).toMatch(/entry \d request headers: signed_callback/);
  });
});

async function withEvent() {
  const fixture = fixtureNamed("upload-rejected");
  const traffic = await trafficOf(fixture);
  const event: HarMessage = {
    method: "POST",
    url: "https://rp.customer.example.net/idv/acme/events",
    at: new Date(Date.parse(fixture.startsAt) + 1500).toISOString(),
    requestHeaders: { "Content-Type": "application/json", "X-Acme-Signature": "a".repeat(64) },
    sent: { mimeType: "application/json", text: JSON.stringify({ id: "evt_1", check: "chk_2" }) },
  };
  const messages = [...traffic.slice(0, -1), event, ...traffic.slice(-1)];
  const options: RecordOptions = {
    ...recordingOf("upload-rejected", messages),
    callbackBaseUrl: "https://rp.customer.example.net/idv/acme",
    withoutSends: ["POST https://api.acme.example/checks/{id}/files"],
    calls: [
      { call: "dispatch" },
      { call: "submit", afterMs: 1000, input: { front: { file: "front.png", mediaType: "image/png" } } },
      { call: "delivery", afterMs: 1000 },
    ],
    files: { "front.png": readFileSync(new URL("upload-rejected/front.png", fixtures)) },
  };
  return { messages, options };
}

describe("the contract kit on a recorded scenario", () => {
  let folder: string;
  let suite: ReturnType<typeof createContractSuite>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "recorded-kit-"));
    const replace = { "GET https://api.acme.example/checks/{id}/portrait": new Uint8Array([137, 80, 78, 71]) };
    const options = recordingOf("poll-accepted", await trafficOf(fixtureNamed("poll-accepted")));
    const { files } = await recorded({ ...options, replace });
    await writeScenario(join(folder, "anew"), files);
    suite = createContractSuite({ create: createAcmeDriver, fixtures: folder });
    suite.open();
  });
  afterAll(() => {
    suite.close();
    rmSync(folder, { recursive: true });
  });

  it.each(scenarioChecks)("passes $name", async ({ run }) => {
    for (const subject of suite.subjects) await run(subject);
  });
});
