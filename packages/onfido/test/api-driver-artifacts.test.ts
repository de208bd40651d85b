import type { DriverState, StepResult, VaultReference } from "@idvkit/core";
import { IdvError } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { OnfidoApiOptions } from "../src/index.ts";
import type { OnfidoSimulatorOptions, SimulatedCapture } from "../src/testing/index.ts";
import {
  type ApiBench,
  apiWorkOf,
  type BenchOptions,
  callsOf,
  contentOf,
  dispatched,
  resultOf,
  startApiBenchServer,
  submitted,
  workflow,
} from "./api-driver-setup.ts";
import { images, pendingOf, stateOf, verdictOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const work = apiWorkOf();
const mobileSdk: Partial<OnfidoApiOptions> = { capture: { mode: "mobileSdk", mobileAppId: "com.example.app" } };
const hostedLink: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "hostedLink" } };

interface Ended extends ApiBench {
  driverState: DriverState;
  poll(driverState?: DriverState): Promise<StepResult>;
}

function endedOf(bench: ApiBench, driverState: DriverState): Ended {
  const poll = (state = driverState) => bench.driver.poll({ ...work, driverState: state }, bench.context);
  return { ...bench, driverState, poll };
}

/** A check whose person used the SDK, and that is complete. */
async function sdkCheck(options: BenchOptions, capture: SimulatedCapture = {}): Promise<Ended> {
  const bench = server.bench({ ...mobileSdk, ...options }, { processingReads: 0 });
  const { driverState, applicantId } = await dispatched(bench);
  bench.simulator.capture(applicantId, capture);
  const input = { ...work, driverState, input: { result: "success" } };
  return endedOf(bench, pendingOf(await bench.driver.submit(input, bench.context)).driverState);
}

/** A workflow run whose person was on the hosted page, and that has come to its decision. */
async function run(options: BenchOptions, simulation: OnfidoSimulatorOptions = {}): Promise<Ended> {
  const bench = server.bench({ ...hostedLink, ...options }, { processingReads: 0, ...simulation });
  const { driverState, applicantId } = await dispatched(bench);
  bench.simulator.capture(applicantId);
  return endedOf(bench, driverState);
}

const blockTypes = (result: StepResult) => resultOf(result).dataBlocks.map(({ type }) => type);

/** The files that back the outcome, read from the vault. */
async function evidenceOf(result: StepResult, { context }: ApiBench) {
  const { methods } = contentOf(result, "verification") as {
    methods: { evidence: { type: string; ref: VaultReference }[] }[];
  };
  return Promise.all(
    (methods[0]?.evidence ?? []).map(async ({ type, ref }) => {
      const stored = await context.vault.get(ref);
      const chunks: Uint8Array[] = [];
      for await (const chunk of stored?.content ?? []) chunks.push(chunk);
      return { type, mediaType: stored?.mediaType, text: Buffer.concat(chunks).toString("latin1") };
    }),
  );
}

