import { isIdvError } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRelyingParty, type RelyingPartyOptions, readTransaction, volatileTokenStore } from "../src/index.ts";
import { issueCertificate } from "./certificates.ts";
import { call, logIn, partyOf, partyOptions, redirectUri, startProvider, unwrap } from "./relying-party-setup.ts";

const minimal: RelyingPartyOptions = { issuer: "https://op.example", clientId: "rp", clientSecret: "SECRET-VALUE" };

function errorOf(more: Record<string, unknown>): unknown {
  try {
    const members = Object.entries({ ...minimal, ...more }).filter(([, value]) => value !== undefined);
    createRelyingParty(Object.fromEntries(members) as RelyingPartyOptions);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a relying party of another package", () => {
  it("needs a client and an issuer, no more", async () => {
    expect(errorOf({})).toBeUndefined();
    expect(errorOf({ clientSecret: undefined })).toBeUndefined();
  });

  it.each([
    ["options.clientId: invalid_type", { clientId: undefined }],
    ["options.issuer: missing", { issuer: undefined }],
    ["options.issuer: only https", { issuer: "http://op.example" }],
    ["options.signingKey: missing", { requestObject: true }],
    ["options.clientCertificate: missing", { tokenEndpointAuthMethod: "tls_client_auth" }],
    ["options.network.allow[0]: expected a network in CIDR notation", { network: { allow: ["SECRET-VALUE"] } }],
    ["options.idTokenSignedResponseAlg: proves nothing", { idTokenSignedResponseAlg: "HS256" }],
    ["options: unrecognized_keys", { stateKeys: {} }],
    ["options: unrecognized_keys", { "SECRET-VALUE": 1 }],
    ["options.responseMode: invalid_value", { responseMode: "fragment" }],
  ])("is told what is wrong, never a value: %s", (message, more) => {
    const error = errorOf(more);
    expect(error).toMatchObject({ code: "configuration", message });
    expect(JSON.stringify(error)).not.toContain("SECRET-VALUE");
  });

  it("reaches no address inside, and nothing without TLS, by default", async () => {
    const party = createRelyingParty({ ...minimal, issuer: "https://127.0.0.1" });
    expect(await party.discover(call)).toMatchObject({
      ok: false,
      error: { message: "egress: address is not public" },
    });
  });

  it("proves a login, and asks for further claims of the same person", async () => {
    const { issuer, simulator } = await startProvider({ person: { userInfoClaims: { given_name: "Erika" } } });
    const party = partyOf(issuer);
    const { login, transaction } = await logIn(party, simulator);
    expect(login).toMatchObject({ claims: { sub: "person-1", iss: issuer }, receivedAt: call.now.toISOString() });
    expect(await party.userInfo(login, transaction, call)).toMatchObject({
      ok: true,
      value: { sub: "person-1", given_name: "Erika" },
    });
    const another = { ...login, claims: { ...login.claims, sub: "person-2" } };
    expect(await party.userInfo(another, transaction, call)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", reason: "user_info_subject_mismatch" },
    });
  });

  it("sends state, nonce and PKCE with every login, and never the same", async () => {
    const { issuer } = await startProvider();
    const party = partyOf(issuer);
    const urls = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { url, transaction } = unwrap(await party.authorize({ redirectUri, scopes: ["openid"] }, call));
        expect(url).not.toContain(transaction.codeVerifier);
        return new URL(url).searchParams;
      }),
    );
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(new Set(urls.map((parameters) => parameters.get(name))).size).toBe(5);
    }
    expect(urls.every((parameters) => parameters.get("code_challenge_method") === "S256")).toBe(true);
  });

  it("does not let further parameters take the place of its own", async () => {
    const { issuer } = await startProvider();
    const additionalParameters = { state: "x", nonce: "x", redirect_uri: "x", code_challenge: "x", login_type: "bank" };
    const request = { redirectUri, scopes: ["openid"], additionalParameters };
    const { url } = unwrap(await partyOf(issuer).authorize(request, call));
    const parameters = new URL(url).searchParams;
    expect([...parameters.values()]).not.toContain("x");
    expect(parameters.get("login_type")).toBe("bank");
  });

  it("keeps nothing of a login: another instance goes on with the transaction, stored as JSON", async () => {
    const { issuer, simulator } = await startProvider();
    const { url, transaction } = unwrap(await partyOf(issuer).authorize({ redirectUri, scopes: ["openid"] }, call));
    const stored = unwrap(readTransaction(JSON.parse(JSON.stringify(transaction))));
    const { body = "", ...request } = await simulator.login(url);
    const other = partyOf(issuer);
    const back = { ...request, body: new TextEncoder().encode(body) };
    const response = unwrap(await other.readResponse(back, stored, call));
    if (response.kind !== "code") throw new Error("no code");
    const store = volatileTokenStore();
    expect(await other.redeem(response.url, stored, store, call)).toMatchObject({ ok: true });
    const requests = simulator.requests.length;
    // What is stored is read again: a code is redeemed once.
    expect(await other.redeem(response.url, stored, store, call)).toMatchObject({ ok: true });
    expect(simulator.requests.slice(requests).filter(({ path }) => path === "/token")).toEqual([]);
  });

  it("says which certificate is wrong, in place of a fault of the network", async () => {
    const { issuer } = await startProvider();
    const good = issueCertificate({ name: "rp" });
    const other = issueCertificate({ name: "other" });
    for (const clientCertificate of [
      { certificate: "SECRET-VALUE", privateKey: good.privateKey },
      { certificate: good.certificate, privateKey: other.privateKey },
    ]) {
      const result = await partyOf(issuer, { clientCertificate }).discover(call);
      expect(result).toMatchObject({
        ok: false,
        error: { code: "configuration", message: expect.stringMatching(/^clientCertificate/) },
      });
      expect(JSON.stringify(result)).not.toContain("SECRET-VALUE");
    }
    expect(await partyOf(issuer, { clientCertificate: good }).discover(call)).toMatchObject({ ok: true });
  });

  it("fails when a secret cannot be read, and tries again at the next call", async () => {
    const { issuer } = await startProvider();
    const good = issueCertificate({ name: "rp" });
    let isThere = false;
    const privateKey = async () => {
      if (!isThere) throw new Error("SECRET-VALUE");
      return good.privateKey;
    };
    const party = createRelyingParty(
      partyOptions(issuer, { clientCertificate: { certificate: good.certificate, privateKey } }),
    );
    const failed = await party.discover(call);
    expect(failed).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(JSON.stringify(failed)).not.toContain("SECRET-VALUE");
    isThere = true;
    expect(await party.discover(call)).toMatchObject({ ok: true });
  });

  it("never throws for what comes from outside", async () => {
    const { issuer } = await startProvider();
    const party = partyOf(issuer);
    const { transaction } = unwrap(await party.authorize({ redirectUri, scopes: ["openid"] }, call));
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.webQueryParameters(),
        fc.constantFrom("GET", "POST"),
        async (token, query, method) => {
          const form = { "content-type": "application/x-www-form-urlencoded" };
          const body = new TextEncoder().encode(query);
          const request = { method, url: `${redirectUri}?${query}`, headers: form, body };
          const results = [
            await party.validateLogoutToken(token, call),
            await party.readResponse(request, transaction, call),
            party.importJwks(token),
            readTransaction(token),
          ];
          for (const result of results) expect(!result.ok && isIdvError(result.error)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});
