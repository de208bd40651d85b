import { inspect } from "node:util";
import { isIdvError } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOidcDriver, type OidcOptions, presets } from "../src/index.ts";
import { resolveOptions } from "../src/options.ts";

const stateKeys = { current: "k1", keys: { k1: new Uint8Array(32).fill(7) } };
const base: OidcOptions = { issuer: "https://op.example", clientId: "rp", clientSecret: "secret-1", stateKeys };
const signingKey = '{"kty":"EC","alg":"ES256"}';

function settingsOf(more: Record<string, unknown> = {}) {
  const members = Object.entries({ ...base, ...more }).filter(([, value]) => value !== undefined);
  return resolveOptions(Object.fromEntries(members) as OidcOptions);
}

function errorOf(more: Record<string, unknown>): unknown {
  try {
    settingsOf(more);
    return undefined;
  } catch (error) {
    return error;
  }
}

const wrong = (code: string, message: string) => ({ code, message, provider: "oidc" });

describe("the options", () => {
  it("need a client, an issuer and state keys; the rest has a default", () => {
    expect(settingsOf()).toMatchObject({
      provider: "oidc",
      scopes: ["openid", "profile", "email"],
      acrValues: [],
      responseMode: "query",
      pushedAuthorization: false,
      requestObject: false,
      dpop: false,
      userInfo: "optional",
      evidence: "idToken",
      sessionBinding: "required",
      maxAssurance: {},
      timeToLiveMs: 900_000,
      metadataMaxAgeMs: 3_600_000,
      jwksMaxAgeMs: 3_600_000,
      clockToleranceSeconds: 30,
      network: { allow: [], allowHttp: false },
      flow: { kind: "code" },
    });
    expect(createOidcDriver(base)).toMatchObject({ provider: "oidc", methodType: "oidc" });
  });

  it.each([
    ["options.clientId: invalid_type", { clientId: undefined }],
    ["options.clientId: too_small", { clientId: "" }],
    ["options.issuer: missing", { issuer: undefined }],
    ["options.issuer: invalid_format", { issuer: "op.example" }],
    ["options.issuer: only https", { issuer: "http://op.example" }],
    ["options.issuer: with credentials", { issuer: "https://a:b@op.example" }],
    ["options.issuer: with a query", { issuer: "https://op.example?a=1" }],
    ["options.issuer: with a fragment", { issuer: "https://op.example#a" }],
    ["options.discoveryUrl: beside an issuer", { discoveryUrl: "https://op.example/.well-known/openid-configuration" }],
    [
      "options.discoveryUrl: only https",
      { issuer: undefined, discoveryUrl: "http://op.example/.well-known/openid-configuration" },
    ],
    [
      "options.expectedIssuer: needed for a discoveryUrl of this form",
      { issuer: undefined, discoveryUrl: "https://op.example/x" },
    ],
    ["options.stateKeys: custom", { stateKeys: undefined }],
    ["stateKeys.current: names no key", { stateKeys: { ...stateKeys, current: "k2" } }],
    ["stateKeys.keys[0]: expected 32 bytes", { stateKeys: { current: "k1", keys: { k1: new Uint8Array(16) } } }],
    ["options.scopes: without openid", { scopes: ["profile"] }],
    ["options.scopes: too_small", { scopes: [] }],
    ["options.redirectUri: with a query or fragment", { redirectUri: "https://rp.example/return?a=1" }],
    ["options.redirectUri: with a query or fragment", { redirectUri: "https://rp.example/return#a" }],
    ["options.redirectUri: only https", { redirectUri: "http://rp.example/return" }],
    ["options.additionalParams[1]: is set by the driver", { additionalParams: { a: "1", state: "2" } }],
    ["options.clientSecret: missing", { clientSecret: undefined, tokenEndpointAuthMethod: "client_secret_post" }],
    ["options.signingKey: missing", { tokenEndpointAuthMethod: "private_key_jwt" }],
    ["options.signingKey: missing", { requestObject: true }],
    ["options.clientCertificate: missing", { tokenEndpointAuthMethod: "tls_client_auth" }],
    ["options.clientCertificate.privateKey: custom", { clientCertificate: { certificate: "c" } }],
    ["options.network.allow[0]: expected a network in CIDR notation", { network: { allow: ["10.0.0.1"] } }],
    ["options.idTokenSignedResponseAlg: proves nothing", { idTokenSignedResponseAlg: "HS256" }],
    ["options.userInfoSignedResponseAlg: proves nothing", { userInfoSignedResponseAlg: "none" }],
    ["options.authorizationSignedResponseAlg: proves nothing", { authorizationSignedResponseAlg: "HS512" }],
    ["options.requiredAttributes: names an attribute that nothing maps", { requiredAttributes: ["email"] }],
    [
      "options.attributeMappings[0].targetAttribute: custom",
      { attributeMappings: [{ sourceAttribute: "a", targetAttribute: "__proto__" }] },
    ],
    ["options.subjectBinding.boundTo: invalid_format", { subjectBinding: { boundTo: "headers.host" } }],
    ["options.preset: unknown", { preset: "constructor" }],
    ["options.trustIssuer: without a preset", { trustIssuer: true }],
    ["options.decryptionKeys: this provider encrypts", { preset: "itsme", signingKey }],
    ["options.decryptionKeys: too_small", { decryptionKeys: [] }],
    ["options.verifiedClaims.trustFrameworks: invalid_type", { verifiedClaims: {} }],
    [
      "options.verifiedClaims.in: userInfo is not asked for",
      { userInfo: "none", verifiedClaims: { trustFrameworks: ["eidas"], in: "userInfo" } },
    ],
    ["options.verifiedClaims.in: invalid_value", { verifiedClaims: { trustFrameworks: ["eidas"], in: "header" } }],
    ["options.clockToleranceSeconds: too_big", { clockToleranceSeconds: 301 }],
    ["options.evidence: invalid_value", { evidence: "everything" }],
    ["options.http: unrecognized_keys", { http: { timeout: 5 } }],
    ["options: unrecognized_keys", { cliendId: "rp" }],
    ["options: unrecognized_keys", { lookup: () => {} }],
    ["options.network: unrecognized_keys", { network: { lookup: () => {} } }],
    ["options.flow.kind: invalid_union", { flow: { kind: "implicit" } }],
  ])("%s", (message, more) => {
    expect(errorOf(more)).toMatchObject({ code: "configuration", message });
  });

  it.each([
    ["options.flow: not with this provider", { preset: "tara", flow: { kind: "ciba" } }],
    ["options.prompt: not in this flow", { flow: { kind: "ciba" }, prompt: "login" }],
    ["options.pushedAuthorization: not in this flow", { flow: { kind: "ciba" }, pushedAuthorization: true }],
    ["options.dpop: not in this flow", { flow: { kind: "ciba" }, dpop: true }],
  ])("cannot be honoured: %s", (message, more) => {
    expect(errorOf(more)).toMatchObject(wrong("unsupported", message));
  });

  it("may allow addresses that are closed by default", () => {
    const network = { allow: ["127.0.0.0/8"], allowHttp: true };
    expect(
      settingsOf({ issuer: "http://127.0.0.1:3000", redirectUri: "http://127.0.0.1/return", network }),
    ).toMatchObject({
      network,
    });
  });

  it("never show a value in an error", () => {
    const names = [...Object.keys(settingsOf()), "clientSecret", "signingKey", "verifiedClaims", "preset", "Erika"];
    const value = fc.oneof(
      fc.constant("SECRET-VALUE"),
      fc.constant(["SECRET-VALUE"]),
      fc.constant({ "SECRET-VALUE": "SECRET-VALUE" }),
      fc.constant({ keys: { a: "SECRET-VALUE" }, current: "SECRET-VALUE" }),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (more) => {
        const error = errorOf(more);
        expect(error === undefined || isIdvError(error)).toBe(true);
        const shown = inspect(error, { showHidden: true, depth: null }).replace(/^\s+at .*$/gm, "");
        expect(shown).not.toContain("SECRET-VALUE");
        expect(shown).not.toContain("secret-1");
      }),
      { numRuns: 500 },
    );
  });
});

