import { createHmac } from "node:crypto";
import axios from "axios";
import { unzipSync } from "fflate";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  createAssureSimulator,
  createOnfidoSimulator,
  type OnfidoEventName,
  type OnfidoOutcome,
  type OnfidoSimulator,
  type OnfidoSimulatorOptions,
  type ReportName,
  reportNames,
  type SimulatedOutcome,
  specimenImages,
} from "../src/testing/index.ts";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const person = { first_name: "Willeke", last_name: "de Bruijn", location: { country_of_residence: "NLD" } };
const both: ReportName[] = ["document", "facial_similarity_photo"];

interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  list: Record<string, unknown>[];
  bytes: Uint8Array;
  text: string;
}

/** A client that speaks HTTP and knows nothing of the driver. */
class Caller {
  readonly simulator: OnfidoSimulator;
  authorization: string;

  constructor(options: OnfidoSimulatorOptions = {}) {
    this.simulator = createOnfidoSimulator(options);
    this.authorization = `Token token=${this.simulator.apiToken}`;
    server.use(...(this.simulator.handlers as Parameters<typeof server.use>));
  }

  async send(method: string, path: string, body?: unknown): Promise<Reply> {
    const isForm = body instanceof FormData || body instanceof URLSearchParams;
    const answer = await fetch(path.startsWith("https:") ? path : `${this.simulator.origin}/v3.6${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(this.authorization !== "" && { authorization: this.authorization }),
        ...(body !== undefined && !isForm && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const content = answer.headers.get("content-type") === "application/json" ? JSON.parse(text) : {};
    return { status: answer.status, headers: answer.headers, bytes, text, body: content, list: content };
  }

  /** Gets what must be there. */
  async get(path: string): Promise<Record<string, unknown>> {
    const reply = await this.send("GET", path);
    expect(reply.status).toBe(200);
    return reply.body;
  }

  async make(path: string, body: unknown): Promise<Record<string, unknown>> {
    const reply = await this.send("POST", path, body);
    expect(reply).toMatchObject({ status: 201 });
    return reply.body;
  }

  async applicant(more: object = {}): Promise<string> {
    return String((await this.make("/applicants", { ...person, ...more })).id);
  }

  /** A check of somebody who showed document and face to the SDK. */
  async check(more: object = {}, names: readonly ReportName[] = both, capture = {}): Promise<string> {
    const applicant_id = await this.applicant();
    this.simulator.capture(applicant_id, capture);
    return String((await this.make("/checks", { applicant_id, report_names: names, ...more })).id);
  }

  async reports(checkId: string): Promise<Record<string, unknown>[]> {
    return (await this.get(`/reports?check_id=${checkId}`)).reports as Record<string, unknown>[];
  }

  /** The only report of a check that ended. */
  async report(name: ReportName, more: object = {}, capture = {}): Promise<Record<string, unknown>> {
    const needed = { facial_similarity_video: "video", facial_similarity_motion: "motion" } as const;
    const face = name === "facial_similarity_video" || name === "facial_similarity_motion" ? needed[name] : "photo";
    const checkId = await this.check(more, [name], { face, ...capture });
    this.simulator.finish(checkId);
    return (await this.reports(checkId))[0] ?? {};
  }

  async run(more: object = {}): Promise<{ runId: string; applicantId: string }> {
    const applicantId = await this.applicant();
    const run = await this.make("/workflow_runs", { workflow_id: "workflow", applicant_id: applicantId, ...more });
    return { runId: String(run.id), applicantId };
  }

  /** A run to the end of which the person did their part. */
  async endedRun(outcome: OnfidoOutcome = {}): Promise<string> {
    const { runId, applicantId } = await this.run();
    this.simulator.capture(applicantId);
    this.simulator.decide(outcome, { id: runId });
    this.simulator.finish(runId);
    return runId;
  }
}

function form(fields: Record<string, string | Uint8Array<ArrayBuffer>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") data.set(name, value);
    else data.set(name, new Blob([value]), "picture.bin");
  }
  return data;
}

describe("credentials", () => {
  it("are the API token or a token of OAuth 2", async () => {
    const caller = new Caller();
    await caller.applicant();
    const credentials = { client_id: caller.simulator.clientId, client_secret: caller.simulator.clientSecret };
    const fields = { grant_type: "client_credentials", scope: "all_scopes", ...credentials };
    caller.authorization = "";
    const granted = await caller.send("POST", "/oauth/token", new URLSearchParams(fields));
    expect(granted.body).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: "all_scopes" });
    caller.authorization = `Bearer ${String(granted.body.access_token)}`;
    await caller.applicant();
    caller.simulator.revokeTokens();
    expect((await caller.send("POST", "/applicants", person)).status).toBe(401);
    caller.authorization = `Token token=${caller.simulator.apiToken}`;
    expect((await caller.send("POST", "/applicants", person)).status).toBe(401);
  });

  it("for OAuth 2 may stand in the header, and the scope may be left out", async () => {
    const caller = new Caller({ clientId: "a:b", clientSecret: "c d" });
    caller.authorization = `Basic ${Buffer.from("a%3Ab:c+d").toString("base64")}`;
    const reply = await caller.send("POST", "/oauth/token", new URLSearchParams({ grant_type: "client_credentials" }));
    expect(reply).toMatchObject({ status: 200, body: { scope: "all_scopes" } });
    caller.authorization = "";
    expect(await caller.send("POST", "/oauth/token", new URLSearchParams({ client_id: "a:b" }))).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
  });

  it.each(["", "Token token=api_live.other", "Bearer other", "Basic eDp5", "api_sandbox.simulator"])(
    "that are wrong are refused: %s",
    async (authorization) => {
      const caller = new Caller();
      caller.authorization = authorization;
      expect(await caller.send("GET", "/applicants/none")).toMatchObject({
        status: 401,
        body: { error: { type: "authorization_error", message: expect.any(String), fields: {} } },
      });
    },
  );
});

describe("the rate limit", () => {
  it("lets so many requests of a minute pass, and says when there is room again", async () => {
    let now = Date.parse("2026-11-22T10:00:00Z");
    const caller = new Caller({ rateLimit: 2, now: () => new Date(now) });
    const statuses: number[] = [];
    const read = async () => {
      const reply = await caller.send("GET", "/applicants/none");
      statuses.push(reply.status);
      return reply;
    };
    await read();
    now += 20_000;
    await read();
    now += 500;
    const limited = await read();
    expect(limited.body).toMatchObject({ error: { type: "rate_limit", fields: {} } });
    expect(limited.headers.get("retry-after")).toBe("40");
    now += 39_499;
    expect((await read()).headers.get("retry-after")).toBe("1");
    now += 1;
    await read();
    await read();
    expect(statuses).toEqual([404, 404, 429, 429, 404, 429]);
  });
});

describe("applicants", () => {
  it("are made, read and deleted, with everything that is about them", async () => {
    const caller = new Caller({ now: () => new Date("2026-11-22T10:00:00.123Z") });
    const made = await caller.make("/applicants", { ...person, dob: "1965-03-10", unknown: 1 });
    expect(made).toMatchObject({
      created_at: "2026-11-22T10:00:00Z",
      href: `/v3.6/applicants/${String(made.id)}`,
      sandbox: true,
      first_name: "Willeke",
      dob: "1965-03-10",
      email: null,
      location: { country_of_residence: "NLD", ip_address: null },
    });
    const id = String(made.id);
    expect(await caller.get(`/applicants/${id}`)).toEqual(made);
    const { documentIds } = caller.simulator.capture(id);
    const { id: runId } = await caller.make("/workflow_runs", { workflow_id: "w", applicant_id: id });
    expect((await caller.send("DELETE", `/applicants/${id}`)).status).toBe(204);
    for (const path of [`/applicants/${id}`, `/documents/${documentIds[0]}/download`, `/workflow_runs/${runId}`]) {
      expect(await caller.send("GET", path)).toMatchObject({
        status: 404,
        body: { error: { type: "resource_not_found", fields: {} } },
      });
    }
  });

  it.each([
    ["nothing", undefined, { body: ["can't be blank"] }],
    ["no last name", { first_name: "Willeke" }, { last_name: ["can't be blank"] }],
    ["an empty name", { ...person, first_name: "" }, { first_name: ["can't be blank"] }],
    ["a blank name", { ...person, first_name: " " }, { first_name: ["is invalid"] }],
    ["a forbidden character", { ...person, last_name: "de {Bruijn}" }, { last_name: ["is invalid"] }],
    [
      "a country in two letters",
      { ...person, location: { country_of_residence: "NL" } },
      { location: [{ country_of_residence: ["is invalid"] }] },
    ],
    ["a wrong date", { ...person, dob: "10-03-1965" }, { dob: ["is invalid"] }],
    [
      "an unknown consent",
      { ...person, consents: [{ name: "all", granted: true }] },
      { consents: [{ name: ["is invalid"] }] },
    ],
  ])("are refused for %s, field by field", async (_, body, fields) => {
    expect(await new Caller().send("POST", "/applicants", body)).toMatchObject({
      status: 422,
      body: {
        error: { type: "validation_error", message: "There was a validation error on this request", fields },
      },
    });
  });

  it("get a token for the SDK", async () => {
    const caller = new Caller();
    const applicant_id = await caller.applicant();
    expect((await caller.send("POST", "/sdk_token", { applicant_id })).body.token).toMatch(/^simulated\.sdk\./);
    expect((await caller.send("POST", "/sdk_token", { applicant_id: "none" })).status).toBe(422);
    expect((await caller.send("POST", "/sdk_token", {})).body).toMatchObject({
      error: { fields: { applicant_id: ["can't be blank"] } },
    });
  });
});

describe("uploads", () => {
  it("of documents and live photos are kept and given back", async () => {
    const caller = new Caller();
    const applicant_id = await caller.applicant();
    const fields = { applicant_id, type: "driving_licence", side: "back", issuing_country: "NLD" };
    const document = await caller.make("/documents", form({ ...fields, file: specimenImages.png }));
    expect(document).toMatchObject({
      file_name: "picture.bin",
      file_type: "png",
      file_size: specimenImages.png.byteLength,
      type: "driving_licence",
      side: "back",
      issuing_country: "NLD",
      applicant_id,
      download_href: `/v3.6/documents/${String(document.id)}/download`,
    });
    const download = await caller.send("GET", `/documents/${String(document.id)}/download`);
    expect(download.headers.get("content-type")).toBe("image/png");
    expect(download.bytes).toEqual(specimenImages.png);
    const photo = await caller.make("/live_photos", form({ applicant_id, file: specimenImages.jpeg }));
    expect(photo).toMatchObject({ file_type: "image/jpeg", href: `/v3.6/live_photos/${String(photo.id)}` });
    expect((await caller.send("GET", `/live_photos/${String(photo.id)}/download`)).bytes).toEqual(specimenImages.jpeg);
    expect((await caller.send("GET", `/documents/${String(photo.id)}/download`)).status).toBe(404);
  });

  it("can come from axios, as PDF, with the front as the default side", async () => {
    const caller = new Caller();
    const data = form({
      applicant_id: await caller.applicant(),
      type: "passport",
      file: new TextEncoder().encode("%PDF-1.4\n"),
    });
    const headers = { authorization: caller.authorization };
    const answer = await axios.post(`${caller.simulator.origin}/v3.6/documents`, data, { headers });
    expect(answer.data).toMatchObject({ file_type: "pdf", side: "front", issuing_country: null });
  });

  const tooLarge = new Uint8Array(10 * 1024 * 1024 + 1);
  tooLarge.set(specimenImages.png);
  const file = specimenImages.png;
  it.each([
    ["no form", undefined, ["applicant_id", "file", "type"]],
    ["somebody else", { applicant_id: "none", type: "passport", file }, ["applicant_id"]],
    ["an unknown type", { type: "library_card", file }, ["type"]],
    ["an unknown side", { type: "passport", side: "left", file }, ["side"]],
    ["a country in two letters", { type: "passport", issuing_country: "NL", file }, ["issuing_country"]],
    ["text in the place of a file", { type: "passport", file: "x" }, ["file"]],
    ["a file that is no picture", { type: "passport", file: new TextEncoder().encode("GIF89a") }, ["file"]],
    ["a file of more than 10 MB", { type: "passport", file: tooLarge }, ["file"]],
  ])("are refused with %s", async (_, fields, wrong) => {
    const caller = new Caller();
    const body = fields && form({ applicant_id: await caller.applicant(), ...fields });
    const reply = await caller.send("POST", "/documents", body);
    expect(reply.status).toBe(422);
    expect(Object.keys((reply.body.error as { fields: object }).fields).sort()).toEqual(wrong);
  });

  it("that are cut off are refused like empty ones", async () => {
    const caller = new Caller();
    const answer = await fetch(`${caller.simulator.origin}/v3.6/live_photos`, {
      method: "POST",
      headers: { authorization: caller.authorization, "content-type": "multipart/form-data; boundary=x" },
      body: "--x\r\ncontent-disposition: form-data; na",
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { error: { fields: { applicant_id: ["can't be blank"], file: ["can't be blank"] } } },
    ]);
  });

  it("of a PDF as live photo are refused", async () => {
    const caller = new Caller();
    const data = form({ applicant_id: await caller.applicant(), file: new TextEncoder().encode("%PDF-1.4\n") });
    expect((await caller.send("POST", "/live_photos", data)).status).toBe(422);
  });

  it.each([
    ["photo", "/live_photos", /^image\/jpeg$/],
    ["video", "/live_videos", /^video\/mp4$/],
    ["motion", "/motion_captures", /^video\/mp4$/],
  ] as const)("of the SDK have a face as %s", async (face, path, mediaType) => {
    const caller = new Caller();
    const captured = caller.simulator.capture(await caller.applicant(), { documentType: "driving_licence", face });
    expect(captured.documentIds).toHaveLength(2);
    const download = await caller.send("GET", `${path}/${captured.faceIds[0]}/download`);
    expect(download.status).toBe(200);
    expect(download.headers.get("content-type")).toMatch(mediaType);
  });

  it("of the SDK need an applicant, and may have no face", async () => {
    const caller = new Caller();
    expect(() => caller.simulator.capture("none")).toThrow(RangeError);
    expect(caller.simulator.capture(await caller.applicant(), { face: "none" }).faceIds).toEqual([]);
  });
});

describe("a check", () => {
  it("is in progress for some reads, then complete, with its reports", async () => {
    const caller = new Caller({ processingReads: 2 });
    const applicant_id = await caller.applicant();
    caller.simulator.capture(applicant_id);
    const body = { applicant_id, report_names: both, tags: ["a"], webhook_ids: ["w"] };
    const made = await caller.make("/checks", body);
    expect(made).toMatchObject({
      applicant_id,
      applicant_provides_data: false,
      status: "in_progress",
      result: null,
      report_ids: [expect.any(String), expect.any(String)],
      tags: ["a"],
      webhook_ids: ["w"],
      sandbox: true,
      paused: false,
      form_uri: null,
      privacy_notices_read_consent_given: false,
    });
    const id = String(made.id);
    expect(await caller.reports(id)).toMatchObject([
      { name: "document", status: "awaiting_data", result: null, breakdown: {} },
      { name: "facial_similarity_photo", status: "awaiting_data", result: null },
    ]);
    const statuses = [];
    for (let read = 0; read < 3; read += 1) statuses.push((await caller.get(`/checks/${id}`)).status);
    expect(statuses).toEqual(["in_progress", "in_progress", "complete"]);
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ result: "clear" });
    const [document, face] = await caller.reports(id);
    expect(document).toMatchObject({ check_id: id, status: "complete", result: "clear", sub_result: "clear" });
    expect(face).toMatchObject({ status: "complete", result: "clear", sub_result: null });
    expect(await caller.get(`/reports/${String(document?.id)}`)).toEqual(document);
    expect(document?.documents).toHaveLength(1);
  });

  it.each([
    ["an unknown applicant", { applicant_id: "none" }, { applicant_id: ["is invalid"] }],
    ["no reports", { report_names: [] }, { report_names: ["can't be blank"] }],
    ["an unknown report", { report_names: ["horoscope"] }, { report_names: ["is invalid"] }],
    ["the document of somebody else", { document_ids: ["none"] }, { document_ids: ["is invalid"] }],
    ["a wrong switch", { sub_result: "maybe" }, { sub_result: ["is invalid"] }],
    ["a wrong name in the other switch", { consider: ["horoscope"] }, { consider: ["is invalid"] }],
    [
      "a video that was never made",
      { report_names: ["facial_similarity_video"] },
      { applicant: ["You must provide a live video"] },
    ],
  ])("is refused for %s", async (_, more, fields) => {
    const caller = new Caller();
    const applicant_id = await caller.applicant();
    caller.simulator.capture(applicant_id);
    const reply = await caller.send("POST", "/checks", { applicant_id, report_names: both, ...more });
    expect(reply).toMatchObject({ status: 422, body: { error: { type: "validation_error", fields } } });
  });

  it("needs the uploads that its reports are about", async () => {
    const caller = new Caller();
    const applicant_id = await caller.applicant();
    expect(await caller.send("POST", "/checks", { applicant_id, report_names: both })).toMatchObject({
      status: 422,
      body: { error: { fields: { applicant: ["You must provide a document", "You must provide a live photo"] } } },
    });
    await caller.make("/checks", { applicant_id, report_names: ["watchlist_standard"] });
  });

  it("needs the consent of residents of the USA whose face is compared", async () => {
    const caller = new Caller();
    const granted = [{ name: "privacy_notices_read", granted: true }];
    const usa = { location: { country_of_residence: "USA" } };
    const order = async (more: object, applicant: object, names = both) => {
      const applicant_id = await caller.applicant({ ...usa, ...applicant });
      caller.simulator.capture(applicant_id);
      return (await caller.send("POST", "/checks", { applicant_id, report_names: names, ...more })).status;
    };
    expect(await order({}, {})).toBe(422);
    expect(await order({}, { consents: granted })).toBe(201);
    expect(await order({ privacy_notices_read_consent_given: true }, {})).toBe(201);
    expect(await order({}, {}, ["document"])).toBe(201);
  });

  it("waits for an applicant who provides the data", async () => {
    const caller = new Caller({ processingReads: 0 });
    const applicant_id = await caller.applicant();
    const check = await caller.make("/checks", { applicant_id, report_names: both, applicant_provides_data: true });
    expect(check).toMatchObject({ status: "awaiting_applicant", form_uri: expect.stringContaining("https://") });
    expect(() => caller.simulator.finish(String(check.id))).toThrow(RangeError);
    caller.simulator.capture(applicant_id);
    expect(await caller.get(`/checks/${String(check.id)}`)).toMatchObject({ status: "complete", result: "clear" });
  });

  it("is about the documents that it names", async () => {
    const caller = new Caller({ processingReads: 0 });
    const applicant_id = await caller.applicant();
    caller.simulator.capture(applicant_id);
    const licence = caller.simulator.capture(applicant_id, { documentType: "driving_licence" });
    const order = { applicant_id, report_names: both, document_ids: licence.documentIds };
    const [document] = await caller.reports(String((await caller.make("/checks", order)).id));
    expect(document).toMatchObject({
      documents: licence.documentIds.map((id) => ({ id })),
      properties: { document_type: "driving_licence" },
    });
  });

  it("can be downloaded once it is complete, at another origin that wants no credentials", async () => {
    const caller = new Caller();
    const id = await caller.check();
    expect((await caller.send("GET", `/checks/${id}/download`)).status).toBe(404);
    caller.simulator.finish(id);
    const sent = await caller.send("GET", `/checks/${id}/download`);
    const location = sent.headers.get("location") ?? "";
    expect([sent.status, new URL(location).origin]).toEqual([302, "https://files.onfido.example"]);
    expect((await caller.send("GET", location)).status).toBe(400);
    caller.authorization = "";
    const file = await caller.send("GET", location);
    expect(file.headers.get("content-type")).toBe("application/pdf");
    expect(file.text).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF\n$/);
    expect((await caller.send("GET", location.replace(/\?.*/, ""))).status).toBe(404);
  });
});

describe("the sandbox switches", () => {
  it.each([
    ["clear", "clear"],
    ["rejected", "consider"],
    ["suspected", "consider"],
    ["caution", "consider"],
  ])("sub_result %s gives a document report that is %s", async (sub_result, result) => {
    const caller = new Caller();
    const id = await caller.check({ sub_result });
    caller.simulator.finish(id);
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ result });
    expect(await caller.reports(id)).toMatchObject([{ sub_result, result }, { result: "clear" }]);
  });

  it("consider gives the reports that it names", async () => {
    const caller = new Caller();
    const id = await caller.check({ consider: ["facial_similarity_photo"] });
    caller.simulator.finish(id);
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ result: "consider" });
    expect(await caller.reports(id)).toMatchObject([
      { result: "clear", sub_result: "clear" },
      {
        result: "consider",
        breakdown: {
          face_comparison: { breakdown: { face_match: { result: "consider", properties: { score: 0.3243 } } } },
        },
      },
    ]);
  });

  it("consider of a document without sub_result means suspected", async () => {
    const report = await new Caller().report("document", { consider: ["document"] });
    expect(report).toMatchObject({ result: "consider", sub_result: "suspected" });
  });

  it("count more than decisions, but not with a live token", async () => {
    const caller = new Caller({ processingReads: 0 });
    caller.simulator.decide({ subResult: "rejected" });
    expect((await caller.reports(await caller.check({ sub_result: "caution" })))[0]).toMatchObject({
      sub_result: "caution",
    });
    const live = new Caller({ apiToken: "api_live.simulator", processingReads: 0 });
    const id = await live.check({ sub_result: "caution" });
    expect(await live.get(`/checks/${id}`)).toMatchObject({ sandbox: false, result: "clear" });
  });
});

describe("a decision", () => {
  it("is for all, for the next, for one, or for an applicant", async () => {
    const caller = new Caller();
    const subResult = async (id: string) => {
      caller.simulator.finish(id);
      return (await caller.reports(id))[0]?.sub_result;
    };
    caller.simulator.decide({ subResult: "rejected" });
    caller.simulator.decide({ subResult: "caution" }, "next");
    expect(await subResult(await caller.check())).toBe("caution");
    const one = await caller.check();
    caller.simulator.decide({ subResult: "suspected" }, { id: one });
    expect(await subResult(one)).toBe("suspected");
    const of = await caller.check();
    const applicantId = String((await caller.get(`/checks/${of}`)).applicant_id);
    caller.simulator.decide({ subResult: "clear" }, { applicantId });
    expect(await subResult(of)).toBe("clear");
    expect(await subResult(await caller.check())).toBe("rejected");
  });

  it("can pause a check, and let it go on", async () => {
    const caller = new Caller();
    const id = await caller.check();
    caller.simulator.decide({ checkStatus: "paused" }, { id });
    caller.simulator.finish(id);
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ status: "paused", paused: true, result: null });
    expect((await caller.reports(id))[0]).toMatchObject({ status: "awaiting_approval", result: null });
    caller.simulator.decide({}, { id });
    caller.simulator.finish(id);
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ status: "complete", paused: false, result: "clear" });
  });

  it("can withdraw a check, as withdraw does", async () => {
    const caller = new Caller();
    const decided = await caller.check({ consider: ["document"] });
    caller.simulator.decide({ checkStatus: "withdrawn" });
    caller.simulator.finish(decided);
    const direct = await caller.check();
    caller.simulator.withdraw(direct);
    for (const id of [decided, direct]) {
      expect(await caller.get(`/checks/${id}`)).toMatchObject({ status: "withdrawn", result: null });
      expect((await caller.reports(id))[0]).toMatchObject({ status: "withdrawn", result: null });
    }
  });

  it("can come after a reopening, in the place of the first and of the switches", async () => {
    const caller = new Caller();
    caller.simulator.decide({ subResult: "rejected" }, "next");
    const id = await caller.check({ sub_result: "suspected" });
    expect(() => caller.simulator.reopen(id)).toThrow(RangeError);
    caller.simulator.finish(id);
    caller.simulator.reopen(id);
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ status: "reopened", result: null });
    caller.simulator.decide({ consider: ["facial_similarity_photo"] }, { id });
    caller.simulator.finish(id);
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ status: "complete", result: "consider" });
    expect(await caller.reports(id)).toMatchObject([{ sub_result: "clear" }, { result: "consider" }]);
  });

  it("can be corrected member by member", async () => {
    const caller = new Caller();
    const id = await caller.check();
    caller.simulator.finish(id);
    const [document] = await caller.reports(id);
    caller.simulator.changeReport(String(document?.id), { result: "unidentified" });
    caller.simulator.changeReport(String(document?.id), { sub_result: null });
    expect((await caller.reports(id))[0]).toEqual({ ...document, result: "unidentified", sub_result: null });
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ result: "consider" });
    caller.simulator.changeCase(id, { status: "on_holiday" });
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ status: "on_holiday" });
    expect(() => caller.simulator.changeReport("none", {})).toThrow(RangeError);
  });
});

describe("reports", () => {
  it.each(reportNames)("%s are clear, and to be considered when it is decided so", async (name) => {
    const caller = new Caller();
    const clear = await caller.report(name);
    const doubtful = await caller.report(name, { consider: [name] });
    expect(clear).toMatchObject({ name, status: "complete", result: "clear" });
    expect(doubtful).toMatchObject({ name, status: "complete", result: "consider" });
    const results = (report: Record<string, unknown>) => JSON.stringify(report.breakdown).match(/"result":"\w+"/g);
    expect(new Set(results(clear))).toEqual(new Set(['"result":"clear"']));
    expect(results(doubtful)).toContain('"result":"consider"');
  });

  it("about a passport have the values of the specimen in the names of the API", async () => {
    const caller = new Caller();
    const { properties, breakdown } = await caller.report("document");
    expect(properties).toEqual({
      first_name: "WILLEKE LISELOTTE",
      last_name: "DE BRUIJN",
      date_of_birth: "1965-03-10",
      date_of_expiry: "2031-08-30",
      document_type: "passport",
      document_number: "SPECI2021",
      document_numbers: [{ type: "document_number", value: "SPECI2021" }],
      issuing_country: "NLD",
    });
    expect(breakdown).toMatchObject({
      police_record: {
        result: "clear",
        breakdown: { "document_has_not_been_recorded_as_lost,_stolen_or_compromised": { result: "clear" } },
      },
      data_validation: { breakdown: { expiry_date: { result: "clear", properties: {} } } },
      age_validation: { breakdown: { minimum_accepted_age: { result: "clear" } } },
    });
  });

  it("that are suspected have all that was read, those that are rejected hardly anything", async () => {
    const suspected = await new Caller().report("document", { sub_result: "suspected" });
    expect(suspected).toMatchObject({
      breakdown: {
        police_record: {},
        compromised_document: { breakdown: { document_database: { result: "consider" } } },
      },
      properties: {
        gender: "F",
        issuing_date: "2021-08-30",
        personal_number: "999999990",
        document_numbers: [{ value: "SPECI2021" }, { type: "personal_number", value: "999999990" }],
        mrz_line1: expect.stringMatching(/^P<NLD/),
      },
    });
    expect(await new Caller().report("document", { sub_result: "rejected" })).toMatchObject({
      properties: {},
      breakdown: { image_integrity: { result: "consider", breakdown: { image_quality: { result: "unidentified" } } } },
    });
    expect(await new Caller().report("document", { sub_result: "caution" })).toMatchObject({
      properties: { date_of_expiry: "2021-08-30" },
      breakdown: { data_validation: { breakdown: { document_expiration: { result: "consider" } } } },
    });
  });

  it("about a driving licence say what it allows, in the way of each report", async () => {
    const licence = { documentType: "driving_licence" };
    const plain = await new Caller().report("document", {}, licence);
    expect(plain.properties).toMatchObject({ document_type: "driving_licence", place_of_birth: "AMSTERDAM" });
    expect(plain.properties).not.toHaveProperty("raw_vehicle_classes");
    const driver = await new Caller().report("document_with_driver_verification", {}, licence);
    expect(driver.properties).toMatchObject({
      drivers_licence: true,
      restricted_licence: false,
      raw_vehicle_classes: "A1,A2,A,B1,B",
      manual_transmission_restriction: false,
      passenger_vehicle: { is_qualified: true, obtainment_date: "2004-10-07" },
    });
    const categories = await new Caller().report("document_with_driving_licence_information", {}, licence);
    expect(categories.properties).toHaveProperty("driving_licence_information.0", {
      category: "A1",
      obtainment_date: "2002-10-14",
      expiry_date: "2036-07-23",
      codes: [],
    });
  });

  it("with address information have an address, unless nothing could be read", async () => {
    const name = "document_with_address_information";
    expect((await new Caller().report(name)).properties).toHaveProperty("address_lines.city", "AMSTERDAM");
    expect((await new Caller().report(name, { sub_result: "rejected" })).properties).toEqual({});
  });

  it("about a document whose chip was read leave out what only pictures can tell", async () => {
    const report = await new Caller().report("document", {}, { documentType: "residence_permit", chip: true });
    expect(report).toMatchObject({
      breakdown: {
        issuing_authority: { result: "clear", breakdown: { nfc_passive_authentication: { result: "clear" } } },
        visual_authenticity: {},
      },
      properties: { document_type: "residence_permit", nfc: { document_number: "SPECI2021" } },
    });
  });

  it("about a video prove liveness", async () => {
    const report = await new Caller().report("facial_similarity_motion");
    expect(report.breakdown).toHaveProperty("visual_authenticity.breakdown.liveness_detected.result", "clear");
  });

  it("are listed for a check that there is", async () => {
    const caller = new Caller();
    expect((await caller.send("GET", "/reports")).status).toBe(422);
    expect((await caller.send("GET", "/reports?check_id=none")).status).toBe(404);
    expect((await caller.send("GET", "/reports/none")).status).toBe(404);
  });
});

describe("the same case on both channels", () => {
  const image = (name: "png" | "jpeg") =>
    `data:image/${name};base64,${Buffer.from(specimenImages[name]).toString("base64")}`;

  /** What Assure says about the case. */
  async function assureReports(outcome: SimulatedOutcome, documentType: string): Promise<Record<string, unknown>[]> {
    const simulator = createAssureSimulator({ processingReads: 0 });
    simulator.decide(outcome);
    server.use(...(simulator.handlers as Parameters<typeof server.use>));
    const credentials = Buffer.from(`${simulator.clientId}:${simulator.clientSecret}`).toString("base64");
    let authorization = `Basic ${credentials}`;
    const send = async (method: string, path: string, body?: unknown) => {
      const content = body instanceof URLSearchParams ? body : JSON.stringify(body);
      const answer = await fetch(`${simulator.origin}${path}`, {
        method,
        headers: { authorization },
        ...(body !== undefined && { body: content }),
      });
      return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
    };
    const grant = new URLSearchParams({ grant_type: "client_credentials", scope: "signicat-api" });
    authorization = `Bearer ${String((await send("POST", "/auth/open/connect/token", grant)).access_token)}`;
    const dossier = `/assure/dossiers/${String((await send("POST", "/assure/dossiers", {})).dossierId)}`;
    const { processId } = await send("POST", `${dossier}/processes`, {
      provider: "onfido",
      processType: "documentSelfie",
      documentType,
      requestExtraDataFromDrivingLicense: true,
      processParameters: { location: { countryOfResidence: "NLD" } },
    });
    await send("POST", `${dossier}/files`, { front: image("png"), back: image("png"), selfie: image("jpeg") });
    await send("POST", `${dossier}/processes/${String(processId)}`);
    const { providerSpecific } = await send("GET", `${dossier}/processes/${String(processId)}`);
    const { documentVerification, facialSimilarity } = providerSpecific as Record<string, Record<string, unknown>>;
    return [documentVerification ?? {}, facialSimilarity ?? {}];
  }

  const fold = (name: string) => name.replaceAll("_", "").toLowerCase();

  /** Every result of a tree of breakdowns, and every score, by its path. */
  function resultsBelow(value: unknown, path = ""): string[] {
    if (typeof value !== "object" || value === null) return [`${path}=${String(value)}`];
    return Object.entries(value).flatMap(([name, child]) => resultsBelow(child, `${path}.${fold(name)}`));
  }

  const comparable = (breakdowns: unknown) =>
    resultsBelow(breakdowns)
      .filter((line) => !/policerecord\.breakdown|photoid=|documentid=/.test(line))
      .sort();

  const sameNames: Record<string, string> = {
    dateOfIssue: "issuing_date",
    personalIdentificationNumber: "personal_number",
    driversLicense: "drivers_licence",
  };

  it.each([
    ["accepted", "passport", {}],
    ["caution", "passport", { sub_result: "caution" }],
    ["inconclusive", "passport", { sub_result: "suspected", consider: ["facial_similarity_photo"] }],
    ["faceConsider", "passport", { consider: ["facial_similarity_photo"] }],
    ["rejected", "passport", { sub_result: "rejected" }],
    ["accepted", "driversLicense", {}],
  ] as const)("has the same values and results: %s, %s", async (outcome, documentType, switches) => {
    const [document = {}, face = {}] = await assureReports(outcome, documentType);
    const caller = new Caller();
    const licence = documentType === "driversLicense";
    const name = licence ? "document_with_driver_verification" : "document";
    const capture = { documentType: licence ? "driving_licence" : "passport" };
    const id = await caller.check(switches, [name, "facial_similarity_photo"], capture);
    caller.simulator.finish(id);
    const [report = {}, faceReport = {}] = await caller.reports(id);
    expect([report.sub_result, report.result, faceReport.result]).toEqual([
      document.subResult,
      document.result,
      face.result,
    ]);
    expect(comparable(report.breakdown)).toEqual(comparable(document.breakdowns));
    expect(comparable(faceReport.breakdown)).toEqual(comparable(face.breakdowns));
    const properties = Object.entries(report.properties as Record<string, unknown>);
    const values = new Map(properties.map(([property, value]) => [fold(property), value]));
    const breakdowns = document.breakdowns as Record<string, unknown>;
    const read = Object.keys(document).filter((field) => !(field in breakdowns));
    for (const field of read) {
      if (["breakdowns", "subResult", "result", "documentType"].includes(field)) continue;
      const value = values.get(fold(sameNames[field] ?? field));
      expect(comparable(value)).toEqual(expect.arrayContaining(comparable(document[field])));
    }
  });
});

describe("a workflow run", () => {
  const link = { completed_redirect_url: "https://rp.example/return?keep=1", language: "nl_NL" };

  it("waits for the person, is processed, and ends", async () => {
    const caller = new Caller();
    const { runId, applicantId } = await caller.run({ link, tags: ["a"], customer_user_id: "c" });
    const path = `/workflow_runs/${runId}`;
    expect(await caller.get(path)).toMatchObject({
      applicant_id: applicantId,
      workflow_id: "workflow",
      workflow_version_id: 1,
      status: "awaiting_input",
      output: null,
      reasons: null,
      error: null,
      sdk_token: expect.any(String),
      link: { ...link, url: `https://eu.onfido.app/l/${runId}`, expires_at: null },
      tags: ["a"],
      customer_user_id: "c",
    });
    expect(() => caller.simulator.finish(runId)).toThrow(RangeError);
    caller.simulator.capture(applicantId);
    const statuses = [];
    for (let read = 0; read < 3; read += 1) statuses.push((await caller.get(path)).status);
    expect(statuses).toEqual(["processing", "approved", "approved"]);
    expect(await caller.get(path)).toMatchObject({
      sdk_token: null,
      reasons: [],
      output: {
        document: { result: "clear", sub_result: "clear", properties: { last_name: "DE BRUIJN" } },
        face: { result: "clear", sub_result: null, properties: {} },
      },
    });
  });

  it("has tasks in which the person uploads, and tasks that make the reports", async () => {
    const caller = new Caller();
    const { runId, applicantId } = await caller.run();
    const tasks = async () => (await caller.send("GET", `/workflow_runs/${runId}/tasks`)).list;
    const names = async () => (await tasks()).map(({ task_def_id }) => task_def_id);
    const task = async (at: number) => caller.get(`/workflow_runs/${runId}/tasks/${String((await tasks())[at]?.id)}`);
    expect(await names()).toEqual(["upload_document_photo", "upload_face_photo"]);
    expect(await task(0)).toMatchObject({ output: null });
    const { documentIds, faceIds } = caller.simulator.capture(applicantId);
    expect(await names()).toEqual([
      "upload_document_photo",
      "upload_face_photo",
      "document_check",
      "facial_similarity_photo_check",
    ]);
    const checksum_sha256 = expect.stringMatching(/^[\w+/]{43}=$/);
    expect(await task(0)).toMatchObject({
      id: expect.stringMatching(/^document_photo_[0-9a-f]{5}$/),
      workflow_run_id: runId,
      output: [{ type: "document_photo", id: documentIds[0], checksum_sha256 }],
    });
    expect(await task(2)).toMatchObject({
      output: null,
      input: { document_ids: [{ id: documentIds[0] }, { id: faceIds[0] }] },
    });
    caller.simulator.finish(runId);
    expect(await task(2)).toMatchObject({
      id: expect.stringMatching(/^document_check_[0-9a-f]{5}$/),
      output: {
        status: "complete",
        result: "clear",
        sub_result: "clear",
        uuid: expect.any(String),
        properties: { document_numbers: [{ type: "document_number", value: "SPECI2021" }] },
        breakdown: { visual_authenticity: { result: "clear" } },
        repeat_attempts: { attempts_count: 1 },
      },
    });
    expect((await task(3)).output).not.toHaveProperty("repeat_attempts");
    expect((await caller.send("GET", `/workflow_runs/${runId}/tasks/none`)).status).toBe(404);
  });

  it.each([
    [{}, "approved", []],
    [{ subResult: "rejected" }, "declined", ["document: rejected"]],
    [{ subResult: "suspected" }, "review", ["document: suspected"]],
    [{ consider: ["facial_similarity_photo"] }, "review", ["facial_similarity_photo: consider"]],
    [{ subResult: "caution", workflowStatus: "approved" }, "approved", ["document: caution"]],
  ] as [OnfidoOutcome, string, string[]][])("decided as %j is %s", async (outcome, status, reasons) => {
    const caller = new Caller();
    const runId = await caller.endedRun(outcome);
    expect(await caller.get(`/workflow_runs/${runId}`)).toMatchObject({ status, reasons });
  });

  it("has an output as its author designed it", async () => {
    const caller = new Caller();
    const output = async (form: "reports" | "list" | "none") =>
      (await caller.get(`/workflow_runs/${await caller.endedRun({ output: form })}`)).output;
    expect(await output("reports")).toHaveProperty("face.breakdown.face_comparison");
    expect(await output("list")).toMatchObject([{ sub_result: "clear" }, { sub_result: null }]);
    expect(await output("none")).toBeNull();
  });

  it("makes other reports when told to, about the face that they need", async () => {
    const caller = new Caller({ workflowReports: ["document", "facial_similarity_motion", "watchlist_standard"] });
    const runId = await caller.endedRun({ consider: ["watchlist_standard"] });
    const { output } = await caller.get(`/workflow_runs/${runId}`);
    expect(output).toHaveProperty("watchlist_standard.breakdown.sanction.result", "consider");
    const tasks = (await caller.send("GET", `/workflow_runs/${runId}/tasks`)).list;
    expect(tasks[1]).toMatchObject({ task_def_id: "upload_face_motion" });
    const data = new Caller({ workflowReports: ["watchlist_standard"], processingReads: 0 });
    expect(await data.get(`/workflow_runs/${(await data.run()).runId}`)).toMatchObject({ status: "approved" });
  });

  it("can be left by the person, and break", async () => {
    const caller = new Caller();
    const { runId } = await caller.run();
    caller.simulator.decide({ workflowStatus: "abandoned" }, { id: runId });
    caller.simulator.finish(runId);
    expect(await caller.get(`/workflow_runs/${runId}`)).toMatchObject({
      status: "abandoned",
      output: null,
      error: null,
    });
    const broken = await caller.endedRun({ workflowStatus: "error" });
    expect(await caller.get(`/workflow_runs/${broken}`)).toMatchObject({
      status: "error",
      output: null,
      error: { type: expect.any(String), message: expect.any(String) },
    });
    const task = (await caller.send("GET", `/workflow_runs/${broken}/tasks`)).list[2];
    expect((await caller.get(`/workflow_runs/${broken}/tasks/${String(task?.id)}`)).output).toBeNull();
  });

  it.each([
    ["no workflow", { workflow_id: undefined }, { workflow_id: ["can't be blank"] }],
    ["an unknown applicant", { applicant_id: "none" }, { applicant_id: ["is invalid"] }],
    [
      "a place to return to that is none",
      { link: { completed_redirect_url: "javascript:alert(1)" } },
      { link: [{ completed_redirect_url: ["is invalid"] }] },
    ],
  ])("is refused for %s", async (_, more, fields) => {
    const caller = new Caller();
    const body = { workflow_id: "w", applicant_id: await caller.applicant(), ...more };
    expect(await caller.send("POST", "/workflow_runs", body)).toMatchObject({
      status: 422,
      body: { error: { fields } },
    });
  });
});

