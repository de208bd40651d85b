import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import {
  createOpenIdProviderSimulator,
  type LogoutDefectName,
  logoutDefects,
  type OpenIdProviderSimulator,
  type SimulatedClient,
} from "../src/testing/index.ts";

const pollClient: SimulatedClient = { clientId: "poller", clientSecret: "secret", redirectUris: [] };
const pingClient: SimulatedClient = {
  ...pollClient,
  clientId: "pinged",
  backchannelTokenDeliveryMode: "ping",
  backchannelClientNotificationEndpoint: "https://rp.example/ping",
};

let now: number;
let simulator: OpenIdProviderSimulator;

beforeEach(() => {
  now = Date.parse("2026-11-21T10:00:00Z");
  simulator = createOpenIdProviderSimulator({ clients: [pollClient, pingClient], now: () => new Date(now) });
});

async function post(path: string, form: Record<string, string>, clientId = "poller") {
  const request = new Request(`https://op.example${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:secret`).toString("base64")}` },
    body: new URLSearchParams(form),
  });
  const response = await simulator.fetch(request);
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) } as Record<
    string,
    unknown
  >;
}

async function start(form: Record<string, string> = {}, clientId?: string): Promise<string> {
  const answer = await post("/bc-authorize", { scope: "openid", login_hint: "anna", ...form }, clientId);
  return String(answer.auth_req_id);
}

const poll = (authReqId: string, clientId?: string) =>
  post("/token", { grant_type: "urn:openid:params:grant-type:ciba", auth_req_id: authReqId }, clientId);

describe("a backchannel login at the simulated provider", () => {
  it("waits for the person, then gives tokens once", async () => {
    const id = await start({ acr_values: "high", binding_message: "K-17" });
    expect(await poll(id)).toMatchObject({ status: 400, error: "authorization_pending" });
    simulator.confirm("K-17", { sub: "anna" });
    const tokens = await poll(id);
    expect(decodeJwt(String(tokens.id_token))).toMatchObject({ sub: "anna", acr: "high", aud: "poller" });
    expect(await poll(id)).toMatchObject({ error: "invalid_grant" });
  });

  it("puts off a client that polls too fast, for longer each time", async () => {
    const id = await start();
    await poll(id);
    now += 4_000;
    expect(await poll(id)).toMatchObject({ error: "slow_down" });
    now += 9_000;
    expect(await poll(id)).toMatchObject({ error: "slow_down" });
    now += 15_000;
    expect(await poll(id)).toMatchObject({ error: "authorization_pending" });
  });

  it("ends when its time is over", async () => {
    const id = await start({ requested_expiry: "60" });
    now += 60_000;
    expect(await poll(id)).toMatchObject({ error: "expired_token" });
  });

  it("ends when the person refuses", async () => {
    const id = await start();
    simulator.confirm(id, { error: "access_denied" });
    expect(await poll(id)).toMatchObject({ error: "access_denied" });
  });

  it("belongs to the client that started it", async () => {
    const id = await start();
    simulator.confirm();
    expect(await poll(id, "pinged")).toMatchObject({ error: "invalid_grant" });
  });

  it("announces the answer to clients with a notification endpoint", async () => {
    const id = await start({ client_notification_token: "notify", binding_message: "K-18" }, "pinged");
    expect(simulator.pingOf(id)).toEqual({
      method: "POST",
      url: "https://rp.example/ping",
      headers: { authorization: "Bearer notify", "content-type": "application/json" },
      body: JSON.stringify({ auth_req_id: id }),
    });
    expect(simulator.backchannelRequests).toEqual([{ authReqId: id, bindingMessage: "K-18" }]);
    await start();
    expect(() => simulator.pingOf()).toThrow(RangeError);
    expect(() => simulator.confirm("unheard-of")).toThrow(RangeError);
  });

  it.each([
    ["no openid scope", { scope: "profile" }, "invalid_scope"],
    ["two hints", { id_token_hint: "another" }, "invalid_request"],
    ["an expiry that is no number", { requested_expiry: "soon" }, "invalid_request"],
  ])("is refused with %s", async (_, form, error) => {
    const sent = { scope: "openid", login_hint: "anna", ...form };
    expect(await post("/bc-authorize", sent)).toMatchObject({ status: 400, error });
  });

  it("is refused without a notification token where pings are agreed", async () => {
    const sent = { scope: "openid", login_hint: "anna" };
    expect(await post("/bc-authorize", sent, "pinged")).toMatchObject({ error: "invalid_request" });
  });
});

describe("a logout token of the simulated provider", () => {
  const keys = async () =>
    createLocalJWKSet((await (await simulator.fetch(new Request("https://op.example/jwks"))).json()) as never);

  it("verifies, and says whose session ends", async () => {
    const token = await simulator.logoutToken({ sub: "anna", sid: "session-1" });
    const { payload } = await jwtVerify(token, await keys(), {
      issuer: "https://op.example",
      audience: "poller",
      typ: "logout+jwt",
      currentDate: new Date(now),
    });
    expect(payload).toMatchObject({ sub: "anna", sid: "session-1" });
    expect(payload.events).toEqual({ "http://schemas.openid.net/event/backchannel-logout": {} });
  });

  it.each(Object.keys(logoutDefects) as LogoutDefectName[])("differs from a good one: %s", async (defect) => {
    const withoutId = (token: string) => ({ ...decodeProtectedHeader(token), ...decodeJwt(token), jti: "" });
    const [good, bad] = [await simulator.logoutToken(), await simulator.logoutToken({ defect })];
    expect(withoutId(bad)).not.toEqual(withoutId(good));
  });
});