describe("a preset", () => {
  it("fills in what the caller leaves open", () => {
    expect(settingsOf({ preset: "tara" })).toMatchObject({
      provider: "tara",
      scopes: presets.tara?.scopes,
      maxAssurance: presets.tara?.maxAssurance,
    });
    const { decryptionKeys: _, ...itsme } = settingsOf({ preset: "itsme", signingKey, decryptionKeys: [signingKey] });
    expect(itsme).toMatchObject({ tokenEndpointAuthMethod: presets.itsme?.tokenEndpointAuthMethod });
  });

  it("comes second to the caller", () => {
    const own = {
      provider: "mine",
      scopes: ["openid"],
      userInfo: "none",
      maxAssurance: { eidas: "low" },
      acrValues: ["x"],
    };
    expect(settingsOf({ preset: "tara", ...own })).toMatchObject(own);
  });

  it("has the words that ask for the required level", () => {
    expect(settingsOf({ preset: "tara", requiredLevel: "high" }).acrValues).toEqual(presets.tara?.acrValues?.high);
    expect(settingsOf({ preset: "tara" }).acrValues).toEqual([]);
  });

  it("may be the caller's own, and is checked as strictly", () => {
    const tara = presets.tara;
    expect(settingsOf({ preset: { ...tara, name: "own" } })).toMatchObject({ provider: "own" });
    expect(errorOf({ preset: { ...tara, issuers: ["https://*.com"] } })).toMatchObject({ code: "configuration" });
    expect(errorOf({ preset: { ...tara, secret: 1 } })).toMatchObject({ code: "configuration" });
  });

  it("of a provider that encrypts userinfo needs a key only where userinfo is asked for", () => {
    const preset = { ...presets.tara, encryptedUserInfo: true };
    expect(errorOf({ preset, userInfo: "none" })).toBeUndefined();
    expect(errorOf({ preset, userInfo: "required" })).toMatchObject(
      wrong("configuration", "options.decryptionKeys: this provider encrypts"),
    );
  });

  it.each(Object.keys(presets))("named %s leads to settings", (preset) => {
    const certificate = { certificate: "c", privateKey: "k" };
    expect(
      settingsOf({ preset, signingKey, decryptionKeys: [signingKey], clientCertificate: certificate }),
    ).toMatchObject({ provider: preset });
  });
});

describe("verified claims that are asked for by hand", () => {
  const claims = { id_token: { verified_claims: { verification: { trust_framework: null }, claims: {} } } };

  it("need a requirement: a provider that cannot give them says nothing", () => {
    expect(() => resolveOptions({ ...base, claims })).toThrow("options.verifiedClaims: missing");
    expect(() => resolveOptions({ ...base, claims, verifiedClaims: { trustFrameworks: ["de_aml"] } })).not.toThrow();
    expect(() => resolveOptions({ ...base, claims: { id_token: { acr: null } } })).not.toThrow();
  });

  it("have one where the preset gives the provider's verdict", () => {
    expect(() => resolveOptions({ ...base, claims, preset: "okta-idv" })).not.toThrow();
  });
});
