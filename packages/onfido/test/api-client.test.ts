import { inspect } from "node:util";
import { IdvError, type IdvResult } from "@idvkit/core";
import { createRateLimiter } from "@idvkit/driver-kit";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, type ApiClient, type ApiClientSettings, createApiClient } from "../src/api/client.ts";
import { specimenImages } from "../src/testing/index.ts";

const origin = "https://api.eu.onfido.com/v3.6";
const apiToken = "api_live.SECRETPART";
const ids = {
  applicant: "applicant-1",
  check: "check-1",
  report: "report-1",
  run: "run-1",
  task: "task_1",
  file: "file-1",
};
const strangers: string[] = [];
const server = setupServer();
const call: ApiCall = {};

interface SeenCall {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

let seen: SeenCall[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: ({ frame }) => void strangers.push(frame.protocol) }));
beforeEach(() => {
  seen = [];
});
afterEach(() => {
  server.resetHandlers();
  expect(strangers.splice(0)).toEqual([]);
});
afterAll(() => server.close());

function client(settings: Partial<ApiClientSettings> = {}): ApiClient {
  return createApiClient({ apiToken, region: "eu", http: { retryDelayMs: 1 }, ...settings });
}

/** Answers every request, at whatever path, and keeps it. The answers are given in order; the last one again and again. */
function answer(...answers: (() => Response)[]): void {
  server.use(
    http.all("https://*", async ({ request }) => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.from(await request.arrayBuffer()).toString("latin1") });
      return answers[Math.min(seen.length, answers.length) - 1]?.() ?? new HttpResponse(null, { status: 500 });
    }),
  );
}

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    HttpResponse.json(body as object, { status, headers });
const bytes =
  (content: Uint8Array, mediaType = "application/pdf") =>
  () =>
    new HttpResponse(new Uint8Array(content), { headers: { "content-type": mediaType } });
const redirect = (location: string) => () => new HttpResponse(null, { status: 302, headers: { location } });

function given<T>(result: IdvResult<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}

function errorOf(result: IdvResult<unknown>): IdvError {
  if (result.ok) throw new Error("succeeded");
  return result.error;
}

function calls(): string[] {
  return seen.map(({ method, url }) => `${method} ${url.replace(origin, "")}`);
}

describe("a call", () => {
  it("carries the token, goes to the region's host and sends JSON", async () => {
    answer(json({ id: ids.applicant, sandbox: false, first_name: "WILLEKE" }, 201));
    const body = { first_name: "WILLEKE", last_name: "LISELOTTE", location: { country_of_residence: "NLD" } };
    expect(given(await client().createApplicant(body, call))).toBe(ids.applicant);
    expect(seen[0]?.headers.get("authorization")).toBe(`Token token=${apiToken}`);
    expect(seen[0]?.headers.get("content-type")).toBe("application/json");
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual(body);
    expect(seen[0]?.url).toBe("https://api.eu.onfido.com/v3.6/applicants");
  });

  it.each([
    ["us", "api_live_us.x", "https://api.us.onfido.com/v3.6/checks/check-1"],
    ["ca", "api_sandbox_ca.x", "https://api.ca.onfido.com/v3.6/checks/check-1"],
  ] as const)("goes to the host of region %s", async (region, token, url) => {
    answer(json({}));
    given(await createApiClient({ apiToken: token, region }).getCheck(ids.check, call));
    expect(seen[0]?.url).toBe(url);
  });

  it("goes elsewhere when told to", async () => {
    answer(json({}));
    given(await client({ baseUrl: "https://onfido.rp.example/v3.6/" }).getCheck(ids.check, call));
    expect(seen[0]?.url).toBe("https://onfido.rp.example/v3.6/checks/check-1");
  });

  it.each<[string, (api: ApiClient) => Promise<IdvResult<unknown>>]>([
    ["DELETE /applicants/applicant-1", (api) => api.deleteApplicant(ids.applicant, call)],
    ["POST /sdk_token", (api) => api.createSdkToken({ applicant_id: ids.applicant }, call)],
    ["POST /checks", (api) => api.createCheck({ applicant_id: ids.applicant }, call)],
    ["GET /checks/check-1", (api) => api.getCheck(ids.check, call)],
    ["GET /reports?check_id=check-1", (api) => api.listReports(ids.check, call)],
    ["GET /reports/report-1", (api) => api.getReport(ids.report, call)],
    ["GET /checks/check-1/download", (api) => api.downloadCheck(ids.check, call)],
    ["POST /workflow_runs", (api) => api.createWorkflowRun({ workflow_id: "w" }, call)],
    ["GET /workflow_runs/run-1", (api) => api.getWorkflowRun(ids.run, call)],
    ["GET /workflow_runs/run-1/tasks", (api) => api.listTasks(ids.run, call)],
    ["GET /workflow_runs/run-1/tasks/task_1", (api) => api.getTask(ids.run, ids.task, call)],
    ["GET /workflow_runs/run-1/signed_evidence_file", (api) => api.getSignedEvidenceFile(ids.run, call)],
    ["GET /workflow_runs/run-1/evidence_folder", (api) => api.getEvidenceFolder(ids.run, call)],
    ["POST /workflow_runs/run-1/timeline_file", (api) => api.createTimelineFile(ids.run, call)],
    ["GET /workflow_runs/run-1/timeline_file/file-1", (api) => api.getTimelineFile(ids.run, ids.file, call)],
    ["GET /documents/file-1/download", (api) => api.downloadDocument(ids.file, call)],
    ["GET /live_photos/file-1/download", (api) => api.downloadLivePhoto(ids.file, call)],
    ["GET /live_videos/file-1/download", (api) => api.downloadLiveVideo(ids.file, call)],
    ["GET /motion_captures/file-1/download", (api) => api.downloadMotionCapture(ids.file, call)],
  ])("is %s", async (line, run) => {
    answer(json({ id: "x", token: "x", reports: [], tasks: [] }));
    given(await run(client()));
    expect(calls()).toEqual([line]);
  });

  it("puts an id into the path encoded, and none that would lead elsewhere", async () => {
    answer(json({}));
    given(await client().getCheck("a/b c?d", call));
    expect(calls()).toEqual(["GET /checks/a%2Fb%20c%3Fd"]);
    expect(errorOf(await client().getCheck("..", call))).toMatchObject({ code: "invalid_input" });
    expect(seen).toHaveLength(1);
  });
});

