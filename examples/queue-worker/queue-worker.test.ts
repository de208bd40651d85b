import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { memoryVault, nodeCallbackHandler } from "@idvkit/driver-kit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDrivers } from "../drivers.ts";
import { openExecutionStore } from "../execution-store.ts";
import { createBrowser } from "../stage/browser.ts";
import { callbackSecret, startProvider, startSite } from "../stage/stage.ts";
import { newWork } from "../verifications.ts";
import { openJobQueue } from "./jobs.ts";
import { createApp } from "./site.ts";
import { createWorker, enqueue } from "./worker.ts";

const patience = { timeout: 20_000, interval: 50 };

let folder: string;
let provider: Awaited<ReturnType<typeof startProvider>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "idvkit-queue-"));
  provider = await startProvider();
});
afterEach(async () => {
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

function open() {
  const store = openExecutionStore(join(folder, "verifications.sqlite"), { holdMs: 1_500 });
  return { store, jobs: openJobQueue(store), drivers: createDrivers(provider.account), vault: memoryVault() };
}

describe("a queue with its workers", () => {
  const workers: ChildProcess[] = [];
  afterEach(() => Promise.all(workers.splice(0).map(kill)));

  function startWorker(): ChildProcess {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const { baseUrl, clientId, clientSecret } = provider.account;
    const environment = { SIGNICAT_CLIENT_ID: clientId, SIGNICAT_CLIENT_SECRET: String(clientSecret), HOLD_MS: "1500" };
    const args = ["--conditions=idvkit-source", main, join(folder, "verifications.sqlite"), baseUrl];
    const env = { PATH: process.env.PATH, ...environment };
    const worker = spawn(process.execPath, args, { env, stdio: "ignore" });
    workers.push(worker);
    return worker;
  }

  async function kill(worker: ChildProcess): Promise<void> {
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    worker.kill("SIGKILL");
    await once(worker, "exit");
  }

  it("brings a verification to its end, over a failure and the death of a worker in the middle of a call", async () => {
    const parts = open();
    const site = await startSite((publicOrigin) => {
      const app = createApp({ ...parts, publicOrigin });
      return nodeCallbackHandler(async (request) => app.fetch(request), { publicOrigin });
    });
    provider.simulator.failNext({ status: 503, method: "POST", path: "/assure/dossiers" });
    const browser = createBrowser();
    const { page } = JSON.parse((await browser.open(`${site.origin}/verifications/onfido`, { method: "POST" })).text);

    const first = startWorker();
    const offered = await vi.waitFor(async () => {
      const shown = await browser.read(page);
      expect(shown).toHaveProperty("goTo");
      return shown as { goTo: string };
    }, patience);
    expect((await browser.open(offered.goTo)).url).toBe(page);

    const pause = provider.hang();
    await pause.reached;
    await kill(first);
    pause.goOn();
    expect(await browser.read(page)).toMatchObject({ status: "processing" });

    startWorker();
    await vi.waitFor(async () => expect(await browser.read(page)).toMatchObject({ status: "completed" }), patience);
    expect(await browser.read(page)).toMatchObject({ verdict: "verified", sessionBinding: "bound" });
    const started = provider.simulator.requests.filter(({ template }) => template.endsWith("/capture"));
    expect(started).toHaveLength(1);
    await site.close();
    parts.store.close();
  });
});

describe("a worker", () => {
  let parts: ReturnType<typeof open>;
  let nowMs: number;
  beforeEach(() => {
    parts = open();
    nowMs = Date.now();
  });
  afterEach(() => parts.store.close());

  const worker = () => createWorker({ ...parts, now: () => new Date(nowMs) });
  const newJob = (): string => {
    const work = newWork({ publicOrigin: "https://rp.example" }, "onfido", "session-hash");
    enqueue(parts.store, parts.jobs, "onfido", work, nowMs);
    return work.executionId;
  };
  const runAt = () => Number(parts.store.database.prepare("SELECT run_at FROM jobs").get()?.run_at) - nowMs;

  it("tries again after growing waits while the provider is away", async () => {
    const id = newJob();
    provider.simulator.failNext({ status: 503, method: "POST", path: "/assure/dossiers", times: 3 });
    const waits: number[] = [];
    while (parts.store.find(id)?.outcome === null) {
      expect(await worker().runDueJobs()).toBe(1);
      waits.push(runAt());
      expect(await worker().runDueJobs()).toBe(0);
      nowMs += runAt();
    }
    // Three failures, then the first poll of the verification that was started.
    expect(waits).toEqual([1_000, 2_000, 4_000, 5_000]);
  });

  it("waits as long as the provider says", async () => {
    newJob();
    provider.simulator.failNext({ status: 429, retryAfterSeconds: 90, method: "POST", path: "/assure/dossiers" });
    await worker().runDueJobs();
    expect(runAt()).toBe(90_000);
  });

  it("gives up what cannot get better", async () => {
    const id = newJob();
    parts.drivers = createDrivers({ ...provider.account, clientSecret: "wrong" });
    await worker().runDueJobs();
    expect(parts.store.find(id)).toMatchObject({ outcome: null, error: "credentials_rejected" });
    nowMs += 60_000;
    expect(await worker().runDueJobs()).toBe(0);
  });

  it("gets the job of another one that died with it", async () => {
    const id = newJob();
    parts.jobs.take(nowMs, nowMs + parts.store.holdMs);
    expect(await worker().runDueJobs()).toBe(0);
    nowMs += parts.store.holdMs;
    expect(await worker().runDueJobs()).toBe(1);
    expect(parts.store.find(id)?.outcome?.kind).toBe("pending");
  });

  it("has nothing to do for what a delivery has ended", async () => {
    const site = await startSite((publicOrigin) => {
      const app = createApp({ ...parts, publicOrigin });
      return nodeCallbackHandler(async (request) => app.fetch(request), { publicOrigin });
    });
    const browser = createBrowser();
    const { page } = JSON.parse((await browser.open(`${site.origin}/verifications/onfido`, { method: "POST" })).text);
    nowMs = Date.now();
    await worker().runDueJobs();
    const { goTo } = (await browser.read(page)) as { goTo: string };
    await browser.open(goTo);
    expect(await provider.simulator.deliver(`${site.origin}/idv/onfido/events/${callbackSecret}`)).toBe(204);
    expect(await browser.read(page)).toMatchObject({ status: "completed", verdict: "verified" });
    const asked = provider.simulator.requests.length;
    nowMs += 60_000;
    await worker().runDueJobs();
    expect(provider.simulator.requests).toHaveLength(asked);
    expect(await worker().runDueJobs()).toBe(0);
    await site.close();
  });
});