describe("images", () => {
  it("of an upload are those that the person gave; none is fetched", async () => {
    const bench = server.bench({ artifacts: { images: true } }, { processingReads: 0 });
    const { driverState } = await submitted(bench);
    const poll = await bench.driver.poll({ ...work, driverState }, bench.context);
    expect(blockTypes(poll)).toEqual(expect.arrayContaining(["documentImages", "biometricSamples"]));
    expect(callsOf(bench).some((call) => call.includes("/download") || call === "GET /documents")).toBe(false);
  });

  it("of the SDK are found by listing, and fetched once", async () => {
    const ended = await sdkCheck({ artifacts: { images: true } }, { documentType: "driving_licence" });
    const first = await ended.poll();
    expect(blockTypes(first)).toEqual(expect.arrayContaining(["documentImages", "biometricSamples"]));
    expect(contentOf(first, "documentImages")).toMatchObject({
      frontSide: { $id: expect.any(String) },
      backSide: { $id: expect.any(String) },
    });
    const downloads = () => callsOf(ended).filter((call) => call.endsWith("/download")).length;
    expect(downloads()).toBe(3);
    expect(resultOf(await ended.poll(stateOf(first))).dataBlocks).toEqual(resultOf(first).dataBlocks);
    expect(downloads()).toBe(3);
  });

  it("of an applicant who is used again are those of this step, not those of an earlier one", async () => {
    const bench = server.bench({ ...mobileSdk, artifacts: { images: true } }, { processingReads: 0 });
    const { applicantId } = await dispatched(bench);
    const earlier = bench.simulator.capture(applicantId);
    bench.advance(24 * 60 * 60 * 1000);
    const again = apiWorkOf({ executionId: "execution-2" }, { attributes: { applicantId } });
    const { driverState } = await dispatched(bench, again);
    const taken = bench.simulator.capture(applicantId);
    const input = { ...again, driverState, input: { result: "success" } };
    const checking = pendingOf(await bench.driver.submit(input, bench.context));
    await bench.driver.poll({ ...again, driverState: checking.driverState }, bench.context);
    const fetched = bench.sent.map(({ url }) => url).filter((url) => url.endsWith("/download"));
    expect(fetched).toHaveLength(2);
    for (const id of [...taken.documentIds, ...taken.faceIds]) expect(fetched.join()).toContain(id);
    for (const id of [...earlier.documentIds, ...earlier.faceIds]) expect(fetched.join()).not.toContain(id);
  });

  it("that Onfido no longer has are a warning", async () => {
    const ended = await sdkCheck({ artifacts: { images: true } });
    ended.simulator.failNext({ status: 404, method: "GET", path: "/live_photos/{livePhotoId}/download" });
    expect(resultOf(await ended.poll())).toMatchObject({
      verdict: "verified",
      warnings: [{ code: "artifact_missing", path: "selfie" }],
    });
  });

  it("that are no images are a warning and are not kept", async () => {
    const ended = await sdkCheck({ artifacts: { images: true } });
    const body = { content: "GIF89a", mediaType: "image/gif" };
    ended.simulator.failNext({ status: 200, method: "GET", path: "/documents/{documentId}/download", body });
    const poll = await ended.poll();
    expect(resultOf(poll).warnings).toEqual([{ code: "artifact_unreadable", path: "front" }]);
    expect(blockTypes(poll)).not.toContain("documentImages");
  });

  it.each(["/documents", "/live_photos", "/documents/{documentId}/download", "/live_photos/{livePhotoId}/download"])(
    "that cannot be fetched now (%s) keep the step open, so that nothing is lost",
    async (path) => {
      const ended = await sdkCheck({ artifacts: { images: true }, http: { retries: 0 } });
      ended.simulator.failNext({ status: 500, method: "GET", path });
      expect(await ended.poll()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
      expect(blockTypes(await ended.poll())).toContain("documentImages");
    },
  );

  it("of a workflow run are fetched too", async () => {
    const ended = await run({ artifacts: { images: true } });
    expect(blockTypes(await ended.poll())).toEqual(expect.arrayContaining(["documentImages", "biometricSamples"]));
  });
});

describe("the reports of a check", () => {
  it("are kept as they came, and back both forms of the outcome", async () => {
    const bench = server.bench({ artifacts: { fullResult: true } }, { processingReads: 0 });
    const { driverState, reportIds } = await submitted(bench);
    const poll = await bench.driver.poll({ ...work, driverState }, bench.context);
    const evidence = await evidenceOf(poll, bench);
    expect(evidence.map(({ type, mediaType }) => [type, mediaType])).toEqual([
      ["analysisReport", "application/json"],
      ["analysisReport", "application/json"],
    ]);
    expect(evidence.map(({ text }) => (JSON.parse(text) as { id: string }).id)).toEqual(reportIds);
    expect((contentOf(poll, "documentVerification") as { evidences: unknown[] }).evidences).toHaveLength(2);
  });

  it("come as a PDF where that is wanted", async () => {
    const bench = server.bench({ artifacts: { checkReport: true } }, { processingReads: 0 });
    const { driverState } = await submitted(bench);
    const poll = await bench.driver.poll({ ...work, driverState }, bench.context);
    const [file, ...others] = await evidenceOf(poll, bench);
    expect(others).toEqual([]);
    expect(file).toMatchObject({ type: "analysisReport", mediaType: "application/pdf" });
    expect(file?.text.startsWith("%PDF-")).toBe(true);
  });
});

describe("the files of a workflow run", () => {
  const all = { signedEvidenceFile: true, evidenceFolder: true, timelineFile: true };

  it("are kept and back the verification", async () => {
    const ended = await run({ artifacts: all });
    const poll = await ended.poll();
    expect((await evidenceOf(poll, ended)).map(({ type, mediaType }) => [type, mediaType])).toEqual([
      ["analysisReport", "application/pdf"],
      ["evidenceFolder", "application/zip"],
      ["timelineFile", "application/pdf"],
    ]);
    expect(resultOf(poll).warnings).toEqual([]);
  });

  it("are fetched from the host that Onfido names, without the credentials", async () => {
    const ended = await run({ artifacts: all });
    await ended.poll();
    const elsewhere = ended.sent.filter(({ url }) => url.startsWith("https://files.onfido.example/"));
    expect(elsewhere).toHaveLength(3);
    for (const { headers } of elsewhere) expect(headers.has("authorization")).toBe(false);
    for (const { url, headers } of ended.sent) {
      if (url.startsWith("https://api.eu.onfido.com/")) expect(headers.get("authorization")).toMatch(/^Token token=/);
    }
  });

  it("may come without a detour", async () => {
    const ended = await run({ artifacts: all }, { downloads: "direct" });
    expect(await evidenceOf(await ended.poll(), ended)).toHaveLength(3);
    expect(ended.sent.every(({ url }) => url.startsWith("https://api.eu.onfido.com/"))).toBe(true);
  });

  it("that Onfido still makes are waited for, the result beside; a time line is asked for once", async () => {
    const ended = await run({ artifacts: { ...all, waitMs: 60_000 } }, { evidenceReads: 2 });
    const first = pendingOf(await ended.poll());
    expect(first).toMatchObject({
      rawStatus: "approved",
      preliminary: { final: true, verdict: "verified", rawStatus: "approved" },
      poll: { intervalMs: 7_500 },
      driverState: { phase: "verifying", timelineFileId: expect.any(String), finalAt: "2026-11-21T10:00:00.000Z" },
    });
    ended.advance(10_000);
    const second = pendingOf(await ended.poll(first.driverState));
    ended.advance(10_000);
    const done = await ended.poll(second.driverState);
    expect(verdictOf(done)).toBe("verified");
    expect(await evidenceOf(done, ended)).toHaveLength(3);
    const made = callsOf(ended).filter((call) => call === "POST /workflow_runs/{workflowRunId}/timeline_file");
    expect(made).toHaveLength(1);
    const signed = callsOf(ended).filter((call) => call.endsWith("/signed_evidence_file"));
    expect(signed).toHaveLength(1);
  });

  it("are waited for no longer than the options say: then the step ends with a warning", async () => {
    const ended = await run({ artifacts: { timelineFile: true, waitMs: 60_000 } }, { evidenceReads: 99 });
    const waiting = pendingOf(await ended.poll());
    ended.advance(59_999);
    const still = pendingOf(await ended.poll(waiting.driverState));
    ended.advance(1);
    const done = await ended.poll(still.driverState);
    expect(resultOf(done)).toMatchObject({
      verdict: "verified",
      warnings: [{ code: "artifact_missing", path: "timelineFile" }],
    });
    // A later poll still takes the file, and does not call that a revision.
    const later = await ended.poll(stateOf(done));
    expect(later.ok && "revises" in later.value).toBe(false);
  });

  it("that cannot be fetched now keep the step open", async () => {
    for (const [name, method, path] of [
      ["signedEvidenceFile", "GET", "/workflow_runs/{workflowRunId}/signed_evidence_file"],
      ["evidenceFolder", "GET", "/workflow_runs/{workflowRunId}/evidence_folder"],
      ["timelineFile", "POST", "/workflow_runs/{workflowRunId}/timeline_file"],
    ] as const) {
      const ended = await run({ artifacts: { [name]: true }, http: { retries: 0 } });
      ended.simulator.failNext({ status: 503, method, path });
      expect(await ended.poll()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
      expect(verdictOf(await ended.poll())).toBe("verified");
    }
  });

  it("are not asked of a run that has none", async () => {
    const ended = await run({ artifacts: all });
    ended.simulator.changeCase(String(ended.driverState.workflowRunId), { status: "abandoned", output: null });
    expect(verdictOf(await ended.poll())).toBe("aborted");
    expect(callsOf(ended).some((call) => /evidence|timeline/.test(call))).toBe(false);
  });
});

describe("a vault", () => {
  it("that took a file before the outcome was lost gives it again: nothing is stored or fetched twice", async () => {
    const ended = await run({ artifacts: { signedEvidenceFile: true, images: true } });
    const first = await ended.poll();
    const downloads = () => callsOf(ended).filter((call) => /download|evidence/.test(call)).length;
    const before = downloads();
    // The state of the first poll never arrived.
    const second = await ended.poll();
    expect(await evidenceOf(second, ended)).toEqual(await evidenceOf(first, ended));
    expect(contentOf(second, "documentImages")).toEqual(contentOf(first, "documentImages"));
    expect(downloads()).toBe(before);
    expect(await ended.context.vault.deleteOwner({ tenantId: "default", executionId: "execution-1" })).toBe(3);
  });

  it("that fails between two files lets the next poll go on where it was", async () => {
    const ended = await run({ artifacts: { signedEvidenceFile: true, evidenceFolder: true } });
    let puts = 0;
    const vault: typeof ended.context.vault = {
      ...ended.context.vault,
      put: (...given) => {
        puts += 1;
        const error = new IdvError({ code: "provider_unavailable", message: "vault: full", retryable: true });
        return puts === 2 ? Promise.reject(error) : ended.context.vault.put(...given);
      },
    };
    const poll = () => ended.driver.poll({ ...work, driverState: ended.driverState }, { ...ended.context, vault });
    expect(await poll()).toMatchObject({ ok: false, error: { message: "vault: full" } });
    expect(await evidenceOf(await poll(), ended)).toHaveLength(2);
    expect(callsOf(ended).filter((call) => call.endsWith("/signed_evidence_file"))).toHaveLength(1);
  });

  it("that is full at submit fails the submit; the pictures are kept with the next one", async () => {
    const bench = server.bench({ artifacts: { images: true } });
    const { driverState } = await dispatched(bench);
    const error = new IdvError({ code: "provider_unavailable", message: "vault: full", retryable: true });
    const vault = { ...bench.context.vault, put: () => Promise.reject(error) };
    const input = { ...work, driverState, input: images };
    expect(await bench.driver.submit(input, { ...bench.context, vault })).toMatchObject({ ok: false, error });
    pendingOf(await bench.driver.submit(input, bench.context));
  });

  it("keeps each execution's files under its owner", async () => {
    const bench = server.bench({ artifacts: { fullResult: true } }, { processingReads: 0 });
    const own = apiWorkOf({ tenantId: "tenant-7" });
    const { driverState } = await submitted(bench, own);
    resultOf(await bench.driver.poll({ ...own, driverState }, bench.context));
    expect(await bench.context.vault.deleteOwner({ tenantId: "default", executionId: "execution-1" })).toBe(0);
    expect(await bench.context.vault.deleteOwner({ tenantId: "tenant-7", executionId: "execution-1" })).toBe(2);
  });
});
