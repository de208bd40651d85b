import { inspect } from "node:util";
import { IdvError, type IdvResult } from "@idvkit/core";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CaptureConfiguration } from "../src/assure/capture-configuration.ts";
import { type AssureCall, type AssureClientSettings, createAssureClient } from "../src/assure/client.ts";
import { enterpriseHosts } from "../src/assure/enterprise.ts";
import { type AssureSimulator, createAssureSimulator, simulatorPaths, specimenImages } from "../src/testing/index.ts";

const origin = "https://api.signicat.com";
const strangers: string[] = [];
const server = setupServer();
const call: AssureCall = {};
const order = {
  provider: "onfido",
  processType: "documentSelfie",
  documentType: "passport",
  processParameters: { location: { countryOfResidence: "NLD" } },
};
const images = {
  front: { content: specimenImages.png, mediaType: "image/png" },
  selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
} as const;

let simulator: AssureSimulator;

beforeAll(() => server.listen({ onUnhandledFrame: ({ frame }) => void strangers.push(frame.protocol) }));
beforeEach(() => {
  simulator = createAssureSimulator();
  server.use(...(simulator.handlers as Parameters<typeof server.use>));
});
afterEach(() => {
  server.resetHandlers();
  expect(strangers.splice(0)).toEqual([]);
});
afterAll(() => server.close());

function client(settings: Partial<AssureClientSettings> = {}) {
  return createAssureClient({
    clientId: simulator.clientId,
    clientSecret: async () => simulator.clientSecret,
    http: { retryDelayMs: 1 },
    ...settings,
  });
}

function given<T>(result: IdvResult<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}

function errorOf(result: IdvResult<unknown>): IdvError {
  if (result.ok) throw new Error("succeeded");
  return result.error;
}

/** The calls that reached the provider, the token endpoint apart. */
function calls(): string[] {
  return simulator.requests
    .filter(({ template }) => !template.endsWith("/token"))
    .map(({ method, template, status }) => `${method} ${template} ${status}`);
}

function tokenRequests(): number {
  return simulator.requests.filter(({ template }) => template.endsWith("/token")).length;
}

async function startedProcess(assure = client()): Promise<{ dossierId: string; processId: string }> {
  const dossierId = given(await assure.createDossier(undefined, call));
  const { processId } = given(await assure.createProcess(dossierId, order, call));
  given(await assure.uploadImages(dossierId, processId, images, call));
  given(await assure.startVerification(dossierId, processId, call));
  return { dossierId, processId };
}

