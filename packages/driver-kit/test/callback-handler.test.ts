import type { CallbackResult, CallbackWork, LogFields, Logger } from "@idvkit/core";
import { IdvError, replyTo } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { type CallbackHandlerOptions, createCallbackHandler } from "../src/callback-handler.ts";
import { memoryVault } from "../src/memory-vault.ts";
import { completed, fakeDriver, secretSignature, taken } from "./fake-driver.ts";
import { memoryCallbackStore } from "./memory-callback-store.ts";

function setUp(answer?: Parameters<typeof fakeDriver>[0], options: Partial<CallbackHandlerOptions> = {}) {
  const fake = fakeDriver(answer);
  const memory = memoryCallbackStore();
  const clock = { ms: Date.parse("2026-03-01T12:00:00Z") };
  const logged: string[] = [];
  const write = (event: string, fields?: LogFields) => logged.push(JSON.stringify({ event, ...fields }));
  const log: Logger = { debug: write, info: write, warn: write, error: write };
  const handler = createCallbackHandler({
    drivers: { fake: fake.driver },
    ...memory.store,
    publicOrigin: "https://rp.example",
    mountPath: "/idv",
    now: () => new Date(clock.ms),
    log,
    ...options,
  });
  const send = (path: string, init: RequestInit & { duplex?: "half" } = {}) =>
    handler(
      new Request(`http://internal.example:3000${path}`, {
        method: "POST",
        ...init,
        headers: { "x-signature": secretSignature, ...(init.headers as Record<string, string> | undefined) },
      }),
    );
  return { ...fake, ...memory, clock, logged, send };
}

function failed(error: IdvError, driverState?: CallbackWork["driverState"]): CallbackResult {
  return { ok: false, error, reply: replyTo(error), ...(driverState !== undefined && { driverState }) };
}

const unavailable = new IdvError({ code: "provider_unavailable", message: "provider: down", retryable: true });