describe("the hosted page", () => {
  it("takes the pictures and sends the person back; a reload changes nothing", async () => {
    const caller = new Caller({ processingReads: 0 });
    const { runId, applicantId } = await caller.run({
      link: { completed_redirect_url: "https://rp.example/return?keep=1" },
    });
    const other = await caller.make("/workflow_runs", { workflow_id: "w", applicant_id: applicantId });
    caller.authorization = "";
    for (let visit = 0; visit < 2; visit += 1) {
      const back = await caller.send("GET", `https://eu.onfido.app/l/${runId}`);
      expect([back.status, back.headers.get("location")]).toEqual([302, "https://rp.example/return?keep=1"]);
    }
    caller.authorization = `Token token=${caller.simulator.apiToken}`;
    expect(await caller.get(`/workflow_runs/${runId}`)).toMatchObject({ status: "approved" });
    expect(await caller.get(`/workflow_runs/${String(other.id)}`)).toMatchObject({ status: "awaiting_input" });
    expect((await caller.send("GET", "https://eu.onfido.app/l/none")).status).toBe(404);
    const check = await caller.make("/checks", { applicant_id: applicantId, report_names: ["document"] });
    expect((await caller.reports(String(check.id)))[0]?.documents).toHaveLength(1);
  });

  it("closes when its time is over", async () => {
    let now = Date.parse("2026-11-22T10:00:00Z");
    const caller = new Caller({ now: () => new Date(now) });
    const expires_at = "2026-11-22T11:00:00Z";
    const { runId } = await caller.run({ link: { expires_at, expired_redirect_url: "https://rp.example/late" } });
    const plain = await caller.run({ link: { expires_at } });
    const open = await caller.run();
    now += 3_600_000;
    const page = async (id: string) => caller.send("GET", `https://eu.onfido.app/l/${id}`);
    expect((await page(runId)).headers.get("location")).toBe("https://rp.example/late");
    expect((await page(plain.runId)).status).toBe(410);
    expect((await page(open.runId)).text).toContain("Thank you");
    expect(await caller.get(`/workflow_runs/${runId}`)).toMatchObject({ status: "awaiting_input" });
  });

  it("is that of the region, or where it is told to be", async () => {
    const url = async (options: OnfidoSimulatorOptions) => {
      const caller = new Caller(options);
      const { runId } = await caller.run();
      return String(((await caller.get(`/workflow_runs/${runId}`)).link as { url: string }).url).replace(runId, "");
    };
    expect(await url({ origin: "https://api.us.onfido.com" })).toBe("https://us.onfido.app/l/");
    expect(await url({ linkOrigin: () => "http://127.0.0.1:4711" })).toBe("http://127.0.0.1:4711/l/");
    const caller = new Caller({ linkOrigin: "https://id.example" });
    expect((await caller.send("GET", `https://id.example/l/${(await caller.run()).runId}`)).status).toBe(200);
  });
});

