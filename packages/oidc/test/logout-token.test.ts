import { success } from "@idvkit/core";
import fc from "fast-check";
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair, importJWK } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { validateLogoutToken } from "../src/relying-party/logout-token.ts";
import type { RelyingPartySettings } from "../src/relying-party/settings.ts";
import type { KeySource } from "../src/relying-party/signature.ts";
import { type LogoutDefectName, logoutDefects } from "../src/testing/index.ts";
import { call, partyOf, startProvider } from "./relying-party-setup.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";
const now = Math.floor(call.now.getTime() / 1000);
const good = {
  iss: "https://op.example",
  aud: "rp",
  iat: now,
  exp: now + 120,
  jti: "token-1",
  sub: "person-1",
  events: { [event]: {} },
};

const reasons: Readonly<Record<LogoutDefectName, string>> = {
  "alg-none": "logout_token_unsigned",
  "no-event": "logout_token_event_missing",
  "with-nonce": "logout_token_with_nonce",
  "wrong-alg": "logout_token_algorithm_refused",
  "wrong-aud": "logout_token_audience_mismatch",
  "wrong-event": "logout_token_event_mismatch",
  "wrong-iss": "logout_token_issuer_mismatch",
};

describe("a back-channel logout token of a provider", () => {
  it("says whose sessions end", async () => {
    const { issuer, simulator } = await startProvider();
    const token = await simulator.logoutToken({ sub: "person-7", sid: "session-1" });
    expect(await partyOf(issuer).validateLogoutToken(token, call)).toMatchObject({
      ok: true,
      value: { sub: "person-7", sid: "session-1", jti: expect.any(String) },
    });
  });

  it.each(Object.keys(logoutDefects) as LogoutDefectName[])("is refused: %s", async (defect) => {
    const { issuer, simulator } = await startProvider();
    const token = await simulator.logoutToken({ defect });
    expect(await partyOf(issuer).validateLogoutToken(token, call)).toMatchObject(refused(reasons[defect]));
  });

  it("is not judged while the keys cannot be had", async () => {
    const { issuer, simulator } = await startProvider();
    const party = partyOf(issuer);
    await party.discover(call);
    simulator.failNext({ path: "/jwks", status: 503 } as never);
    const token = await simulator.logoutToken();
    const result = await party.validateLogoutToken(token, call);
    expect(result).toMatchObject({ ok: false, error: { code: "provider_unavailable", retryable: true } });
  });
});