describe("createCallbackHandler: which requests reach a driver", () => {
  it("gives the driver the request byte for byte, under the public URL", async () => {
    const { send, requests, add } = setUp();
    add("e-1", ["r1"]);
    const headers = { host: "evil.example", "x-forwarded-host": "evil.example" };
    const response = await send("/idv/fake/events?ref=r1", { body: "{ raw }", headers });
    expect(response.status).toBe(200);
    expect(requests[0]?.url).toBe("https://rp.example/idv/fake/events?ref=r1");
    expect(new TextDecoder().decode(requests[0]?.body)).toBe("{ raw }");
  });

  it("answers 404 for an unknown driver or path", async () => {
    const { send, requests } = setUp();
    for (const path of ["/idv/other/events", "/idv", "/", "/fake/events"]) expect((await send(path)).status).toBe(404);
    expect(requests).toEqual([]);
  });

  it.each(["HEAD", "OPTIONS"])("answers 405 to %s, which must not use up what is delivered once", async (method) => {
    const { send, requests } = setUp();
    const response = await send("/idv/fake/events?ref=r1", { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, POST, PUT, PATCH, DELETE");
    expect(requests).toEqual([]);
  });

  it("refuses a body that is too large, announced or not", async () => {
    const { send, requests } = setUp(taken, { maxBodyBytes: 10 });
    const announced = { body: "12345678901", headers: { "content-length": "11" } };
    expect((await send("/idv/fake/events", announced)).status).toBe(413);
    expect((await send("/idv/fake/events", { body: "12345678901" })).status).toBe(400);
    expect((await send("/idv/fake/ping", { body: "1234567890" })).status).toBe(204);
    expect(requests).toHaveLength(1);
  });

  it("answers 400 to a body that breaks off", async () => {
    const { send } = setUp();
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    expect((await send("/idv/fake/events", { body, duplex: "half" })).status).toBe(400);
  });

  it("answers 401 to a forged delivery and looks up nothing", async () => {
    let loads = 0;
    const load = async () => {
      loads += 1;
      return [];
    };
    const { send, logged } = setUp(taken, { load });
    const response = await send("/idv/fake/events?ref=r1", { headers: { "x-signature": "forged-value" } });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe("");
    expect(loads).toBe(0);
    expect(logged).toEqual([
      '{"event":"callback.refused","driverId":"fake","errorName":"IdvError","errorCode":"invalid_callback"}',
    ]);
  });

  it("answers what is about no execution as the driver says", async () => {
    expect((await setUp().send("/idv/fake/ping")).status).toBe(204);
  });

  it("forbids caches and sniffing in every answer", async () => {
    const { send, add } = setUp((work) => ({ ...taken(work), reply: cached }));
    const cached = { status: 200, headers: { "Cache-Control": "public" }, body: "x" };
    add("e-1", ["r1"]);
    for (const path of ["/idv/fake/events?ref=r1", "/idv/fake/ping", "/idv/fake/break", "/idv/none"]) {
      const { headers } = await send(path);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("createCallbackHandler: one delivery, one execution", () => {
  it("calls the driver, saves outcome and reply under the delivery's id, and answers", async () => {
    const { send, add, works, held } = setUp();
    const execution = add("e-1", ["r1"]);
    const response = await send("/idv/fake/events?ref=r1&id=d7");
    expect(await response.text()).toBe("e-1 took 1");
    expect(works).toHaveLength(1);
    expect(execution.saved).toEqual([
      {
        driverId: "fake",
        executionId: "e-1",
        nodeId: "document",
        attempt: 1,
        deliveryId: "d7",
        outcome: expect.objectContaining({ kind: "pending" }),
        driverState: { version: 1, count: 1 },
        reply: { status: 200, headers: { "content-type": "text/plain" }, body: "e-1 took 1" },
      },
    ]);
    expect(held.size).toBe(0);
  });

  it("replays the answer of a repetition without calling the driver", async () => {
    const { send, add, works } = setUp();
    add("e-1", ["r1"]);
    const first = await send("/idv/fake/events?ref=r1");
    const second = await send("/idv/fake/events?ref=r1");
    expect([second.status, await second.text()]).toEqual([first.status, await first.text()]);
    expect(second.headers).toEqual(first.headers);
    expect(works).toHaveLength(1);
    await send("/idv/fake/events?ref=r1&id=d2");
    expect(works).toHaveLength(2);
  });

  it("calls the driver once and answers the same twice when two copies come at the same moment", async () => {
    const { send, add, works } = setUp();
    const execution = add("e-1", ["r1"]);
    const copies = await Promise.all([1, 2, 3].map(() => send("/idv/fake/events?ref=r1")));
    expect(await Promise.all(copies.map((copy) => copy.text()))).toEqual(Array(3).fill("e-1 took 1"));
    expect(works).toHaveLength(1);
    expect(execution.saved).toHaveLength(1);
  });

  it("handles two deliveries of one execution one after the other", async () => {
    const { send, add } = setUp();
    const execution = add("e-1", ["r1"]);
    const ids = ["d1", "d2", "d3"];
    const answers = await Promise.all(ids.map(async (id) => (await send(`/idv/fake/events?ref=r1&id=${id}`)).text()));
    expect(answers).toEqual(["e-1 took 1", "e-1 took 2", "e-1 took 3"]);
    expect(execution.driverState).toEqual({ version: 1, count: 3 });
  });

  it("gives a reader its answer each time and keeps no reply", async () => {
    const { send, add, works } = setUp();
    const execution = add("e-1", ["r1"]);
    for (const count of [1, 2]) {
      const response = await send("/idv/fake/fetch?ref=r1", { method: "GET" });
      expect(await response.text()).toBe(`e-1 took ${count}`);
    }
    expect(works).toHaveLength(2);
    expect(execution.saved.map((saved) => saved.deliveryId)).toEqual([null, null]);
    expect(execution.replies).toEqual({});
  });

  it("answers a late delivery as its address says, and a late reader 410, without the driver", async () => {
    const { send, add, works } = setUp();
    add("e-1", ["r1"], { finished: true });
    const delivery = await send("/idv/fake/events?ref=r1");
    expect([delivery.status, delivery.headers.get("x-late")]).toEqual([200, "yes"]);
    expect((await send("/idv/fake/fetch?ref=r1")).status).toBe(410);
    expect(works).toEqual([]);
  });

  it("sends a person who comes late on to the caller's page, where there is one", async () => {
    const { send, add, works } = setUp();
    add("e-1", ["r1"], { finished: true, returnUrl: "https://rp.example/done" });
    add("e-2", ["r2"], { finished: true });
    const returned = await send("/idv/fake/return?ref=r1", { method: "GET" });
    expect([returned.status, returned.headers.get("location")]).toEqual([303, "https://rp.example/done"]);
    expect((await send("/idv/fake/return?ref=r2", { method: "GET" })).headers.get("x-late")).toBe("yes");
    expect((await send("/idv/fake/events?ref=r1")).headers.get("x-late")).toBe("yes");
    expect(works).toEqual([]);
  });

  it("still replays a repetition when the execution is over", async () => {
    const { send, add } = setUp();
    add("e-1", ["r1"], { finished: true, replies: { d1: { status: 299, headers: {}, body: null } } });
    expect((await send("/idv/fake/events?ref=r1")).status).toBe(299);
  });

  it("takes no reply from the prototype of the replies", async () => {
    const { send, add } = setUp();
    add("e-1", ["r1"]);
    expect(await (await send("/idv/fake/events?ref=r1&id=constructor")).text()).toBe("e-1 took 1");
  });
});

describe("createCallbackHandler: a delivery that may revise a finished execution", () => {
  const revising = "/idv/fake/events?ref=r1&revise=1";

  it("goes to the driver, whose revised outcome is saved under the delivery's id", async () => {
    const { send, add, works } = setUp((work) => completed(work, { revises: true }));
    const execution = add("e-1", ["r1"], { finished: true });
    const first = await send(revising);
    expect(await first.text()).toBe("e-1 completed 1");
    expect(execution.saved).toMatchObject([
      { deliveryId: "d1", outcome: { kind: "completed", revises: true }, driverState: { version: 1, count: 1 } },
    ]);
    expect(await (await send(revising)).text()).toBe("e-1 completed 1");
    expect(works).toHaveLength(1);
  });

  it("keeps reply and state, but no outcome, where nothing has changed", async () => {
    const { send, add, works } = setUp((work) => completed(work));
    const execution = add("e-1", ["r1"], { finished: true });
    for (const _copy of [1, 2]) expect(await (await send(revising)).text()).toBe("e-1 completed 1");
    expect(works).toHaveLength(1);
    expect(execution.saved).toMatchObject([{ deliveryId: "d1", outcome: null, driverState: { version: 1, count: 1 } }]);
  });

  it("is asked for again, and nothing is saved, when the driver goes back to pending", async () => {
    let answer: typeof taken = taken;
    const { send, add, works, logged } = setUp((work) => answer(work));
    const execution = add("e-1", ["r1"], { finished: true });
    const refused = await send(revising);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(execution.saved).toEqual([]);
    expect(execution.driverState).toEqual({ version: 1, count: 0 });
    expect(logged).toEqual([
      '{"event":"callback.refused","driverId":"fake","errorName":"IdvError","errorCode":"lifecycle"}',
    ]);
    answer = (work) => completed(work, { revises: true });
    expect((await send(revising)).status).toBe(200);
    expect(works).toHaveLength(2);
  });

  it("sends a person on also when the driver goes back to pending", async () => {
    const { send, add } = setUp();
    const execution = add("e-1", ["r1"], { finished: true, returnUrl: "https://rp.example/done" });
    const returned = await send("/idv/fake/return?ref=r1&revise=1", { method: "GET" });
    expect([returned.status, returned.headers.get("location")]).toEqual([303, "https://rp.example/done"]);
    expect(execution.saved).toEqual([]);
  });

  it("fails like any other when the driver fails, which keeps its progress", async () => {
    const { send, add } = setUp(() => failed(unavailable, { version: 1, count: 41 }));
    const execution = add("e-1", ["r1"], { finished: true });
    expect((await send(revising)).status).toBe(503);
    expect(execution.saved).toMatchObject([{ deliveryId: null, outcome: null, driverState: { count: 41 } }]);
  });

  it("is an ordinary one as long as the execution runs", async () => {
    const { send, add } = setUp();
    const execution = add("e-1", ["r1"]);
    expect((await send(revising)).status).toBe(200);
    expect(execution.saved).toMatchObject([{ deliveryId: "d1", outcome: { kind: "pending" } }]);
  });

  it("leaves a finished execution alone that it may not revise, beside one that it may", async () => {
    const { send, add, works } = setUp((work) => completed(work, { revises: true }));
    add("e-1", ["r1"], { finished: true });
    expect((await send("/idv/fake/events?ref=r1&id=d2")).headers.get("x-late")).toBe("yes");
    expect((await send(`${revising}&id=d3`)).headers.get("x-late")).toBeNull();
    expect(works).toHaveLength(1);
  });
});

describe("createCallbackHandler: whose browser it is", () => {
  const browserSession = (request: Request) => request.headers.get("cookie") ?? undefined;

  it("tells the driver the session of this request, not the stored one", async () => {
    const { send, add, works } = setUp(taken, { browserSession });
    add("e-1", ["r1"], { browserSession: "session-at-dispatch" });
    await send("/idv/fake/events?ref=r1&id=d1", { headers: { cookie: "another" } });
    await send("/idv/fake/events?ref=r1&id=d2");
    expect(works.map((work) => work.browserSession)).toEqual(["another", undefined]);
    expect(works[1]).not.toHaveProperty("browserSession");
  });

  it("tells of no session where none is configured", async () => {
    const { send, add, works } = setUp();
    add("e-1", ["r1"], { browserSession: "session-at-dispatch" });
    await send("/idv/fake/events?ref=r1", { headers: { cookie: "another" } });
    expect(works[0]).not.toHaveProperty("browserSession");
  });

  it("gives the driver vault, log and clock, but no signal of the client", async () => {
    const vault = memoryVault();
    const contexts: object[] = [];
    const { send, add, clock } = setUp(
      (work, context) => {
        contexts.push({ ...context, time: context.now().getTime() });
        return taken(work);
      },
      { vault },
    );
    add("e-1", ["r1"]);
    await send("/idv/fake/events?ref=r1", { signal: AbortSignal.abort() });
    await send("/idv/fake/events?ref=r1&id=d2");
    expect(contexts).toHaveLength(2);
    for (const context of contexts) {
      expect(context).toMatchObject({ vault, time: clock.ms });
      expect(context).toHaveProperty("log");
      expect(context).not.toHaveProperty("signal");
    }
  });
});

describe("createCallbackHandler: what fails", () => {
  it("answers a failure as the driver says and saves nothing, so that the next try runs", async () => {
    let down = true;
    const { send, add, works } = setUp((work) => (down ? failed(unavailable) : taken(work)));
    const execution = add("e-1", ["r1"]);
    const response = await send("/idv/fake/events?ref=r1");
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(execution.saved).toEqual([]);
    down = false;
    expect(await (await send("/idv/fake/events?ref=r1")).text()).toBe("e-1 took 1");
    expect(works).toHaveLength(2);
  });

  it("keeps the progress of a failure, but no reply", async () => {
    const { send, add } = setUp((work) =>
      work.driverState.count === 0 ? failed(unavailable, { version: 1, count: 41 }) : taken(work),
    );
    const execution = add("e-1", ["r1"]);
    expect((await send("/idv/fake/events?ref=r1")).status).toBe(503);
    expect(execution.saved).toMatchObject([
      { deliveryId: null, outcome: null, driverState: { version: 1, count: 41 } },
    ]);
    expect(await (await send("/idv/fake/events?ref=r1")).text()).toBe("e-1 took 42");
  });

  it("sends a person on also when something failed", async () => {
    const error = new IdvError({ code: "invalid_callback", message: "browserSession: another one" });
    const reply = { status: 303, headers: { location: "https://rp.example/done" }, body: null };
    const { send, add, logged } = setUp(() => ({ ok: false, error, reply }));
    const execution = add("e-1", ["r1"]);
    const response = await send("/idv/fake/events?ref=r1", { method: "GET" });
    expect([response.status, response.headers.get("location")]).toEqual([303, "https://rp.example/done"]);
    expect(execution.saved).toEqual([]);
    expect(logged).toHaveLength(1);
  });

  it("asks for the delivery again when the outcome cannot be saved, and lets the execution go", async () => {
    let full = true;
    const memory = memoryCallbackStore();
    const { send, works } = setUp(taken, {
      load: memory.store.load,
      save: async (handled) => {
        if (full) throw Object.assign(new Error(`disk full ${secretSignature}`), { code: "ENOSPC" });
        return memory.store.save(handled);
      },
    });
    memory.add("e-1", ["r1"]);
    expect((await send("/idv/fake/events?ref=r1")).status).toBe(503);
    expect(memory.held.size).toBe(0);
    full = false;
    expect(await (await send("/idv/fake/events?ref=r1")).text()).toBe("e-1 took 1");
    expect(works).toHaveLength(2);
  });

  it.each([
    ["the store cannot be read", { load: () => Promise.reject(new Error("down")) }, "/events"],
    ["the session cannot be read", { browserSession: () => Promise.reject(new Error("down")) }, "/events"],
    ["the driver throws while it reads the address", {}, "/break"],
  ])("asks for the delivery again when %s", async (_title, options, path) => {
    const { send, add, held, logged } = setUp(taken, options);
    add("e-1", ["r1"]);
    const response = await send(`/idv/fake${path}?ref=r1`);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(held.size).toBe(0);
    expect(logged).toEqual([expect.stringContaining("callback.failed")]);
  });

  it("asks for the delivery again when the driver throws, and lets the execution go", async () => {
    const { send, add, held } = setUp(() => {
      throw new TypeError("x");
    });
    add("e-1", ["r1"]);
    expect((await send("/idv/fake/events?ref=r1")).status).toBe(503);
    expect(held.size).toBe(0);
  });

  it("asks for the delivery again when the driver's reply is none", async () => {
    const { send, add } = setUp((work) => ({ ...taken(work), reply: { status: 42, headers: {}, body: null } }));
    add("e-1", ["r1"]);
    expect((await send("/idv/fake/events?ref=r1")).status).toBe(503);
  });

  it("answers also when releasing fails, or the log", async () => {
    const memory = memoryCallbackStore();
    memory.add("e-1", ["r1"]);
    const throws = () => {
      throw new Error("broken");
    };
    const { send } = setUp(taken, {
      load: async (...input) => (await memory.store.load(...input)).map((held) => ({ ...held, release: throws })),
      save: memory.store.save,
      log: { debug: throws, info: throws, warn: throws, error: throws },
    });
    expect((await send("/idv/fake/events?ref=r1")).status).toBe(200);
  });

  it("logs codes only, and works without a log", async () => {
    const leaking = () => {
      throw Object.assign(new Error(`payload of Erika Mustermann, ${secretSignature}`), { code: "E_DRIVER" });
    };
    const { send, add, logged } = setUp(leaking);
    add("e-1", ["r1"]);
    await send("/idv/fake/events?ref=r1", { body: "Erika Mustermann" });
    await send("/idv/fake/break");
    expect(logged).toEqual([
      '{"event":"callback.failed","driverId":"fake","errorName":"Error","errorCode":"E_DRIVER"}',
      '{"event":"callback.failed","driverId":"fake","errorName":"Error","errorCode":"unknown"}',
    ]);
    const memory = memoryCallbackStore();
    const handler = createCallbackHandler({
      drivers: { fake: fakeDriver(leaking).driver },
      ...memory.store,
      publicOrigin: "https://rp.example",
    });
    expect((await handler(new Request("https://rp.example/fake/break"))).status).toBe(503);
  });

  it("refuses settings that cannot work", () => {
    expect(() => setUp(taken, { publicOrigin: "rp.example" })).toThrow("publicOrigin");
  });
});

describe("createCallbackHandler: a delivery that nobody waits for", () => {
  it("is asked for again for a minute, because the dispatch may not be stored yet, then accepted", async () => {
    const { send, clock, works } = setUp();
    const first = await send("/idv/fake/events?ref=r9");
    expect([first.status, first.headers.get("retry-after")]).toEqual([503, "10"]);
    clock.ms += 59_999;
    expect((await send("/idv/fake/events?ref=r9")).status).toBe(503);
    clock.ms += 1;
    expect((await send("/idv/fake/events?ref=r9")).status).toBe(202);
    expect((await send("/idv/fake/events?ref=r9&id=d2")).status).toBe(503);
    expect(works).toEqual([]);
  });

  it("is handled as soon as the dispatch is stored", async () => {
    const { send, add } = setUp(taken, { unknownRefGraceMs: 1000 });
    expect((await send("/idv/fake/events?ref=r9")).headers.get("retry-after")).toBe("1");
    add("e-9", ["r9"]);
    expect((await send("/idv/fake/events?ref=r9")).status).toBe(200);
  });

  it("ends in 404 for a reader", async () => {
    const { send, clock } = setUp();
    expect((await send("/idv/fake/fetch?ref=r9")).status).toBe(503);
    clock.ms += 60_000;
    expect((await send("/idv/fake/fetch?ref=r9")).status).toBe(404);
  });
});

describe("createCallbackHandler: one delivery, several executions", () => {
  it("handles all of them, one after the other, and lets each go", async () => {
    const { send, add, works, held } = setUp();
    const executions = ["e-2", "e-1"].map((id) => add(id, ["dossier"]));
    add("e-3", ["another"]);
    expect((await send("/idv/fake/events?ref=dossier")).status).toBe(200);
    expect(works.map((work) => work.executionId)).toEqual(["e-1", "e-2"]);
    expect(executions.every((execution) => execution.replies.d1?.status === 200)).toBe(true);
    expect(held.size).toBe(0);
  });

  it("asks again when one fails; the next time only that one runs", async () => {
    let broken = true;
    const { send, add, works, held } = setUp((work) => {
      if (broken && work.executionId === "e-1") throw new Error("broken");
      return taken(work);
    });
    for (const id of ["e-1", "e-2"]) add(id, ["dossier"]);
    expect((await send("/idv/fake/events?ref=dossier")).status).toBe(503);
    expect(works.map((work) => work.executionId)).toEqual(["e-1", "e-2"]);
    expect(held.size).toBe(0);
    broken = false;
    expect((await send("/idv/fake/events?ref=dossier")).status).toBe(200);
    expect(works.map((work) => work.executionId)).toEqual(["e-1", "e-2", "e-1"]);
  });

  it("sends a browser on where one execution says so", async () => {
    const { send, add } = setUp((work) => ({
      ...taken(work),
      reply:
        work.executionId === "e-2"
          ? { status: 303, headers: { location: "https://rp.example/done" }, body: null }
          : { status: 200, headers: {}, body: null },
    }));
    for (const id of ["e-1", "e-2"]) add(id, ["dossier"]);
    expect((await send("/idv/fake/events?ref=dossier")).status).toBe(303);
  });

  it("serves those that still run when others are over", async () => {
    const { send, add, works } = setUp();
    add("e-1", ["dossier"], { finished: true });
    add("e-2", ["dossier"]);
    await send("/idv/fake/events?ref=dossier");
    expect(works.map((work) => work.executionId)).toEqual(["e-2"]);
  });
});
