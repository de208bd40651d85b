import type { HttpRequest } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CibaBench,
  createCibaBench,
  jsonBody,
  pingOf,
  resultOf,
  simulateProviders,
  startLogin,
} from "./ciba-setup.ts";

simulateProviders();

async function pinged(setup: Parameters<typeof createCibaBench>[0] = {}) {
  const bench = createCibaBench({ delivery: "ping", ...setup });
  const login = await startLogin(bench);
  return { bench, login };
}

function withAuthorization(request: HttpRequest, authorization: string | undefined): HttpRequest {
  const { authorization: _, ...headers } = request.headers;
  return { ...request, headers: { ...headers, ...(authorization !== undefined && { authorization }) } };
}

async function addressOf({ driver }: CibaBench, request: HttpRequest) {
  return driver().addressCallback(request);
}

describe("a ping", () => {
  it("is found by the request that it names, ends the login at once and is answered with 204", async () => {
    const { bench, login } = await pinged();
    bench.simulator.confirm();
    const request = pingOf(bench);
    expect(await addressOf(bench, request)).toMatchObject({
      ok: true,
      value: { kind: "delivery", refs: login.pending.callbackRefs, late: { status: 204 } },
    });
    const result = await login.callback(request);
    expect(result.reply).toEqual({ status: 204, headers: {}, body: null });
    expect(resultOf(result)).toMatchObject({ verdict: "verified", sessionBinding: "none" });
  });

  it("need not come: polls go on beside it", async () => {
    const { bench, login } = await pinged();
    expect(login.pending.poll).toEqual({ at: "2026-11-21T10:00:05.000Z", intervalMs: 5_000 });
    bench.simulator.confirm();
    bench.advance(5);
    expect(resultOf(await login.poll())).toMatchObject({ verdict: "verified" });
  });

  it("that comes before the provider knows the answer changes nothing", async () => {
    const { bench, login } = await pinged();
    const result = await login.callback(pingOf(bench));
    expect(result).toMatchObject({ ok: true, value: { kind: "pending" }, reply: { status: 204 } });
    bench.simulator.confirm();
    bench.advance(5);
    expect(resultOf(await login.poll())).toMatchObject({ verdict: "verified" });
  });

  it("says of a person who refused what the provider says of them", async () => {
    const { bench, login } = await pinged();
    bench.simulator.confirm(undefined, { error: "access_denied" });
    expect(resultOf(await login.callback(pingOf(bench)))).toMatchObject({ verdict: "canceled" });
  });

  it("shall come again where the provider cannot be asked", async () => {
    const { bench, login } = await pinged();
    bench.simulator.confirm();
    bench.simulator.failNext({ path: "/token", status: 503 });
    const failed = await login.callback(pingOf(bench));
    expect(failed).toMatchObject({ ok: false, error: { code: "provider_unavailable" }, reply: { status: 503 } });
    expect(resultOf(await login.callback(pingOf(bench)))).toMatchObject({ verdict: "verified" });
  });

  it("goes on with tokens that were received before a crash", async () => {
    const { bench, login } = await pinged();
    bench.simulator.confirm();
    bench.simulator.failNext({ path: "/userinfo", status: 503 });
    expect(await login.callback(pingOf(bench))).toMatchObject({ ok: false, reply: { status: 503 } });
    expect(resultOf(await login.callback(pingOf(bench)))).toMatchObject({ verdict: "verified" });
    expect(bench.questions()).toBe(1);
  });

  it("carries a token that only this login has, and that the state does not show", async () => {
    const { bench, login } = await pinged();
    const [, token = ""] = /^Bearer (\S+)$/.exec(pingOf(bench).headers.authorization ?? "") ?? [];
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(JSON.stringify(login.driverState())).not.toContain(token);
    expect(bench.driver().profile).toMatchObject({
      callbackAuthenticity: "sharedSecret",
      dispatchRepeat: "mayStartTwice",
      methods: { callback: true },
    });
  });
});

describe("a ping is refused", () => {
  it.each([
    ["with another token", "Bearer another-token"],
    ["with an empty token", "Bearer "],
    ["with another scheme", "Basic cnA6cnAtc2VjcmV0"],
    ["without a token", undefined],
  ])("%s", async (_title, authorization) => {
    const { bench, login } = await pinged();
    bench.simulator.confirm();
    const result = await login.callback(withAuthorization(pingOf(bench), authorization));
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid_callback", reason: "ping_token_mismatch" },
      reply: { status: 401 },
    });
    expect(bench.questions()).toBe(0);
  });

  it("when it names another login", async () => {
    const { bench, login } = await pinged();
    bench.simulator.confirm();
    const request = { ...pingOf(bench), body: new TextEncoder().encode('{"auth_req_id":"another-login"}') };
    expect(await login.callback(request)).toMatchObject({
      ok: false,
      error: { code: "invalid_callback", reason: "ping_request_mismatch" },
      reply: { status: 401 },
    });
    expect(bench.questions()).toBe(0);
  });

  it.each([
    ["no JSON", "auth_req_id=1"],
    ["null", "null"],
    ["an id that is no string", '{"auth_req_id":1}'],
    ["an empty id", '{"auth_req_id":""}'],
  ])("when its body is %s", async (_title, body) => {
    const { bench } = await pinged();
    const request = { ...pingOf(bench), body: new TextEncoder().encode(body) };
    expect(await addressOf(bench, request)).toMatchObject({
      ok: false,
      error: { code: "invalid_callback", reason: "ping_unreadable" },
    });
  });

  it("when its body is anything else, without a throw", async () => {
    const { bench } = await pinged();
    const request = pingOf(bench);
    const driver = bench.driver();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
        expect(await driver.addressCallback({ ...request, body })).toMatchObject({ ok: false });
      }),
    );
  });

  it("after the login is over", async () => {
    const { bench, login } = await pinged();
    bench.simulator.confirm();
    await login.callback(pingOf(bench));
    expect(await login.callback(pingOf(bench))).toMatchObject({
      ok: false,
      error: { code: "lifecycle" },
      reply: { status: 409 },
    });
    expect(bench.questions()).toBe(1);
  });

  it("by a driver whose logins are polled", async () => {
    const { bench } = await pinged();
    const request = pingOf(bench);
    const polled = createCibaBench();
    const login = await startLogin(polled);
    expect(await addressOf(polled, request)).toMatchObject({ ok: false, error: { code: "unsupported" } });
    expect(await login.callback(request)).toMatchObject({
      ok: false,
      error: { code: "unsupported" },
      reply: { status: 404 },
    });
  });
});

it("an answer that the provider takes back with slow_down puts off the polls, not the pings", async () => {
  const { bench, login } = await pinged();
  bench.simulator.failNext({ path: "/token", status: 400, body: jsonBody({ error: "slow_down" }) });
  const result = await login.callback(pingOf(bench));
  expect(result).toMatchObject({ ok: true, value: { kind: "pending", poll: { intervalMs: 10_000 } } });
  bench.simulator.confirm();
  expect(resultOf(await login.callback(pingOf(bench)))).toMatchObject({ verdict: "verified" });
});
