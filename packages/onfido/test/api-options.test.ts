import { isIdvError } from "@idvkit/core";
import { createRateLimiter } from "@idvkit/driver-kit";
import axios from "axios";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, describe, expect, it } from "vitest";
import { createOnfidoDriver, definitionSchema, fromDefinition, type OnfidoOptions } from "../src/index.ts";
import { resolveOptions } from "../src/options.ts";
import { workOf } from "./driver-setup.ts";

const token = "api_live.not-to-be-shown";
const options: OnfidoOptions = {
  channel: "onfido",
  apiToken: token,
  region: "eu",
  processType: "documentSelfie",
  product: { kind: "check" },
  capture: { mode: "upload" },
};
const run = { kind: "workflowRun", workflowId: "workflow-1" };
const link = { mode: "hostedLink" };
const sdk = { mode: "mobileSdk", mobileAppId: "com.example.app" };
const webSdk = { mode: "webSdk", referrer: "https://rp.example/*" };

/** The options with these changes; what is undefined is taken away. */
function changed(change: object): OnfidoOptions {
  const entries = Object.entries({ ...options, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as OnfidoOptions;
}

function refusal(change: object): { code: string; message: string } {
  try {
    createOnfidoDriver(changed(change));
  } catch (error) {
    if (isIdvError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the options were taken");
}

describe("options of the direct channel", () => {
  it("need no more than a token, a region, a process type, a product and a way to capture", () => {
    expect(resolveOptions(options)).toMatchObject({
      reports: ["document", "facial_similarity_photo"],
      artifacts: {
        images: false,
        fullResult: false,
        checkReport: false,
        signedEvidenceFile: false,
        evidenceFolder: false,
        timelineFile: false,
        waitMs: 120_000,
      },
      poll: { intervalMs: 5_000, maxIntervalMs: 60_000, deadlineMs: 86_400_000 },
    });
  });

  const wrong: [string, string, object][] = [
    ["options.apiToken", "configuration", { apiToken: "" }],
    ["options.apiToken", "configuration", { apiToken: undefined }],
    ["options.apiToken", "configuration", { apiToken: undefined, clientId: "client" }],
    ["options.apiToken", "configuration", { apiToken: undefined, clientSecret: "hidden" }],
    ["options.apiToken", "configuration", { clientId: "client" }],
    ["options.clientSecret", "configuration", { clientSecret: "hidden" }],
    ["options.webhookTokens", "configuration", { webhookTokens: [] }],
    ["options.webhookTokens[1]", "configuration", { webhookTokens: ["hidden", ""] }],
    ["options.region", "configuration", { region: "mars" }],
    ["options.region", "configuration", { region: undefined }],
    ["options.environment", "configuration", { environment: "staging" }],
    ["options.processType", "configuration", { processType: "retina" }],
    ["options.product.kind", "configuration", { product: { kind: "poem" } }],
    ["options.product.workflowId", "configuration", { product: { kind: "workflowRun" }, capture: link }],
    ["options.product.reports", "configuration", { product: { kind: "check", reports: [] } }],
    ["options.product.reports[0]", "configuration", { product: { kind: "check", reports: ["horoscope"] } }],
    ["options.product", "configuration", { product: { kind: "check", workflowId: "workflow-1" } }],
    [
      "options.product.customData.f",
      "configuration",
      { product: { ...run, customData: { f: () => 1 } }, capture: sdk },
    ],
    ["options.capture.mode", "configuration", { capture: { mode: "captureFlow" } }],
    ["options.capture.mobileAppId", "configuration", { capture: { mode: "mobileSdk" } }],
    ["options.capture.referrer", "configuration", { capture: { mode: "webSdk" } }],
    ["options.capture.crossDeviceUrl", "configuration", { capture: { ...webSdk, crossDeviceUrl: "ftp://rp" } }],
    ["options.capture.expiresAfterMs", "configuration", { product: run, capture: { ...link, expiresAfterMs: 0 } }],
    ["options.capture.language", "configuration", { product: run, capture: { ...link, language: "" } }],
    ["options.unnamedApplicant.lastName", "configuration", { unnamedApplicant: { firstName: "hidden" } }],
    ["options.identityStepId", "configuration", { identityStepId: "" }],
    ["options.documentTypes[0]", "configuration", { documentTypes: ["library card"] }],
    ["options.outputs", "configuration", { outputs: [] }],
    ["options.sandbox.subResult", "configuration", { environment: "sandbox", sandbox: { subResult: "hidden" } }],
    ["options.sandbox.consider", "configuration", { environment: "sandbox", sandbox: { consider: [] } }],
    ["options.artifacts.waitMs", "configuration", { artifacts: { waitMs: 0 } }],
    ["options.artifacts", "configuration", { artifacts: { poems: true } }],
    ["options.baseUrl", "configuration", { baseUrl: "ftp://api.eu.onfido.com" }],
    ["options.rateLimit.requests", "configuration", { rateLimit: { requests: 0, intervalMs: 1 } }],
    ["options.rateLimiter", "configuration", { rateLimiter: "hidden" }],
    ["options.axios", "configuration", { axios: {} }],
    ["options.poll.intervalMs", "configuration", { poll: { intervalMs: -1 } }],
    ["options.http.retries", "configuration", { http: { retries: 11 } }],
    ["options", "configuration", { documentTipe: "hidden" }],
    ["options", "configuration", { tokenPath: "/hidden" }],
    // How the settings go together.
    ["options.capture.mode", "unsupported", { product: run }],
    ["options.capture.mode", "unsupported", { capture: link }],
    ["options.capture.mode", "unsupported", { processType: "documentVideo" }],
    ["options.nfcEnabled", "unsupported", { nfcEnabled: true }],
    ["options.product.reports", "configuration", { product: { kind: "check", reports: ["facial_similarity_photo"] } }],
    ["options.product.reports", "configuration", { product: { kind: "check", reports: ["document"] } }],
    [
      "options.product.reports",
      "configuration",
      {
        processType: "documentVideo",
        capture: sdk,
        product: { kind: "check", reports: ["document", "facial_similarity_photo"] },
      },
    ],
    [
      "options.product.reports",
      "configuration",
      {
        requestExtraDataFromDrivingLicense: true,
        product: { kind: "check", reports: ["document", "facial_similarity_photo"] },
      },
    ],
    [
      "options.requestExtraDataFromDrivingLicense",
      "unsupported",
      { requestExtraDataFromDrivingLicense: true, product: run, capture: link },
    ],
    ["options.artifacts.checkReport", "unsupported", { artifacts: { checkReport: true }, product: run, capture: link }],
    ["options.artifacts.signedEvidenceFile", "unsupported", { artifacts: { signedEvidenceFile: true } }],
    ["options.artifacts.evidenceFolder", "unsupported", { artifacts: { evidenceFolder: true } }],
    ["options.artifacts.timelineFile", "unsupported", { artifacts: { timelineFile: true } }],
    ["options.sandbox", "configuration", { sandbox: { subResult: "clear" } }],
    ["options.sandbox", "configuration", { environment: "live", sandbox: { subResult: "clear" } }],
    [
      "options.sandbox",
      "unsupported",
      { environment: "sandbox", sandbox: { subResult: "clear" }, product: run, capture: link },
    ],
    [
      "options.rateLimit",
      "configuration",
      { rateLimit: { requests: 1, intervalMs: 1 }, rateLimiter: createRateLimiter({ requests: 1, intervalMs: 1 }) },
    ],
  ];

  it.each(wrong)("refuse a wrong %s with %s: %o", (path, code, change) => {
    const { code: actual, message } = refusal(change);
    expect(actual).toBe(code);
    expect(message.startsWith(`${path}: `)).toBe(true);
    expect(message).not.toMatch(/not-to-be-shown|hidden|library|poem|horoscope|mars/);
  });

  const taken: [string, object][] = [
    ["OAuth credentials", { apiToken: undefined, clientId: "client", clientSecret: () => "secret" }],
    ["a token that is read when it is used", { apiToken: async () => token }],
    ["several webhook tokens", { webhookTokens: ["a", () => "b"] }],
    ["every region", { region: "us" }],
    ["every region", { region: "ca", environment: "live" }],
    ["a hosted page", { product: { ...run, customData: { plan: ["gold"] } }, capture: { ...link, language: "nl" } }],
    ["the mobile SDK with a chip", { capture: sdk, nfcEnabled: true }],
    ["the web SDK", { capture: { ...webSdk, crossDeviceUrl: "https://rp.example/phone" } }],
    ["a live video", { processType: "documentVideo", capture: sdk }],
    [
      "a motion capture",
      {
        processType: "documentVideo",
        capture: sdk,
        product: { kind: "check", reports: ["document", "facial_similarity_motion"] },
      },
    ],
    [
      "reports of its own",
      {
        product: {
          kind: "check",
          reports: ["document_with_driver_verification", "facial_similarity_photo_fully_auto", "known_faces"],
        },
        requestExtraDataFromDrivingLicense: true,
      },
    ],
    ["a document alone", { processType: "document", product: { kind: "check", reports: ["document_video"] } }],
    ["nfcEnabled: false in an upload", { nfcEnabled: false }],
    ["the files of a check", { artifacts: { images: true, fullResult: true, checkReport: true } }],
    [
      "the files of a run",
      {
        product: run,
        capture: link,
        artifacts: { signedEvidenceFile: true, evidenceFolder: true, timelineFile: true, waitMs: 1 },
      },
    ],
    ["the sandbox's switches", { environment: "sandbox", sandbox: { subResult: "caution", consider: ["document"] } }],
    ["a limit", { rateLimit: { requests: 10, intervalMs: 1_000 } }],
    [
      "a limiter and an axios of the caller",
      { rateLimiter: createRateLimiter({ requests: 1, intervalMs: 1 }), axios: axios.create() },
    ],
    [
      "another host",
      { baseUrl: "https://onfido.rp.example/v3.6", http: { timeoutMs: 1, retries: 0, maxResponseBytes: 1 } },
    ],
  ];

  it.each(taken)("take %s: %#", (_what, change) => {
    expect(() => createOnfidoDriver(changed(change))).not.toThrow();
  });

  it("ask for what the process type needs, and for extra data where that is wanted", () => {
    const reportsOf = (change: object) => resolveOptions(changed(change));
    expect(reportsOf({ processType: "document" })).toMatchObject({ reports: ["document"] });
    expect(reportsOf({ processType: "documentVideo", capture: sdk })).toMatchObject({
      reports: ["document", "facial_similarity_video"],
    });
    expect(reportsOf({ requestExtraDataFromDrivingLicense: true })).toMatchObject({
      reports: ["document_with_driving_licence_information", "facial_similarity_photo"],
    });
    expect(reportsOf({ product: run, capture: link })).toMatchObject({ reports: [] });
  });

  it("show in the profile what the driver can do", () => {
    expect(createOnfidoDriver(options).profile).toMatchObject({
      maxAssurance: { evidenceStrength: "strong" },
      needs: ["basicIdentity"],
      methods: { submit: true, callback: true, poll: true, cancel: true },
      callbackAuthenticity: "none",
      dispatchRepeat: "mayStartTwice",
    });
    const hosted = {
      product: run,
      capture: link,
      webhookTokens: ["hidden"],
      unnamedApplicant: { firstName: "A", lastName: "B" },
    };
    expect(createOnfidoDriver(changed(hosted)).profile).toMatchObject({
      needs: [],
      methods: { submit: false },
      callbackAuthenticity: "signed",
    });
  });
});

describe("a definition for the direct channel", () => {
  const definition = {
    _type: "DocumentMethodDefinition",
    id: "passport-onfido",
    type: "document",
    provider: "onfido",
    channel: "onfido",
    region: "eu",
    processType: "documentSelfie",
    product: { kind: "check" },
    capture: { mode: "upload" },
    documentTypes: ["passport"],
    apiTokenRef: { path: "idv/onfido", key: "token" },
    webhookTokenRefs: [{ key: "idv.onfido.webhook.new" }, { key: "idv.onfido.webhook.old" }],
  };
  const { apiTokenRef: _token, ...tokenless } = definition;
  const oauth = {
    ...tokenless,
    clientIdRef: { key: "idv.onfido.client-id" },
    clientSecretRef: { path: "idv/onfido", key: "secret" },
  };
  const resolvers = {
    config: ({ key }: { key: string }) => (key === "idv.onfido.client-id" ? "client" : undefined),
    secret:
      ({ key }: { key: string }) =>
      () =>
        `resolved ${key}`,
  };

  it("loads into the same options, its references resolved", async () => {
    const loaded = fromDefinition(definition, resolvers);
    if (!loaded.ok || loaded.value.channel !== "onfido") throw new Error("not loaded");
    const { apiToken, webhookTokens = [], ...settings } = loaded.value;
    expect(settings).toMatchObject({ channel: "onfido", region: "eu", documentTypes: ["passport"] });
    expect(Object.keys(settings).filter((name) => /Ref|^_type$|^id$|^provider$/.test(name))).toEqual([]);
    expect(typeof apiToken === "function" && (await apiToken())).toBe("resolved token");
    const tokens = await Promise.all(webhookTokens.map((read) => (typeof read === "function" ? read() : read)));
    expect(tokens).toEqual(["resolved idv.onfido.webhook.new", "resolved idv.onfido.webhook.old"]);
    expect(createOnfidoDriver(loaded.value).profile.callbackAuthenticity).toBe("signed");
    expect(definitionSchema.safeParse(definition).success).toBe(true);
  });

  it("takes OAuth credentials in place of the token", () => {
    const loaded = fromDefinition(oauth, resolvers);
    expect(loaded).toMatchObject({ ok: true, value: { clientId: "client", clientSecret: expect.any(Function) } });
    expect(loaded.ok && "apiToken" in loaded.value).toBe(false);
    expect(() => loaded.ok && createOnfidoDriver(loaded.value)).not.toThrow();
  });

  it("may name no webhook", () => {
    const { webhookTokenRefs: _refs, ...silent } = definition;
    const loaded = fromDefinition(silent, resolvers);
    expect(loaded.ok && createOnfidoDriver(loaded.value).profile.callbackAuthenticity).toBe("none");
  });

  it("hands settings that do not go together to the factory, which refuses them", () => {
    const loaded = fromDefinition({ ...definition, clientSecretRef: { path: "p", key: "k" } }, resolvers);
    expect(loaded.ok && (() => createOnfidoDriver(loaded.value))).toThrowError(/options.clientSecret/);
  });

  const wrong: [string, unknown][] = [
    ["definition", { ...definition, documentTipes: ["hidden"] }],
    ["definition", { ...definition, apiToken: "hidden" }],
    ["definition", { ...definition, callbackSecretRef: { key: "hidden" } }],
    ["definition.apiTokenRef", { ...definition, apiTokenRef: "hidden" }],
    ["definition.webhookTokenRefs", { ...definition, webhookTokenRefs: [] }],
    ["definition.webhookTokenRefs[1]", { ...definition, webhookTokenRefs: [{ key: "a" }, "hidden"] }],
    ["definition.clientIdRef", { ...oauth, clientIdRef: { key: "unknown" } }],
    ["definition.region", { ...definition, region: "hidden" }],
    ["definition.product.kind", { ...definition, product: { kind: "hidden" } }],
    ["definition.capture.mode", { ...definition, capture: { mode: "captureFlow" } }],
    ["definition.id", { ...definition, id: "" }],
  ];

  it.each(wrong)("refuses a wrong %s and names it: %#", (path, value) => {
    const loaded = fromDefinition(value, resolvers);
    expect(loaded).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(!loaded.ok && loaded.error.message.startsWith(`${path}: `)).toBe(true);
    expect(JSON.stringify(loaded)).not.toMatch(/hidden|documentTipes/);
  });

  it("turns a resolver that throws into a configuration error without its text", () => {
    const secret = () => {
      throw new Error("vault said: hunter2");
    };
    const loaded = fromDefinition(definition, { ...resolvers, secret });
    expect(loaded).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(JSON.stringify(loaded)).not.toContain("hunter2");
  });
});

describe("an Assure account on the older hosts", () => {
  const assure: OnfidoOptions = {
    channel: "assure",
    clientId: "client",
    clientSecret: "not-to-be-shown",
    processType: "document",
    capture: { mode: "upload" },
    enterpriseEnvironment: "preprod",
    http: { retries: 0 },
  };
  const asked: string[] = [];
  const server = setupServer(
    http.all("https://*", async ({ request }) => {
      const scope = new URLSearchParams(await request.text()).get("scope") ?? "";
      asked.push(`${request.method} ${request.url} ${scope}`);
      return HttpResponse.json({ error: "invalid_client" }, { status: 401 });
    }),
  );
  server.listen();
  afterAll(() => server.close());

  const context = { now: () => new Date("2026-11-21T10:00:00.000Z") };

  it("is reached at the host, token path and scope of its environment", async () => {
    const dispatched = await createOnfidoDriver(assure).dispatch(workOf(), context);
    expect(dispatched).toMatchObject({ ok: false, error: { code: "credentials_rejected" } });
    expect(asked.splice(0)).toEqual([
      "POST https://preprod.signicat.com/oidc/token client.assure.api client.capture.api",
    ]);
  });

  it("keeps what is said of host, path and scope one by one", async () => {
    await createOnfidoDriver({ ...assure, baseUrl: "https://proxy.rp.example" }).dispatch(workOf(), context);
    await createOnfidoDriver({ ...assure, tokenPath: "/token", scope: "more" }).dispatch(workOf(), context);
    expect(asked.splice(0)).toEqual([
      "POST https://proxy.rp.example/oidc/token client.assure.api client.capture.api",
      "POST https://preprod.signicat.com/token more",
    ]);
  });

  it.each(["", "a.b", "evil.example/", "UPPER", "-x", "x".repeat(64)])(
    "is not reached at %o",
    (enterpriseEnvironment) => {
      expect(() => createOnfidoDriver({ ...assure, enterpriseEnvironment })).toThrowError(/nvironment/);
    },
  );

  it("is named in a definition too", () => {
    const loaded = fromDefinition(
      {
        _type: "DocumentMethodDefinition",
        id: "passport-onfido",
        provider: "onfido",
        processType: "document",
        capture: { mode: "dossierFiles" },
        enterpriseEnvironment: "preprod",
        clientIdRef: { key: "id" },
        clientSecretRef: { key: "secret" },
      },
      { config: () => "client", secret: () => () => "secret" },
    );
    expect(loaded.ok && resolveOptions(loaded.value)).toMatchObject({
      baseUrl: "https://preprod.signicat.com",
      capture: { mode: "dossierFiles" },
    });
  });
});
