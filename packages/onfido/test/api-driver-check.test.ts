import type { VaultReference } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { OnfidoApiOptions } from "../src/index.ts";
import type { OnfidoOutcome } from "../src/testing/index.ts";
import {
  type ApiBench,
  apiWorkOf,
  bodiesTo,
  callsOf,
  contentOf,
  dispatched,
  resultOf,
  startApiBenchServer,
  stateLeft,
  submitted,
} from "./api-driver-setup.ts";
import { images, pendingOf, verdictOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const work = apiWorkOf();
const mobileSdk: Partial<OnfidoApiOptions> = { capture: { mode: "mobileSdk", mobileAppId: "com.example.app" } };
const posts = (bench: ApiBench) => callsOf(bench).filter((call) => call.startsWith("POST"));
const swapped = { front: images.selfie, selfie: images.front };

describe("submit of pictures", () => {
  it("uploads them, asks for the check about them, and is then a matter of polling", async () => {
    const bench = server.bench();
    const { outcome, checkId, reportIds } = await submitted(bench);
    expect(posts(bench)).toEqual(["POST /applicants", "POST /documents", "POST /live_photos", "POST /checks"]);
    const [body] = await bodiesTo(bench, "/checks");
    expect(body).toEqual({
      applicant_id: outcome.driverState.applicantId,
      report_names: ["document", "facial_similarity_photo"],
      document_ids: [expect.any(String)],
      tags: [expect.stringMatching(/^idvkit:[\w-]{43}$/)],
    });
    expect(outcome).toMatchObject({
      rawStatus: "in_progress",
      reference: checkId,
      callbackRefs: [`onfido:check/${checkId}`, ...reportIds.map((id) => `onfido:report/${id}`)],
      poll: { at: "2026-11-21T10:00:05.000Z", intervalMs: 5_000 },
      driverState: { phase: "verifying" },
    });
    expect(reportIds).toHaveLength(2);
    expect(outcome.offers).toBeUndefined();
  });

  it("says of each document what it is and which side it shows, and names no file after the person", async () => {
    const bench = server.bench({ documentType: "driving_licence" });
    const { driverState } = await dispatched(bench);
    const input = { ...images, back: images.front };
    const { driverState: checking } = pendingOf(
      await bench.driver.submit({ ...work, driverState, input }, bench.context),
    );
    const uploads = bench.sent.filter(({ url }) => url.endsWith("/documents"));
    const texts = await Promise.all(uploads.map(({ body }) => body));
    expect(texts[0]).toMatch(/name="type"\s+driving_licence\s/);
    expect(texts[0]).toMatch(/name="side"\s+front\s/);
    expect(texts[0]).toContain('filename="front.png"');
    expect(texts[1]).toMatch(/name="side"\s+back\s/);
    const [body] = await bodiesTo(bench, "/checks");
    expect(body?.document_ids).toHaveLength(2);
    expect(checking.checkId).toEqual(expect.any(String));
  });

  it("asks for a document of unknown type as such", async () => {
    const bench = server.bench({ documentType: undefined });
    await submitted(bench);
    const upload = bench.sent.find(({ url }) => url.endsWith("/documents"));
    expect(await upload?.body).toMatch(/name="type"\s+unknown\s/);
  });

  it.each([
    ["nothing", {}],
    ["a side too few", { front: images.front }],
    ["a side too many", { ...images, back: images.front }],
    ["an unknown field", { ...images, comment: "hello" }],
    ["a wrong type", { ...images, front: { ...images.front, mediaType: "image/gif" } }],
  ])("refuses %s before any call", async (_what, input) => {
    const bench = server.bench();
    const { driverState } = await dispatched(bench);
    const before = bench.sent.length;
    expect(await bench.driver.submit({ ...work, driverState, input }, bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    expect(bench.sent).toHaveLength(before);
  });

  it("keeps what was uploaded when the next upload fails, and uploads nothing twice", async () => {
    const bench = server.bench();
    const { driver, context, simulator } = bench;
    const { driverState } = await dispatched(bench);
    simulator.failNext({ status: 503, method: "POST", path: "/live_photos" });
    const left = stateLeft(await driver.submit({ ...work, driverState, input: images }, context));
    expect(left).toMatchObject({ phase: "awaitingImages" });
    pendingOf(await driver.submit({ ...work, driverState: left, input: images }, context));
    expect(posts(bench).filter((call) => call === "POST /documents")).toHaveLength(1);
    expect(posts(bench).filter((call) => call === "POST /live_photos")).toHaveLength(2);
  });

  it("uploads another picture anew, and the check is about that one", async () => {
    const bench = server.bench();
    const { driver, context, simulator } = bench;
    const { driverState } = await dispatched(bench);
    simulator.failNext({ status: 422, method: "POST", path: "/checks" });
    const left = stateLeft(await driver.submit({ ...work, driverState, input: images }, context));
    pendingOf(await driver.submit({ ...work, driverState: left, input: swapped }, context));
    expect(posts(bench).filter((call) => call === "POST /documents")).toHaveLength(2);
    const [first, second] = await bodiesTo(bench, "/checks");
    expect(second?.document_ids).not.toEqual(first?.document_ids);
  });

  it("keeps the pictures that are verified, and leaves no others in the vault", async () => {
    const bench = server.bench({ artifacts: { images: true } }, { processingReads: 0 });
    const { driver, context, simulator } = bench;
    const { driverState } = await dispatched(bench);
    simulator.failNext({ status: 503, method: "POST", path: "/checks" });
    const left = stateLeft(await driver.submit({ ...work, driverState, input: images }, context));
    const made = pendingOf(await driver.submit({ ...work, driverState: left, input: swapped }, context));
    const poll = await driver.poll({ ...work, driverState: made.driverState }, context);
    const { frontSide } = contentOf(poll, "documentImages") as { frontSide: VaultReference };
    expect((await context.vault.get(frontSide))?.mediaType).toBe("image/jpeg");
    expect(await context.vault.deleteOwner({ tenantId: "default", executionId: "execution-1" })).toBe(2);
  });

  it("uploads a face again that another one has replaced: Onfido compares the newest", async () => {
    const bench = server.bench();
    const { driver, context, simulator } = bench;
    const { driverState } = await dispatched(bench);
    let state = driverState;
    for (const input of [images, swapped]) {
      simulator.failNext({ status: 422, method: "POST", path: "/checks" });
      state = stateLeft(await driver.submit({ ...work, driverState: state, input }, context));
    }
    pendingOf(await driver.submit({ ...work, driverState: state, input: images }, context));
    const faces = bench.sent.filter(({ url }) => url.endsWith("/live_photos"));
    expect(faces).toHaveLength(3);
    expect(await faces[2]?.body).toContain("live-photo.jpg");
  });

  it("from another browser session is refused, from the same one binds the result", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    const own = apiWorkOf({ browserSession: "session-a" });
    const { driverState } = await dispatched(bench, own);
    const foreign = { ...own, browserSession: "session-b", driverState, input: images };
    const before = bench.sent.length;
    expect(await bench.driver.submit(foreign, bench.context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    expect(bench.sent).toHaveLength(before);
    const started = pendingOf(await bench.driver.submit({ ...own, driverState, input: images }, bench.context));
    const poll = await bench.driver.poll({ ...own, driverState: started.driverState }, bench.context);
    expect(resultOf(poll).sessionBinding).toBe("bound");
  });

  it("is nothing to do once the check is there", async () => {
    const bench = server.bench();
    const { driverState } = await submitted(bench);
    expect(await bench.driver.submit({ ...work, driverState, input: images }, bench.context)).toMatchObject({
      ok: false,
      error: { code: "lifecycle" },
    });
  });

  it("refuses a state of another version, of a failed dispatch, and a work that is wrong", async () => {
    const bench = server.bench();
    const { driverState } = await dispatched(bench);
    const submit = (change: object) =>
      bench.driver.submit({ ...work, driverState: { ...driverState, ...change }, input: images }, bench.context);
    expect(await submit({ version: 2 })).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(await submit({ phase: "started" })).toMatchObject({ ok: false, error: { code: "lifecycle" } });
    expect(
      await bench.driver.submit({ ...apiWorkOf({ nodeId: "" }), driverState, input: images }, bench.context),
    ).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

describe("a check whose making fails", () => {
  it("is found again by its tag when it reached Onfido, and no older check of the applicant is taken for it", async () => {
    const bench = server.bench();
    const { driver, context, simulator } = bench;
    const older = await submitted(bench, apiWorkOf({ executionId: "execution-0" }));
    const { applicantId } = older.driverState;
    const again = apiWorkOf({}, { attributes: { applicantId: String(applicantId) } });
    const { driverState } = await dispatched(bench, again);
    simulator.failNext({ status: 503, method: "POST", path: "/checks", afterEffect: true });
    const left = stateLeft(await driver.submit({ ...again, driverState, input: images }, context));
    expect(left).toMatchObject({ phase: "awaitingImages", checkTried: true });
    const made = pendingOf(await driver.submit({ ...again, driverState: left, input: images }, context));
    expect(made.driverState.checkId).not.toBe(older.checkId);
    expect(made.driverState.reportIds).toHaveLength(2);
    expect(posts(bench).filter((call) => call === "POST /checks")).toHaveLength(2);
    simulator.finish(String(made.driverState.checkId));
    expect(verdictOf(await driver.poll({ ...again, driverState: made.driverState }, context))).toBe("verified");
  });

  it("is made anew when it did not reach Onfido, although the applicant has an older one", async () => {
    const bench = server.bench();
    const { driver, context, simulator } = bench;
    const older = await submitted(bench, apiWorkOf({ executionId: "execution-0" }));
    const again = apiWorkOf({}, { attributes: { applicantId: String(older.driverState.applicantId) } });
    const { driverState } = await dispatched(bench, again);
    simulator.failNext({ status: "network", method: "POST", path: "/checks" });
    const left = stateLeft(await driver.submit({ ...again, driverState, input: images }, context));
    const made = pendingOf(await driver.submit({ ...again, driverState: left, input: images }, context));
    expect(made.driverState.checkId).not.toBe(older.checkId);
    expect(posts(bench).filter((call) => call === "POST /checks")).toHaveLength(3);
  });

  it("stays about the pictures that it was made with, whatever is sent after", async () => {
    const bench = server.bench({ artifacts: { images: true } }, { processingReads: 0 });
    const { driver, context, simulator } = bench;
    const { driverState } = await dispatched(bench);
    simulator.failNext({ status: 503, method: "POST", path: "/checks", afterEffect: true });
    const left = stateLeft(await driver.submit({ ...work, driverState, input: images }, context));
    const made = pendingOf(await driver.submit({ ...work, driverState: left, input: swapped }, context));
    expect(posts(bench).filter((call) => call === "POST /documents")).toHaveLength(1);
    const poll = await driver.poll({ ...work, driverState: made.driverState }, context);
    const pictures = contentOf(poll, "documentImages") as { frontSide: VaultReference };
    expect((await context.vault.get(pictures.frontSide))?.mediaType).toBe("image/png");
  });

  it("is not looked for after a refusal, and looked for again as long as the list cannot be read", async () => {
    const bench = server.bench({ http: { retries: 0 } });
    const { driver, context, simulator } = bench;
    const { driverState } = await dispatched(bench);
    simulator.failNext({ status: 422, method: "POST", path: "/checks" });
    const refused = await driver.submit({ ...work, driverState, input: images }, context);
    expect(refused).toMatchObject({ ok: false, error: { code: "provider_error", httpStatus: 422 } });
    expect(stateLeft(refused)).not.toHaveProperty("checkTried");
    simulator.failNext({ status: 500, method: "POST", path: "/checks" });
    const tried = stateLeft(await driver.submit({ ...work, driverState: stateLeft(refused), input: images }, context));
    simulator.failNext({ status: 500, method: "GET", path: "/checks" });
    const unread = await driver.submit({ ...work, driverState: tried, input: images }, context);
    expect(stateLeft(unread)).toMatchObject({ checkTried: true });
    expect(posts(bench).filter((call) => call === "POST /checks")).toHaveLength(2);
    // A refusal after an uncertain try does not make that try certain.
    simulator.failNext({ status: 422, method: "POST", path: "/checks" });
    const again = await driver.submit({ ...work, driverState: stateLeft(unread), input: images }, context);
    expect(stateLeft(again)).toMatchObject({ checkTried: true });
  });
});

describe("submit of the SDK", () => {
  it("success asks for the check, with the consent that was given", async () => {
    const bench = server.bench(mobileSdk);
    const consents = [{ type: "onfidoPrivacy", givenAt: "2026-11-21T09:00:00Z", textVersion: "1" }];
    const own = apiWorkOf({}, { subject: { countryOfResidence: "USA" }, consents });
    const { driverState, applicantId } = await dispatched(bench, own);
    bench.simulator.capture(applicantId);
    const input = { ...own, driverState, input: { result: "success" } };
    const outcome = pendingOf(await bench.driver.submit(input, bench.context));
    expect(outcome).toMatchObject({ rawStatus: "in_progress", poll: { intervalMs: 5_000 } });
    const [body] = await bodiesTo(bench, "/checks");
    expect(body).not.toHaveProperty("document_ids");
    expect(body?.privacy_notices_read_consent_given).toBe(true);
  });

  it("success that Onfido knows nothing of fails with what is missing, and can be said again", async () => {
    const bench = server.bench(mobileSdk);
    const { driverState, applicantId } = await dispatched(bench);
    const submit = () => bench.driver.submit({ ...work, driverState, input: { result: "success" } }, bench.context);
    expect(await submit()).toMatchObject({ ok: false, error: { code: "provider_error", httpStatus: 422 } });
    bench.simulator.capture(applicantId);
    pendingOf(await submit());
  });

  it.each([
    ["cancel", "canceled", "sdk_cancel"],
    ["error", "error", "sdk_error"],
  ])("%s ends the step as %s and deletes the applicant", async (result, verdict, rawStatus) => {
    const bench = server.bench(mobileSdk);
    const { driverState } = await dispatched(bench);
    const ended = await bench.driver.submit({ ...work, driverState, input: { result } }, bench.context);
    expect(resultOf(ended)).toMatchObject({ verdict, rawStatus, warnings: [] });
    expect(callsOf(bench).at(-1)).toBe("DELETE /applicants/{applicantId}");
  });

  it("says when the applicant could not be deleted, and ends nothing when it was interrupted", async () => {
    const bench = server.bench(mobileSdk);
    const { driverState } = await dispatched(bench);
    const submit = (signal?: AbortSignal) =>
      bench.driver.submit(
        { ...work, driverState, input: { result: "cancel" } },
        { ...bench.context, ...(signal && { signal }) },
      );
    expect(await submit(AbortSignal.abort())).toMatchObject({ ok: false, error: { code: "interrupted" } });
    bench.simulator.failNext({ status: 500, method: "DELETE" });
    expect(resultOf(await submit())).toMatchObject({
      verdict: "canceled",
      warnings: [{ code: "applicant_not_deleted", path: "applicant" }],
    });
  });

  it("does not delete an applicant that the caller brought", async () => {
    const bench = server.bench(mobileSdk);
    const { applicantId } = await dispatched(bench);
    const own = apiWorkOf({ executionId: "execution-2" }, { attributes: { applicantId } });
    const { driverState } = await dispatched(bench, own);
    const ended = await bench.driver.submit({ ...own, driverState, input: { result: "cancel" } }, bench.context);
    expect(resultOf(ended)).toMatchObject({ verdict: "canceled", warnings: [] });
    expect(callsOf(bench).some((call) => call.startsWith("DELETE"))).toBe(false);
  });

  it.each([[{}], [{ result: "maybe" }], [{ result: true }], [{ result: "success", more: "x" }]])(
    "refuses %j",
    async (input) => {
      const bench = server.bench(mobileSdk);
      const { driverState } = await dispatched(bench);
      expect(await bench.driver.submit({ ...work, driverState, input }, bench.context)).toMatchObject({
        ok: false,
        error: { code: "invalid_input" },
      });
    },
  );
});

describe("the sandbox switches", () => {
  it("stand in the body of the check, and decide how it ends", async () => {
    const sandbox = { subResult: "suspected", consider: ["facial_similarity_photo"] } as const;
    const bench = server.bench(
      { environment: "sandbox", sandbox: { ...sandbox, consider: [...sandbox.consider] } },
      { processingReads: 0 },
    );
    const { driverState } = await submitted(bench);
    expect((await bodiesTo(bench, "/checks"))[0]).toMatchObject({
      sub_result: "suspected",
      consider: ["facial_similarity_photo"],
    });
    expect(verdictOf(await bench.driver.poll({ ...work, driverState }, bench.context))).toBe("inconclusive");
  });

  it("are not sent unless the options say so, not even in the sandbox", async () => {
    const bench = server.bench({ environment: "sandbox" });
    await submitted(bench);
    const [body] = await bodiesTo(bench, "/checks");
    expect(body).not.toHaveProperty("sub_result");
    expect(body).not.toHaveProperty("consider");
    expect(() => server.bench({ sandbox: { subResult: "clear" } })).toThrowError(/environment sandbox/);
  });
});

describe("how a check ends", () => {
  const cases: [OnfidoOutcome, string, string?][] = [
    [{}, "verified"],
    [{ subResult: "clear" }, "verified"],
    [{ subResult: "caution" }, "inconclusive"],
    [{ subResult: "suspected" }, "inconclusive"],
    [{ subResult: "rejected" }, "rejected"],
    [{ consider: ["document"] }, "inconclusive"],
    [{ consider: ["facial_similarity_photo"] }, "inconclusive"],
    [{ checkStatus: "withdrawn" }, "aborted"],
  ];

  it.each(cases)("%j gives %s", async (outcome, verdict) => {
    const bench = server.bench({}, { processingReads: 0 });
    bench.simulator.decide(outcome);
    const { driverState, checkId } = await submitted(bench);
    const poll = await bench.driver.poll({ ...work, driverState }, bench.context);
    expect(resultOf(poll)).toMatchObject({
      verdict,
      reference: checkId,
      attributes: { applicantId: driverState.applicantId },
    });
    expect(poll).toMatchObject({ ok: true, value: { driverState: { phase: "completed" } } });
    expect(poll.ok && "revises" in poll.value).toBe(false);
  });

  it("paused goes on", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    bench.simulator.decide({ checkStatus: "paused" });
    const { driverState, checkId } = await submitted(bench);
    const paused = pendingOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    expect(paused.rawStatus).toBe("paused");
    bench.simulator.decide({});
    bench.simulator.finish(checkId);
    const done = await bench.driver.poll({ ...work, driverState: paused.driverState }, bench.context);
    expect(verdictOf(done)).toBe("verified");
  });

  it("with a report that was asked for and is not there is inconclusive", async () => {
    const reports = ["document", "facial_similarity_photo", "watchlist_standard"] as const;
    const bench = server.bench({ product: { kind: "check", reports: [...reports] } }, { processingReads: 0 });
    bench.simulator.decide({ consider: ["watchlist_standard"] });
    const { driverState } = await submitted(bench);
    expect(verdictOf(await bench.driver.poll({ ...work, driverState }, bench.context))).toBe("inconclusive");
  });

  it("says the location that was missing", async () => {
    const bench = server.bench(mobileSdk, { processingReads: 0 });
    const own = apiWorkOf({}, { subject: {} });
    const { driverState, applicantId } = await dispatched(bench, own);
    bench.simulator.capture(applicantId);
    const input = { ...own, driverState, input: { result: "success" } };
    const started = pendingOf(await bench.driver.submit(input, bench.context));
    const poll = await bench.driver.poll({ ...own, driverState: started.driverState }, bench.context);
    expect(resultOf(poll).warnings).toEqual([{ code: "location_missing", path: "inputs.subject" }]);
  });
});
