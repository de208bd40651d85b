import {
  type CallbackWork,
  type DispatchWork,
  type DriverContext,
  failure,
  IdvError,
  type IdvMethodDriver,
  type MethodProfile,
  type StepResult,
  success,
} from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { createDriver, type DriverMethods } from "../src/create-driver.ts";

const profile: MethodProfile = {
  maxAssurance: {},
  amr: [],
  needs: [],
  produces: [],
  methods: { submit: true, callback: true, poll: true, cancel: true },
  callbackAuthenticity: "none",
  dispatchRepeat: "safe",
};
const request = { method: "POST", url: "https://rp.example/idv/acme/events", headers: {}, body: new Uint8Array() };
const driverState = { version: 1 };
const work: DispatchWork = {
  executionId: "execution-1",
  nodeId: "login",
  attempt: 1,
  inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [] },
};
const context: DriverContext = { now: () => new Date(0) };
const pending: StepResult = success({
  kind: "pending",
  driverState,
  rawStatus: "running",
  reference: null,
  callbackRefs: [],
});
const reply = { status: 204, headers: {}, body: null };
const personal = "Erika Mustermann";

/** The methods of a driver that can do everything; `seen` lists the calls that reached it. */
function methodsOf(more: Partial<DriverMethods> = {}) {
  const seen: string[] = [];
  const answer = <R>(name: string, result: R) => {
    return async (): Promise<R> => {
      seen.push(name);
      return result;
    };
  };
  const methods: DriverMethods = {
    methodType: "document",
    provider: "acme",
    profile,
    addressCallback: answer("addressCallback", success({ kind: "ignore" as const, reply })),
    dispatch: answer("dispatch", pending),
    submit: answer("submit", pending),
    callback: answer("callback", { ...pending, reply }),
    poll: answer("poll", pending),
    cancel: answer("cancel", success({ kind: "canceled" as const })),
    ...more,
  };
  return { methods, seen };
}

/** Every call that takes a work, in the same form. */
const calls = {
  dispatch: (driver, given, ambient) => driver.dispatch(given, ambient),
  submit: (driver, given, ambient) => driver.submit({ ...given, driverState, input: {} }, ambient),
  callback: (driver, given, ambient) => driver.callback({ ...given, driverState, request }, ambient),
  poll: (driver, given, ambient) => driver.poll({ ...given, driverState }, ambient),
  cancel: (driver, given, ambient) => driver.cancel({ ...given, driverState }, ambient),
} as const satisfies Record<
  string,
  (driver: IdvMethodDriver, given: DispatchWork, ambient: DriverContext) => Promise<{ ok: boolean }>
>;
const names = Object.keys(calls) as (keyof typeof calls)[];
const optionalNames = names.filter((name) => name !== "dispatch");

describe("a driver that is put together", () => {
  it("shows what it is, and the version of the contract", () => {
    const { methods } = methodsOf();
    const { methodType, provider, specificationVersion, ...driver } = createDriver(methods);
    expect({ methodType, provider, specificationVersion }).toEqual({
      methodType: "document",
      provider: "acme",
      specificationVersion: "v1",
    });
    expect(driver.profile).toBe(profile);
  });

  it.each(names)("hands %s on with its work and context, and gives back what comes of it", async (name) => {
    const taken: unknown[][] = [];
    const { methods } = methodsOf();
    const original = methods[name] as (...call: unknown[]) => Promise<unknown>;
    const driver = createDriver({
      ...methods,
      [name]: (...call: unknown[]) => {
        taken.push(call);
        return original(...call);
      },
    });
    const result = await calls[name](driver, work, context);
    expect(taken).toEqual([[expect.objectContaining(work), context]]);
    expect(taken[0]?.[1]).toBe(context);
    expect(result).toEqual(await original());
  });

  it("hands a request on to be addressed", async () => {
    const { methods, seen } = methodsOf();
    expect(await createDriver(methods).addressCallback(request)).toEqual(success({ kind: "ignore", reply }));
    expect(seen).toEqual(["addressCallback"]);
  });
});

describe("before a driver is called", () => {
  it.each(names)("%s: the work is checked", async (name) => {
    const { methods, seen } = methodsOf();
    const result = await calls[name](createDriver(methods), { ...work, attempt: 0 }, context);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input", message: "work.attempt: too_small" } });
    expect(seen).toEqual([]);
  });

  it.each(names)("%s: a caller who has aborted already is told so", async (name) => {
    const { methods, seen } = methodsOf();
    const aborted = { ...context, signal: AbortSignal.abort() };
    expect(await calls[name](createDriver(methods), work, aborted)).toMatchObject({
      ok: false,
      error: { code: "interrupted", provider: "acme" },
    });
    expect(seen).toEqual([]);
  });

  it.each(names)("%s: a signal that nobody has aborted stops nothing", async (name) => {
    const { methods, seen } = methodsOf();
    await calls[name](createDriver(methods), work, { ...context, signal: new AbortController().signal });
    expect(seen).toEqual([name]);
  });
});

