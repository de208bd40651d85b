import { isIdvError } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { createOnfidoDriver, definitionSchema, fromDefinition, type OnfidoOptions } from "../src/index.ts";
import { resolveOptions } from "../src/options.ts";

const options: OnfidoOptions = {
  channel: "assure",
  clientId: "client",
  clientSecret: "not-to-be-shown",
  processType: "documentSelfie",
  capture: { mode: "upload" },
};

function refusal(wrong: object): { code: string; message: string } {
  try {
    createOnfidoDriver({ ...options, ...wrong } as OnfidoOptions);
  } catch (error) {
    if (isIdvError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the options were taken");
}

describe("options", () => {
  it("need no more than credentials, a process type and a way to capture", () => {
    expect(resolveOptions(options)).toMatchObject({
      baseUrl: "https://api.signicat.com",
      tokenPath: "/auth/open/connect/token",
      scope: "signicat-api",
      artifacts: { images: false, fullResult: false },
      poll: { intervalMs: 5_000, maxIntervalMs: 60_000, deadlineMs: 86_400_000 },
      paths: {},
    });
  });

  const wrong: [string, string, object][] = [
    ["options.channel", "configuration", { channel: "carrier-pigeon" }],
    ["options.clientId", "configuration", { clientId: "" }],
    ["options.clientSecret", "configuration", { clientSecret: 1 }],
    ["options.processType", "configuration", { processType: "retina" }],
    ["options.capture.mode", "configuration", { capture: { mode: "fax" } }],
    ["options.capture.mobileAppId", "configuration", { capture: { mode: "mobileSdk" } }],
    ["options.baseUrl", "configuration", { baseUrl: "ftp://api.signicat.com" }],
    ["options.tokenPath", "configuration", { tokenPath: "token" }],
    ["options.documentTypes", "configuration", { documentTypes: [] }],
    ["options.documentTypes[1]", "configuration", { documentTypes: ["passport", "library card"] }],
    ["options.outputs", "configuration", { outputs: [] }],
    ["options.poll.intervalMs", "configuration", { poll: { intervalMs: 0 } }],
    ["options.http.retries", "configuration", { http: { retries: -1 } }],
    ["options", "configuration", { documentTipe: "passport" }],
    ["options.paths.fullResult", "configuration", { artifacts: { fullResult: true } }],
    ["options.paths.getImage", "configuration", { artifacts: { images: true }, capture: { mode: "captureFlow" } }],
    ["options.nfcEnabled", "unsupported", { nfcEnabled: true }],
    ["options.capture.mode", "unsupported", { processType: "documentVideo" }],
  ];

  it.each(wrong)("refuse a wrong %s with %s", (path, code, change) => {
    const { code: actual, message } = refusal(change);
    expect(actual).toBe(code);
    expect(message.startsWith(`${path}: `)).toBe(true);
    expect(message).not.toMatch(/not-to-be-shown|library|documentTipe|pigeon/);
  });

  it("take nfcEnabled: false, images of an upload without a path, and images of the full result", () => {
    expect(() => createOnfidoDriver({ ...options, nfcEnabled: false })).not.toThrow();
    expect(() => createOnfidoDriver({ ...options, artifacts: { images: true } })).not.toThrow();
    const paths = { fullResult: "/assure/dossiers/{dossierId}/processes/{processId}/full-result" };
    const capture = { mode: "captureFlow" as const };
    const artifacts = { images: true, fullResult: true };
    expect(() => createOnfidoDriver({ ...options, capture, artifacts, paths })).not.toThrow();
  });
});

describe("profile", () => {
  it("says what a document with a face can prove", () => {
    expect(createOnfidoDriver(options)).toMatchObject({
      specificationVersion: "v1",
      methodType: "document",
      provider: "onfido",
      profile: {
        maxAssurance: { evidenceStrength: "strong" },
        amr: ["face"],
        needs: [],
        produces: [
          "basicIdentity",
          "extendedIdentity",
          "documentData",
          "documentImages",
          "biometricSamples",
          "verification",
          "documentVerification",
        ],
        methods: { submit: true, callback: true, poll: true, cancel: true },
        callbackAuthenticity: "none",
        dispatchRepeat: "mayStartTwice",
      },
    });
  });

  it("says less of a document alone, and what the options leave out", () => {
    const driver = createOnfidoDriver({
      ...options,
      processType: "document",
      capture: { mode: "captureFlow" },
      outputs: ["verification"],
      callbackSecret: () => "secret",
    });
    expect(driver.profile).toMatchObject({
      maxAssurance: { evidenceStrength: "fair" },
      amr: [],
      produces: ["basicIdentity", "extendedIdentity", "documentData", "documentImages", "verification"],
      methods: { submit: false },
      callbackAuthenticity: "sharedSecret",
    });
  });
});

describe("fromDefinition", () => {
  const definition = {
    _type: "DocumentMethodDefinition",
    id: "passport-onfido",
    type: "document",
    provider: "onfido",
    documentTypes: ["passport"],
    nfcEnabled: false,
    processType: "documentSelfie",
    capture: { mode: "captureFlow", sdk: "capture" },
    clientIdRef: { key: "idv.onfido.client-id" },
    clientSecretRef: { path: "idv/onfido", key: "secret" },
    callbackSecretRef: { key: "idv.onfido.callback" },
  };
  const resolvers = {
    config: ({ key }: { key: string }) => (key === "idv.onfido.client-id" ? "client" : undefined),
    secret: () => () => "resolved at call time",
  };

  it("loads the JSON method definition into the same options", () => {
    const loaded = fromDefinition(definition, resolvers);
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        channel: "assure",
        clientId: "client",
        documentTypes: ["passport"],
        nfcEnabled: false,
        processType: "documentSelfie",
        capture: { mode: "captureFlow", sdk: "capture" },
      },
    });
    if (!loaded.ok) return;
    expect(loaded.value.clientSecret).toBeTypeOf("function");
    expect(loaded.value).toHaveProperty("callbackSecret", expect.any(Function));
    expect(() => createOnfidoDriver(loaded.value)).not.toThrow();
  });

  it("hands a setting that the channel cannot honour to the factory, which refuses it", () => {
    const loaded = fromDefinition({ ...definition, nfcEnabled: true }, resolvers);
    expect(loaded.ok && (() => createOnfidoDriver(loaded.value))).toThrowError(/nfcEnabled/);
  });

  const wrong: [string, unknown][] = [
    ["definition", { ...definition, documentTipes: ["passport"] }],
    ["definition", null],
    ["definition._type", { ...definition, _type: "OidcMethodDefinition" }],
    ["definition.provider", { ...definition, provider: "jumio" }],
    ["definition.clientSecretRef", { ...definition, clientSecretRef: "inline secret" }],
    ["definition.clientIdRef", { ...definition, clientIdRef: { key: "unknown" } }],
    ["definition.capture.mode", { ...definition, capture: { mode: "fax" } }],
  ];

  it.each(wrong)("refuses a wrong %s and names it", (path, value) => {
    const loaded = fromDefinition(value, resolvers);
    expect(loaded).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(!loaded.ok && loaded.error.message.startsWith(`${path}: `)).toBe(true);
    expect(JSON.stringify(loaded)).not.toMatch(/inline secret|documentTipes/);
  });

  it("turns a resolver that throws into a configuration error without its text", () => {
    const secret = () => {
      throw new Error("vault said: hunter2");
    };
    const loaded = fromDefinition(definition, { ...resolvers, secret });
    expect(loaded).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(JSON.stringify(loaded)).not.toContain("hunter2");
  });

  it("publishes its schema", () => {
    expect(definitionSchema.safeParse(definition).success).toBe(true);
  });
});
