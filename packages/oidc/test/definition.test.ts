import { inspect } from "node:util";
import type { ReferenceResolvers } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOidcDriver, fromDefinition, presets } from "../src/index.ts";
import { resolveOptions } from "../src/options.ts";

const stateKeys = { current: "k1", keys: { k1: new Uint8Array(32).fill(7) } };

/** The example of the IDV document, section "JSON Configuration", word for word. */
const example = {
  _type: "OidcMethodDefinition",
  id: "corporate-ad",
  type: "oidc",
  discoveryUrl: "https://login.microsoftonline.com/tenant/v2.0/.well-known/openid-configuration",
  clientIdRef: { key: "idv.oidc.corporate.client-id" },
  clientSecretRef: { key: "idv.oidc.corporate.client-secret" },
  scopes: ["openid", "profile", "email"],
  attributeMappings: [
    { sourceAttribute: "sub", targetAttribute: "subject.id", identifierType: "SUBJECT_ID" },
    { sourceAttribute: "email", targetAttribute: "contact.email", identifierType: "EMAIL" },
  ],
};

const resolvers: ReferenceResolvers = {
  config: ({ key }) => `config of ${key}`,
  secret:
    ({ key }) =>
    async () =>
      `SECRET-VALUE of ${key}`,
};

const load = (change: Record<string, unknown> = {}) =>
  fromDefinition(JSON.parse(JSON.stringify({ ...example, ...change })), resolvers);

describe("the JSON method definition", () => {
  it("of the IDV document loads word for word, and leads to a driver", () => {
    const loaded = load();
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        clientId: "config of idv.oidc.corporate.client-id",
        discoveryUrl: example.discoveryUrl,
        scopes: example.scopes,
        attributeMappings: example.attributeMappings,
      },
    });
    if (!loaded.ok) throw loaded.error;
    expect(createOidcDriver({ ...loaded.value, stateKeys })).toMatchObject({ methodType: "oidc" });
    expect(resolveOptions({ ...loaded.value, stateKeys })).not.toHaveProperty("id");
  });

  it("keeps secrets as functions, that are called when they are needed", async () => {
    const keys = { signingKeyRef: { key: "s" }, decryptionKeyRefs: [{ key: "d" }] };
    const certificate = { clientCertificateRef: { key: "c" }, clientCertificateKeyRef: { key: "k" } };
    const loaded = load({ ...keys, ...certificate });
    if (!loaded.ok) throw loaded.error;
    const { clientSecret, signingKey, decryptionKeys = [], clientCertificate } = loaded.value;
    const secrets = [clientSecret, signingKey, ...decryptionKeys, ...Object.values(clientCertificate ?? {})];
    expect(secrets).toHaveLength(5);
    for (const secret of secrets) expect(typeof secret).toBe("function");
    expect(JSON.stringify(loaded)).not.toContain("SECRET-VALUE");
  });

  it.each([
    ["definition: unrecognized_keys", { clientID: "x" }],
    ["definition: unrecognized_keys", { clientSecret: "SECRET-VALUE" }],
    ["definition: unrecognized_keys", { stateKeys: {} }],
    [
      "definition.attributeMappings[1]: unrecognized_keys",
      { attributeMappings: [example.attributeMappings[0], { ...example.attributeMappings[1], a: 1 }] },
    ],
    ["definition.clientSecretRef: unrecognized_keys", { clientSecretRef: { key: "a", value: "SECRET-VALUE" } }],
    ["definition.verifiedClaims: unrecognized_keys", { verifiedClaims: { trustFrameworks: ["eidas"], Erika: 1 } }],
    ["definition._type: invalid_value", { _type: "WalletMethodDefinition" }],
    ["definition.type: invalid_value", { type: "wallet" }],
    ["definition.id: too_small", { id: "" }],
    ["definition.clientIdRef: invalid_type", { clientIdRef: "SECRET-VALUE" }],
    ["definition.maxAssurance.eidas: invalid_value", { maxAssurance: { eidas: "SECRET-VALUE" } }],
    ["definition.acrMap.gold: invalid_value", { acrMap: { gold: "SECRET-VALUE" } }],
    ["definition.clientCertificateRef: certificate and key come together", { clientCertificateRef: { key: "c" } }],
  ])("is refused: %s", (message, change) => {
    const loaded = load(change);
    expect(loaded).toMatchObject({ ok: false, error: { code: "configuration", message } });
    expect(inspect(loaded, { showHidden: true, depth: null })).not.toContain("SECRET-VALUE");
  });

  it("cannot vouch for itself: whose levels hold is said by the application", () => {
    expect(load({ preset: "tara", trustIssuer: true })).toMatchObject({
      ok: false,
      error: { code: "configuration", message: "definition: unrecognized_keys" },
    });
  });

  it("may name a preset, or bring one", () => {
    expect(load({ preset: "tara" })).toMatchObject({ ok: true, value: { preset: "tara" } });
    expect(load({ preset: presets.tara })).toMatchObject({ ok: true });
  });

  it("is refused when a reference resolves to nothing, or cannot be resolved", () => {
    expect(fromDefinition(example, { ...resolvers, config: () => "" })).toMatchObject({
      ok: false,
      error: { code: "configuration", message: "definition.clientIdRef: resolves to nothing" },
    });
    const failing = () => {
      throw new Error("SECRET-VALUE");
    };
    const loaded = fromDefinition(example, { ...resolvers, secret: failing });
    expect(loaded).toMatchObject({ ok: false, error: { message: "definition: a reference cannot be resolved" } });
    expect(inspect(loaded, { showHidden: true, depth: null })).not.toContain("SECRET-VALUE");
  });

  it("that is anything else is refused, and none of it is shown", () => {
    const names = Object.keys(example);
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constant("SECRET-VALUE"),
      fc.constant({ "SECRET VALUE": "SECRET-VALUE" }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...names, "x"), value)), (thing) => {
        const definition = typeof thing === "object" && thing !== null ? { ...example, ...thing } : thing;
        const loaded = fromDefinition(definition, resolvers);
        if (!loaded.ok) expect(inspect(loaded, { showHidden: true, depth: null })).not.toMatch(/SECRET.VALUE/);
      }),
      { numRuns: 300 },
    );
  });
});
