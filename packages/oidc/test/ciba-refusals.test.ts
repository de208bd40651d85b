import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createOidcDriver, findPreset, type OidcOptions, type ProviderPreset } from "../src/index.ts";
import type { MisbehaviourName } from "../src/testing/index.ts";
import { anna, cibaWork, createCibaBench, jsonBody, resultOf, simulateProviders, startLogin } from "./ciba-setup.ts";

simulateProviders();

const authReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";

describe("tokens of the provider are refused", () => {
  it.each([
    ["invalid-signature", "id_token_signature_invalid"],
    ["foreign-key-same-kid", "id_token_signature_invalid"],
    ["idtoken-sig-none", "id_token_unsigned"],
    ["public-key-as-secret", "id_token_symmetric"],
    ["invalid-iss", "id_token_issuer_mismatch"],
    ["invalid-aud", "id_token_audience_mismatch"],
    ["invalid-expired-exp", "id_token_expired"],
    ["iat-is-week-in-past", "id_token_issued_before_request"],
    ["invalid-athash", "id_token_access_token_hash_mismatch"],
    ["token-response-without-id-token", "id_token_missing"],
    ["userinfo-invalid-sub", "user_info_subject_mismatch"],
  ] satisfies [MisbehaviourName, string][])("%s: %s", async (name, reason) => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.misbehave(name);
    bench.simulator.confirm();
    bench.advance(5);
    expect(await login.poll()).toMatchObject({ ok: false, error: { code: "invalid_response", reason } });
    expect(await login.poll()).toMatchObject({ ok: false, error: { code: "invalid_response", reason } });
    expect(bench.questions()).toBe(1);
  });

  it("an ID token that is about another request", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm(undefined, { ...anna, idTokenClaims: { [authReqIdClaim]: "another-request" } });
    bench.advance(5);
    expect(await login.poll()).toMatchObject({
      ok: false,
      error: { code: "invalid_response", reason: "id_token_auth_req_id_mismatch" },
    });
  });

  it("but an ID token that names this request is taken", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    const [{ authReqId } = { authReqId: "" }] = bench.simulator.backchannelRequests;
    bench.simulator.confirm(undefined, { ...anna, idTokenClaims: { [authReqIdClaim]: authReqId } });
    bench.advance(5);
    expect(resultOf(await login.poll())).toMatchObject({ verdict: "verified" });
  });
});