describe("an upload", () => {
  const partsOf = (body: string) => body.split("\r\n").filter((line) => /^(?:content-|[a-zA-Z0-9_-]+$)/i.test(line));

  it("of a document is a form with the file under a name of ours", async () => {
    answer(json({ id: "document-1" }, 201));
    const image = { content: specimenImages.png, mediaType: "image/png" } as const;
    const document = {
      applicantId: ids.applicant,
      type: "driving_licence",
      side: "back",
      issuingCountry: "NLD",
      image,
    } as const;
    expect(given(await client().uploadDocument(document, call))).toBe("document-1");
    expect(seen[0]?.headers.get("content-type")).toMatch(/^multipart\/form-data; boundary=/);
    const body = seen[0]?.body ?? "";
    for (const [name, value] of [
      ["applicant_id", ids.applicant],
      ["type", "driving_licence"],
      ["side", "back"],
      ["issuing_country", "NLD"],
    ]) {
      expect(body).toContain(`name="${name}"\r\n\r\n${value}\r\n`);
    }
    expect(partsOf(body)).toContain('Content-Disposition: form-data; name="file"; filename="back.png"');
    expect(partsOf(body)).toContain("Content-Type: image/png");
    expect(body).toContain(Buffer.from(specimenImages.png).toString("latin1"));
  });

  it("of a document needs no issuing country, and may be a PDF", async () => {
    answer(json({ id: "document-1" }, 201));
    const image = { content: new Uint8Array([1]), mediaType: "application/pdf" } as const;
    given(await client().uploadDocument({ applicantId: "a", type: "passport", side: "front", image }, call));
    expect(seen[0]?.body).toContain('filename="front.pdf"');
    expect(seen[0]?.body).not.toContain("issuing_country");
  });

  it("of a live photo names the applicant", async () => {
    answer(json({ id: "photo-1" }, 201));
    const image = { content: specimenImages.jpeg, mediaType: "image/jpeg" } as const;
    expect(given(await client().uploadLivePhoto({ applicantId: ids.applicant, image }, call))).toBe("photo-1");
    expect(calls()).toEqual(["POST /live_photos"]);
    expect(seen[0]?.body).toContain(`name="applicant_id"\r\n\r\n${ids.applicant}\r\n`);
    expect(seen[0]?.body).toContain('filename="live-photo.jpg"');
  });
});

