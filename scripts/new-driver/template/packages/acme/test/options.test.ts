import { inspect } from "node:util";
import type { ReferenceResolvers } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { type AcmeOptions, createAcmeDriver, fromDefinition } from "../src/index.ts";

const options: AcmeOptions = { apiKey: "top-secret", webhookSecrets: ["hidden"], product: "document" };

describe("the options", () => {
  it("say what the driver can prove", () => {
    expect(createAcmeDriver(options).profile).toMatchObject({ maxAssurance: { evidenceStrength: "fair" }, amr: [] });
    const { profile } = createAcmeDriver({ ...options, product: "documentSelfie" });
    expect(profile).toMatchObject({ maxAssurance: { evidenceStrength: "strong" }, amr: ["face"] });
  });

  it.each([
    ["options.apiKey", { apiKey: "" }],
    ["options.webhookSecrets", { webhookSecrets: [] }],
    ["options.product", { product: "face" }],
    ["options.baseUrl", { baseUrl: "ftp://api.acme.example" }],
    ["options.poll.intervalMs", { poll: { intervalMs: 0 } }],
    ["options", { unknown: "top-secret" }],
  ])("are refused where %s is wrong", (path, change) => {
    const make = () => createAcmeDriver({ ...options, ...change } as AcmeOptions);
    expect(make).toThrow(expect.objectContaining({ code: "configuration", message: expect.stringContaining(path) }));
    expect(make).not.toThrow(/top-secret/);
  });
});

describe("a JSON method definition", () => {
  const definition = {
    _type: "DocumentMethodDefinition",
    id: "acme-document",
    type: "document",
    provider: "acme",
    apiKeyRef: { path: "acme/api-key" },
    webhookSecretRefs: [{ path: "acme/webhook-secret" }],
    product: "documentSelfie",
  };
  const resolvers: ReferenceResolvers = {
    config: () => undefined,
    secret: (reference) => ("path" in reference ? `value of ${reference.path}` : reference.key),
  };

  it("becomes options, its references resolved", () => {
    const loaded = fromDefinition(definition, resolvers);
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        apiKey: "value of acme/api-key",
        webhookSecrets: ["value of acme/webhook-secret"],
        product: "documentSelfie",
      },
    });
    expect(loaded.ok && createAcmeDriver(loaded.value).provider).toBe("acme");
  });

  it.each([
    ["definition.product", { product: "face" }],
    ["definition.provider", { provider: "other" }],
    ["definition", { apiKey: "a value" }],
  ])("is refused where %s is wrong", (path, change) => {
    const refused = fromDefinition({ ...definition, ...change }, resolvers);
    expect(refused).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(!refused.ok && refused.error.message).toContain(path);
  });

  it("whose references cannot be resolved is refused without showing why", () => {
    const secret = () => {
      throw new Error("top-secret");
    };
    const refused = fromDefinition(definition, { ...resolvers, secret });
    expect(refused).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain("top-secret");
  });
});
