import { describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import type { OidcOptions } from "../src/index.ts";
import { type ClientKey, clientKey } from "./client-keys.ts";
import {
  bringBack,
  client,
  contextOf,
  localOptions,
  redirectUri,
  redirectUrlOf,
  runLogin,
  verified,
  withProvider,
  workOf,
} from "./driver-setup.ts";
import { logIn } from "./open-id-provider.ts";

/** What a client without the feature meets. */
const refusedRequest = { ok: false, error: { code: "configuration", providerCode: "invalid_request" } };

const features = {
  pushedAuthorizationRequests: { enabled: true },
  requestObjects: { enabled: true },
};

describe("pushed authorization requests, demanded by the provider (RFC 9126)", () => {
  const clients = [{ ...client, require_pushed_authorization_requests: true }];

  it("sends the request to the provider itself, and only its name through the browser", async () => {
    await withProvider({ clients, features }, async (provider) => {
      const driver = createOidcDriver(localOptions(provider.issuer, { pushedAuthorization: true }));
      const dispatched = await driver.dispatch(workOf(), contextOf());
      const parameters = new URL(redirectUrlOf(dispatched)).searchParams;
      expect([...parameters.keys()].sort()).toEqual(["client_id", "request_uri"]);
      expect(provider.requests).toContain("POST /request");
      expect(await runLogin(driver)).toMatchObject(verified);
    });
  });

  it("is refused without", async () => {
    await withProvider({ clients, features }, async (provider) => {
      expect(await runLogin(createOidcDriver(localOptions(provider.issuer)))).toMatchObject(refusedRequest);
    });
  });

  it("says that the credentials are wrong when the provider refuses them", async () => {
    await withProvider({ clients, features }, async (provider) => {
      const options = localOptions(provider.issuer, { pushedAuthorization: true, clientSecret: "another-secret" });
      expect(await createOidcDriver(options).dispatch(workOf(), contextOf())).toMatchObject({
        ok: false,
        error: { code: "credentials_rejected", reason: "client_refused", providerCode: "invalid_client" },
      });
    });
  });
});

describe.each(["PS256", "ES256", "RS256", "EdDSA"])("signed request objects, demanded by the provider: %s", (alg) => {
  const clientOf = (key: ClientKey, more: object = {}) => ({
    ...client,
    jwks: { keys: [key.public] },
    require_signed_request_object: true,
    request_object_signing_alg: alg,
    ...more,
  });

  it("puts all parameters into the signed object", async () => {
    const key = await clientKey(alg);
    await withProvider({ clients: [clientOf(key)], features }, async (provider) => {
      const driver = createOidcDriver(localOptions(provider.issuer, { requestObject: true, signingKey: key.secret }));
      const dispatched = await driver.dispatch(workOf(), contextOf());
      const parameters = new URL(redirectUrlOf(dispatched)).searchParams;
      expect([...parameters.keys()].filter((name) => !["client_id", "request"].includes(name))).toEqual([]);
      expect(await runLogin(driver)).toMatchObject(verified);
    });
  });

  it("goes together with pushed requests", async () => {
    const key = await clientKey(alg);
    const clients = [clientOf(key, { require_pushed_authorization_requests: true })];
    await withProvider({ clients, features }, async (provider) => {
      const strong = { pushedAuthorization: true, requestObject: true, signingKey: key.secret };
      expect(await runLogin(createOidcDriver(localOptions(provider.issuer, strong)))).toMatchObject(verified);
      const unsigned = createOidcDriver(localOptions(provider.issuer, { pushedAuthorization: true }));
      expect(await unsigned.dispatch(workOf(), contextOf())).toMatchObject(refusedRequest);
    });
  });

  it("is refused without, and with the key of another client", async () => {
    const [key, foreign] = await Promise.all([clientKey(alg), clientKey(alg)]);
    await withProvider({ clients: [clientOf(key)], features }, async (provider) => {
      expect(await runLogin(createOidcDriver(localOptions(provider.issuer)))).toMatchObject({
        ok: false,
        error: { code: "configuration" },
      });
      const forged = localOptions(provider.issuer, { requestObject: true, signingKey: foreign.secret });
      expect(await runLogin(createOidcDriver(forged))).toMatchObject({
        ok: false,
        error: { code: "configuration", providerCode: "invalid_request_object" },
      });
    });
  });
});

describe("signed authorization responses, the only ones that the provider gives this client (JARM)", () => {
  it.each([
    ["query.jwt", "RS256"],
    ["query.jwt", "PS256"],
    ["form_post.jwt", "ES256"],
    ["form_post.jwt", "EdDSA"],
  ] as const)("%s, %s", async (responseMode, alg) => {
    const clients = [{ ...client, response_modes: [responseMode], authorization_signed_response_alg: alg }];
    await withProvider({ clients, ...jarm }, async (provider) => {
      const options: Partial<OidcOptions> = { responseMode, authorizationSignedResponseAlg: alg };
      const driver = createOidcDriver(localOptions(provider.issuer, options));
      const context = contextOf();
      const dispatched = await driver.dispatch(workOf(), context);
      const back = await logIn(redirectUrlOf(dispatched), redirectUri);
      const given = back.body === undefined ? new URL(back.url).searchParams : new URLSearchParams(back.body);
      expect([...given.keys()]).toEqual(["response"]);
      expect(await bringBack(driver, context, workOf(), dispatched, back)).toMatchObject(verified);
      expect(await runLogin(createOidcDriver(localOptions(provider.issuer)))).toMatchObject(refusedRequest);
    });
  });

  it("may be encrypted as well", async () => {
    const key = await clientKey("RSA-OAEP-256", "enc");
    const clients = [
      {
        ...client,
        response_modes: ["query.jwt"],
        jwks: { keys: [key.public] },
        authorization_encrypted_response_alg: "RSA-OAEP-256",
        authorization_encrypted_response_enc: "A256GCM",
      },
    ];
    await withProvider({ clients, ...jarm }, async (provider) => {
      const options = localOptions(provider.issuer, { responseMode: "query.jwt", decryptionKeys: [key.secret] });
      expect(await runLogin(createOidcDriver(options))).toMatchObject(verified);
    });
  });

  it("refuses another algorithm than the agreed one, before the code is redeemed", async () => {
    const clients = [{ ...client, response_modes: ["query.jwt"] }];
    await withProvider({ clients, ...jarm }, async (provider) => {
      const options = { responseMode: "query.jwt", authorizationSignedResponseAlg: "PS256" } as const;
      expect(await runLogin(createOidcDriver(localOptions(provider.issuer, options)))).toMatchObject({
        ok: false,
        error: { code: "invalid_callback", reason: "response_jwt_algorithm_refused" },
      });
      expect(provider.requests).not.toContain("POST /token");
    });
  });

  it("refuses a plain response in place of a signed one", async () => {
    await withProvider({ clients: [client], ...jarm }, async (provider) => {
      const driver = createOidcDriver(localOptions(provider.issuer, { responseMode: "query.jwt" }));
      const context = contextOf();
      const dispatched = await driver.dispatch(workOf(), context);
      const url = new URL(redirectUrlOf(dispatched));
      url.searchParams.delete("response_mode");
      const back = await logIn(url.href, redirectUri);
      expect(await bringBack(driver, context, workOf(), dispatched, back)).toMatchObject({
        ok: false,
        error: { code: "invalid_callback", reason: "response_mode_mismatch" },
      });
      expect(provider.requests).not.toContain("POST /token");
    });
  });
});

const jarm = {
  features: { jwtResponseModes: { enabled: true }, encryption: { enabled: true } },
  configuration: {
    enabledJWA: {
      authorizationSigningAlgValues: ["RS256", "PS256", "ES256", "EdDSA"],
      authorizationEncryptionAlgValues: ["RSA-OAEP-256"],
      authorizationEncryptionEncValues: ["A256GCM"],
    },
  },
};

describe("form_post, the only mode that the provider allows this client", () => {
  const clients = [{ ...client, response_modes: ["form_post"] }];

  it("reads the form", async () => {
    await withProvider({ clients }, async (provider) => {
      const driver = createOidcDriver(localOptions(provider.issuer, { responseMode: "form_post" }));
      expect(await runLogin(driver)).toMatchObject(verified);
    });
  });

  it("is refused without", async () => {
    await withProvider({ clients }, async (provider) => {
      expect(await runLogin(createOidcDriver(localOptions(provider.issuer)))).toMatchObject(refusedRequest);
    });
  });
});
