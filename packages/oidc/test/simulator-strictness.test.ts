import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, compactDecrypt, decodeJwt, importJWK, type JWK, SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOpenIdProviderSimulator, type OpenIdProviderSimulator } from "../src/testing/index.ts";
import { processKey, publicPart } from "../src/testing/keys.ts";

const issuer = "https://op.example";
const redirectUri = "https://rp.example/callback";
const verifier = "v".repeat(43);
const challenge = createHash("sha256").update(verifier).digest("base64url");
const seconds = Date.parse("2026-11-21T10:00:00Z") / 1000;

let key: JWK;
let foreignKey: JWK;
let encryptionKey: JWK;
let simulator: OpenIdProviderSimulator;

beforeAll(async () => {
  key = await processKey("ES256", "strict-client");
  foreignKey = await processKey("ES256", "stranger");
  encryptionKey = await processKey("ECDH-ES", "strict-client");
});

beforeEach(() => {
  simulator = createOpenIdProviderSimulator({
    now: () => new Date(seconds * 1000),
    signingKeys: [{ ...foreignKey, kid: "own-key", alg: "ES256" }],
    clients: [
      {
        clientId: "rp",
        jwks: { keys: [key, encryptionKey].map(publicPart) },
        redirectUris: [redirectUri],
        idTokenSignedResponseAlg: "ES256",
        userInfoSignedResponseAlg: "ES256",
        userInfoEncryptedResponseAlg: "ECDH-ES",
      },
      { clientId: "public", redirectUris: [redirectUri], idTokenSignedResponseAlg: "ES256" },
    ],
  });
});

interface Change {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  with?: JWK;
}

async function token(claims: object, header: object, change: Change = {}): Promise<string> {
  return new SignJWT({ ...claims, ...change.claims })
    .setProtectedHeader({ alg: "ES256", ...header, ...change.header })
    .sign(await importJWK(change.with ?? key, "ES256"));
}

async function assertion(change?: Change): Promise<Record<string, string>> {
  const claims = { iss: "rp", sub: "rp", aud: issuer, jti: randomUUID(), iat: seconds, exp: seconds + 60 };
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await token(claims, {}, change),
  };
}

function authorizationUrl(parameters: Record<string, string> = {}): string {
  const query = {
    response_type: "code",
    client_id: "rp",
    redirect_uri: redirectUri,
    scope: "openid",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...parameters,
  };
  return `${issuer}/authorize?${new URLSearchParams(query)}`;
}

async function codeForm(clientId = "rp"): Promise<Record<string, string>> {
  const { url } = await simulator.login(authorizationUrl({ client_id: clientId }));
  const code = new URL(url).searchParams.get("code") ?? "";
  return { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier };
}

async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const request = new Request(`${issuer}${path}`, { method: "POST", headers, body: new URLSearchParams(form) });
  const response = await simulator.fetch(request);
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) } as Record<
    string,
    unknown
  >;
}

describe("a client assertion at the simulated provider", () => {
  it("serves once", async () => {
    const proof = await assertion();
    expect(await post("/token", { ...(await codeForm()), ...proof })).toMatchObject({ status: 200 });
    const again = await post("/token", { ...(await codeForm()), ...proof });
    expect(again).toMatchObject({ status: 401, error: "invalid_client" });
  });

  it.each<[string, () => Change]>([
    ["for another audience", () => ({ claims: { aud: "https://another-op.example" } })],
    ["that is over", () => ({ claims: { exp: seconds - 1 } })],
    ["without an end", () => ({ claims: { exp: undefined } })],
    ["without an id", () => ({ claims: { jti: undefined } })],
    ["of another issuer", () => ({ claims: { iss: "public" } })],
    ["of an unknown client", () => ({ claims: { iss: "nobody", sub: "nobody" } })],
    ["by another key", () => ({ with: foreignKey })],
  ])("is refused: one %s", async (_, change) => {
    const answer = await post("/token", { ...(await codeForm()), ...(await assertion(change())) });
    expect(answer).toMatchObject({ status: 401, error: "invalid_client" });
  });

  it.each<[string, Record<string, string>]>([
    ["of another type", { client_assertion_type: "jwt" }],
    ["that is none", { client_assertion: "none" }],
    ["beside another client's id", { client_id: "public" }],
  ])("is refused: one %s", async (_, change) => {
    const answer = await post("/token", { ...(await codeForm()), ...(await assertion()), ...change });
    expect(answer).toMatchObject({ status: 401, error: "invalid_client" });
  });

  it("does not go without the method that the client is registered for", async () => {
    expect(await post("/token", { ...(await codeForm()), client_id: "rp" })).toMatchObject({ error: "invalid_client" });
    const secret = { client_id: "rp", client_secret: "guessed" };
    expect(await post("/token", { ...(await codeForm()), ...secret })).toMatchObject({ error: "invalid_client" });
  });
});

describe("a public client at the simulated provider", () => {
  it("proves itself by PKCE alone", async () => {
    const answer = await post("/token", { ...(await codeForm("public")), client_id: "public" });
    expect(answer).toMatchObject({ status: 200, token_type: "Bearer" });
  });
});