describe("a verification by upload", () => {
  it("makes a dossier and a process, stores the images in the dossier, starts and reads the result", async () => {
    const assure = client();
    const { dossierId, processId } = await startedProcess(assure);
    expect(given(await assure.getProcess(dossierId, processId, call))).toMatchObject({ status: "processing" });
    expect(given(await assure.getProcess(dossierId, processId, call))).toMatchObject({
      processId,
      status: "accepted",
    });
    expect(calls()).toEqual([
      "POST /assure/dossiers 201",
      "POST /assure/dossiers/{dossierId}/processes 201",
      "POST /assure/dossiers/{dossierId}/files 204",
      "POST /assure/dossiers/{dossierId}/processes/{processId} 204",
      "GET /assure/dossiers/{dossierId}/processes/{processId} 200",
      "GET /assure/dossiers/{dossierId}/processes/{processId} 200",
    ]);
    expect(tokenRequests()).toBe(1);
  });

  it("puts the images into the process when that path is set", async () => {
    await startedProcess(client({ paths: { setImages: simulatorPaths.setImages } }));
    expect(calls()).toContain(`POST ${simulatorPaths.setImages} 204`);
    expect(calls()).not.toContain("POST /assure/dossiers/{dossierId}/files 204");
  });

  it("sends images as data URLs and a start without a body", async () => {
    const bodies: string[] = [];
    server.use(
      http.post(`${origin}/assure/*`, async ({ request }) => {
        bodies.push(await request.text());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const assure = client();
    given(await assure.uploadImages("d", "p", images, call));
    given(await assure.startVerification("d", "p", call));
    expect(JSON.parse(bodies[0] ?? "")).toEqual({
      front: `data:image/png;base64,${Buffer.from(specimenImages.png).toString("base64")}`,
      selfie: `data:image/jpeg;base64,${Buffer.from(specimenImages.jpeg).toString("base64")}`,
    });
    expect(bodies[1]).toBe("");
  });

  it("starts where the setting says", async () => {
    const paths: string[] = [];
    server.use(
      http.post(`${origin}/assure/*`, ({ request }) => {
        paths.push(new URL(request.url).pathname);
        return new HttpResponse(null, { status: 202 });
      }),
    );
    const assure = client({ paths: { startVerification: "/assure/processes/{processId}/verification" } });
    given(await assure.startVerification("d 1", "p/2", call));
    expect(paths).toEqual(["/assure/processes/p%2F2/verification"]);
  });
});

describe("the other calls", () => {
  it("name the end user in the dossier only when told to", async () => {
    const bodies: unknown[] = [];
    server.use(
      http.post(`${origin}/assure/dossiers`, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json({ dossierId: "d" }, { status: 201 });
      }),
    );
    const assure = client();
    await assure.createDossier(undefined, call);
    await assure.createDossier("customer-7", call);
    expect(bodies).toEqual([{}, { externalReference: "customer-7" }]);
  });

  it("give the token of the mobile SDK", async () => {
    const assure = client();
    const dossierId = given(await assure.createDossier(undefined, call));
    const body = { ...order, processParameters: { mobileAppId: "com.example.app" } };
    expect(given(await assure.createProcess(dossierId, body, call))).toEqual({
      processId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: "pending",
      authorization: expect.stringMatching(/^sdk\./),
    });
  });

  it("give the page of the capture flow", async () => {
    const assure = client();
    const dossierId = given(await assure.createDossier(undefined, call));
    const body = { providers: [order], sdk: "native", redirectUrl: "https://rp.example/return" };
    const { processId, url } = given(await assure.startCapture(dossierId, body, call));
    expect(url).toBe(`${origin}/capture/${processId}`);
  });

  it("delete a process, after which there is none", async () => {
    const assure = client();
    const { dossierId, processId } = await startedProcess(assure);
    expect(await assure.deleteProcess(dossierId, processId, call)).toEqual({ ok: true, value: undefined });
    expect(errorOf(await assure.getProcess(dossierId, processId, call))).toMatchObject({
      code: "provider_error",
      httpStatus: 404,
      providerCode: "base:client-problem",
    });
  });

  it("list the document types", async () => {
    expect(given(await client().listDocumentTypes(call))).toContain("passport");
  });

  it("fetch an image and the full result when their paths are set", async () => {
    const assure = client({ paths: simulatorPaths });
    const { dossierId, processId } = await startedProcess(assure);
    simulator.finish(dossierId);
    expect(given(await assure.getImage(dossierId, processId, "selfie", call))).toEqual(specimenImages.jpeg);
    const full = given(await assure.downloadFullResult(dossierId, processId, call));
    expect(Object.keys(full.images)).toEqual(["front", "selfie"]);
    expect(JSON.parse(new TextDecoder().decode(full.facialReport))).toMatchObject({ name: "facial_similarity_photo" });
  });

  it("say that a path is not set, before any request", async () => {
    const assure = client();
    expect(errorOf(await assure.getImage("d", "p", "front", call))).toMatchObject({
      code: "configuration",
      message: "paths.getImage: not set",
    });
    expect(errorOf(await assure.downloadFullResult("d", "p", call))).toMatchObject({
      code: "configuration",
      message: "paths.fullResult: not set",
    });
    expect(simulator.requests).toEqual([]);
  });

  it("report a full result that there is none of, and one that is no zip", async () => {
    const assure = client({ paths: simulatorPaths });
    const { dossierId, processId } = await startedProcess(assure);
    expect(errorOf(await assure.downloadFullResult(dossierId, processId, call))).toMatchObject({ httpStatus: 404 });
    simulator.failNext({ status: 200, body: { content: "PK?", mediaType: "application/zip" } });
    expect(errorOf(await assure.downloadFullResult(dossierId, processId, call))).toMatchObject({
      code: "invalid_response",
      message: "zip: cannot be read",
    });
  });
});

describe("path settings", () => {
  it.each([
    ["getImage", "/assure/images/{processId}", "paths.getImage: lacks {depiction}"],
    ["fullResult", "/assure/dossiers/{dossierId}/zip", "paths.fullResult: lacks {processId}"],
    ["setImages", "assure/{processId}", "paths.setImages: must begin with a slash"],
    ["startVerification", "/assure/{processId}/{depiction}", "paths.startVerification: has an unknown placeholder"],
  ])("%s: %s is refused when the client is made", (name, template, message) => {
    const make = () => client({ paths: { [name]: template } });
    expect(make).toThrow(IdvError);
    expect(make).toThrow(expect.objectContaining({ code: "configuration", message }));
  });
});

describe("tokens", () => {
  it.each([
    [401, "a rejected token"],
    [400, "a header that Assure calls malformed"],
  ] as const)("after %i for %s every call is made once more with a new token, posts too", async (status, _) => {
    const assure = client();
    const dossierId = given(await assure.createDossier(undefined, call));
    simulator.revokeTokens(status);
    given(await assure.createProcess(dossierId, order, call));
    expect(calls()).toEqual([
      "POST /assure/dossiers 201",
      `POST /assure/dossiers/{dossierId}/processes ${status}`,
      "POST /assure/dossiers/{dossierId}/processes 201",
    ]);
    expect(tokenRequests()).toBe(2);
  });

  it("a header that stays malformed is credentials_rejected, after two tries", async () => {
    const content = JSON.stringify({
      type: "base:client-problem",
      title: "Malformed Authorization header.",
      status: 400,
    });
    simulator.failNext({
      status: 400,
      times: 9,
      path: "/assure/dossiers",
      body: { content, mediaType: "application/json" },
    });
    expect(errorOf(await client().createDossier(undefined, call))).toMatchObject({
      code: "credentials_rejected",
      httpStatus: 400,
      providerCode: "malformed-authorization",
      retryable: false,
    });
    expect(calls()).toHaveLength(2);
  });

  it("any other 400 is the caller's fault and causes no second call", async () => {
    const assure = client();
    const dossierId = given(await assure.createDossier(undefined, call));
    expect(errorOf(await assure.createProcess(dossierId, { provider: "onfido" }, call))).toMatchObject({
      code: "provider_error",
      httpStatus: 400,
      providerCode: "base:client-problem",
    });
    expect(calls()).toHaveLength(2);
    expect(tokenRequests()).toBe(1);
  });

  it("wrong credentials are credentials_rejected", async () => {
    const error = errorOf(await client({ clientSecret: "wrong" }).createDossier(undefined, call));
    expect(error).toMatchObject({ code: "credentials_rejected", providerCode: "invalid_client" });
  });

  it("come from the path and with the scope of the settings, at another host", async () => {
    const forms: string[] = [];
    server.use(
      http.post("https://preprod.signicat.com/oidc/token", async ({ request }) => {
        forms.push(await request.text());
        return HttpResponse.json({ access_token: "t", token_type: "Bearer" });
      }),
      http.get("https://preprod.signicat.com/assure/onfido/document-types", () => HttpResponse.json(["passport"])),
    );
    const baseUrl = "https://preprod.signicat.com";
    const assure = client({ baseUrl, tokenPath: "/oidc/token", scope: "client.assure.api" });
    expect(given(await assure.listDocumentTypes(call))).toEqual(["passport"]);
    expect(forms).toEqual(["grant_type=client_credentials&scope=client.assure.api"]);
  });
});

describe("failures", () => {
  it("reading and deleting are repeated, creating never", async () => {
    const assure = client();
    const { dossierId, processId } = await startedProcess(assure);
    const before = calls().length;
    simulator.failNext({ status: 503, times: 2 });
    given(await assure.getProcess(dossierId, processId, call));
    simulator.failNext({ status: "network" });
    given(await assure.deleteProcess(dossierId, processId, call));
    expect(calls().slice(before)).toEqual([
      "GET /assure/dossiers/{dossierId}/processes/{processId} 503",
      "GET /assure/dossiers/{dossierId}/processes/{processId} 503",
      "GET /assure/dossiers/{dossierId}/processes/{processId} 200",
      "DELETE /assure/dossiers/{dossierId}/processes/{processId} 0",
      "DELETE /assure/dossiers/{dossierId}/processes/{processId} 204",
    ]);
    simulator.failNext({ status: 503 });
    expect(errorOf(await assure.createDossier(undefined, call))).toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
    expect(calls().slice(before + 5)).toEqual(["POST /assure/dossiers 503"]);
  });

  it("an aborted call is interrupted, and the log sees templates only", async () => {
    const controller = new AbortController();
    controller.abort();
    const events: unknown[] = [];
    const note = (event: string, fields?: object) => void events.push([event, fields]);
    const log = { debug: note, info: note, warn: note, error: note };
    const { signal } = controller;
    expect(errorOf(await client().getProcess("d", "p", { signal, log })).code).toBe("interrupted");
    const assure = client({ log });
    const { dossierId, processId } = await startedProcess(assure);
    simulator.failNext({ status: 503 });
    given(await assure.getProcess(dossierId, processId, { log, signal: new AbortController().signal }));
    const logged = inspect(events, { depth: null });
    expect(logged).not.toContain(dossierId);
    expect(logged).not.toContain(processId);
  });

  it("an axios instance of the caller's own carries the calls", async () => {
    const { default: axios } = await import("axios");
    const instance = axios.create({ headers: { "x-own": "yes" } });
    const seen: (string | null)[] = [];
    server.use(
      http.get(`${origin}/assure/onfido/document-types`, ({ request }) => {
        seen.push(request.headers.get("x-own"));
        return HttpResponse.json([]);
      }),
    );
    given(await client({ axios: instance }).listDocumentTypes(call));
    expect(seen).toEqual(["yes"]);
  });

  it("no error shows a token, a secret, an id, an image or what the body says", async () => {
    const secret = "WILLEKE LISELOTTE";
    const body = JSON.stringify({ type: secret, code: secret, title: secret, detail: secret, dossierId: secret });
    const inspected: string[] = [];
    const assure = client({ paths: simulatorPaths, http: { retries: 0 } });
    const dossierId = given(await assure.createDossier(undefined, call));
    for (const status of [200, 400, 401, 404, 422, 429, 500]) {
      server.use(http.all(`${origin}/assure/*`, () => new HttpResponse(body, { status })));
      for (const run of [
        () => assure.createProcess(dossierId, order, call),
        () => assure.startCapture(dossierId, order, call),
        () => assure.uploadImages(dossierId, secret, images, call),
        () => assure.getImage(dossierId, secret, "front", call),
        () => assure.downloadFullResult(dossierId, secret, call),
      ]) {
        const result = await run();
        if (!result.ok)
          inspected.push(inspect(result.error, { showHidden: true, depth: null }) + JSON.stringify(result.error));
      }
    }
    expect(inspected).toHaveLength(33);
    for (const text of inspected) {
      for (const forbidden of [
        secret,
        encodeURIComponent(secret),
        dossierId,
        "simulated.",
        "base64",
        simulator.clientSecret,
      ]) {
        expect(text).not.toContain(forbidden);
      }
    }
  });
});

describe("answers", () => {
  const answer = (method: "get" | "post", path: string, body: unknown) =>
    server.use(http[method](`${origin}${path}`, () => HttpResponse.json(body as object)));

  it.each([
    [{ dossierId: "d-1", createdAt: "x", more: { a: 1 } }, "d-1"],
    [{ id: "d-2" }, "d-2"],
    [{ dossierId: null, id: "d-3" }, "d-3"],
  ])("a dossier is known by its id, whatever else is said: %j", async (body, dossierId) => {
    answer("post", "/assure/dossiers", body);
    expect(given(await client().createDossier(undefined, call))).toBe(dossierId);
  });

  it.each([
    [{}, "dossier.dossierId: missing"],
    [{ dossierId: null }, "dossier.dossierId: missing"],
    [{ dossierId: 7 }, "dossier.dossierId: invalid_type"],
    [{ dossierId: "" }, "dossier.dossierId: too_small; dossier.dossierId: invalid_format"],
    [{ dossierId: ".." }, "dossier.dossierId: invalid_format"],
    [[], "dossier: invalid_type"],
    ["d", "dossier: invalid_type"],
  ])("a dossier without a usable id is invalid_response: %j", async (body, message) => {
    answer("post", "/assure/dossiers", body);
    const error = errorOf(await client().createDossier(undefined, call));
    expect(error.code).toBe("invalid_response");
    expect(message.split("; ")).toContain(error.message.split("; ")[0]);
  });

  it.each([
    [
      { processId: "p", status: "brandNew" },
      { processId: "p", status: "brandNew" },
    ],
    [{ id: "p", status: null, authorization: null, extra: [] }, { processId: "p" }],
  ])("a process may say more or less: %j", async (body, expected) => {
    answer("post", "/assure/dossiers/d/processes", body);
    expect(given(await client().createProcess("d", order, call))).toEqual(expected);
  });

  it.each([
    [{ status: "pending" }, "process.processId: missing"],
    [{ processId: "p", authorization: 5 }, "process.authorization: invalid_type"],
  ])("a process that cannot be used is invalid_response: %j", async (body, message) => {
    answer("post", "/assure/dossiers/d/processes", body);
    expect(errorOf(await client().createProcess("d", order, call))).toMatchObject({
      code: "invalid_response",
      message,
    });
  });

  it.each([
    [{ processId: "p" }, "capture.url: invalid_type"],
    [{ url: "https://x.example/" }, "capture.processId: invalid_type"],
    [{ processId: "p", url: "javascript:alert(1)" }, "capture.url: invalid_format"],
  ])("a capture that leads nowhere or elsewhere is invalid_response: %j", async (body, message) => {
    answer("post", "/assure/dossiers/d/capture", body);
    expect(errorOf(await client().startCapture("d", order, call))).toMatchObject({ code: "invalid_response", message });
  });

  it.each([
    [
      ["passport", "passport", "visa"],
      ["passport", "visa"],
    ],
    [{ documentTypes: [{ documentType: "a" }, { type: "b" }, { name: "c" }, { other: 1 }, null, 5] }, ["a", "b", "c"]],
    [[], []],
  ])("document types are read from names and from objects: %j", async (body, expected) => {
    answer("get", "/assure/onfido/document-types", body);
    expect(given(await client().listDocumentTypes(call))).toEqual(expected);
  });

  it("document types that are no list are invalid_response", async () => {
    answer("get", "/assure/onfido/document-types", { passport: true });
    expect(errorOf(await client().listDocumentTypes(call))).toMatchObject({ message: "documentTypes: invalid_union" });
  });

  it.each([
    [{ type: "base:validation" }, "base:validation"],
    [{ code: "E100" }, "E100"],
    [{ type: null, code: null }, undefined],
    [{ code: 17 }, undefined],
    [{ type: 5 }, undefined],
    [{ type: "https://errors.example/x" }, undefined],
  ])("of an error body only a code is kept: %j", async (body, providerCode) => {
    server.use(http.get(`${origin}/assure/onfido/document-types`, () => HttpResponse.json(body, { status: 422 })));
    expect(errorOf(await client().listDocumentTypes(call)).providerCode).toBe(providerCode);
  });
});

/** What reached a path below the origin, in order. */
interface Sent {
  request: string;
  body: unknown;
}

/** Answers every call with a status and a body, in order; the last one again and again. */
function answering(...answers: [status: number, body?: unknown][]): Sent[] {
  const sent: Sent[] = [];
  const left = [...answers];
  server.use(
    http.all(`${origin}/assure/*`, async ({ request }) => {
      const text = await request.text();
      const path = new URL(request.url).pathname.replace("/assure", "");
      sent.push({ request: `${request.method} ${path}`, body: text === "" ? undefined : JSON.parse(text) });
      const [status, body] = (left.length > 1 ? left.shift() : left[0]) ?? [500];
      return new HttpResponse(body === undefined ? null : JSON.stringify(body), { status });
    }),
  );
  return sent;
}

describe("dossiers", () => {
  it("are listed, under whichever name the id has", async () => {
    const entries = [
      { dossierId: "d-1", externalReference: "customer-7" },
      { id: "d-2" },
      { dossierId: null, id: "d-3" },
    ];
    const sent = answering([200, entries]);
    expect(given(await client().listDossiers(call))).toEqual([
      { dossierId: "d-1", raw: entries[0] },
      { dossierId: "d-2", raw: entries[1] },
      { dossierId: "d-3", raw: entries[2] },
    ]);
    expect(sent).toEqual([{ request: "GET /dossiers", body: undefined }]);
  });

  it.each([
    [{ dossiers: [] }, "dossiers: expected a list"],
    [null, "dossiers: expected a list"],
    [[{ id: "d-1" }, { id: ".." }], "dossiers[1]: no usable id"],
    [["d-1"], "dossiers[0]: no usable id"],
  ])("a list that would leave one out is invalid_response: %j", async (body, message) => {
    answering([200, body]);
    expect(errorOf(await client().listDossiers(call))).toMatchObject({ code: "invalid_response", message });
  });

  it("are read one by one, and what else is said is kept", async () => {
    const body = { dossierId: "d 1", processes: [{ processId: "p" }], createdAt: "2026-01-01T00:00:00Z" };
    const sent = answering([200, body]);
    expect(given(await client().getDossier("d 1", call))).toEqual({ dossierId: "d 1", raw: body });
    expect(sent[0]?.request).toBe("GET /dossiers/d%201");
  });

  it("without an id are invalid_response; where there is none, that is an error", async () => {
    answering([200, {}], [404]);
    expect(errorOf(await client().getDossier("d", call))).toMatchObject({
      code: "invalid_response",
      message: "dossier.dossierId: missing",
    });
    expect(errorOf(await client().getDossier("d", call))).toMatchObject({ code: "provider_error", httpStatus: 404 });
  });

  it("are deleted, again after a fault", async () => {
    const sent = answering([503], [204]);
    expect(await client().deleteDossier("d", call)).toEqual({ ok: true, value: undefined });
    expect(sent.map(({ request }) => request)).toEqual(["DELETE /dossiers/d", "DELETE /dossiers/d"]);
  });

  it("take files, and an upload of images without a path of its own sends the same", async () => {
    const sent = answering([204]);
    const assure = client();
    given(await assure.uploadDossierFiles("d", images, call));
    given(await assure.uploadImages("d", "p", images, call));
    expect(sent[0]).toEqual({
      request: "POST /dossiers/d/files",
      body: {
        front: `data:image/png;base64,${Buffer.from(specimenImages.png).toString("base64")}`,
        selfie: `data:image/jpeg;base64,${Buffer.from(specimenImages.jpeg).toString("base64")}`,
      },
    });
    expect(sent[1]).toEqual(sent[0]);
  });

  it("take their files once only: a failed upload is not repeated", async () => {
    const sent = answering([503]);
    expect(errorOf(await client().uploadDossierFiles("d", images, call)).code).toBe("provider_unavailable");
    expect(sent).toHaveLength(1);
  });
});

describe("capture configurations", () => {
  const configuration = {
    documentTypes: ["passport"],
    texts: { welcome: { en: "Hello" } },
    limit: 3,
    nothing: null,
    onfidoConfig: { theme: "dark", steps: ["document", "face"] },
  } satisfies CaptureConfiguration;

  it("are listed as they come", async () => {
    const sent = answering([200, [{ id: "a" }, "b"]]);
    expect(given(await client().listCaptureConfigurations(call))).toEqual([{ id: "a" }, "b"]);
    expect(sent[0]?.request).toBe("GET /capture/configurations");
  });

  it("in something else than a list are invalid_response", async () => {
    answering([200, { a: {} }]);
    expect(errorOf(await client().listCaptureConfigurations(call))).toMatchObject({
      code: "invalid_response",
      message: "captureConfigurations: expected a list",
    });
  });

  it("are read with everything that is in them", async () => {
    const sent = answering([200, configuration]);
    expect(given(await client().getCaptureConfiguration("brand/1", call))).toStrictEqual(configuration);
    expect(sent[0]?.request).toBe("GET /capture/configurations/brand%2F1");
  });

  it("that do not exist are null, no error", async () => {
    answering([404, { type: "base:client-problem" }]);
    expect(await client().getCaptureConfiguration("brand", call)).toEqual({ ok: true, value: null });
  });

  it("are not taken for missing when it is the token endpoint that is", async () => {
    const sent = answering([200, configuration]);
    server.use(http.post(`${origin}/auth/open/connect/token`, () => new HttpResponse(null, { status: 404 })));
    expect(errorOf(await client().getCaptureConfiguration("brand", call)).code).toBe("configuration");
    expect(errorOf(await client().saveCaptureConfiguration("brand", {}, call)).code).toBe("configuration");
    expect(sent).toEqual([]);
  });

  it.each([
    [[configuration], "captureConfiguration: invalid_type"],
    [{ onfidoConfig: "dark" }, "captureConfiguration.onfidoConfig: invalid_type"],
  ])("that cannot be used are invalid_response: %j", async (body, message) => {
    answering([200, body]);
    expect(errorOf(await client().getCaptureConfiguration("brand", call))).toMatchObject({
      code: "invalid_response",
      message,
    });
  });

  it("are created by a POST and replaced by a PUT, under the id in the path", async () => {
    const sent = answering([201, configuration]);
    const assure = client();
    expect(await assure.createCaptureConfiguration("brand", configuration, call)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await assure.replaceCaptureConfiguration("brand", configuration, call)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(sent).toStrictEqual([
      { request: "POST /capture/configurations/brand", body: configuration },
      { request: "PUT /capture/configurations/brand", body: configuration },
    ]);
  });

  it("are written again after a fault only when that does the same thing once more", async () => {
    const sent = answering([503]);
    const assure = client({ http: { retries: 1, retryDelayMs: 1 } });
    for (const write of [assure.createCaptureConfiguration, assure.replaceCaptureConfiguration]) {
      expect(errorOf(await write("brand", configuration, call)).code).toBe("provider_unavailable");
    }
    expect(sent.map(({ request }) => request.split(" ")[0])).toEqual(["POST", "PUT", "PUT"]);
  });

  const circle: Record<string, unknown> = {};
  circle.self = circle;

  it.each([
    ["a list", [configuration], "captureConfiguration: invalid_type"],
    ["nothing", null, "captureConfiguration: invalid_type"],
    ["a map", new Map([["a", 1]]), "captureConfiguration: invalid_type"],
    ["settings of Onfido that are no object", { onfidoConfig: [] }, "captureConfiguration.onfidoConfig: invalid_type"],
    ["a date", { onfidoConfig: {}, from: new Date(0) }, "captureConfiguration.from: invalid_union"],
    ["a member without value", { theme: undefined }, "captureConfiguration.theme: invalid_union"],
    ["an object in itself", circle, "captureConfiguration: not JSON"],
  ])("%s is refused before any request", async (_, wrong, message) => {
    const sent = answering([200, {}]);
    const assure = client();
    for (const write of [
      assure.createCaptureConfiguration,
      assure.replaceCaptureConfiguration,
      assure.saveCaptureConfiguration,
    ]) {
      const error = errorOf(await write("brand", wrong as CaptureConfiguration, call));
      expect(error).toMatchObject({ code: "invalid_input", message });
    }
    expect(sent).toEqual([]);
  });

  it.each(["", "..", "."])("the id %j is refused before any request", async (id) => {
    const sent = answering([200, {}]);
    expect(errorOf(await client().saveCaptureConfiguration(id, {}, call)).code).toBe("invalid_input");
    expect(sent).toEqual([]);
  });

  it("are changed without a loss: only what the change names is another", async () => {
    const sent = answering([200, configuration], [200]);
    const change = { limit: 4, onfidoConfig: { theme: "light", language: "nl" } };
    expect(given(await client().saveCaptureConfiguration("brand", change, call))).toBe("replaced");
    expect(sent).toStrictEqual([
      { request: "GET /capture/configurations/brand", body: undefined },
      {
        request: "PUT /capture/configurations/brand",
        body: {
          ...configuration,
          limit: 4,
          onfidoConfig: { theme: "light", steps: ["document", "face"], language: "nl" },
        },
      },
    ]);
  });

  it.each([
    [
      "settings of Onfido where there were none",
      { a: 1 },
      { onfidoConfig: { b: 2 } },
      { a: 1, onfidoConfig: { b: 2 } },
    ],
    ["null for settings", { a: 1, onfidoConfig: null }, { onfidoConfig: { b: 2 } }, { a: 1, onfidoConfig: { b: 2 } }],
    ["settings taken away", { a: 1, onfidoConfig: { b: 2 } }, { onfidoConfig: null }, { a: 1, onfidoConfig: null }],
    ["no settings named", { onfidoConfig: { b: 2 } }, { a: 1 }, { a: 1, onfidoConfig: { b: 2 } }],
  ])("are changed: %s", async (_, before, change, after) => {
    const sent = answering([200, before], [200]);
    given(await client().saveCaptureConfiguration("brand", change as CaptureConfiguration, call));
    expect(sent[1]?.body).toStrictEqual(after);
  });

  it("are made by a change where there are none", async () => {
    const sent = answering([404], [201]);
    expect(given(await client().saveCaptureConfiguration("brand", configuration, call))).toBe("created");
    expect(sent[1]).toStrictEqual({ request: "POST /capture/configurations/brand", body: configuration });
  });

  it("are not written when they cannot be read, and a write that fails is told", async () => {
    const unread = answering([422]);
    expect(errorOf(await client().saveCaptureConfiguration("brand", {}, call)).httpStatus).toBe(422);
    expect(unread).toHaveLength(1);
    answering([404], [409]);
    expect(errorOf(await client().saveCaptureConfiguration("brand", {}, call)).code).toBe("conflict");
  });
});

describe("the older hosts", () => {
  it("are settings of the client: the token comes from there, with both scopes", async () => {
    const forms: string[] = [];
    server.use(
      http.post("https://preprod.signicat.com/oidc/token", async ({ request }) => {
        forms.push(await request.text());
        return HttpResponse.json({ access_token: "t", token_type: "Bearer" });
      }),
      http.post("https://preprod.signicat.com/assure/dossiers", ({ request }) =>
        HttpResponse.json({ dossierId: request.headers.get("authorization") }),
      ),
    );
    const assure = client(enterpriseHosts("preprod"));
    expect(given(await assure.createDossier(undefined, call))).toBe("Bearer t");
    expect(forms).toEqual(["grant_type=client_credentials&scope=client.assure.api+client.capture.api"]);
  });

  it.each(["id", "preprod", "a", "my-env-2", "x".repeat(63)])("%s is an environment", (environment) => {
    expect(enterpriseHosts(environment).baseUrl).toBe(`https://${environment}.signicat.com`);
  });

  it.each([
    "",
    "x".repeat(64),
    "Preprod",
    "-a",
    "a-",
    "a.b",
    "evil.example/",
    "evil.example#",
    "user@evil",
    "a\n",
    "prüf",
    undefined,
    ["preprod"],
  ])("%j is none, so that no credentials go elsewhere", (environment) => {
    const make = () => enterpriseHosts(environment as string);
    expect(make).toThrow(IdvError);
    expect(make).toThrow(
      expect.objectContaining({ code: "configuration", message: "environment: expected a host label" }),
    );
  });
});
