import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import { clientKey } from "./client-keys.ts";
import { client, localOptions, redirectUri, runLogin, verified, withProvider } from "./driver-setup.ts";

const { client_secret, ...clientWithoutSecret } = client;
const { clientSecret, ...optionsWithoutSecret } = localOptions("https://op.example");

/** What a client meets that proves itself in another way than it is registered with, or with another key. */
const refused = { ok: false, error: { code: "credentials_rejected", reason: "client_refused", retryable: false } };

describe.each(["RS256", "PS256", "ES256", "EdDSA"])("private_key_jwt, demanded by the provider: %s", (alg) => {
  it("proves itself with the registered key, and is refused with another key or a secret", async () => {
    const [key, foreign] = await Promise.all([clientKey(alg), clientKey(alg)]);
    const registered = {
      ...clientWithoutSecret,
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: alg,
      jwks: { keys: [key.public] },
    };
    const configuration = { enabledJWA: { clientAuthSigningAlgValues: [alg] } };
    await withProvider({ clients: [registered], configuration }, async ({ issuer }) => {
      const options = { ...optionsWithoutSecret, issuer };
      expect(await runLogin(createOidcDriver({ ...options, signingKey: key.secret }))).toMatchObject(verified);
      expect(await runLogin(createOidcDriver({ ...options, signingKey: foreign.secret }))).toMatchObject(refused);
      expect(await runLogin(createOidcDriver({ ...options, clientSecret: client_secret }))).toMatchObject(refused);
    });
  });

  it("takes a key whose JWK bears no key id", async () => {
    const key = await clientKey(alg);
    const { kid, ...nameless } = key.public;
    const { kid: _kid, ...namelessSecret } = JSON.parse(key.secret);
    const registered = {
      ...clientWithoutSecret,
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [nameless] },
    };
    const configuration = { enabledJWA: { clientAuthSigningAlgValues: [alg] } };
    await withProvider({ clients: [registered], configuration }, async ({ issuer }) => {
      const signingKey = JSON.stringify(namelessSecret);
      expect(await runLogin(createOidcDriver({ ...optionsWithoutSecret, issuer, signingKey }))).toMatchObject(verified);
    });
  });
});

describe.each([
  ["client_secret_post", "client_secret_basic"],
  ["client_secret_basic", "client_secret_post"],
] as const)("%s, demanded by the provider", (method, other) => {
  it("is used, and the other form or another secret is refused", async () => {
    const registered = { ...client, token_endpoint_auth_method: method };
    // oidc-provider takes either form from a client with a secret.
    const refusesClient = ({ url, headers }: IncomingMessage) =>
      url === "/token" && (headers.authorization === undefined) !== (method === "client_secret_post");
    await withProvider({ clients: [registered], refusesClient }, async ({ issuer }) => {
      const options = localOptions(issuer, { tokenEndpointAuthMethod: method });
      expect(await runLogin(createOidcDriver(options))).toMatchObject(verified);
      expect(await runLogin(createOidcDriver({ ...options, tokenEndpointAuthMethod: other }))).toMatchObject(refused);
      expect(await runLogin(createOidcDriver({ ...options, clientSecret: "another-secret" }))).toMatchObject(refused);
    });
  });

  it("encodes characters that mean something in a form or a header (RFC 6749, section 2.3.1)", async () => {
    const secret = "a+b c%2F:=&/ends-the-secret-of-the-tests";
    const registered = { ...client, client_secret: secret, token_endpoint_auth_method: method };
    await withProvider({ clients: [registered] }, async ({ issuer }) => {
      const options = localOptions(issuer, { tokenEndpointAuthMethod: method, clientSecret: async () => secret });
      expect(await runLogin(createOidcDriver(options))).toMatchObject(verified);
    });
  });
});

describe("a public client", () => {
  it("has only its PKCE verifier, and the provider demands it", async () => {
    const registered = { ...clientWithoutSecret, token_endpoint_auth_method: "none" };
    await withProvider({ clients: [registered] }, async ({ issuer, requests }) => {
      const options = { ...optionsWithoutSecret, issuer };
      expect(await runLogin(createOidcDriver(options))).toMatchObject(verified);
      const url = `${issuer}/auth?client_id=${client.client_id}&response_type=code&scope=openid&redirect_uri=${redirectUri}`;
      const without = await fetch(url, { redirect: "manual" });
      expect(new URL(without.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_request");
      expect(requests).toContain("POST /token");
    });
  });

  it("is refused where the provider wants a secret", async () => {
    await withProvider({ clients: [client] }, async ({ issuer }) => {
      expect(await runLogin(createOidcDriver({ ...optionsWithoutSecret, issuer }))).toMatchObject(refused);
    });
  });
});
