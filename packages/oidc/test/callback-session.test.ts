import type { CallbackWork, DispatchWork, HttpRequest, IdvMethodDriver, StepResult } from "@idvkit/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import {
  client,
  contextOf,
  localOptions,
  redirectUri,
  redirectUrlOf,
  requestOf,
  verified,
  workOf,
} from "./driver-setup.ts";
import { logIn, startOpenIdProvider, type TestProvider } from "./open-id-provider.ts";

let provider: TestProvider;
let driver: IdvMethodDriver;
beforeAll(async () => {
  provider = await startOpenIdProvider({ clients: [client] });
  driver = createOidcDriver(localOptions(provider.issuer));
});
beforeEach(() => {
  provider.requests.length = 0;
});
afterAll(() => provider.close());

interface Started {
  work: DispatchWork;
  dispatched: StepResult & { ok: true };
  request: HttpRequest;
}

/** A login up to the moment when the browser comes back. */
async function start(more: Partial<DispatchWork> = {}, at: IdvMethodDriver = driver): Promise<Started> {
  const work = workOf(more);
  const dispatched = await at.dispatch(work, contextOf());
  if (!dispatched.ok) throw dispatched.error;
  const back = await logIn(redirectUrlOf(dispatched), redirectUri);
  return { work, dispatched, request: requestOf(back) };
}

function callbackOf({ work, dispatched, request }: Started, more: Partial<CallbackWork> = {}): CallbackWork {
  return { ...work, driverState: dispatched.value.driverState, request, ...more };
}

function changed({ request }: Started, change: (parameters: URLSearchParams) => void): HttpRequest {
  const url = new URL(request.url);
  change(url.searchParams);
  return { ...request, url: url.href };
}

const refused = (reason: string) => ({ ok: false, error: { code: "invalid_callback", reason, retryable: false } });

function expectNotRedeemed(): void {
  expect(provider.requests).not.toContain("POST /token");
}

describe("login relay: who brings the answer must be who was sent away (RFC 9700, section 4.7)", () => {
  it("refuses the attacker's login in the victim's browser, before the code is redeemed", async () => {
    const attackers = await start({ browserSession: "session-of-the-attacker" });
    const work = callbackOf(attackers, { browserSession: "session-of-the-victim" });
    const result = await driver.callback(work, contextOf());
    expect(result).toMatchObject({ ...refused("session_mismatch"), reply: { status: 303 } });
    expect(result).not.toHaveProperty("driverState");
    expectNotRedeemed();
    // The attempt has not used up the login of the person whose it is.
    expect(await driver.callback(callbackOf(attackers), contextOf())).toMatchObject(verified);
  });

  it("refuses a browser without a session", async () => {
    const { browserSession: _session, ...work } = callbackOf(await start());
    expect(await driver.callback(work, contextOf())).toMatchObject(refused("session_mismatch"));
    expectNotRedeemed();
  });

  it("refuses an error that another browser brings", async () => {
    const started = await start();
    const request = changed(started, (parameters) => {
      parameters.delete("code");
      parameters.set("error", "access_denied");
    });
    const work = callbackOf(started, { browserSession: "another", request });
    expect(await driver.callback(work, contextOf())).toMatchObject(refused("session_mismatch"));
  });

  it("does not start a login without a session, unless that is allowed; then nothing is said to be bound", async () => {
    const { browserSession: _session, ...work } = workOf();
    expect(await driver.dispatch(work, contextOf())).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const lenient = createOidcDriver(localOptions(provider.issuer, { sessionBinding: "optional" }));
    const dispatched = await lenient.dispatch(work, contextOf());
    const request = requestOf(await logIn(redirectUrlOf(dispatched), redirectUri));
    if (!dispatched.ok) throw dispatched.error;
    const result = await lenient.callback({ ...work, driverState: dispatched.value.driverState, request }, contextOf());
    expect(result).toMatchObject({ ok: true, value: { result: { verdict: "verified", sessionBinding: "none" } } });
  });
});

