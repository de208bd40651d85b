import type { LookupFunction } from "node:net";
import type { IdvResult } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { type RelyingParty, volatileTokenStore } from "../src/index.ts";
import { createRelyingParty as createWith } from "../src/relying-party/client.ts";
import { issueCertificate } from "./certificates.ts";
import { json, type Loopback, routes, startLoopback } from "./loopback.ts";
import { call, loginTime, redirectUri, unwrap } from "./relying-party-setup.ts";

/** In these tests 127.0.0.1 is the public internet and all else is inside. */
const publicInternet = { allow: ["127.0.0.1/32"], allowHttp: true };
const wellKnown = "/.well-known/openid-configuration";
const notPublic = { ok: false, error: { code: "invalid_input", message: expect.stringContaining("egress") } };

/** Resolves every name to the next of these addresses; the last one again and again. */
function resolvingTo(...addresses: string[]): { lookup: LookupFunction; names: string[] } {
  const names: string[] = [];
  const lookup: LookupFunction = (name, options, callback) => {
    const address = addresses[Math.min(names.push(name), addresses.length) - 1] ?? "";
    setImmediate(() => (options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4)));
  };
  return { lookup, names };
}

/** A relying party of a tenant's issuer, with a look-up of the test's own. */
function partyAt(issuer: string, lookup?: LookupFunction) {
  const { network, ...settings } = settingsOf(issuer);
  return createWith({ ...settings, network: { ...network, ...(lookup !== undefined && { lookup }) } });
}

type Members = Record<string, unknown>;

function metadataOf(issuer: string, more: Members = {}): Members {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    ...more,
  };
}

/** Something inside that must not be reached. */
async function startInside(): Promise<Loopback> {
  return startLoopback(json({ keys: [], issuer: "inside" }), "127.0.0.2");
}

/** A server on the internet whose metadata a tenant wrote, and whose other answers redirect where they say. */
async function startTenant(write: (issuer: string) => Members, redirects: Record<string, string> = {}) {
  const loopback: Loopback = await startLoopback((request) => {
    const to = redirects[new URL(request.url).pathname];
    if (to !== undefined) return new Response(null, { status: 307, headers: { location: to } });
    return routes({
      [wellKnown]: json(write(loopback.origin)),
      "/token": json({ access_token: "a", token_type: "bearer", id_token: "a.b.c" }),
      "/jwks": json({ keys: [] }),
    })(request);
  });
  return loopback;
}

/** Everything that a relying party asks of a provider, each by the member that says where; only `issuer` when that fails. */
async function tryAll(party: RelyingParty): Promise<Record<string, IdvResult<unknown>>> {
  const started = await party.authorize({ redirectUri, scopes: ["openid"] }, call);
  if (!started.ok) return { issuer: started };
  const { transaction } = started.value;
  const { keys } = unwrap(await party.open(transaction.server, call));
  const url = new URL(`${redirectUri}?code=c&state=${transaction.state}`);
  const login = { accessToken: "a", claims: { sub: "person-1" } };
  return {
    token_endpoint: await party.redeem(url, transaction, volatileTokenStore(), call),
    jwks_uri: await keys.get(),
    userinfo_endpoint: await party.userInfo(login, transaction, call),
  };
}

