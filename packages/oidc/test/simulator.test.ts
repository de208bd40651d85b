import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getResponse } from "msw";
import * as client from "openid-client";
import { describe, expect, it } from "vitest";
import {
  createOpenIdProviderSimulator,
  type LoginOutcome,
  type OpenIdProviderSimulator,
  type OpenIdProviderSimulatorOptions,
  type SimulatedClient,
} from "../src/testing/index.ts";

const redirectUri = "https://rp.example/callback";
const plain: SimulatedClient = { clientId: "rp", clientSecret: "rp secret:/+", redirectUris: [redirectUri] };

async function keyPair(alg: string) {
  const { privateKey, publicKey } = await client.randomDPoPKeyPair(alg, { extractable: true });
  const jwk = await crypto.subtle.exportKey("jwk", publicKey);
  return { privateKey, publicJwk: { ...jwk, kid: `rp-${alg}`, alg, use: "sig", key_ops: ["verify"] } };
}

interface Party {
  simulator: OpenIdProviderSimulator;
  configuration: client.Configuration;
}

async function party(
  options: Partial<OpenIdProviderSimulatorOptions> = {},
  registered: Partial<SimulatedClient> = {},
  authentication?: client.ClientAuth,
  metadata: Partial<client.ClientMetadata> = {},
): Promise<Party> {
  const simulator = createOpenIdProviderSimulator({ clients: [{ ...plain, ...registered }], ...options });
  const configuration = await client.discovery(
    new URL(simulator.issuer),
    "rp",
    { client_secret: "rp secret:/+", ...metadata },
    authentication ?? client.ClientSecretBasic("rp secret:/+"),
    {
      execute: [client.enableNonRepudiationChecks],
      [client.customFetch]: ((url: string, init: RequestInit) => simulator.fetch(new Request(url, init))) as never,
    },
  );
  return { simulator, configuration };
}

interface LoginPlan {
  parameters?: Record<string, string>;
  outcome?: LoginOutcome;
  authorizationUrl?: (configuration: client.Configuration, parameters: Record<string, string>) => Promise<URL>;
  grantOptions?: client.AuthorizationCodeGrantOptions;
}

async function login({ simulator, configuration }: Party, plan: LoginPlan = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const parameters = {
    redirect_uri: redirectUri,
    scope: "openid profile",
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...plan.parameters,
  };
  const build = plan.authorizationUrl ?? (async (given, sent) => client.buildAuthorizationUrl(given, sent));
  const visit = await simulator.login(await build(configuration, parameters), plan.outcome);
  const returned =
    visit.method === "GET"
      ? new URL(visit.url)
      : new Request(visit.url, { method: "POST", headers: visit.headers, body: visit.body ?? "" });
  return client.authorizationCodeGrant(
    configuration,
    returned,
    { pkceCodeVerifier, expectedState, expectedNonce },
    undefined,
    plan.grantOptions,
  );
}

const pushed: NonNullable<LoginPlan["authorizationUrl"]> = (configuration, parameters) =>
  client.buildAuthorizationUrlWithPAR(configuration, parameters);

