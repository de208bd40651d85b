import { describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import type { OidcOptions } from "../src/index.ts";
import { clientKey } from "./client-keys.ts";
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
import { logIn, specimenPerson, type TestProviderOptions } from "./open-id-provider.ts";

const nowSeconds = () => Math.floor(Date.now() / 1000);

async function loginOf(options: Partial<OidcOptions>, provider: Partial<TestProviderOptions> = {}) {
  const results: unknown[] = [];
  await withProvider({ clients: [client], ...provider }, async ({ issuer }) => {
    results.push(await runLogin(createOidcDriver(localOptions(issuer, options))));
  });
  return results[0];
}

describe("the issuer in the authorization response (RFC 9207)", () => {
  async function withIssuer(change: (parameters: URLSearchParams) => void) {
    const results: unknown[] = [];
    await withProvider({ clients: [client] }, async (provider) => {
      const driver = createOidcDriver(localOptions(provider.issuer));
      const context = contextOf();
      const dispatched = await driver.dispatch(workOf(), context);
      const back = new URL((await logIn(redirectUrlOf(dispatched), redirectUri)).url);
      change(back.searchParams);
      results.push(await bringBack(driver, context, workOf(), dispatched, { method: "GET", url: back.href }));
      results.push(provider.requests.includes("POST /token"));
    });
    return results;
  }

  it("is the provider's own", async () => {
    expect(await withIssuer((parameters) => expect(parameters.has("iss")).toBe(true))).toMatchObject([verified, true]);
  });

  it.each([
    ["is missing although the provider announces it", "response_issuer_missing", undefined],
    ["is another one", "response_issuer_mismatch", "https://evil.example"],
  ])("%s: the code is not redeemed", async (_name, reason, issuer) => {
    const results = await withIssuer((parameters) =>
      issuer === undefined ? parameters.delete("iss") : parameters.set("iss", issuer),
    );
    expect(results).toMatchObject([{ ok: false, error: { code: "invalid_callback", reason } }, false]);
  });
});

describe("max_age", () => {
  it("takes a login that is young enough", async () => {
    expect(await loginOf({ maxAge: 300 })).toMatchObject(verified);
    expect(await loginOf({ maxAge: 0 })).toMatchObject(verified);
  });

  it("refuses an older one, whatever the provider thinks of it", async () => {
    const person = { ...specimenPerson, loggedInAt: nowSeconds() - 400 };
    expect(await loginOf({ maxAge: 300 }, { person })).toMatchObject({
      ok: false,
      error: { code: "invalid_response", reason: "id_token_authentication_too_old" },
    });
    expect(await loginOf({ maxAge: 600 }, { person })).toMatchObject(verified);
  });
});

describe("prompt=login", () => {
  const clients = [client];

  it("asks for the proof of it, which a provider owes only to who names an age", async () => {
    await withProvider({ clients }, async ({ issuer }) => {
      const asked = async (options: Partial<OidcOptions>) => {
        const driver = createOidcDriver(localOptions(issuer, options));
        return new URL(redirectUrlOf(await driver.dispatch(workOf(), contextOf()))).searchParams.get("max_age");
      };
      expect(await asked({ prompt: "login" })).toBe("900");
      expect(await asked({ prompt: "login consent", timeToLiveMs: 60_000 })).toBe("60");
      expect(await asked({ prompt: "login", maxAge: 5 })).toBe("5");
      expect(await asked({ prompt: "consent" })).toBeNull();
    });
  });

  it("takes a login that was made for this step", async () => {
    expect(await loginOf({ prompt: "login" }, { clients })).toMatchObject(verified);
  });

  it("refuses a session that was there before", async () => {
    const person = { ...specimenPerson, loggedInAt: nowSeconds() - 120 };
    expect(await loginOf({ prompt: "login" }, { clients, person })).toMatchObject({
      ok: false,
      error: { code: "invalid_response", reason: "id_token_authentication_not_fresh" },
    });
    expect(await loginOf({}, { clients, person })).toMatchObject(verified);
  });
});

describe("prompt=none", () => {
  it("ends as aborted at a provider that would have to show a page", async () => {
    expect(await loginOf({ prompt: "none" })).toMatchObject({
      ok: true,
      value: { kind: "completed", result: { verdict: "aborted" } },
    });
  });
});

describe("the claims request (OpenID Connect Core, section 5.5)", () => {
  it.each([false, true])("brings single claims without their scope; in a signed object: %s", async (requestObject) => {
    const key = await clientKey("ES256");
    const claims = {
      id_token: { email: null, auth_time: { essential: true } },
      userinfo: { given_name: { essential: true } },
    };
    const options: Partial<OidcOptions> = {
      claims,
      scopes: ["openid"],
      requestObject,
      signingKey: key.secret,
      maxAge: 60,
      attributeMappings: [{ sourceAttribute: "email", targetAttribute: "mail" }],
      userInfoAttributeMappings: [{ sourceAttribute: "given_name", targetAttribute: "first" }],
    };
    const features = { claimsParameter: { enabled: true }, requestObjects: { enabled: true } };
    const clients = [{ ...client, jwks: { keys: [key.public] }, require_signed_request_object: requestObject }];
    expect(await loginOf(options, { features, clients })).toMatchObject({
      ok: true,
      value: { result: { attributes: { mail: "erika@example.test", first: "Erika" } } },
    });
  });
});

describe("acr_values", () => {
  const asked: Partial<OidcOptions> = { acrValues: ["high"], acceptedAcr: ["high"] };

  it("asks for a level, and takes a login of that level", async () => {
    await withProvider({ clients: [client] }, async ({ issuer }) => {
      const dispatched = await createOidcDriver(localOptions(issuer, asked)).dispatch(workOf(), contextOf());
      expect(new URL(redirectUrlOf(dispatched)).searchParams.get("acr_values")).toBe("high");
    });
    expect(await loginOf(asked, { person: { ...specimenPerson, acr: "high" } })).toMatchObject(verified);
  });

  it("does not take a login of another level, or of none", async () => {
    const person = { claims: specimenPerson.claims };
    for (const login of [await loginOf(asked), await loginOf(asked, { person })]) {
      expect(login).toMatchObject({ ok: true, value: { result: { verdict: "inconclusive", assurance: {} } } });
    }
  });
});