describe("a tenant's issuer", () => {
  it.each(["127.0.0.2", "[::1]", "2130706434", "0x7f000002", "[::ffff:127.0.0.2]"])(
    "at the inner address %s is not reached",
    async (host) => {
      const inside = await startInside();
      expect(await tryAll(partyAt(`http://${host}:${inside.port}`))).toMatchObject({ issuer: notPublic });
      expect(inside.connections).toBe(0);
    },
  );

  it.each(["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "127.0.0.2"])(
    "whose name resolves to %s is not reached",
    async (address) => {
      const inside = await startInside();
      const { lookup, names } = resolvingTo(address);
      expect(await tryAll(partyAt(`http://tenant.example:${inside.port}`, lookup))).toMatchObject({
        issuer: notPublic,
      });
      expect(names).toEqual(["tenant.example"]);
      expect(inside.connections).toBe(0);
    },
  );

  it("whose name resolves to somewhere inside at the second look-up is not reached by then", async () => {
    const port = (await startTenant(() => ({}))).port;
    const inside = await startLoopback(json({}), "127.0.0.2");
    const names = resolvingTo("127.0.0.1", "127.0.0.2");
    const party = partyAt(`http://tenant.example:${port}`, names.lookup);
    await party.discover(call);
    // The guard asks anew for every connection and goes to the address that it has checked.
    const second = partyAt(`http://tenant.example:${inside.port}`, names.lookup);
    expect(await second.discover(call)).toMatchObject(notPublic);
    expect(inside.connections).toBe(0);
  });

  it("that rebinds between the discovery and the other calls is not followed", async () => {
    const inside = await startInside();
    const { lookup, names } = resolvingTo("127.0.0.1", "127.0.0.2");
    const held: { issuer: string } = { issuer: "" };
    const tenant = await startLoopback(() => {
      const body = JSON.stringify(
        metadataOf(
          held.issuer,
          Object.fromEntries(
            ["token_endpoint", "userinfo_endpoint", "jwks_uri"].map((name) => [
              name,
              `http://tenant.example:${inside.port}/`,
            ]),
          ),
        ),
      );
      return new Response(body, { headers: { "content-type": "application/json", connection: "close" } });
    });
    held.issuer = `http://tenant.example:${tenant.port}`;
    const party = partyAt(held.issuer, lookup);
    const { transaction } = unwrap(await party.authorize({ redirectUri, scopes: ["openid"] }, call));
    const { keys } = unwrap(await party.open(transaction.server, call));
    expect(await keys.get()).toMatchObject(notPublic);
    const login = { accessToken: "a", claims: { sub: "person-1" } };
    expect(await party.userInfo(login, transaction, call)).toMatchObject(notPublic);
    const url = new URL(`${redirectUri}?code=c&state=${transaction.state}`);
    expect(await party.redeem(url, transaction, volatileTokenStore(), call)).toMatchObject(notPublic);
    const later = { now: new Date(loginTime.getTime() + 1000) };
    expect(await party.discover(later)).toMatchObject({ ok: false });
    expect(names.length).toBeGreaterThan(2);
    expect(inside.connections).toBe(0);
  });

  it.each([
    ["issuer", wellKnown],
    ["jwks_uri", "/jwks"],
    ["token_endpoint", "/token"],
    ["userinfo_endpoint", "/userinfo"],
  ])("that redirects from its %s leads nowhere inside", async (member, path) => {
    const inside = await startInside();
    const tenant = await startTenant(metadataOf, { [path]: `${inside.origin}/inner` });
    expect(await tryAll(partyAt(tenant.origin))).toMatchObject({ [member]: { ok: false } });
    expect(tenant.requests.some((request) => request.endsWith(path))).toBe(true);
    expect(inside.connections).toBe(0);
  });

  it.each(["token_endpoint", "jwks_uri", "userinfo_endpoint"])(
    "whose %s is inside gets nothing sent there",
    async (member) => {
      const inside = await startInside();
      for (const host of ["127.0.0.2", "169.254.169.254", "[::1]", "inner.example"]) {
        const tenant = await startTenant((issuer) =>
          metadataOf(issuer, { [member]: `http://${host}:${inside.port}/inner` }),
        );
        const party = partyAt(tenant.origin, resolvingTo("127.0.0.2").lookup);
        expect(await tryAll(party)).toMatchObject({ [member]: notPublic });
      }
      expect(inside.connections).toBe(0);
    },
  );

  it("whose endpoint for pushed requests is inside gets no request", async () => {
    const inside = await startInside();
    const tenant = await startTenant((issuer) =>
      metadataOf(issuer, { pushed_authorization_request_endpoint: `${inside.origin}/par` }),
    );
    const party = createWith({ ...settingsOf(tenant.origin), pushedAuthorization: true });
    expect(await party.authorize({ redirectUri, scopes: ["openid"] }, call)).toMatchObject(notPublic);
    expect(inside.connections).toBe(0);
  });

  it("whose aliases for certificates are inside gets nothing sent there", async () => {
    const inside = await startInside();
    const tenant = await startTenant((issuer) =>
      metadataOf(issuer, { mtls_endpoint_aliases: { token_endpoint: `${inside.origin}/token` } }),
    );
    const clientCertificate = issueCertificate({ name: "rp" });
    const party = createWith({ ...settingsOf(tenant.origin), clientCertificate });
    expect(await tryAll(party)).toMatchObject({ token_endpoint: notPublic });
    expect(inside.connections).toBe(0);
  });
});

function settingsOf(issuer: string) {
  return {
    issuer,
    clientId: "rp",
    clientSecret: "a-synthetic-secret-of-the-tests",
    responseMode: "query" as const,
    pushedAuthorization: false,
    requestObject: false,
    dpop: false,
    network: publicInternet,
    http: { retries: 0, timeoutMs: 2000 },
    metadataMaxAgeMs: 1,
    jwksMaxAgeMs: 1,
    clockToleranceSeconds: 30,
  };
}