describe("a login at the simulated provider", () => {
  it("ends with the claims of its person", async () => {
    const rp = await party({
      person: { sub: "anna", acr: "high", amr: ["pin"], idTokenClaims: { given_name: "Anna" } },
    });
    const tokens = await login(rp);
    expect(tokens.claims()).toMatchObject({ sub: "anna", acr: "high", amr: ["pin"], given_name: "Anna", aud: "rp" });
  });

  it("gives the first level that was asked for when the person has none of its own", async () => {
    const tokens = await login(await party(), { parameters: { acr_values: "substantial low" } });
    expect(tokens.claims()?.acr).toBe("substantial");
  });

  it.each(["RS256", "PS256", "ES256", "EdDSA"])("signs with %s", async (alg) => {
    const rp = await party({}, { idTokenSignedResponseAlg: alg }, undefined, { id_token_signed_response_alg: alg });
    await expect(login(rp)).resolves.toHaveProperty("id_token");
  });

  it("lets userinfo follow the scopes", async () => {
    const rp = await party({ person: { userInfoClaims: { email: "a@rp.example", name: "Anna", shoe_size: 40 } } });
    const tokens = await login(rp);
    const userInfo = await client.fetchUserInfo(rp.configuration, tokens.access_token, "person-1");
    expect(userInfo).toEqual({ sub: "person-1", name: "Anna", shoe_size: 40 });
  });

  it("signs userinfo for a client that wants it", async () => {
    const rp = await party({}, { userInfoSignedResponseAlg: "ES256" }, undefined, {
      userinfo_signed_response_alg: "ES256",
    });
    const tokens = await login(rp);
    expect(await client.fetchUserInfo(rp.configuration, tokens.access_token, "person-1")).toMatchObject({
      iss: "https://op.example",
      aud: "rp",
      sub: "person-1",
    });
  });

  it("passes on an error that the person causes", async () => {
    const outcome = { error: "access_denied", errorDescription: "no" };
    await expect(login(await party(), { outcome })).rejects.toMatchObject({ error: "access_denied" });
  });

  it.each(["form_post", "query.jwt", "form_post.jwt", "jwt"])("answers by %s", async (mode) => {
    const rp = await party();
    if (mode.endsWith("jwt")) client.useJwtResponseMode(rp.configuration);
    await expect(login(rp, { parameters: { response_mode: mode } })).resolves.toHaveProperty("id_token");
  });

  it("verifies the client's secret in the form", async () => {
    const rp = await party(
      {},
      { tokenEndpointAuthMethod: "client_secret_post" },
      client.ClientSecretPost("rp secret:/+"),
    );
    await expect(login(rp)).resolves.toHaveProperty("id_token");
  });

  it("verifies client assertions and pushed, signed requests", async () => {
    const { privateKey, publicJwk } = await keyPair("ES256");
    const key = { key: privateKey, kid: publicJwk.kid };
    const rp = await party(
      {},
      {
        tokenEndpointAuthMethod: "private_key_jwt",
        jwks: { keys: [publicJwk] },
        requirePushedAuthorizationRequests: true,
        requireSignedRequestObject: true,
      },
      client.PrivateKeyJwt(key),
    );
    const authorizationUrl: LoginPlan["authorizationUrl"] = async (configuration, parameters) => {
      const signed = await client.buildAuthorizationUrlWithJAR(configuration, parameters, key);
      return client.buildAuthorizationUrlWithPAR(configuration, signed.searchParams);
    };
    await expect(login(rp, { authorizationUrl })).resolves.toHaveProperty("id_token");
    await expect(login(rp, { authorizationUrl: pushed })).rejects.toMatchObject({ error: "invalid_request" });
    await expect(login(rp)).rejects.toThrow("push");
  });

  it("binds tokens to a DPoP key, with a nonce where it is demanded", async () => {
    const rp = await party({ demandDpopNonce: true }, { dpopBoundAccessTokens: true });
    const { privateKey, publicKey } = await client.randomDPoPKeyPair();
    const DPoP = client.getDPoPHandle(rp.configuration, { privateKey, publicKey });
    const tokens = await login(rp, { grantOptions: { DPoP } });
    expect(tokens.token_type).toBe("dpop");
    await expect(
      client.fetchUserInfo(rp.configuration, tokens.access_token, "person-1", { DPoP }),
    ).resolves.toMatchObject({ sub: "person-1" });
    const bare = rp.simulator.fetch(userInfoRequest(rp, tokens.access_token));
    expect((await bare).status).toBe(401);
  });

  it("refuses an unbound client that must bind its tokens", async () => {
    const rp = await party({}, { dpopBoundAccessTokens: true });
    await expect(login(rp)).rejects.toMatchObject({ error: "invalid_dpop_proof" });
  });

  it("knows clients by their certificate where the server says which one it was", async () => {
    const registered = { tokenEndpointAuthMethod: "tls_client_auth", certificateThumbprint: "abc" } as const;
    const good = await party({ clientCertificate: () => "abc" }, registered, client.TlsClientAuth());
    await expect(login(good)).resolves.toHaveProperty("id_token");
    const other = await party({ clientCertificate: () => "xyz" }, registered, client.TlsClientAuth());
    await expect(login(other)).rejects.toMatchObject({ error: "invalid_client" });
  });
});