describe("an authorization response that is not the answer to this login", () => {
  it.each<[string, string, (parameters: URLSearchParams) => void]>([
    ["without a state", "response_state_missing", (parameters) => parameters.delete("state")],
    ["with an empty state", "response_state_missing", (parameters) => parameters.set("state", "")],
    ["with an invented state", "response_state_mismatch", (parameters) => parameters.set("state", "x".repeat(43))],
    ["with a parameter twice", "response_parameter_repeated", (parameters) => parameters.append("code", "another")],
    ["with the state twice", "response_parameter_repeated", (parameters) => parameters.append("state", "another")],
    ["with code and error", "response_ambiguous", (parameters) => parameters.set("error", "access_denied")],
    ["without a code", "response_code_missing", (parameters) => parameters.delete("code")],
    ["with an ID token", "response_type_mismatch", (parameters) => parameters.set("id_token", "a.b.c")],
    ["with a signed response", "response_mode_mismatch", (parameters) => parameters.set("response", "a.b.c")],
  ])("%s is refused, and the login goes on", async (_name, reason, change) => {
    const started = await start();
    const result = await driver.callback(callbackOf(started, { request: changed(started, change) }), contextOf());
    expect(result).toMatchObject(refused(reason));
    expect(result).not.toHaveProperty("driverState");
    expectNotRedeemed();
    expect(await driver.callback(callbackOf(started), contextOf())).toMatchObject(verified);
  });

  it("of another execution is refused", async () => {
    const [mine, theirs] = [await start(), await start({ executionId: "execution-2" })];
    const result = await driver.callback(callbackOf(mine, { request: theirs.request }), contextOf());
    expect(result).toMatchObject(refused("response_state_mismatch"));
    expectNotRedeemed();
  });

  it("is addressed to the login that it belongs to, and to none without a state", async () => {
    const [mine, theirs] = [await start(), await start({ executionId: "execution-2" })];
    const refsOf = ({ value }: Started["dispatched"]) => (value.kind === "pending" ? value.callbackRefs : []);
    expect(await driver.addressCallback(mine.request)).toMatchObject({ value: { refs: refsOf(mine.dispatched) } });
    expect(refsOf(mine.dispatched)).not.toEqual(refsOf(theirs.dispatched));
    const stateless = changed(mine, (parameters) => parameters.delete("state"));
    expect(await driver.addressCallback(stateless)).toMatchObject(refused("response_state_missing"));
    const twice = changed(mine, (parameters) => parameters.append("state", "another"));
    expect(await driver.addressCallback(twice)).toMatchObject(refused("response_parameter_repeated"));
  });

  it.each([
    ["text/plain", "response_unreadable"],
    ["application/json", "response_unreadable"],
    [undefined, "response_unreadable"],
  ])("a form that says it is %s is not read", async (contentType, reason) => {
    const at = createOidcDriver(localOptions(provider.issuer, { responseMode: "form_post" }));
    const started = await start({}, at);
    const request = { ...started.request, headers: contentType === undefined ? {} : { "content-type": contentType } };
    expect(await at.addressCallback(request)).toMatchObject(refused(reason));
    expect(await at.callback(callbackOf(started, { request }), contextOf())).toMatchObject(refused(reason));
    expectNotRedeemed();
    expect(await at.callback(callbackOf(started), contextOf())).toMatchObject(verified);
  });

  it("comes as a form where a query was asked for, or the other way round: refused", async () => {
    const started = await start();
    const { searchParams } = new URL(started.request.url);
    const form = requestOf({ method: "POST", url: redirectUri, body: searchParams.toString() });
    const result = await driver.callback(callbackOf(started, { request: form }), contextOf());
    expect(result).toMatchObject(refused("response_mode_mismatch"));
    expectNotRedeemed();
  });
});

describe("the redirect URI", () => {
  it("comes from the configuration, whatever host the request came to", async () => {
    const started = await start();
    const request = {
      ...started.request,
      url: started.request.url.replace("https://rp.example", "http://10.0.0.7:81/x"),
    };
    expect(await driver.callback(callbackOf(started, { request }), contextOf())).toMatchObject(verified);
  });

  it("may be configured in place of the caller's base", async () => {
    const at = createOidcDriver(localOptions(provider.issuer, { redirectUri }));
    const started = await start({ callbackBaseUrl: "https://elsewhere.example/idv" }, at);
    expect(await at.callback(callbackOf(started), contextOf())).toMatchObject(verified);
  });
});

describe("the sealed state", () => {
  it.each<[string, Partial<CallbackWork>]>([
    ["execution", { executionId: "execution-2" }],
    ["node", { nodeId: "another-node" }],
    ["attempt", { attempt: 2 }],
    ["tenant", { tenantId: "another-tenant" }],
  ])("does not open for another %s", async (_name, other) => {
    const started = await start({ tenantId: "tenant-1" });
    const result = await driver.callback(callbackOf(started, other), contextOf());
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(await driver.poll(callbackOf(started, other), contextOf())).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    expectNotRedeemed();
  });

  it("opens with an older key while keys are changed, and no longer when that key is gone", async () => {
    const started = await start();
    const [k1, k2] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(8)];
    const without = createOidcDriver(localOptions(provider.issuer, { stateKeys: { current: "k2", keys: { k2 } } }));
    expect(await without.callback(callbackOf(started), contextOf())).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    const rotated = createOidcDriver(localOptions(provider.issuer, { stateKeys: { current: "k2", keys: { k1, k2 } } }));
    expect(await rotated.callback(callbackOf(started), contextOf())).toMatchObject(verified);
  });

  it("is gone when the login is over: a second callback is refused and changes nothing", async () => {
    const started = await start();
    const context = contextOf();
    const first = await driver.callback(callbackOf(started), context);
    if (!first.ok) throw first.error;
    expect(JSON.stringify(first.value.driverState)).not.toContain("sealed");
    provider.requests.length = 0;
    const again = callbackOf(started, { driverState: first.value.driverState });
    for (const result of [await driver.callback(again, context), await driver.poll(again, context)]) {
      expect(result).toMatchObject({ ok: false, error: { code: "lifecycle", retryable: false } });
      expect(result).not.toHaveProperty("driverState");
    }
    expect(provider.requests).toEqual([]);
  });
});
