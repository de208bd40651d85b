import { failure, IdvError } from "@idvkit/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { AssureOptions } from "../src/index.ts";
import { simulatorPaths } from "../src/testing/index.ts";
import {
  eventWork,
  idsOf,
  images,
  pendingOf,
  returnWork,
  startBenchServer,
  verdictOf,
  workOf,
} from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const captureFlow: Partial<AssureOptions> = { capture: { mode: "captureFlow" } };
const mobileSdk: Partial<AssureOptions> = { capture: { mode: "mobileSdk", mobileAppId: "com.example.app" } };
const downloads: Partial<AssureOptions> = {
  artifacts: { images: true, fullResult: true },
  paths: { getImage: simulatorPaths.getImage, fullResult: simulatorPaths.fullResult },
};

const posts = (requests: readonly { method: string; template: string }[]) =>
  requests.filter(({ method }) => method === "POST").map(({ template }) => template);

describe("dispatch", () => {
  it("offers a form with the images that the document type needs", async () => {
    const { driver, context } = server.bench({ documentType: "driversLicense" });
    const outcome = pendingOf(await driver.dispatch(workOf(), context));
    expect(outcome.offers).toMatchObject([{ kind: "userInput", after: "submit" }]);
    const [offer] = outcome.offers ?? [];
    expect(offer?.kind === "userInput" && offer.form.fields.map(({ id, required }) => [id, required])).toEqual([
      ["front", true],
      ["back", true],
      ["selfie", true],
    ]);
    expect(outcome).toMatchObject({ rawStatus: "pending", expiresAt: "2026-11-22T10:00:00.000Z" });
    expect(outcome.poll).toBeUndefined();
    const { dossierId, processId } = idsOf(outcome.driverState);
    expect(outcome.callbackRefs).toEqual([`assure:${dossierId}/${processId}`, `assure:${dossierId}`]);
  });

  it("uses the dossier that the caller has for the person", async () => {
    const { driver, context, simulator } = server.bench();
    const first = idsOf(pendingOf(await driver.dispatch(workOf(), context)).driverState);
    const again = workOf({ executionId: "execution-2" }, { attributes: { dossierId: first.dossierId } });
    const second = idsOf(pendingOf(await driver.dispatch(again, context)).driverState);
    expect(second.dossierId).toBe(first.dossierId);
    expect(second.processId).not.toBe(first.processId);
    expect(posts(simulator.requests).filter((path) => path === "/assure/dossiers")).toHaveLength(1);
  });

  it("keeps the dossier of a failed dispatch and goes on from it", async () => {
    const { driver, context, simulator } = server.bench();
    simulator.failNext({ status: 500, method: "POST", path: "/assure/dossiers/{dossierId}/processes" });
    const failed = await driver.dispatch(workOf(), context);
    expect(failed).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    const driverState = failed.ok ? undefined : failed.driverState;
    expect(driverState).toMatchObject({ phase: "started" });
    if (driverState === undefined) return;
    const outcome = pendingOf(await driver.dispatch(workOf({ driverState }), context));
    expect(outcome.driverState.dossierId).toBe(driverState.dossierId);
    expect(posts(simulator.requests).filter((path) => path === "/assure/dossiers")).toHaveLength(1);
  });

  it("names the caller's own reference of the person to the dossier", async () => {
    const { driver, context } = server.bench();
    const subject = { countryOfResidence: "NLD", subjectId: "customer-7" };
    expect(await driver.dispatch(workOf({}, { subject }), context)).toMatchObject({ ok: true });
  });

  it("refuses a state that is dispatched already, or is no state", async () => {
    const { driver, context } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    expect(await driver.dispatch(workOf({ driverState }), context)).toMatchObject({
      ok: false,
      error: { code: "lifecycle" },
    });
    const strange = { ...driverState, more: "things" };
    expect(await driver.dispatch(workOf({ driverState: strange }), context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  });

  it("warns where the location is missing but not needed, and says so in the result", async () => {
    const { driver, context, simulator, logged } = server.bench(mobileSdk, { processingReads: 0 });
    const work = workOf({}, { subject: {} });
    const { driverState } = pendingOf(await driver.dispatch(work, context));
    expect(logged).toContain("onfido.location_missing");
    const started = pendingOf(await driver.submit({ ...work, driverState, input: { result: "success" } }, context));
    simulator.finish(String(driverState.dossierId));
    expect(await driver.poll({ ...work, driverState: started.driverState }, context)).toMatchObject({
      ok: true,
      value: { result: { warnings: [{ code: "location_missing", path: "inputs.subject" }] } },
    });
  });

  const refused: [string, string, Partial<AssureOptions>, ReturnType<typeof workOf>][] = [
    ["an upload without a location", "invalid_input", {}, workOf({}, { subject: {} })],
    ["a face of the USA without consent", "compliance", {}, workOf({}, { subject: { countryOfResidence: "USA" } })],
    [
      "a consent of another kind",
      "compliance",
      {},
      workOf(
        {},
        {
          subject: { countryOfResidence: "USA" },
          consents: [{ type: "DATA_SHARING", givenAt: "2026-11-21T09:00:00Z", textVersion: "1" }],
        },
      ),
    ],
    [
      "a consent that is given only tomorrow",
      "compliance",
      captureFlow,
      workOf(
        {},
        {
          subject: { countryOfResidence: "USA" },
          consents: [{ type: "onfidoPrivacy", givenAt: "2026-11-22T09:00:00Z", textVersion: "1" }],
        },
      ),
    ],
    ["a document type that is no text", "invalid_input", {}, workOf({}, { attributes: { documentType: 7 } })],
    ["a document type that is not known", "invalid_input", {}, workOf({}, { attributes: { documentType: "diploma" } })],
    [
      "a document type that the definition does not allow",
      "invalid_input",
      { documentTypes: ["passport"] },
      workOf({}, { attributes: { documentType: "driversLicense" } }),
    ],
    ["a dossier that is no text", "invalid_input", {}, workOf({}, { attributes: { dossierId: 7 } })],
    ["a capture flow with nowhere to return to", "invalid_input", captureFlow, withoutBase()],
    ["a work that is wrong", "invalid_input", {}, workOf({ attempt: 0 })],
  ];

  it.each(refused)("refuses %s with %s before any call", async (_what, code, options, work) => {
    const { driver, context, simulator } = server.bench(options);
    expect(await driver.dispatch(work, context)).toMatchObject({ ok: false, error: { code } });
    expect(simulator.requests).toEqual([]);
  });

  it("refuses artifacts without a vault before any call", async () => {
    const { driver, context, simulator } = server.bench(downloads);
    const { vault: _vault, ...bare } = context;
    expect(await driver.dispatch(workOf(), bare)).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(simulator.requests).toEqual([]);
  });

  it("lets a document alone of the USA go without consent", async () => {
    const { driver, context } = server.bench({ processType: "document" });
    const work = workOf({}, { subject: { countryOfResidence: "USA" } });
    expect(await driver.dispatch(work, context)).toMatchObject({ ok: true });
  });

  it("asks for the person's own choice of document, for the one of the options, for the only allowed one, else for any", async () => {
    const chosen = async (options: Partial<AssureOptions>, documentType?: string) => {
      const { driver, context } = server.bench({ ...options });
      const attributes = documentType === undefined ? {} : { documentType };
      return pendingOf(await driver.dispatch(workOf({}, { attributes }), context)).driverState.documentType;
    };
    expect(await chosen({}, "driving_licence")).toBe("driversLicense");
    expect(await chosen({}, "residencePermit")).toBe("residencePermit");
    expect(await chosen({ documentType: "passport" })).toBe("passport");
    expect(await chosen({ documentTypes: ["driving_licence"] })).toBe("driversLicense");
    expect(await chosen({ documentTypes: ["passport", "visa"] })).toBeUndefined();
    expect(await chosen({ documentTypes: ["visa"] })).toBeUndefined();
    expect(await chosen({})).toBeUndefined();
  });

  it("gives the mobile SDK its token and the steps to show, and keeps no token", async () => {
    const steps = async (processType: "document" | "documentSelfie" | "documentVideo") => {
      const { driver, context } = server.bench({ ...mobileSdk, processType });
      const outcome = pendingOf(await driver.dispatch(workOf(), context));
      const [offer] = outcome.offers ?? [];
      if (offer?.kind !== "sdk") throw new Error("no SDK offered");
      expect(offer).toMatchObject({ provider: "onfido", after: "submit" });
      expect(offer.token.length).toBeGreaterThan(0);
      expect(JSON.stringify(outcome.driverState)).not.toContain(offer.token);
      return offer.parameters;
    };
    expect(await steps("document")).toEqual({ steps: ["document"] });
    expect(await steps("documentSelfie")).toEqual({ steps: ["document", "facePhoto"] });
    expect(await steps("documentVideo")).toEqual({ steps: ["document", "faceVideo"] });
  });

  it("never rejects, also when its surroundings throw", async () => {
    const { driver, context } = server.bench();
    const now = () => {
      throw new Error("WILLEKE");
    };
    const broken = await driver.dispatch(workOf(), { ...context, now });
    expect(broken).toMatchObject({ ok: false, error: { code: "interrupted", retryable: true } });
    expect(JSON.stringify(broken)).not.toContain("WILLEKE");
  });
});

describe("submit of images", () => {
  it("uploads, starts, and is then a matter of polling", async () => {
    const { driver, context, advance } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const started = pendingOf(await driver.submit({ ...workOf(), driverState, input: images }, context));
    expect(started).toMatchObject({
      rawStatus: "processing",
      poll: { at: "2026-11-21T10:00:05.000Z", intervalMs: 5_000 },
    });
    expect(started.offers).toBeUndefined();
    advance(5_000);
    const polled = pendingOf(await driver.poll({ ...workOf(), driverState: started.driverState }, context));
    expect(polled.poll?.intervalMs).toBeGreaterThan(5_000);
    advance(10_000);
    expect(verdictOf(await driver.poll({ ...workOf(), driverState: polled.driverState }, context))).toBe("verified");
  });

  it.each([
    ["nothing", {}],
    ["a side too few", { front: images.front }],
    ["a side too many", { ...images, back: images.front }],
    ["an unknown field", { ...images, comment: "hello" }],
    ["a wrong type", { ...images, front: { ...images.front, mediaType: "image/gif" } }],
    ["a text", { ...images, front: "data:image/png;base64,AAAA" }],
  ])("refuses %s before any call", async (_what, input) => {
    const { driver, context, simulator } = server.bench({ documentType: "passport" });
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const before = simulator.requests.length;
    expect(await driver.submit({ ...workOf(), driverState, input }, context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    expect(simulator.requests).toHaveLength(before);
  });

  it("after a failed start uploads the same images once, and others again", async () => {
    const { driver, context, simulator } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    simulator.failNext({ status: 503, method: "POST", path: "/assure/dossiers/{dossierId}/processes/{processId}" });
    const failed = await driver.submit({ ...workOf(), driverState, input: images }, context);
    expect(failed).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    const left = failed.ok ? undefined : failed.driverState;
    if (left === undefined) throw new Error("no state was kept");
    const uploads = () => posts(simulator.requests).filter((path) => path.endsWith("/files")).length;
    simulator.failNext({ status: 503, method: "POST", path: "/assure/dossiers/{dossierId}/processes/{processId}" });
    const others = { ...images, selfie: images.front };
    expect(await driver.submit({ ...workOf(), driverState: left, input: others }, context)).toMatchObject({
      ok: false,
    });
    expect(uploads()).toBe(2);
    pendingOf(await driver.submit({ ...workOf(), driverState: left, input: images }, context));
    expect(uploads()).toBe(2);
  });

  it("goes on with what a lost answer started, although a second start is refused", async () => {
    const { driver, context, simulator } = server.bench();
    const start = "/assure/dossiers/{dossierId}/processes/{processId}";
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    simulator.failNext({ status: 502, method: "POST", path: start, afterEffect: true });
    const failed = await driver.submit({ ...workOf(), driverState, input: images }, context);
    const left = failed.ok ? undefined : failed.driverState;
    if (left === undefined) throw new Error("no state was kept");
    const again = pendingOf(await driver.submit({ ...workOf(), driverState: left, input: images }, context));
    expect(again).toMatchObject({ rawStatus: "processing", driverState: { phase: "verifying" } });
    expect(posts(simulator.requests).filter((path) => path === start)).toHaveLength(2);
  });

  it("does not take a refused start for a running process", async () => {
    const { driver, context, simulator } = server.bench();
    const start = { method: "POST", path: "/assure/dossiers/{dossierId}/processes/{processId}" } as const;
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    simulator.failNext({ status: 503, ...start });
    const failed = await driver.submit({ ...workOf(), driverState, input: images }, context);
    const left = failed.ok ? undefined : failed.driverState;
    if (left === undefined) throw new Error("no state was kept");
    simulator.failNext({ status: 422, ...start });
    expect(await driver.submit({ ...workOf(), driverState: left, input: images }, context)).toMatchObject({
      ok: false,
      error: { code: "provider_error", httpStatus: 422 },
      driverState: left,
    });
  });

  it("from another browser session is refused, from the same one binds the result", async () => {
    const { driver, context } = server.bench({}, { processingReads: 0 });
    const work = workOf({ browserSession: "session-a" });
    const { driverState } = pendingOf(await driver.dispatch(work, context));
    const foreign = { ...work, browserSession: "session-b", driverState, input: images };
    expect(await driver.submit(foreign, context)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const started = pendingOf(await driver.submit({ ...work, driverState, input: images }, context));
    expect(await driver.poll({ ...work, driverState: started.driverState }, context)).toMatchObject({
      ok: true,
      value: { result: { sessionBinding: "bound" } },
    });
  });

  it("is nothing to do once the verification runs, and not part of a capture flow", async () => {
    const { driver, context } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const started = pendingOf(await driver.submit({ ...workOf(), driverState, input: images }, context));
    const again = { ...workOf(), driverState: started.driverState, input: images };
    expect(await driver.submit(again, context)).toMatchObject({ ok: false, error: { code: "lifecycle" } });
    const flow = server.bench(captureFlow);
    expect(await flow.driver.submit(again, flow.context)).toMatchObject({ ok: false, error: { code: "unsupported" } });
  });

  it("refuses a state of another version, or without a process", async () => {
    const { driver, context } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const { processId: _processId, ...early } = driverState;
    const submit = (state: typeof driverState) =>
      driver.submit({ ...workOf(), driverState: state, input: images }, context);
    expect(await submit({ ...driverState, version: 2 })).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(await submit({ ...early, version: 1 })).toMatchObject({ ok: false, error: { code: "lifecycle" } });
    expect(await driver.submit({ ...workOf({ nodeId: "" }), driverState, input: images }, context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  });
});

describe("submit of the mobile SDK", () => {
  it.each([
    ["cancel", "canceled", "sdk_cancel"],
    ["error", "error", "sdk_error"],
  ])("%s ends the step as %s and deletes the process", async (result, verdict, rawStatus) => {
    const { driver, context, simulator } = server.bench(mobileSdk);
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const ended = await driver.submit({ ...workOf(), driverState, input: { result } }, context);
    expect(ended).toMatchObject({ ok: true, value: { result: { verdict, rawStatus, warnings: [] } } });
    expect(simulator.requests.at(-1)?.method).toBe("DELETE");
  });

  it("says when the process could not be deleted", async () => {
    const { driver, context, simulator } = server.bench(mobileSdk);
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    simulator.failNext({ status: 500, method: "DELETE" });
    expect(await driver.submit({ ...workOf(), driverState, input: { result: "cancel" } }, context)).toMatchObject({
      ok: true,
      value: { result: { verdict: "canceled", warnings: [{ code: "process_not_deleted", path: "process" }] } },
    });
  });

  it.each([[{}], [{ result: "maybe" }], [{ result: true }], [{ result: "success", more: "x" }]])(
    "refuses %j",
    async (input) => {
      const { driver, context } = server.bench(mobileSdk);
      const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
      expect(await driver.submit({ ...workOf(), driverState, input }, context)).toMatchObject({
        ok: false,
        error: { code: "invalid_input" },
      });
    },
  );
});

describe("the return from the capture flow", () => {
  const work = workOf({ browserSession: "session-a" });

  async function started(simulation = {}) {
    const bench = server.bench(captureFlow, simulation);
    const outcome = pendingOf(await bench.driver.dispatch(work, bench.context));
    expect(outcome.offers).toMatchObject([{ kind: "redirect", presentation: "redirect", after: "wait" }]);
    return { ...bench, driverState: outcome.driverState, ids: idsOf(outcome.driverState) };
  }

  it("is a hint: the outcome is read, the person is sent on, the session is bound", async () => {
    const { driver, context, simulator, driverState, ids } = await started();
    const back = await driver.callback(returnWork(work, driverState, ids), context);
    expect(back).toMatchObject({ ok: true, reply: { status: 303, headers: { location: "https://rp.example/done" } } });
    expect(pendingOf(back).driverState).toMatchObject({ sessionConfirmed: true });
    expect(simulator.requests.at(-1)).toMatchObject({ method: "GET" });
  });

  it.each([
    ["another session", { browserSession: "session-b" }],
    ["no session", { browserSession: undefined }],
  ])("with %s is refused, reads nothing, and still sends the person on", async (_what, change) => {
    const { driver, context, simulator, driverState, ids } = await started();
    const before = simulator.requests.length;
    const { browserSession: _own, ...bare } = work;
    const foreign = change.browserSession === undefined ? bare : { ...work, browserSession: change.browserSession };
    const back = await driver.callback(returnWork(foreign, driverState, ids), context);
    expect(back).toMatchObject({ ok: false, error: { code: "invalid_callback" }, reply: { status: 303 } });
    expect("driverState" in back).toBe(false);
    expect(simulator.requests).toHaveLength(before);
  });

  it.each(["dossierId", "processId"])("that names another %s is refused", async (name) => {
    const { driver, context, driverState, ids } = await started();
    const back = await driver.callback(returnWork(work, driverState, { ...ids, [name]: "another" }), context);
    expect(back).toMatchObject({ ok: false, error: { code: "invalid_callback" } });
  });

  it("keeps that the session is right when the provider cannot be read", async () => {
    const { driver, context, simulator, driverState, ids } = await started();
    simulator.failNext({ status: 500, method: "GET" });
    expect(await driver.callback(returnWork(work, driverState, ids), context)).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable" },
      driverState: { sessionConfirmed: true },
      reply: { status: 303 },
    });
  });

  it("without a session at dispatch binds nothing and is read at most once per interval", async () => {
    const { driver, context, simulator, advance } = server.bench(captureFlow);
    const { returnUrl: _url, ...open } = workOf();
    const first = pendingOf(await driver.dispatch(open, context));
    const ids = idsOf(first.driverState);
    const read = await driver.callback(returnWork(open, first.driverState, ids), context);
    expect(read.reply).toMatchObject({ status: 200 });
    const before = simulator.requests.length;
    const again = await driver.callback(returnWork(open, pendingOf(read).driverState, ids), context);
    expect(pendingOf(again).rawStatus).toBe(pendingOf(read).rawStatus);
    expect(simulator.requests).toHaveLength(before);
    advance(5_000);
    await driver.callback(returnWork(open, pendingOf(again).driverState, ids), context);
    expect(simulator.requests.length).toBeGreaterThan(before);
  });

  it("that is malformed gets 400", async () => {
    const { driver, context, driverState } = await started();
    const back = await driver.callback(returnWork(work, driverState, {}), context);
    expect(back).toMatchObject({ ok: false, error: { code: "invalid_input" }, reply: { status: 400 } });
  });
});

describe("an event", () => {
  const work = workOf();

  async function verifying(options: Partial<AssureOptions> = {}) {
    const bench = server.bench(options);
    const first = pendingOf(await bench.driver.dispatch(work, bench.context));
    const input = { ...work, driverState: first.driverState, input: images };
    const { driverState } = pendingOf(await bench.driver.submit(input, bench.context));
    return { ...bench, driverState, ids: idsOf(driverState) };
  }

  it("has the outcome read, and is acknowledged", async () => {
    const { driver, context, simulator, driverState, ids } = await verifying();
    simulator.finish(ids.dossierId);
    const result = await driver.callback(eventWork(work, driverState, { externalReference: ids.dossierId }), context);
    expect(verdictOf(result)).toBe("verified");
    expect(result.reply.status).toBe(204);
  });

  it("of another dossier or process is refused", async () => {
    const { driver, context, driverState, ids } = await verifying();
    for (const data of [{ dossierId: "another" }, { dossierId: ids.dossierId, processId: "another" }]) {
      expect(await driver.callback(eventWork(work, driverState, data), context)).toMatchObject({
        ok: false,
        error: { code: "invalid_callback" },
        reply: { status: 401 },
      });
    }
  });

  it("of another kind changes nothing", async () => {
    const { driver, context, driverState, ids } = await verifying();
    const other = eventWork(work, driverState, ids);
    const body = new TextEncoder().encode(JSON.stringify({ eventName: "dossier.created" }));
    const result = await driver.callback({ ...other, request: { ...other.request, body } }, context);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_callback" }, reply: { status: 204 } });
  });

  it("that anybody could have sent is read at most once per interval; with a shared secret always", async () => {
    for (const callbackSecret of [undefined, "shared"]) {
      const { driver, context, simulator, driverState, ids } = await verifying(
        callbackSecret ? { callbackSecret } : {},
      );
      const path = callbackSecret ? `/events/${callbackSecret}` : "/events";
      const read = pendingOf(await driver.callback(eventWork(work, driverState, ids, path), context));
      const before = simulator.requests.length;
      const again = await driver.callback(eventWork(work, read.driverState, ids, path), context);
      expect(simulator.requests.length - before).toBe(callbackSecret ? 1 : 0);
      // Without a second read the provider's last word stands; with one it has gone on.
      if (!callbackSecret) expect(pendingOf(again).rawStatus).toBe("processing");
    }
  });

  it("that cannot be handled now is asked for again", async () => {
    const { driver, context, simulator, driverState, ids } = await verifying({ http: { retries: 0 } });
    simulator.failNext({ status: 503, method: "GET", retryAfterSeconds: 7 });
    const result = await driver.callback(eventWork(work, driverState, ids), context);
    expect(result).toMatchObject({ ok: false, reply: { status: 503, headers: { "retry-after": "7" } } });
  });

  it("with a state that is none is answered, not thrown", async () => {
    const { driver, context } = server.bench();
    const result = await driver.callback(eventWork(work, { version: 9 }, { dossierId: "d" }), context);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" }, reply: { status: 400 } });
    const now = () => {
      throw new Error("broken clock");
    };
    const { driverState, ids } = await verifying();
    expect(await driver.callback(eventWork(work, driverState, ids), { ...context, now })).toMatchObject({
      ok: false,
      error: { code: expect.any(String) },
      reply: { status: 503 },
    });
  });
});

describe("poll", () => {
  it("never turns a final outcome into an earlier one", async () => {
    const { driver, context } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const completed = { ...driverState, phase: "completed" };
    expect(await driver.poll({ ...workOf(), driverState: completed }, context)).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
  });

  it("ends with expired when the time is over, but still takes a result that is there", async () => {
    const { driver, context, simulator, advance } = server.bench({ poll: { deadlineMs: 60_000 } });
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const started = pendingOf(await driver.submit({ ...workOf(), driverState, input: images }, context));
    advance(60_000);
    const poll = { ...workOf(), driverState: started.driverState };
    expect(await driver.poll(poll, context)).toMatchObject({ ok: false, error: { code: "expired" } });
    simulator.finish(String(driverState.dossierId));
    expect(verdictOf(await driver.poll(poll, context))).toBe("verified");
  });

  it("refuses the answer about another process", async () => {
    const { driver, context, simulator } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const content = JSON.stringify({ processId: "another", status: "accepted" });
    simulator.failNext({ status: 200, method: "GET", body: { content, mediaType: "application/json" } });
    expect(await driver.poll({ ...workOf(), driverState }, context)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "processId: another process" },
    });
  });

  it("refuses an answer that is no process", async () => {
    const { driver, context, simulator } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    simulator.failNext({ status: 200, method: "GET", body: { content: "null", mediaType: "application/json" } });
    expect(await driver.poll({ ...workOf(), driverState }, context)).toMatchObject({
      ok: false,
      error: { code: "invalid_response" },
    });
  });

  it("gives the dossier to whoever verifies the same person again", async () => {
    const { driver, context, simulator } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const started = pendingOf(await driver.submit({ ...workOf(), driverState, input: images }, context));
    simulator.finish(String(driverState.dossierId));
    expect(await driver.poll({ ...workOf(), driverState: started.driverState }, context)).toMatchObject({
      ok: true,
      value: { result: { attributes: { dossierId: driverState.dossierId } }, driverState: { phase: "completed" } },
    });
  });
});

describe("artifacts", () => {
  async function completed(options: Partial<AssureOptions>, fault?: Parameters<typeof failingOn>[1]) {
    const bench = server.bench({ ...options }, { processingReads: 0 });
    const { driver, context, simulator } = bench;
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const input = (options.capture?.mode ?? "upload") === "upload" ? images : { result: "success" };
    const started = pendingOf(await driver.submit({ ...workOf(), driverState, input }, context));
    if (fault !== undefined) failingOn(simulator, fault);
    const poll = () => driver.poll({ ...workOf(), driverState: started.driverState }, context);
    return { ...bench, poll };
  }

  function failingOn(
    simulator: ReturnType<typeof server.bench>["simulator"],
    fault: { path: string; status: number; times?: number },
  ) {
    simulator.failNext({ method: "GET", ...fault });
  }

  const blockTypes = (result: Awaited<ReturnType<Awaited<ReturnType<typeof completed>>["poll"]>>) =>
    result.ok && result.value.kind === "completed" ? result.value.result.dataBlocks.map(({ type }) => type) : [];

  it("of an upload are the images that the person gave", async () => {
    const { poll, simulator } = await completed({ artifacts: { images: true } });
    expect(blockTypes(await poll())).toEqual(expect.arrayContaining(["documentImages", "biometricSamples"]));
    expect(simulator.requests.some(({ template }) => template.includes("images"))).toBe(false);
  });

  it("of an upload that was made again are the images that were verified, and no others are left", async () => {
    const { driver, context, simulator } = server.bench({ artifacts: { images: true } }, { processingReads: 0 });
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    simulator.failNext({ status: 503, method: "POST", path: "/assure/dossiers/{dossierId}/processes/{processId}" });
    const failed = await driver.submit({ ...workOf(), driverState, input: images }, context);
    const left = failed.ok ? undefined : failed.driverState;
    if (left === undefined) throw new Error("no state was kept");
    const swapped = { front: images.selfie, selfie: images.front };
    const started = pendingOf(await driver.submit({ ...workOf(), driverState: left, input: swapped }, context));
    const poll = await driver.poll({ ...workOf(), driverState: started.driverState }, context);
    const blocks = poll.ok && poll.value.kind === "completed" ? poll.value.result.dataBlocks : [];
    const pictures = blocks.find((block) => block.type === "documentImages");
    const front = pictures && (await context.vault.get(pictures.content.frontSide));
    expect(front?.mediaType).toBe("image/jpeg");
    expect(await context.vault.deleteOwner({ tenantId: "default", executionId: "execution-1" })).toBe(2);
  });

  it("of a mobile SDK are fetched, images and reports, and are fetched once", async () => {
    const { poll, simulator } = await completed({ ...downloads, ...mobileSdk });
    const first = await poll();
    expect(blockTypes(first)).toEqual(expect.arrayContaining(["documentImages", "biometricSamples"]));
    const evidence = first.ok && first.value.kind === "completed" ? JSON.stringify(first.value.result.dataBlocks) : "";
    expect(evidence).toContain("analysisReport");
    const zips = () => simulator.requests.filter(({ template }) => template === simulatorPaths.fullResult).length;
    expect(await poll()).toEqual(first);
    expect(zips()).toBe(1);
  });

  it("come from the full result where there is no path for images", async () => {
    const paths = { fullResult: simulatorPaths.fullResult };
    const { poll } = await completed({ ...downloads, paths, ...mobileSdk });
    expect(blockTypes(await poll())).toContain("documentVerification");
  });

  it("that the provider no longer has are a warning", async () => {
    const { poll } = await completed({ ...downloads, ...mobileSdk }, { path: simulatorPaths.fullResult, status: 404 });
    expect(await poll()).toMatchObject({
      ok: true,
      value: { result: { verdict: "verified", warnings: [{ code: "artifact_missing", path: "fullResult" }] } },
    });
  });

  it("that cannot be fetched now keep the step open, so that nothing is lost", async () => {
    for (const path of [simulatorPaths.fullResult, simulatorPaths.getImage]) {
      const paths = path === simulatorPaths.getImage ? { getImage: path } : { fullResult: path };
      const artifacts = path === simulatorPaths.getImage ? { images: true } : { fullResult: true };
      const { poll } = await completed({ artifacts, paths, ...mobileSdk }, { path, status: 500 });
      expect(await poll()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
      expect(verdictOf(await poll())).toBe("verified");
    }
  });

  it("are not asked of a process that did not run to its end", async () => {
    const bench = server.bench({ ...downloads, ...mobileSdk }, { processingReads: 0 });
    bench.simulator.decide("canceled");
    const { driverState } = pendingOf(await bench.driver.dispatch(workOf(), bench.context));
    const input = { ...workOf(), driverState, input: { result: "success" } };
    const started = pendingOf(await bench.driver.submit(input, bench.context));
    const poll = await bench.driver.poll({ ...workOf(), driverState: started.driverState }, bench.context);
    expect(verdictOf(poll)).toBe("canceled");
    expect(bench.simulator.requests.some(({ template }) => template === simulatorPaths.fullResult)).toBe(false);
  });

  it("are lost to nobody when the vault fails: the step fails with the vault's own error", async () => {
    const { driver, context } = server.bench({ artifacts: { images: true } });
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const error = new IdvError({ code: "provider_unavailable", message: "vault: full", retryable: true });
    const vault = { ...context.vault, put: () => Promise.reject(error) };
    const input = { ...workOf(), driverState, input: images };
    expect(await driver.submit(input, { ...context, vault })).toEqual(failure(error));
  });
});

describe("cancel", () => {
  it("deletes a process that runs, once", async () => {
    const { driver, context } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const cancel = () => driver.cancel({ ...workOf(), driverState }, context);
    expect(await cancel()).toEqual({ ok: true, value: { kind: "canceled" } });
    expect(await cancel()).toEqual({ ok: true, value: { kind: "nothingToCancel" } });
  });

  it("comes too late for a result, and gives it", async () => {
    const { driver, context, simulator } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const started = pendingOf(await driver.submit({ ...workOf(), driverState, input: images }, context));
    simulator.finish(String(driverState.dossierId));
    expect(await driver.cancel({ ...workOf(), driverState: started.driverState }, context)).toMatchObject({
      ok: true,
      value: { kind: "tooLate", outcome: { kind: "completed", result: { verdict: "verified" } } },
    });
  });

  it("has nothing to do before there is a process, and deletes one whose time is over", async () => {
    const { driver, context, advance } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const { processId: _processId, ...early } = driverState;
    expect(await driver.cancel({ ...workOf(), driverState: { ...early, version: 1 } }, context)).toEqual({
      ok: true,
      value: { kind: "nothingToCancel" },
    });
    advance(25 * 60 * 60 * 1000);
    expect(await driver.cancel({ ...workOf(), driverState }, context)).toEqual({
      ok: true,
      value: { kind: "canceled" },
    });
  });

  it("fails when the provider cannot be asked or does not delete", async () => {
    const { driver, context, simulator } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(workOf(), context));
    const cancel = () => driver.cancel({ ...workOf(), driverState }, context);
    simulator.failNext({ status: 500, method: "GET" });
    expect(await cancel()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    simulator.failNext({ status: 500, method: "DELETE" });
    expect(await cancel()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    simulator.failNext({ status: 404, method: "DELETE" });
    expect(await cancel()).toEqual({ ok: true, value: { kind: "nothingToCancel" } });
    expect(await driver.cancel({ ...workOf({ attempt: 0 }), driverState }, context)).toMatchObject({ ok: false });
  });
});

function withoutBase(): ReturnType<typeof workOf> {
  const { callbackBaseUrl: _url, ...work } = workOf();
  return work;
}