describe("a dispatch is refused", () => {
  const dispatch = (bench: ReturnType<typeof createCibaBench>, work = cibaWork()) =>
    bench.driver().dispatch(work, bench.context);

  it.each([[undefined], [""]])("where the work does not say whom to ask (%j)", async (loginHint) => {
    const bench = createCibaBench();
    const subject = loginHint === undefined ? {} : { loginHint };
    const work = cibaWork({ inputs: { ...cibaWork().inputs, subject } });
    expect(await dispatch(bench, work)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(bench.simulator.requests).toEqual([]);
  });

  it("where the provider has no such endpoint", async () => {
    const bench = createCibaBench({ provider: { metadata: { backchannel_authentication_endpoint: null } } });
    expect(await dispatch(bench)).toMatchObject({
      ok: false,
      error: { code: "unsupported", reason: "backchannel_not_offered" },
    });
  });

  it("where the provider does not deliver like that", async () => {
    const metadata = { backchannel_token_delivery_modes_supported: ["poll"] };
    const bench = createCibaBench({ delivery: "ping", provider: { metadata } });
    expect(await dispatch(bench)).toMatchObject({
      ok: false,
      error: { code: "unsupported", reason: "delivery_mode_not_offered" },
    });
  });

  it("but not where the provider does not say how it delivers", async () => {
    const metadata = { backchannel_token_delivery_modes_supported: null };
    expect(await dispatch(createCibaBench({ provider: { metadata } }))).toMatchObject({ ok: true });
  });

  it.each([
    ["unknown_user_id", 400, "invalid_input"],
    ["invalid_binding_message", 400, "invalid_input"],
    ["missing_user_code", 400, "invalid_input"],
    ["unauthorized_client", 400, "credentials_rejected"],
    ["invalid_scope", 400, "configuration"],
    ["server_error", 500, "provider_unavailable"],
  ])("by the provider: %s", async (error, status, code) => {
    const bench = createCibaBench();
    bench.simulator.failNext({ path: "/bc-authorize", status, body: jsonBody({ error }) });
    const result = await dispatch(bench);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(inspect(result, { depth: null, showHidden: true })).not.toContain("anna@");
  });

  it.each([
    ["no id", { expires_in: 60 }],
    ["no time", { auth_req_id: "request-1" }],
    ["a time that is none", { auth_req_id: "request-1", expires_in: -1 }],
    ["an interval that is none", { auth_req_id: "request-1", expires_in: 60, interval: "soon" }],
  ])("when the provider answers with %s", async (_title, body) => {
    const bench = createCibaBench();
    bench.simulator.failNext({ path: "/bc-authorize", status: 200, body: jsonBody(body) });
    expect(await dispatch(bench)).toMatchObject({ ok: false, error: { code: "invalid_response" } });
  });
});

describe("an answer of the provider is read with caution", () => {
  it.each([
    ["no interval: five seconds", {}, 5_000],
    ["an interval of a moment: one second", { interval: 0.2 }, 1_000],
    ["an interval longer than the login: its end", { interval: 1e30 }, 60_000],
  ])("%s", async (_title, more, intervalMs) => {
    const bench = createCibaBench();
    const body = jsonBody({ auth_req_id: "request-1", expires_in: 60, ...more });
    bench.simulator.failNext({ path: "/bc-authorize", status: 200, body });
    const login = await startLogin(bench);
    expect(login.pending.poll?.intervalMs).toBe(intervalMs);
    expect(await login.poll()).toMatchObject({ ok: true, value: { kind: "pending" } });
  });

  it("a time that is over at once is a second", async () => {
    const bench = createCibaBench();
    const body = jsonBody({ auth_req_id: "request-1", expires_in: 0.0001 });
    bench.simulator.failNext({ path: "/bc-authorize", status: 200, body });
    expect((await startLogin(bench)).pending.expiresAt).toBe("2026-11-21T10:00:01.000Z");
  });

  it("a time without end is cut to that of the caller", async () => {
    const bench = createCibaBench();
    const body = jsonBody({ auth_req_id: "request-1", expires_in: 1e15 });
    bench.simulator.failNext({ path: "/bc-authorize", status: 200, body });
    expect((await startLogin(bench)).pending.expiresAt).toBe("2026-11-21T10:15:00.000Z");
  });
});

describe("options that this flow cannot honour", () => {
  const create = (more: Partial<OidcOptions>) => () =>
    createOidcDriver({
      issuer: "https://op.example",
      clientId: "rp",
      clientSecret: "rp-secret",
      flow: { kind: "ciba", delivery: "poll" },
      stateKeys: { current: "key-1", keys: { "key-1": new Uint8Array(32).fill(7) } },
      ...more,
    });

  it.each<[string, Partial<OidcOptions>]>([
    ["redirectUri", { redirectUri: "https://rp.example/return" }],
    ["prompt", { prompt: "login" }],
    ["maxAge", { maxAge: 60 }],
    ["responseMode", { responseMode: "form_post" }],
    ["pushedAuthorization", { pushedAuthorization: true }],
    ["requestObject", { requestObject: true, signingKey: "{}" }],
    ["dpop", { dpop: true }],
    ["sessionBinding", { sessionBinding: "required" }],
  ])("%s is refused", (name, more) => {
    expect(create(more)).toThrow(
      expect.objectContaining({ code: "unsupported", message: expect.stringContaining(name) }),
    );
  });

  it("a switch that is off is none", () => {
    expect(create({ dpop: false, pushedAuthorization: false, sessionBinding: "optional" })).not.toThrow();
  });

  it("a provider whose preset does not offer it", () => {
    const { issuer: _, ...preset } = { issuer: "", ...(findPreset("google") as ProviderPreset) };
    expect(create({ preset })).toThrow(expect.objectContaining({ code: "unsupported" }));
    expect(create({ preset: { ...preset, ciba: ["ping"] } })).toThrow(expect.objectContaining({ code: "unsupported" }));
    expect(create({ preset: { ...preset, ciba: ["poll"] } })).not.toThrow();
  });
});

it("a state of the other flow is refused", async () => {
  const bench = createCibaBench();
  const login = await startLogin(bench);
  const code = createOidcDriver({
    issuer: "https://op.example",
    clientId: "rp",
    clientSecret: "rp-secret",
    stateKeys: { current: "key-1", keys: { "key-1": new Uint8Array(32).fill(7) } },
  });
  const polled = await code.poll({ ...cibaWork(), driverState: login.driverState() }, bench.context);
  expect(polled).toMatchObject({ ok: false, error: { code: "invalid_input" } });
});