describe("a download", () => {
  it("follows a redirect to another host, which does not get the token", async () => {
    answer(redirect("https://files.example/evidence.pdf?signature=x"), bytes(new Uint8Array([1, 2, 3])));
    expect(given(await client().getSignedEvidenceFile(ids.run, call))).toEqual(new Uint8Array([1, 2, 3]));
    expect(seen[0]?.headers.get("authorization")).toBe(`Token token=${apiToken}`);
    expect(seen[1]?.url).toBe("https://files.example/evidence.pdf?signature=x");
    expect(seen[1]?.headers.get("authorization")).toBeNull();
  });

  it("follows two redirects, not three", async () => {
    const hop = redirect("https://files.example/next");
    answer(hop, hop, bytes(new Uint8Array([7])));
    expect(given(await client().getEvidenceFolder(ids.run, call))).toEqual(new Uint8Array([7]));
    seen = [];
    answer(hop);
    expect(errorOf(await client().downloadCheck(ids.check, call))).toMatchObject({
      code: "invalid_response",
      message: "GET /checks/{checkId}/download: too many redirects",
    });
    expect(seen).toHaveLength(3);
  });

  it("of anything but a file follows no redirect", async () => {
    answer(redirect("https://files.example/"));
    expect(errorOf(await client().getCheck(ids.check, call)).code).toBe("invalid_response");
    expect(seen).toHaveLength(1);
  });

  it("is refused when it is too large for its kind, or a page", async () => {
    answer(bytes(new Uint8Array(20 * 1024 * 1024 + 1), "image/png"));
    expect(errorOf(await client().downloadLivePhoto(ids.file, call))).toMatchObject({
      code: "invalid_response",
      message: "GET /live_photos/{livePhotoId}/download: the body is too large",
    });
    expect(given(await client().downloadLiveVideo(ids.file, call))).toHaveLength(20 * 1024 * 1024 + 1);
    answer(bytes(new TextEncoder().encode("<html>"), "text/html"));
    expect(errorOf(await client().downloadDocument(ids.file, call)).code).toBe("invalid_response");
  });

  it("of a timeline file that is still being made is a 404", async () => {
    answer(json({ error: { type: "resource_not_found", message: "x" } }, 404));
    expect(errorOf(await client().getTimelineFile(ids.run, ids.file, call))).toMatchObject({
      code: "provider_error",
      httpStatus: 404,
      providerCode: "resource_not_found",
    });
  });
});

describe("settings", () => {
  const make = (settings: object) => () => createApiClient(settings as ApiClientSettings);

  it.each([
    [{ apiToken, region: "de" }, "options.region: expected eu, us, ca"],
    [{ apiToken, region: "eu", environment: "test" }, "options.environment: expected live, sandbox"],
    [{ apiToken, region: "eu", baseUrl: "api.eu.onfido.com" }, "baseUrl: expected an absolute http or https URL"],
    [
      { apiToken, region: "eu", rateLimit: { requests: 0, intervalMs: 1 } },
      "requests: expected a whole number from 1 to 1000000",
    ],
    [{ region: "eu" }, "options.apiToken: expected either it, or options.clientId and options.clientSecret"],
    [
      { region: "eu", clientId: "c" },
      "options.apiToken: expected either it, or options.clientId and options.clientSecret",
    ],
    [
      { region: "eu", apiToken, clientId: "c", clientSecret: "s" },
      "options.apiToken: expected either it, or options.clientId and options.clientSecret",
    ],
  ])("that cannot work are refused when the client is made: %#", (settings, message) => {
    expect(make(settings)).toThrow(IdvError);
    expect(make(settings)).toThrow(expect.objectContaining({ code: "configuration", message }));
  });
});

