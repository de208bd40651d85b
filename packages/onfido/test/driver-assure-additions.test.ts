import type { DriverState, StepResult } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createAssureClient } from "../src/assure/client.ts";
import { assurePaths } from "../src/assure/paths.ts";
import type { CapturedImages } from "../src/images.ts";
import type { AssureOptions } from "../src/index.ts";
import { type AssureSimulatorOptions, simulatorPaths } from "../src/testing/index.ts";
import {
  type Bench,
  eventWork,
  idsOf,
  images,
  pendingOf,
  startBenchServer,
  stateOf,
  verdictOf,
  workOf,
} from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const dossierFiles: Partial<AssureOptions> = { capture: { mode: "dossierFiles" }, http: { retries: 0 } };
const startPath = { method: "POST", path: assurePaths.process } as const;
const callsOf = ({ simulator }: Bench) => simulator.requests.map(({ method, template }) => `${method} ${template}`);
const countOf = (bench: Bench, call: string) => callsOf(bench).filter((made) => made === call).length;

function stateLeft(result: StepResult): DriverState {
  if (!result.ok && result.driverState !== undefined) return result.driverState;
  throw new Error("expected a failure that leaves a state");
}

/** A person whose dossier has a document and a face, and the work that goes on with it. */
async function known(files: object = images, simulation: AssureSimulatorOptions = {}) {
  const bench = server.bench(dossierFiles, simulation);
  const { clientId, clientSecret } = bench.simulator;
  const client = createAssureClient({
    clientId,
    clientSecret,
    baseUrl: "https://api.signicat.com",
    tokenPath: "/auth/open/connect/token",
    scope: "signicat-api",
  });
  const dossier = await client.createDossier("customer-7", {});
  if (!dossier.ok) throw dossier.error;
  const dossierId = dossier.value;
  if (Object.keys(files).length > 0) {
    const uploaded = await client.uploadDossierFiles(dossierId, files as CapturedImages, {});
    if (!uploaded.ok) throw uploaded.error;
  }
  const work = workOf({}, { attributes: { dossierId } });
  const poll = (driverState: DriverState) => bench.driver.poll({ ...work, driverState }, bench.context);
  return { bench, work, dossierId, poll };
}

describe("the files of a dossier", () => {
  it("are verified at once: nobody has anything to do", async () => {
    const { bench, work, dossierId, poll } = await known();
    const outcome = pendingOf(await bench.driver.dispatch(work, bench.context));
    expect(outcome).toMatchObject({
      rawStatus: "processing",
      poll: { at: "2026-11-21T10:00:05.000Z" },
      driverState: { phase: "verifying", dossierId },
    });
    expect(outcome.offers).toBeUndefined();
    expect(callsOf(bench).slice(-2)).toEqual([`POST ${assurePaths.processes}`, `POST ${assurePaths.process}`]);
    const read = pendingOf(await poll(outcome.driverState));
    expect(verdictOf(await poll(read.driverState))).toBe("verified");
  });

  it("have their dossier named, or the dispatch is refused before any call", async () => {
    const { driver, context, simulator } = server.bench(dossierFiles);
    expect(await driver.dispatch(workOf(), context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: "inputs.attributes.dossierId: missing" },
    });
    expect(simulator.requests).toEqual([]);
  });

  it("take no submit", async () => {
    const { bench, work } = await known();
    const { driverState } = pendingOf(await bench.driver.dispatch(work, bench.context));
    expect(await bench.driver.submit({ ...work, driverState, input: images }, bench.context)).toMatchObject({
      ok: false,
    });
  });

  it.each([503, "network", 429] as const)(
    "whose start fails with %s fail the dispatch, and a repeated one starts the process that was made",
    async (status) => {
      const { bench, work, poll } = await known(images, { processingReads: 0 });
      bench.simulator.failNext({ status, ...startPath });
      const left = stateLeft(await bench.driver.dispatch(work, bench.context));
      expect(left).toMatchObject({ phase: "started", processId: expect.any(String) });
      const started = pendingOf(await bench.driver.dispatch({ ...work, driverState: left }, bench.context));
      expect(started).toMatchObject({ rawStatus: "processing", reference: left.processId });
      expect(verdictOf(await poll(started.driverState))).toBe("verified");
      expect(countOf(bench, `POST ${assurePaths.processes}`)).toBe(1);
      expect(countOf(bench, `POST ${assurePaths.process}`)).toBe(2);
    },
  );

  it("whose start had its effect although the answer was lost go on, although Assure refuses a second start", async () => {
    const { bench, work, poll } = await known();
    bench.simulator.failNext({ status: 502, ...startPath, afterEffect: true });
    const left = stateLeft(await bench.driver.dispatch(work, bench.context));
    const started = pendingOf(await bench.driver.dispatch({ ...work, driverState: left }, bench.context));
    expect(started.driverState).toMatchObject({ phase: "verifying", processId: left.processId });
    expect(verdictOf(await poll(started.driverState))).toBe("verified");
  });

  it("whose start fails again, and which cannot be read, fail the dispatch again", async () => {
    const { bench, work } = await known();
    bench.simulator.failNext({ status: 503, ...startPath, times: 2 });
    const left = stateLeft(await bench.driver.dispatch(work, bench.context));
    bench.simulator.failNext({ status: 500, method: "GET", path: assurePaths.process });
    const again = await bench.driver.dispatch({ ...work, driverState: left }, bench.context);
    expect(again).toMatchObject({ ok: false, error: { code: "provider_unavailable", httpStatus: 503 } });
    expect(stateLeft(again).processId).toBe(left.processId);
  });

  it("that Assure refuses to start say so; a repeated dispatch makes no second process", async () => {
    const { bench, work } = await known({});
    const refused = await bench.driver.dispatch(work, bench.context);
    expect(refused).toMatchObject({ ok: false, error: { code: "provider_error", httpStatus: 400 } });
    const left = stateLeft(refused);
    expect(left).toMatchObject({ phase: "started", processId: expect.any(String) });
    expect((await bench.driver.dispatch({ ...work, driverState: left }, bench.context)).ok).toBe(false);
    expect(countOf(bench, `POST ${assurePaths.processes}`)).toBe(1);
    expect(await bench.driver.cancel({ ...work, driverState: left }, bench.context)).toEqual({
      ok: true,
      value: { kind: "canceled" },
    });
  });

  it("that are there by the time of a repeated dispatch are verified in the process that was made", async () => {
    const { bench, work, poll } = await known();
    bench.simulator.failNext({ status: 400, ...startPath });
    const left = stateLeft(await bench.driver.dispatch(work, bench.context));
    const outcome = pendingOf(await bench.driver.dispatch({ ...work, driverState: left }, bench.context));
    expect(outcome.driverState.processId).toBe(left.processId);
    const read = pendingOf(await poll(outcome.driverState));
    expect(verdictOf(await poll(read.driverState))).toBe("verified");
  });

  it("of another mode are never started by a poll", async () => {
    const bench = server.bench();
    const { driverState } = pendingOf(await bench.driver.dispatch(workOf(), bench.context));
    pendingOf(await bench.driver.poll({ ...workOf(), driverState }, bench.context));
    expect(countOf(bench, `POST ${assurePaths.process}`)).toBe(0);
  });
});