function userInfoRequest({ simulator }: Party, token: string): Request {
  return new Request(`${simulator.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
}

function tokenRequest(form: Record<string, string>, secret = "rp secret:/+"): Request {
  const credentials = `rp:${new URLSearchParams({ s: secret }).toString().slice(2)}`;
  return new Request("https://op.example/token", {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
    body: new URLSearchParams(form),
  });
}

describe("a code of the simulated provider", () => {
  const verifier = "v".repeat(43);

  async function codeOf(simulator: OpenIdProviderSimulator): Promise<Record<string, string>> {
    const url = new URL("https://op.example/authorize");
    const challenge = await client.calculatePKCECodeChallenge(verifier);
    const parameters = { response_type: "code", client_id: "rp", redirect_uri: redirectUri, scope: "openid" };
    url.search = String(
      new URLSearchParams({ ...parameters, code_challenge: challenge, code_challenge_method: "S256" }),
    );
    const { searchParams } = new URL((await simulator.login(url)).url);
    const code = searchParams.get("code") ?? "";
    return { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier };
  }

  async function answerTo(simulator: OpenIdProviderSimulator, form: Record<string, string>, secret?: string) {
    const response = await simulator.fetch(tokenRequest(form, secret));
    return { status: response.status, ...((await response.json()) as { error?: string; access_token?: string }) };
  }

  it("serves once, and takes its tokens with it when it comes again", async () => {
    const rp = await party();
    const form = await codeOf(rp.simulator);
    const first = await answerTo(rp.simulator, form);
    expect(first).toMatchObject({ status: 200, token_type: "Bearer" });
    expect(await answerTo(rp.simulator, form)).toMatchObject({ status: 400, error: "invalid_grant" });
    expect((await rp.simulator.fetch(userInfoRequest(rp, first.access_token ?? ""))).status).toBe(401);
  });

  it.each([
    ["another redirect URI", { redirect_uri: "https://rp.example/other" }, "invalid_grant"],
    ["another verifier", { code_verifier: "w".repeat(43) }, "invalid_grant"],
    ["another grant type", { grant_type: "password" }, "unsupported_grant_type"],
    ["another code", { code: "guessed" }, "invalid_grant"],
  ])("is refused with %s", async (_, change, error) => {
    const { simulator } = await party();
    expect(await answerTo(simulator, { ...(await codeOf(simulator)), ...change })).toMatchObject({
      status: 400,
      error,
    });
  });

  it("is refused with a wrong secret", async () => {
    const { simulator } = await party();
    const answer = await answerTo(simulator, await codeOf(simulator), "wrong");
    expect(answer).toMatchObject({ status: 401, error: "invalid_client" });
  });

  it("is over after a minute", async () => {
    let now = Date.parse("2026-11-21T10:00:00Z");
    const simulator = createOpenIdProviderSimulator({ clients: [plain], now: () => new Date(now) });
    const form = await codeOf(simulator);
    now += 60_000;
    expect(await answerTo(simulator, form)).toMatchObject({ error: "invalid_grant" });
  });
});

describe("a request that the simulated provider does not take", () => {
  it.each([
    ["response_type", { response_type: "token" }, "unsupported_response_type"],
    ["scope", { scope: "profile" }, "invalid_scope"],
    ["challenge method", { code_challenge_method: "plain" }, "invalid_request"],
    ["claims", { claims: "[]" }, "invalid_request"],
  ])("ends at the redirect URI: %s", async (_, parameters, error) => {
    await expect(login(await party(), { parameters })).rejects.toMatchObject({ error });
  });

  it("never goes to a redirect URI that is not registered", async () => {
    const { simulator } = await party();
    const url = `${simulator.issuer}/authorize?client_id=rp&redirect_uri=https%3A%2F%2Fevil.example%2F`;
    await expect(simulator.login(url)).rejects.toThrow("redirect_uri");
    expect((await simulator.fetch(new Request(url))).status).toBe(400);
  });

  it("is refused at the endpoint for pushed requests", async () => {
    const rp = await party();
    const plan = { authorizationUrl: pushed, parameters: { redirect_uri: "https://evil.example/" } };
    await expect(login(rp, plan)).rejects.toMatchObject({ error: "invalid_request" });
  });
});

describe("verified claims of the simulated provider", () => {
  const verifiedClaims = {
    verification: { trust_framework: "eidas", assurance_level: "high" },
    claims: { given_name: "Anna", family_name: "Berg" },
  };
  const ask = (verification: object, claims: object | null = null) => ({
    parameters: { claims: JSON.stringify({ id_token: { verified_claims: { verification, claims } } }) },
  });

  it("come where and as they were asked for", async () => {
    const rp = await party({ person: { verifiedClaims } });
    const tokens = await login(rp, ask({ trust_framework: { value: "eidas" } }, { given_name: null }));
    expect(tokens.claims()?.verified_claims).toEqual({ ...verifiedClaims, claims: { given_name: "Anna" } });
    expect(await client.fetchUserInfo(rp.configuration, tokens.access_token, "person-1")).toEqual({ sub: "person-1" });
  });

  it("are left out without an error when a constraint is not met", async () => {
    const rp = await party({ person: { verifiedClaims: [verifiedClaims] } });
    const tokens = await login(rp, ask({ trust_framework: { values: ["de_aml"] } }));
    expect(tokens.claims()).not.toHaveProperty("verified_claims");
  });

  it("are not given unasked", async () => {
    const tokens = await login(await party({ person: { verifiedClaims } }));
    expect(tokens.claims()).not.toHaveProperty("verified_claims");
  });
});

describe("the simulator as a tool", () => {
  it("serves MSW and a server of one's own", async () => {
    const { simulator } = await party();
    const url = "https://op.example/.well-known/openid-configuration";
    expect((await getResponse(simulator.handlers as never, new Request(url)))?.status).toBe(200);
    const server = createServer(async (request, response) => {
      const answer = await simulator.fetch(new Request(new URL(request.url ?? "/", "http://127.0.0.1")));
      response.writeHead(answer.status).end(await answer.text());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer: "https://op.example" });
    await new Promise((resolve) => server.close(resolve));
  });

  it("serves an issuer with a path, and endpoints that its metadata move", async () => {
    const rp = await party({
      issuer: "https://op.example/tenant-1",
      metadata: { token_endpoint: "https://tokens.example/redeem", userinfo_endpoint: null },
    });
    await expect(login(rp)).resolves.toHaveProperty("id_token");
    expect(rp.simulator.requests).toContainEqual({ method: "POST", path: "/redeem", status: 200 });
    expect(rp.configuration.serverMetadata().userinfo_endpoint).toBeUndefined();
    expect(rp.simulator.handlers).toHaveLength(2);
  });

  it("fails when told to, before or after the call had its effect", async () => {
    const rp = await party();
    rp.simulator.failNext({ status: 503, path: "/token", retryAfterSeconds: 7 });
    const failed = await rp.simulator.fetch(tokenRequest({}));
    expect([failed.status, failed.headers.get("retry-after")]).toEqual([503, "7"]);
    rp.simulator.failNext({ status: "network", afterEffect: true, method: "POST" });
    const broken = await rp.simulator.fetch(tokenRequest({}));
    expect([broken.type, rp.simulator.requests.at(-1)?.status]).toEqual(["error", 0]);
    expect((await rp.simulator.fetch(tokenRequest({}))).status).toBe(400);
  });

  it("makes the same codes from the same source of random bytes", async () => {
    const visit = async () => {
      let count = 0;
      const random = (bytes: number) => {
        count += 1;
        return new Uint8Array(bytes).fill(count);
      };
      const { simulator } = await party({ random });
      const query = `client_id=rp&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=openid&code_challenge=${"c".repeat(43)}&code_challenge_method=S256`;
      return (await simulator.login(`https://op.example/authorize?${query}`)).url;
    };
    expect(await visit()).toBe(await visit());
  });

  it("sends a browser on, by redirect or by a form", async () => {
    const { simulator } = await party();
    const query = `client_id=rp&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=openid&state=%3Cs%3E&code_challenge=${"c".repeat(43)}&code_challenge_method=S256`;
    const redirected = await simulator.fetch(new Request(`https://op.example/authorize?${query}`));
    expect(redirected.headers.get("location")).toContain(`${redirectUri}?code=`);
    const page = await simulator.fetch(new Request(`https://op.example/authorize?${query}&response_mode=form_post`));
    expect(await page.text()).toContain('name="state" value="&#60;s&#62;"');
  });

  it("answers unknown paths and methods as such", async () => {
    const { simulator } = await party();
    expect((await simulator.fetch(new Request("https://op.example/nowhere"))).status).toBe(404);
    expect((await simulator.fetch(new Request("https://op.example/token"))).status).toBe(405);
  });

  it("rotates its keys", async () => {
    const { simulator } = await party();
    const kids = async () => {
      const set = (await (await simulator.fetch(new Request("https://op.example/jwks"))).json()) as {
        keys: { kid: string; d?: string }[];
      };
      expect(set.keys.every(({ d }) => d === undefined)).toBe(true);
      return set.keys.map(({ kid }) => kid);
    };
    const before = await kids();
    simulator.rotateKeys();
    expect((await kids()).filter((kid) => before.includes(kid))).toEqual([]);
  });
});