describe("evidence", () => {
  it("is not there before the end", async () => {
    const caller = new Caller();
    const { runId } = await caller.run();
    for (const file of ["signed_evidence_file", "evidence_folder"]) {
      expect((await caller.send("GET", `/workflow_runs/${runId}/${file}`)).status).toBe(404);
    }
  });

  it("is a PDF, and a folder with the pictures that takes a while to be made", async () => {
    const caller = new Caller({ downloads: "direct", evidenceReads: 2 });
    const runId = await caller.endedRun();
    const pdf = await caller.send("GET", `/workflow_runs/${runId}/signed_evidence_file`);
    expect([pdf.headers.get("content-type"), pdf.text.slice(0, 5)]).toEqual(["application/pdf", "%PDF-"]);
    const reads = [];
    for (let read = 0; read < 3; read += 1)
      reads.push(await caller.send("GET", `/workflow_runs/${runId}/evidence_folder`));
    expect(reads.map(({ status }) => status)).toEqual([404, 404, 200]);
    const folder = unzipSync(reads[2]?.bytes ?? new Uint8Array());
    expect(Object.keys(folder)).toEqual([
      "signed_evidence_file.pdf",
      expect.stringMatching(/^document\/.*passport-front\.png$/),
      expect.stringMatching(/^live_photo\/.*face\.jpg$/),
    ]);
    expect(Object.values(folder)[1]).toEqual(specimenImages.png);
  });

  it("has a time line that is made when it is asked for", async () => {
    const caller = new Caller({ evidenceReads: 1 });
    const runId = await caller.endedRun();
    const path = `/workflow_runs/${runId}/timeline_file`;
    expect((await caller.send("GET", `${path}/none`)).status).toBe(404);
    const ordered = await caller.send("POST", path);
    expect(ordered).toMatchObject({
      status: 202,
      body: { href: `/v3.6${path}/${String(ordered.body.workflow_timeline_file_id)}` },
    });
    const file = `${path}/${String(ordered.body.workflow_timeline_file_id)}`;
    expect((await caller.send("GET", file)).status).toBe(404);
    const sent = await caller.send("GET", file);
    expect(sent.status).toBe(302);
    caller.authorization = "";
    expect((await caller.send("GET", sent.headers.get("location") ?? "")).text).toMatch(/^%PDF-/);
  });

  it("has a PDF whose cross-reference table points at its objects", async () => {
    const caller = new Caller({ downloads: "direct" });
    const { text } = await caller.send("GET", `/workflow_runs/${await caller.endedRun()}/signed_evidence_file`);
    const start = Number(/startxref\n(\d+)\n/.exec(text)?.[1]);
    expect(text.slice(start, start + 4)).toBe("xref");
    const offsets = [...text.matchAll(/(\d{10}) 00000 n/g)].map((match) => Number(match[1]));
    expect(offsets.map((offset) => text.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`));
  });
});

/** All that Onfido sends. */
const eventNames: OnfidoEventName[] = [
  "audit_log.created",
  "watchlist_monitor.matches_updated",
  "workflow_run.completed",
  "workflow_task.started",
  "workflow_task.completed",
  "check.started",
  "check.reopened",
  "check.withdrawn",
  "check.completed",
  "check.form_completed",
  "report.withdrawn",
  "report.resumed",
  "report.cancelled",
  "report.awaiting_approval",
  "report.completed",
  "workflow_timeline_file.created",
  "workflow_run_evidence_folder.created",
];

describe("webhooks", () => {
  const payloadOf = (body: Uint8Array) => JSON.parse(new TextDecoder().decode(body)).payload;

  it("tell that a check is complete, signed over the bytes", async () => {
    const caller = new Caller({ now: () => new Date("2026-11-22T10:00:00.123Z"), webhookToken: "secret" });
    const id = await caller.check();
    const { method, path, headers, body } = caller.simulator.event("check.completed", id);
    expect({ method, path, headers }).toEqual({
      method: "POST",
      path: "/webhooks",
      headers: {
        "content-type": "application/json",
        "X-SHA2-Signature": createHmac("sha256", "secret").update(body).digest("hex"),
      },
    });
    expect(payloadOf(body)).toEqual({
      resource_type: "check",
      action: "check.completed",
      object: {
        id,
        status: "complete",
        completed_at_iso8601: "2026-11-22T10:00:00Z",
        href: `https://api.eu.onfido.com/v3.6/checks/${id}`,
      },
    });
    expect(await caller.get(`/checks/${id}`)).toMatchObject({ status: "complete" });
  });

  it("exist for every action, about what the action is about", async () => {
    const caller = new Caller();
    const checkId = await caller.check();
    const [report] = await caller.reports(checkId);
    const runId = await caller.endedRun();
    const task = String((await caller.send("GET", `/workflow_runs/${runId}/tasks`)).list[2]?.id);
    const timeline = (await caller.send("POST", `/workflow_runs/${runId}/timeline_file`)).body
      .workflow_timeline_file_id;
    const ids: Record<string, string> = {
      audit_log: "log",
      watchlist_monitor: "monitor",
      check: checkId,
      report: String(report?.id),
      workflow_run: runId,
      workflow_task: task,
      workflow_timeline_file: String(timeline),
      workflow_run_evidence_folder: runId,
    };
    for (const action of eventNames) {
      const type = action.replace(/\..*/, "");
      const payload = payloadOf(caller.simulator.event(action, ids[type] ?? "").body);
      const href = expect.stringContaining("https://api.eu.onfido.com/v3.6/");
      expect(payload).toMatchObject({ resource_type: type, action, object: { id: ids[type], href } });
      if (type.startsWith("workflow_") && type !== "workflow_run") expect(payload.object.workflow_run_id).toBe(runId);
    }
  });

  it("of Studio bring what they are about along", async () => {
    const caller = new Caller();
    const runId = await caller.endedRun();
    const run = payloadOf(caller.simulator.event("workflow_run.completed", runId).body);
    expect(run.object).toMatchObject({ status: "approved" });
    expect(run.resource).toEqual(await caller.get(`/workflow_runs/${runId}`));
    const task = (await caller.send("GET", `/workflow_runs/${runId}/tasks`)).list[2];
    const started = payloadOf(caller.simulator.event("workflow_task.started", String(task?.id)).body);
    expect(started.object).toMatchObject({
      task_def_id: "document_check",
      status: "started",
      started_at_iso8601: expect.any(String),
    });
    expect(started.resource).toMatchObject({ output: { result: "clear" } });
  });

  it("need something that there is, and that the person did their part", async () => {
    const caller = new Caller();
    const { runId } = await caller.run();
    expect(() => caller.simulator.event("workflow_run.completed", runId)).toThrow(RangeError);
    for (const action of ["check.started", "report.completed", "workflow_task.started"] as const) {
      expect(() => caller.simulator.event(action, "none")).toThrow(RangeError);
    }
  });

  it("are delivered to a URL", async () => {
    const actions: string[] = [];
    const caller = new Caller();
    const url = "https://rp.example/idv/onfido/webhooks";
    server.use(
      http.post(url, async ({ request }) => {
        actions.push(payloadOf(new Uint8Array(await request.arrayBuffer())).action);
        return HttpResponse.text("thanks", { status: 202 });
      }),
    );
    const id = await caller.check();
    expect(await caller.simulator.deliver(url, "check.started", id)).toBe(202);
    await caller.simulator.deliver(url, "report.completed", String((await caller.reports(id))[0]?.id));
    expect(actions).toEqual(["check.started", "report.completed"]);
    expect((await caller.reports(id))[0]).toMatchObject({ status: "complete" });
  });
});