describe("the wrong account", () => {
  it.each([
    ["api_sandbox.x", "eu", "live", "options.apiToken: a sandbox token, but options.environment is live"],
    ["api_live.x", "eu", "sandbox", "options.apiToken: a live token, but options.environment is sandbox"],
    ["api_live_us.x", "eu", "live", "options.region: the token belongs to region us"],
  ] as const)("is named before any request: %s in %s, %s", async (token, region, environment, message) => {
    const api = createApiClient({ apiToken: async () => token, region, environment });
    expect(errorOf(await api.createApplicant({}, call))).toMatchObject({ code: "configuration", message });
    expect(seen).toEqual([]);
  });

  it.each([401, 403])("is guessed at after a %i, where the token does not show its region", async (status) => {
    answer(json({ error: { type: "authorization_error", message: "x" } }, status));
    const api = createApiClient({ apiToken: "another-form", region: "eu" });
    expect(errorOf(await api.createApplicant({}, call))).toMatchObject({
      code: "credentials_rejected",
      message: `POST /applicants: ${status}; check options.region: each region has its own accounts`,
      providerCode: "authorization_error",
      httpStatus: status,
    });
    expect(errorOf(await client().createApplicant({}, call)).message).toBe(`POST /applicants: ${status}`);
  });

  it("shows in an answer of the sandbox, when live is expected", async () => {
    answer(json({ id: "x", sandbox: true, report_ids: [] }));
    const live = client({ environment: "live" });
    for (const result of [
      await live.createApplicant({}, call),
      await live.createCheck({}, call),
      await live.getCheck(ids.check, call),
    ]) {
      expect(errorOf(result)).toMatchObject({
        code: "configuration",
        message: "options.environment: is live, but the credentials belong to the sandbox",
        retryable: false,
      });
    }
    expect(given(await client().getCheck(ids.check, call))).toMatchObject({ sandbox: true });
    answer(json({ id: "x", sandbox: false }));
    expect(given(await live.getCheck(ids.check, call))).toMatchObject({ sandbox: false });
  });
});

describe("an OAuth client", () => {
  const oauth = () => createApiClient({ region: "ca", clientId: "id", clientSecret: async () => "secret&" });
  const token = json({ access_token: "token-1", token_type: "Bearer", expires_in: 3600 });

  it("gets one token of its region with all scopes, and sends it as bearer", async () => {
    answer(token, json({}));
    const api = oauth();
    given(await api.getCheck(ids.check, call));
    given(await api.getReport(ids.report, call));
    expect(seen.map(({ url }) => url)).toEqual([
      "https://api.ca.onfido.com/v3.6/oauth/token",
      "https://api.ca.onfido.com/v3.6/checks/check-1",
      "https://api.ca.onfido.com/v3.6/reports/report-1",
    ]);
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: "client_credentials",
      scope: "all_scopes",
      client_id: "id",
      client_secret: "secret&",
    });
    expect(seen[2]?.headers.get("authorization")).toBe("Bearer token-1");
  });

  it("makes a rejected call once more with a new token, posts too", async () => {
    answer(token, json({}, 401), token, json({ id: ids.applicant }, 201));
    expect(given(await oauth().createApplicant({}, call))).toBe(ids.applicant);
    expect(seen).toHaveLength(4);
  });

  it("that stays rejected is told to check its region", async () => {
    answer(token, json({}, 403), token, json({}, 403));
    expect(errorOf(await oauth().getCheck(ids.check, call)).message).toBe(
      "GET /checks/{checkId}: 403; check options.region: each region has its own accounts",
    );
  });

  it("with wrong credentials is credentials_rejected, with the same advice", async () => {
    for (const status of [400, 401]) {
      answer(json({ error: "invalid_client", error_description: "secret" }, status));
      const error = errorOf(await oauth().getCheck(ids.check, call));
      expect(error).toMatchObject({ code: "credentials_rejected", providerCode: "invalid_client" });
      expect(error.message).toContain("check options.region");
    }
  });
});