describe("a request object at the simulated provider", () => {
  const claims = { iss: "rp", aud: issuer, client_id: "rp", response_type: "code", redirect_uri: redirectUri };
  const parameters = { scope: "openid", code_challenge: challenge, code_challenge_method: "S256", state: "inside" };
  const visit = async (change?: Change) => {
    const request = await token({ ...claims, ...parameters, jti: "request-1" }, {}, change);
    return simulator.login(authorizationUrl({ request, state: "outside" }));
  };

  it("is all that counts", async () => {
    expect(new URL((await visit()).url).searchParams.get("state")).toBe("inside");
  });

  it("serves once", async () => {
    await visit();
    await expect(visit()).rejects.toThrow("used before");
  });

  it.each<[string, () => Change]>([
    ["of another client", () => ({ claims: { client_id: "public" } })],
    ["for another provider", () => ({ claims: { aud: "https://another-op.example" } })],
    ["by another key", () => ({ with: foreignKey })],
    ["that is over", () => ({ claims: { exp: seconds - 1 } })],
  ])("is refused: one %s", async (_, change) => {
    await expect(visit(change())).rejects.toMatchObject({ error: "invalid_request_object" });
  });
});

describe("a pushed request at the simulated provider", () => {
  const push = async (change: Record<string, string> = {}) => {
    const query = Object.fromEntries(new URL(authorizationUrl()).searchParams);
    return post("/par", { ...query, ...(await assertion()), ...change });
  };

  it("serves one login of its own client", async () => {
    const { request_uri: uri } = await push();
    const url = authorizationUrl({ request_uri: String(uri) });
    await expect(simulator.login(url)).resolves.toMatchObject({ method: "GET" });
    await expect(simulator.login(url)).rejects.toMatchObject({ error: "invalid_request_uri" });
  });

  it("may not point to another one", async () => {
    expect(await push({ request_uri: "urn:x" })).toMatchObject({ status: 400, error: "invalid_request" });
  });
});

describe("a DPoP proof at the simulated provider", () => {
  const proof = (change?: Change) =>
    token(
      { htm: "POST", htu: `${issuer}/token`, iat: seconds, jti: randomUUID() },
      { typ: "dpop+jwt", jwk: publicPart(key) },
      change,
    );
  const redeem = async (dpop: string) => post("/token", { ...(await codeForm()), ...(await assertion()) }, { dpop });

  it("binds the token", async () => {
    expect(await redeem(await proof())).toMatchObject({ status: 200, token_type: "DPoP" });
  });

  it("serves once", async () => {
    const once = await proof();
    await redeem(once);
    expect(await redeem(once)).toMatchObject({ error: "invalid_dpop_proof" });
  });

  it.each<[string, () => Change]>([
    ["for another method", () => ({ claims: { htm: "GET" } })],
    ["for another address", () => ({ claims: { htu: `${issuer}/userinfo` } })],
    ["of an hour ago", () => ({ claims: { iat: seconds - 3600 } })],
    ["of another type", () => ({ header: { typ: "JWT" } })],
    ["by another key than it holds", () => ({ with: foreignKey })],
  ])("is refused: one %s", async (_, change) => {
    expect(await redeem(await proof(change()))).toMatchObject({ status: 400, error: "invalid_dpop_proof" });
  });

  it("must be by the key that the code is bound to", async () => {
    const bound = authorizationUrl({ dpop_jkt: await calculateJwkThumbprint(publicPart(foreignKey)) });
    const code = new URL((await simulator.login(bound)).url).searchParams.get("code") ?? "";
    const form = { ...(await codeForm()), code, ...(await assertion()) };
    expect(await post("/token", form, { dpop: await proof() })).toMatchObject({ error: "invalid_dpop_proof" });
  });
});

describe("what the simulated provider gives", () => {
  it("is signed by the keys that it was given", async () => {
    const keys = await (await simulator.fetch(new Request(`${issuer}/jwks`))).json();
    expect(keys).toMatchObject({ keys: [{ kid: "own-key" }] });
  });

  it("is encrypted where the client wants it", async () => {
    const { access_token: accessToken } = await post("/token", { ...(await codeForm()), ...(await assertion()) });
    const request = new Request(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
    const jwe = await (await simulator.fetch(request)).text();
    const { plaintext } = await compactDecrypt(jwe, await importJWK(encryptionKey, "ECDH-ES"));
    expect(decodeJwt(new TextDecoder().decode(plaintext))).toMatchObject({ sub: "person-1", aud: "rp" });
  });

  it("asks for the level of the claims parameter first", async () => {
    const claims = JSON.stringify({ id_token: { acr: { values: ["high", "substantial"] } } });
    const { url } = await simulator.login(authorizationUrl({ claims, acr_values: "low" }));
    const form = { ...(await codeForm()), code: new URL(url).searchParams.get("code") ?? "", ...(await assertion()) };
    expect(decodeJwt(String((await post("/token", form)).id_token)).acr).toBe("high");
  });
});