describe("a process that gives only the short form", () => {
  const short = { result: "clear", subResult: "clear" };

  async function shortened(options: Partial<AssureOptions>, decision: "accepted" | "caution" = "accepted") {
    const bench = server.bench(options);
    bench.simulator.decide(decision);
    const { driverState } = pendingOf(await bench.driver.dispatch(workOf(), bench.context));
    const input = { ...workOf(), driverState, input: images };
    const started = pendingOf(await bench.driver.submit(input, bench.context));
    const { dossierId, processId } = idsOf(driverState);
    bench.simulator.finish(dossierId);
    const content = JSON.stringify({
      processId,
      provider: "onfido",
      processType: "documentSelfie",
      status: "accepted",
      finalResult: { firstName: "WILLEKE LISELOTTE", lastName: "DE BRUIJN", similarityScore: "medium" },
      providerSpecific: { documentVerification: short, facialSimilarity: { result: "clear" } },
    });
    const body = { content, mediaType: "application/json" };
    bench.simulator.failNext({ status: 200, method: "GET", path: assurePaths.process, body, times: 2 });
    const poll = (state = started.driverState) => bench.driver.poll({ ...workOf(), driverState: state }, bench.context);
    return { bench, poll };
  }

  const fullResult: Partial<AssureOptions> = {
    artifacts: { images: false, fullResult: true },
    paths: { fullResult: simulatorPaths.fullResult },
  };
  const checksOf = (result: StepResult) =>
    JSON.stringify(result.ok && result.value.kind === "completed" ? result.value.result.dataBlocks : []);

  it("is completed from the full result, the same at every poll", async () => {
    const bare = await (await shortened({})).poll();
    expect(checksOf(bare)).not.toContain("securityFeatures");
    const { poll } = await shortened(fullResult);
    const whole = await poll();
    expect(verdictOf(whole)).toBe("verified");
    expect(checksOf(whole)).toContain("securityFeatures");
    const again = await poll(stateOf(whole));
    expect(checksOf(again)).toBe(checksOf(whole));
    expect(again.ok && "revises" in again.value).toBe(false);
  });

  it("is doubted where the full result says otherwise", async () => {
    const { poll } = await shortened(fullResult, "caution");
    expect(verdictOf(await poll())).toBe("inconclusive");
  });
});

describe("a delivery after the outcome", () => {
  it("gives the outcome, never a pending one, however soon it comes", async () => {
    const bench = server.bench();
    const work = workOf();
    const { driverState } = pendingOf(await bench.driver.dispatch(work, bench.context));
    const started = pendingOf(await bench.driver.submit({ ...work, driverState, input: images }, bench.context));
    const read = pendingOf(await bench.driver.poll({ ...work, driverState: started.driverState }, bench.context));
    const done = await bench.driver.poll({ ...work, driverState: read.driverState }, bench.context);
    const completed = stateOf(done);
    const result = await bench.driver.callback(eventWork(work, completed, idsOf(completed)), bench.context);
    expect(verdictOf(result)).toBe("verified");
  });
});
