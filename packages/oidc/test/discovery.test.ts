import { describe, expect, it } from "vitest";
import { discoveryTarget } from "../src/relying-party/discovery.ts";
import { json, type Loopback, type Respond, routes, startLoopback } from "./loopback.ts";
import { call, loginTime, partyOf, unwrap } from "./relying-party-setup.ts";

const wellKnown = "/.well-known/openid-configuration";

function metadataOf(issuer: string, more: Record<string, unknown> = {}) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    ...more,
  };
}

/** A provider whose metadata a test writes. */
async function startMetadata(write: (issuer: string) => unknown, path = wellKnown): Promise<Loopback> {
  const loopback = await startLoopback((request) => routes({ [path]: json(write(loopback.origin)) })(request));
  return loopback;
}

function refused(reason: string, code = "invalid_response") {
  return { ok: false, error: { code, reason } };
}

describe("whose metadata are asked for", () => {
  it("is the issuer, also when it stands in the well-known form", () => {
    const target = { url: `https://op.example/tenant${wellKnown}`, expectedIssuer: "https://op.example/tenant" };
    expect(discoveryTarget({ issuer: "https://op.example/tenant" })).toEqual({ ok: true, value: target });
    expect(discoveryTarget({ discoveryUrl: target.url })).toEqual({ ok: true, value: target });
  });

  it.each([
    "https://op.example/metadata",
    `https://op.example${wellKnown}?policy=1`,
    `https://op.example/?${wellKnown}`,
    `https://op.example/#${wellKnown}`,
    "https://op.example/.well-known/oauth-authorization-server",
  ])("has to be said for %s", (discoveryUrl) => {
    expect(discoveryTarget({ discoveryUrl })).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(discoveryTarget({ discoveryUrl, expectedIssuer: "https://op.example" })).toEqual({
      ok: true,
      value: { url: discoveryUrl, expectedIssuer: "https://op.example" },
    });
  });

  it("has to be said at all", () => {
    expect(discoveryTarget({})).toMatchObject({ ok: false, error: { message: "options.issuer: missing" } });
  });
});

describe("the metadata of a provider", () => {
  it("are found by the issuer and by the well-known form", async () => {
    const { origin } = await startMetadata(metadataOf);
    const found = { ok: true, value: metadataOf(origin) };
    expect(await partyOf(origin).discover(call)).toEqual(found);
    expect(await partyOf(`${origin}/`).discover(call)).toEqual(found);
    expect(await partyOf(undefined, { discoveryUrl: `${origin}${wellKnown}` }).discover(call)).toEqual(found);
  });

  it("are found below a path", async () => {
    const { origin } = await startMetadata((at) => metadataOf(`${at}/tenant`), `/tenant${wellKnown}`);
    for (const issuer of [`${origin}/tenant`, `${origin}/tenant/`]) {
      expect(await partyOf(issuer).discover(call)).toMatchObject({ ok: true, value: { issuer: `${origin}/tenant` } });
    }
  });

  it("are refused when they name another issuer, in every form of the address", async () => {
    const { origin } = await startMetadata(() => metadataOf("https://evil.example"));
    const mismatch = refused("discovery_issuer_mismatch");
    const discoveryUrl = `${origin}${wellKnown}`;
    expect(await partyOf(origin).discover(call)).toMatchObject(mismatch);
    expect(await partyOf(undefined, { discoveryUrl }).discover(call)).toMatchObject(mismatch);
    expect(await partyOf(undefined, { discoveryUrl, expectedIssuer: origin }).discover(call)).toMatchObject(mismatch);
  });

  it("are refused when the address of the issuer itself holds a well-known part", async () => {
    const path = `/.well-known/x${wellKnown}`;
    const { origin } = await startLoopback((request) =>
      routes({
        [path]: json(metadataOf("https://evil.example")),
        "/.well-known/x": json(metadataOf("https://evil.example")),
      })(request),
    );
    expect(await partyOf(undefined, { discoveryUrl: `${origin}${path}` }).discover(call)).toMatchObject(
      refused("discovery_issuer_mismatch"),
    );
  });

  it("may stand elsewhere, and may name another issuer, when the caller says which", async () => {
    const { origin } = await startMetadata(() => metadataOf("https://op.example"), "/metadata");
    const options = { discoveryUrl: `${origin}/metadata`, expectedIssuer: "https://op.example/" };
    expect(await partyOf(undefined, options).discover(call)).toMatchObject({
      ok: true,
      value: { issuer: "https://op.example" },
    });
  });

  it("are refused when they name a template in place of an issuer: every tenant would get in", async () => {
    const template = "https://login.example/{tenantid}/v2.0";
    const { origin } = await startMetadata(() => metadataOf(template), "/metadata");
    const options = { discoveryUrl: `${origin}/metadata`, expectedIssuer: template };
    expect(await partyOf(undefined, options).discover(call)).toMatchObject(refused("issuer_not_one", "configuration"));
  });

  it.each([
    ["without a token endpoint", { token_endpoint: undefined }],
    ["without keys", { jwks_uri: undefined }],
    ["with a token endpoint that is a file", { token_endpoint: "file:///etc/hosts" }],
    ["with a token endpoint that is no URL", { token_endpoint: "/token" }],
    ["with keys at a script", { jwks_uri: "javascript:alert(1)" }],
    ["with a list of endpoints", { authorization_endpoint: ["https://op.example/authorize"] }],
    ["with an alias that is no URL", { mtls_endpoint_aliases: { token_endpoint: "data:,x" } }],
  ])("are refused %s", async (_, more) => {
    const { origin } = await startMetadata((issuer) => metadataOf(issuer, more));
    const result = await partyOf(origin).discover(call);
    expect(result).toMatchObject(refused("metadata_unreadable"));
    expect(JSON.stringify(result)).not.toMatch(/hosts|alert|data:/);
  });

  it.each([
    ["an empty object", {}],
    ["a list", []],
    ["null", null],
    ["an issuer that is no text", { issuer: 5 }],
  ])("are refused when they are %s", async (_, answer) => {
    const { origin } = await startMetadata(() => answer);
    expect(await partyOf(origin).discover(call)).toMatchObject({ ok: false, error: { code: "invalid_response" } });
  });

  it("are not needed to name an authorization endpoint, but a login is", async () => {
    const { origin } = await startMetadata((issuer) => metadataOf(issuer, { authorization_endpoint: undefined }));
    const party = partyOf(origin);
    expect(await party.discover(call)).toMatchObject({ ok: true });
    const request = { redirectUri: "https://rp.example/return", scopes: ["openid"] };
    expect(await party.authorize(request, call)).toMatchObject(refused("metadata_unreadable"));
  });

  it("lose what is not used", async () => {
    const { origin } = await startMetadata((issuer) =>
      metadataOf(issuer, { service_documentation: "https://x.example" }),
    );
    expect(unwrap(await partyOf(origin).discover(call))).not.toHaveProperty("service_documentation");
  });
});