describe("the claims of a logout token", () => {
  let sign: (claims: unknown) => Promise<string>;
  let keys: KeySource;
  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const jwk = { ...(await exportJWK(publicKey)), kid: "1" };
    keys = { get: async () => success({ keys: [jwk as never] }), refresh: async () => undefined };
    sign = (claims) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: "RS256", kid: "1", typ: "logout+jwt" })
        .sign(privateKey);
  });

  const settings = { clientId: "rp", clockToleranceSeconds: 30 } as RelyingPartySettings;
  const validate = async (
    claims: unknown,
    more: Partial<RelyingPartySettings> = {},
    wrap = async (jws: string) => jws,
  ) =>
    validateLogoutToken(
      await wrap(await sign(claims)),
      { ...settings, ...more },
      {
        metadata: {
          issuer: "https://op.example",
          token_endpoint: "https://op.example/t",
          jwks_uri: "https://op.example/k",
        },
        keys,
        now: call.now,
      },
    );

  it.each([
    ["logout_token_issuer_mismatch", { iss: undefined }],
    ["logout_token_audience_mismatch", { aud: undefined }],
    ["logout_token_audience_mismatch", { aud: ["other"] }],
    ["logout_token_issued_at_missing", { iat: undefined }],
    ["logout_token_issued_in_future", { iat: now + 31 }],
    ["logout_token_expired", { exp: undefined }],
    ["logout_token_expired", { exp: now - 30 }],
    ["logout_token_id_missing", { jti: undefined }],
    ["logout_token_id_missing", { jti: "" }],
    ["logout_token_subject_missing", { sub: undefined }],
    ["logout_token_subject_missing", { sub: "", sid: "" }],
    ["logout_token_subject_missing", { sub: 5 }],
    ["logout_token_event_missing", { events: [event] }],
    ["logout_token_event_missing", { events: undefined }],
    ["logout_token_event_mismatch", { events: { [`${event}s`]: {} } }],
    ["logout_token_event_unreadable", { events: { [event]: true } }],
    ["logout_token_event_unreadable", { events: { [event]: [] } }],
    ["logout_token_with_nonce", { nonce: "" }],
  ])("%s: %j", async (reason, change) => {
    expect(await validate({ ...good, ...change })).toMatchObject(refused(reason));
  });

  it.each([
    ["a list of audiences", { aud: ["other", "rp"] }],
    ["a session without a subject", { sub: undefined, sid: "session-1" }],
    ["a further event", { events: { [event]: {}, "https://other.example": {} } }],
    ["clocks that differ a little", { iat: now + 30, exp: now - 29 }],
  ])("may hold %s", async (_, change) => {
    expect(await validate({ ...good, ...change })).toMatchObject({ ok: true });
  });

  it("may be encrypted for the client", async () => {
    const { publicKey, privateKey } = await generateKeyPair("RSA-OAEP-256", { extractable: true });
    const wrap = (jws: string) =>
      new CompactEncrypt(new TextEncoder().encode(jws))
        .setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A256GCM" })
        .encrypt(publicKey);
    const key = JSON.stringify({ ...(await exportJWK(privateKey)), alg: "RSA-OAEP-256" });
    expect(await validate(good, { decryptionKeys: [key] }, wrap)).toMatchObject({ ok: true });
    expect(await validate(good, {}, wrap)).toMatchObject(refused("logout_token_encrypted"));
    expect(await importJWK(JSON.parse(key))).toBeDefined();
  });

  it("that pass are those that a second wording of the specification lets pass", async () => {
    const claims = fc.record(
      {
        iss: fc.constantFrom("https://op.example", "https://evil.example"),
        aud: fc.constantFrom<unknown>("rp", ["rp", "x"], "x", null),
        iat: fc.constantFrom<unknown>(now, now + 60, "x"),
        exp: fc.constantFrom<unknown>(now + 1, now - 60, "x"),
        jti: fc.constantFrom<unknown>("1", "", 1),
        sub: fc.constantFrom<unknown>("a", "", 1),
        sid: fc.constantFrom<unknown>("a", "", 1),
        events: fc.constantFrom<unknown>({ [event]: {} }, { [event]: null }, {}, []),
        nonce: fc.constantFrom<unknown>("n", null),
      },
      { requiredKeys: [] },
    );
    const changed = claims.chain((changes) =>
      fc.subarray(Object.keys(changes), { maxLength: 2 }).map((names) => ({
        ...good,
        ...Object.fromEntries(names.map((name) => [name, changes[name as keyof typeof changes]])),
      })),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(claims, changed), async (token) => {
        expect((await validate(token)).ok).toBe(endsSessions(token as Record<string, unknown>));
      }),
      { numRuns: 200 },
    );
  });
});

/** OpenID Connect Back-Channel Logout 1.0, section 2.6, in other words. */
function endsSessions(token: Record<string, unknown>): boolean {
  const names = Object.keys(token);
  const said = (name: string) => typeof token[name] === "string" && token[name] !== "";
  const { aud, events } = token;
  const audience = Array.isArray(aud) ? aud : [aud];
  return (
    token.iss === "https://op.example" &&
    audience.some((one) => one === "rp") &&
    typeof token.iat === "number" &&
    token.iat - 30 <= now &&
    typeof token.exp === "number" &&
    token.exp + 30 > now &&
    said("jti") &&
    (said("sub") || said("sid")) &&
    JSON.stringify((events as Record<string, unknown> | undefined)?.[event]) === "{}" &&
    !names.includes("nonce")
  );
}

function refused(reason: string) {
  return { ok: false, error: { code: "invalid_callback", reason } };
}