describe("a call that is not part of the driver", () => {
  const unsupported = (name: string) => ({
    ok: false,
    error: { code: "unsupported", provider: "acme", message: `${name}: not part of this driver` },
  });

  it.each(optionalNames)("%s: the profile does not flag it", async (name) => {
    const { methods, seen } = methodsOf();
    const driver = createDriver({
      ...methods,
      profile: { ...profile, methods: { ...profile.methods, [name]: false } },
    });
    expect(await calls[name](driver, work, context)).toMatchObject(unsupported(name));
    expect(seen).toEqual([]);
  });

  it.each(optionalNames)("%s: the driver does not have it, whatever the profile says", async (name) => {
    const { [name]: _left, ...methods } = methodsOf().methods;
    expect(await calls[name](createDriver(methods), work, context)).toMatchObject(unsupported(name));
  });

  it("is dispatch never", async () => {
    const none = { submit: false, callback: false, poll: false, cancel: false };
    const { methods, seen } = methodsOf({ profile: { ...profile, methods: none } });
    expect(await createDriver(methods).dispatch(work, context)).toBe(pending);
    expect(seen).toEqual(["dispatch"]);
  });

  it("is said before anything is said about the work", async () => {
    const { poll: _left, ...methods } = methodsOf().methods;
    expect(await calls.poll(createDriver(methods), { ...work, attempt: 0 }, context)).toMatchObject(
      unsupported("poll"),
    );
  });
});

describe("a driver that throws", () => {
  const throwing = [
    [
      "at once",
      () => {
        throw new TypeError(personal);
      },
    ],
    ["later", () => Promise.reject(new TypeError(personal))],
    ["something that is no error", () => Promise.reject(personal)],
  ] as const;

  it.each(names.flatMap((name) => throwing.map(([when, thrower]) => [name, when, thrower] as const)))(
    "%s, %s: gives an error without the words of what was thrown",
    async (name, _when, thrower) => {
      const driver = createDriver(methodsOf({ [name]: thrower }).methods);
      const result = await calls[name](driver, work, context);
      expect(result).toMatchObject({ ok: false, error: { code: "interrupted", retryable: true, provider: "acme" } });
      expect(JSON.stringify(result)).not.toContain(personal);
    },
  );

  it.each(throwing)("while it addresses a request, %s: gives an error", async (_when, thrower) => {
    const driver = createDriver(methodsOf({ addressCallback: thrower }).methods);
    expect(await driver.addressCallback(request)).toMatchObject({ ok: false, error: { code: "interrupted" } });
  });

  it.each([...names, "addressCallback"] as const)("%s: keeps an IdvError as it is", async (name) => {
    const error = new IdvError({ code: "conflict", message: "vault: another version" });
    const driver = createDriver(methodsOf({ [name]: () => Promise.reject(error) }).methods);
    const result = name === "addressCallback" ? driver.addressCallback(request) : calls[name](driver, work, context);
    expect(await result).toMatchObject({ ok: false, error: { code: "conflict" } });
  });
});

describe("the reply of a callback", () => {
  const callbackWork: CallbackWork = { ...work, driverState, request };
  const unavailable = new IdvError({ code: "provider_unavailable", message: "GET /x: 503", retryAfterMs: 7_000 });
  const again = { status: 503, headers: { "retry-after": "7" }, body: null };

  it("is the driver's own where it gives one, of a failure too", async () => {
    const own = { status: 303, headers: { location: "https://rp.example/done" }, body: null };
    const driver = createDriver(methodsOf({ callback: async () => ({ ...failure(unavailable), reply: own }) }).methods);
    expect(await driver.callback(callbackWork, context)).toMatchObject({ ok: false, reply: own });
  });

  it("is the one of the error where the driver gives none; the state that the failure leaves stays", async () => {
    const left = { ...driverState, phase: "redeemed" };
    const driver = createDriver(
      methodsOf({ callback: async () => ({ ...failure(unavailable), driverState: left }) }).methods,
    );
    expect(await driver.callback(callbackWork, context)).toEqual({
      ok: false,
      error: unavailable,
      driverState: left,
      reply: again,
    });
  });

  it("is there for what never reached the driver, and for what it threw", async () => {
    const { callback: _left, ...without } = methodsOf().methods;
    const { methods } = methodsOf();
    const throwing = methodsOf({ callback: () => Promise.reject(new Error(personal)) }).methods;
    const statuses = [
      createDriver(without).callback(callbackWork, context),
      createDriver(methods).callback({ ...callbackWork, attempt: 0 }, context),
      createDriver(methods).callback(callbackWork, { ...context, signal: AbortSignal.abort() }),
      createDriver(throwing).callback(callbackWork, context),
    ].map(async (result) => (await result).reply.status);
    expect(await Promise.all(statuses)).toEqual([404, 400, 503, 503]);
  });
});