describe("the metadata that are known already", () => {
  const later = (ms: number) => ({ now: new Date(loginTime.getTime() + ms) });

  it("are used until they are too old, and not when the clock was set back", async () => {
    const { origin, requests } = await startMetadata(metadataOf);
    const party = partyOf(origin, { metadataMaxAgeMs: 60_000 });
    for (const ms of [0, 1, 59_999]) expect(await party.discover(later(ms))).toMatchObject({ ok: true });
    expect(requests).toHaveLength(1);
    await party.discover(later(60_000));
    expect(requests).toHaveLength(2);
    await party.discover(later(0));
    expect(requests).toHaveLength(3);
  });

  it("are fetched in one request by logins that come at once", async () => {
    const { origin, requests } = await startMetadata(metadataOf);
    const party = partyOf(origin);
    const all = await Promise.all(Array.from({ length: 20 }, () => party.discover(call)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it("are no failures: the next login asks again", async () => {
    const answers: Respond[] = [json({}, 503), json({ issuer: "https://evil.example" })];
    const { origin } = await startLoopback((request) => (answers.shift() ?? json(metadataOf(origin)))(request));
    const party = partyOf(origin);
    expect(await party.discover(call)).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable", retryable: true },
    });
    expect(await party.discover(call)).toMatchObject({ ok: false });
    expect(await party.discover(call)).toMatchObject({ ok: true });
  });
});

describe("a provider that does not answer", () => {
  it("is given up at the deadline", async () => {
    const { origin } = await startLoopback(() => undefined);
    const party = partyOf(origin, { http: { timeoutMs: 100, retries: 0 } });
    expect(await party.discover(call)).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable", retryable: true },
    });
  });

  it("is given up when the caller aborts, while others go on waiting", async () => {
    let answer = () => {};
    const { origin } = await startLoopback(
      () =>
        new Promise<Response>((resolve) => {
          answer = () => resolve(Response.json(metadataOf(origin)));
        }),
    );
    const party = partyOf(origin);
    const controller = new AbortController();
    const [first, second] = [party.discover({ ...call, signal: controller.signal }), party.discover(call)];
    controller.abort();
    expect(await first).toMatchObject({ ok: false, error: { code: "interrupted" } });
    setTimeout(() => answer(), 50);
    expect(await second).toMatchObject({ ok: true });
  });
});