describe("failures", () => {
  it("reading and deleting are repeated, creating never", async () => {
    const down = json({}, 503);
    answer(down, down, json({ id: ids.check }));
    given(await client().getCheck(ids.check, call));
    expect(seen).toHaveLength(3);
    seen = [];
    answer(down, () => new HttpResponse(null, { status: 204 }));
    given(await client().deleteApplicant(ids.applicant, call));
    expect(seen).toHaveLength(2);
    seen = [];
    answer(down);
    const image = { content: specimenImages.png, mediaType: "image/png" } as const;
    for (const result of [
      await client().createApplicant({}, call),
      await client().createCheck({}, call),
      await client().createWorkflowRun({}, call),
      await client().createTimelineFile(ids.run, call),
      await client().createSdkToken({}, call),
      await client().uploadLivePhoto({ applicantId: "a", image }, call),
      await client().uploadDocument({ applicantId: "a", type: "passport", side: "front", image }, call),
    ]) {
      expect(errorOf(result)).toMatchObject({ code: "provider_unavailable", retryable: true });
    }
    expect(seen).toHaveLength(7);
  });

  it("a validation error names its type and its fields, not what is said about them", async () => {
    const fields = { first_name: ["WILLEKE can't be it"], address: [{ postcode: ["1234 AB is invalid"] }] };
    answer(json({ error: { type: "validation_error", message: "There was WILLEKE", fields } }, 422));
    const error = errorOf(await client().createApplicant({ first_name: "WILLEKE" }, call));
    expect(error).toMatchObject({
      code: "provider_error",
      httpStatus: 422,
      providerCode: "validation_error",
      message: "POST /applicants: 422 (first_name, address.postcode)",
      retryable: false,
    });
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain("WILLEKE");
  });

  it("a limit of Onfido's says when to come back", async () => {
    answer(json({ error: { type: "rate_limit", message: "x" } }, 429, { "retry-after": "30" }));
    expect(errorOf(await client().createCheck({}, call))).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 30_000,
      retryable: true,
      providerCode: "rate_limit",
    });
  });

  it("an aborted call is interrupted, and the log sees templates only", async () => {
    const events: unknown[] = [];
    const note = (event: string, fields?: object) => void events.push([event, fields]);
    const log = { debug: note, info: note, warn: note, error: note };
    answer(json({ id: "x" }));
    expect(errorOf(await client({ log }).getCheck("SECRETID", { signal: AbortSignal.abort() })).code).toBe(
      "interrupted",
    );
    given(await client({ log }).getCheck("SECRETID", call));
    given(await client().getCheck("SECRETID", { log, signal: new AbortController().signal }));
    expect(events).toHaveLength(2);
    expect(inspect(events, { depth: null })).not.toMatch(/SECRET/);
  });

  it("an axios instance of the caller's own carries the calls", async () => {
    const { default: axios } = await import("axios");
    answer(json({}));
    given(await client({ axios: axios.create({ headers: { "x-own": "yes" } }) }).getCheck(ids.check, call));
    expect(seen[0]?.headers.get("x-own")).toBe("yes");
  });

  it("no error shows a token, an id, an image or what the body says", async () => {
    const secret = "WILLEKE LISELOTTE";
    const body = JSON.stringify({
      error: { type: secret, message: secret, fields: { [secret]: [secret] } },
      id: ["SECRETPART"],
      sandbox: secret,
    });
    const image = { content: new TextEncoder().encode(secret), mediaType: "image/png" } as const;
    const inspected: string[] = [];
    for (const status of [200, 302, 400, 401, 404, 422, 429, 500]) {
      answer(() => new HttpResponse(body, { status, headers: { location: `https://${encodeURIComponent(secret)}/` } }));
      const api = client({ http: { retries: 0 }, environment: "live" });
      for (const result of [
        await api.createApplicant({ first_name: secret }, call),
        await api.createCheck({ applicant_id: "SECRETPART" }, call),
        await api.uploadDocument({ applicantId: "SECRETPART", type: "passport", side: "front", image }, call),
        await api.createWorkflowRun({ applicant_id: "SECRETPART" }, call),
        await api.listReports("SECRETPART", call),
        await api.listTasks("SECRETPART", call),
      ]) {
        const error = errorOf(result);
        inspected.push(inspect(error, { showHidden: true, depth: null }) + JSON.stringify(error));
      }
    }
    expect(inspected).toHaveLength(48);
    for (const text of inspected) expect(text).not.toMatch(/WILLEKE|LISELOTTE|SECRETPART/);
  });
});

describe("the rate limit", () => {
  const burst = (apis: ApiClient[], times: number) =>
    Promise.all(Array.from({ length: times }, (_, index) => apis[index % apis.length]?.getCheck(ids.check, call)));

  it("holds across calls at the same time", async () => {
    answer(json({}));
    const startedAt = performance.now();
    await burst([client({ rateLimit: { requests: 2, intervalMs: 100 } })], 6);
    expect(seen).toHaveLength(6);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  it("holds across clients that share a limiter", async () => {
    answer(json({}));
    const rateLimiter = createRateLimiter({ requests: 2, intervalMs: 100 });
    const startedAt = performance.now();
    await burst([client({ rateLimiter }), client({ rateLimiter })], 6);
    expect(seen).toHaveLength(6);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  it("is 400 a minute unless told otherwise", async () => {
    answer(json({}));
    const api = client({ http: { timeoutMs: 25_000 } });
    const results = await burst([api], 401);
    expect(results.filter((result) => result?.ok === true)).toHaveLength(400);
    const refused = results.find((result) => result?.ok === false);
    expect(refused).toMatchObject({ ok: false, error: { code: "rate_limited", retryable: true } });
    expect(seen).toHaveLength(400);
  });
});