describe("faults", () => {
  it("have the error body of Onfido, and are written down with templates, never with ids", async () => {
    const caller = new Caller();
    const id = await caller.check();
    caller.simulator.failNext({ status: 429, method: "GET", path: "/checks/{checkId}", retryAfterSeconds: 7 });
    const limited = await caller.send("GET", `/checks/${id}`);
    expect(limited).toMatchObject({ status: 429, body: { error: { type: "rate_limit", fields: {} } } });
    expect(limited.headers.get("retry-after")).toBe("7");
    for (const [status, type] of [
      [418, "bad_request"],
      [500, "internal_server_error"],
    ] as const) {
      caller.simulator.failNext({ status });
      expect((await caller.send("GET", `/checks/${id}`)).body).toMatchObject({ error: { type } });
    }
    expect(caller.simulator.requests.slice(-3)).toEqual(
      [429, 418, 500].map((status) => ({ method: "GET", template: "/checks/{checkId}", status })),
    );
    expect(JSON.stringify(caller.simulator.requests)).not.toContain(id);
  });

  it("can be a broken connection, or an answer that got lost", async () => {
    const caller = new Caller();
    const id = await caller.applicant();
    caller.simulator.failNext({ status: "network" });
    await expect(caller.send("GET", `/applicants/${id}`)).rejects.toThrow();
    caller.simulator.failNext({ status: 503, afterEffect: true });
    expect((await caller.send("DELETE", `/applicants/${id}`)).status).toBe(503);
    expect((await caller.send("GET", `/applicants/${id}`)).status).toBe(404);
  });
});
