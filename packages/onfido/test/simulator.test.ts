import { inflateSync } from "node:zlib";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readFullResult } from "../src/assure/full-result.ts";
import {
  type AssureSimulator,
  type AssureSimulatorOptions,
  createAssureSimulator,
  type SimulatedOutcome,
  simulatedOutcomes,
  simulatorPaths,
  specimenImages,
} from "../src/testing/index.ts";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const dataUrls = {
  front: `data:image/png;base64,${Buffer.from(specimenImages.png).toString("base64")}`,
  selfie: `data:image/jpeg;base64,${Buffer.from(specimenImages.jpeg).toString("base64")}`,
};
const order = {
  provider: "onfido",
  processType: "documentSelfie",
  documentType: "passport",
  processParameters: { location: { countryOfResidence: "NLD" } },
};
const withLocation = (location: object, more: object = {}) => ({ ...order, processParameters: { location, ...more } });

interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  bytes: Uint8Array;
}

/** A client that speaks HTTP and knows nothing of the driver. */
class Caller {
  readonly simulator: AssureSimulator;
  authorization = "";

  constructor(options: AssureSimulatorOptions = {}) {
    this.simulator = createAssureSimulator(options);
    server.use(...(this.simulator.handlers as Parameters<typeof server.use>));
  }

  async send(method: string, path: string, body?: unknown): Promise<Reply> {
    const answer = await fetch(`${this.simulator.origin}${path}`, {
      method,
      redirect: "manual",
      headers: { ...(this.authorization !== "" && { authorization: this.authorization }) },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const isJson = answer.headers.get("content-type") === "application/json";
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      body: isJson ? (JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>) : {},
    };
  }

  async token(id = this.simulator.clientId, secret = this.simulator.clientSecret, form = {}): Promise<Reply> {
    this.authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
    const fields = { grant_type: "client_credentials", scope: "signicat-api", ...form };
    const reply = await this.send("POST", "/auth/open/connect/token", new URLSearchParams(fields).toString());
    this.authorization = `Bearer ${String(reply.body.access_token)}`;
    return reply;
  }

  async dossier(): Promise<string> {
    if (this.authorization === "") await this.token();
    return String((await this.send("POST", "/assure/dossiers", {})).body.dossierId);
  }

  async process(body: object = order): Promise<string> {
    const dossierId = await this.dossier();
    const reply = await this.send("POST", `/assure/dossiers/${dossierId}/processes`, body);
    return `/assure/dossiers/${dossierId}/processes/${String(reply.body.processId)}`;
  }

  /** A process that was started with all its images. */
  async started(body: object = order): Promise<string> {
    const path = await this.process(body);
    await this.send("POST", path.replace(/\/processes.*/, "/files"), dataUrls);
    expect(await this.send("POST", path)).toMatchObject({ status: 204 });
    return path;
  }

  async ended(outcome: SimulatedOutcome, body: object = order): Promise<Record<string, unknown>> {
    this.simulator.decide(outcome);
    const path = await this.started(body);
    this.simulator.finish(dossierOf(path));
    return (await this.send("GET", path)).body;
  }
}

const dossierOf = (path: string): string => path.split("/")[3] ?? "";
const template = (path: string, name: keyof typeof simulatorPaths, depiction = "") =>
  simulatorPaths[name]
    .replace("{dossierId}", dossierOf(path))
    .replace("{processId}", path.split("/")[5] ?? "")
    .replace("{depiction}", depiction);

describe("the token endpoint", () => {
  it("gives a token for the right credentials", async () => {
    expect((await new Caller().token()).body).toMatchObject({ token_type: "Bearer", expires_in: 600 });
  });

  it("reads credentials that are form-encoded, as RFC 6749 wants them", async () => {
    const caller = new Caller({ clientId: "a:b c", clientSecret: "p%q+r" });
    expect((await caller.token("a%3Ab+c", "p%25q%2Br")).status).toBe(200);
  });

  it("refuses others in the words of OAuth", async () => {
    const caller = new Caller();
    expect(await caller.token("who", "what")).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(await caller.token(undefined, undefined, { grant_type: "password" })).toMatchObject({
      status: 400,
      body: { error: "unsupported_grant_type" },
    });
    expect((await caller.token(undefined, undefined, { scope: "all" })).body).toEqual({ error: "invalid_scope" });
  });

  it("answers 400 to a call without a bearer token, 401 to one whose token is over", async () => {
    let now = Date.parse("2026-11-22T10:00:00Z");
    const caller = new Caller({ now: () => new Date(now), tokenLifetimeSeconds: 60 });
    expect(await caller.send("GET", "/assure/onfido/document-types")).toMatchObject({
      status: 400,
      body: { status: 400, type: "base:client-problem", title: "Malformed Authorization header." },
    });
    await caller.token();
    now += 59_999;
    expect((await caller.send("GET", "/assure/onfido/document-types")).status).toBe(200);
    now += 1;
    expect((await caller.send("GET", "/assure/onfido/document-types")).status).toBe(401);
  });

  it("can call every token malformed", async () => {
    const caller = new Caller();
    await caller.token();
    caller.simulator.revokeTokens(400);
    expect((await caller.send("GET", "/assure/onfido/document-types")).status).toBe(400);
    await caller.token();
    caller.simulator.revokeTokens();
    expect((await caller.send("GET", "/assure/onfido/document-types")).status).toBe(401);
  });
});

describe("a process", () => {
  it("goes from pending over processing to its end", async () => {
    const caller = new Caller({ processingReads: 2, now: () => new Date("2026-11-22T10:00:00.123Z") });
    const path = await caller.process();
    const statuses: unknown[] = [(await caller.send("GET", path)).body.status];
    await caller.send("POST", `/assure/dossiers/${dossierOf(path)}/files`, dataUrls);
    await caller.send("POST", path);
    for (let read = 0; read < 4; read += 1) statuses.push((await caller.send("GET", path)).body.status);
    expect(statuses).toEqual(["pending", "processing", "processing", "accepted", "accepted"]);
    expect((await caller.send("GET", path)).body.updatedAt).toBe("2026-11-22T10:00:00Z");
  });

  it("can end with the start", async () => {
    const caller = new Caller({ processingReads: 0 });
    const path = await caller.started();
    expect((await caller.send("GET", path)).body.status).toBe("accepted");
  });

  it.each([
    ["another provider", { ...order, provider: "readid" }, "provider"],
    ["an unknown type", { ...order, processType: "documentDance" }, "processType"],
    ["no body", "", "body"],
  ])("is not made for %s", async (_, body, name) => {
    const caller = new Caller();
    const dossierId = await caller.dossier();
    expect(await caller.send("POST", `/assure/dossiers/${dossierId}/processes`, body)).toMatchObject({
      status: 400,
      body: { invalidParams: [{ name, reason: "missing or wrong" }] },
    });
  });

  it("is not made in a dossier that there is not, and not found there", async () => {
    const caller = new Caller();
    await caller.token();
    expect((await caller.send("POST", "/assure/dossiers/none/processes", order)).status).toBe(404);
    expect((await caller.send("GET", "/assure/dossiers/none/processes/none")).status).toBe(404);
  });

  it.each([
    ["without a location", { ...order, processParameters: {} }, "The location is missing."],
    [
      "for an address that tells no country",
      withLocation({ ipAddress: "192.168.0.4" }),
      "The country of residence cannot be inferred.",
    ],
    [
      "for a resident of the USA without consent",
      withLocation({ countryOfResidence: "USA" }),
      "The privacy consent is missing.",
    ],
    ["for a video that was never made", { ...order, processType: "documentVideo" }, "The video is missing."],
  ])("does not start %s", async (_, body, title) => {
    const caller = new Caller();
    const path = await caller.process(body);
    await caller.send("POST", `/assure/dossiers/${dossierOf(path)}/files`, dataUrls);
    expect(await caller.send("POST", path)).toMatchObject({ status: 400, body: { title } });
    expect((await caller.send("GET", path)).body.status).toBe("pending");
  });

  it.each([
    ["a public address", withLocation({ ipAddress: "176.78.162.201" })],
    ["the consent", withLocation({ countryOfResidence: "USA" }, { consents: { privacy: true } })],
    ["no face", { ...withLocation({ countryOfResidence: "USA" }), processType: "document" }],
  ])("starts with %s", async (_, body) => {
    await new Caller().started(body);
  });

  it("does not start without its images, and not twice", async () => {
    const caller = new Caller();
    const path = await caller.process();
    const files = `/assure/dossiers/${dossierOf(path)}/files`;
    expect((await caller.send("POST", path)).body.title).toBe("The front image is missing.");
    await caller.send("POST", files, { front: dataUrls.front });
    expect((await caller.send("POST", path)).body.title).toBe("The selfie image is missing.");
    await caller.send("POST", files, { selfie: dataUrls.selfie });
    expect((await caller.send("POST", path)).status).toBe(204);
    expect((await caller.send("POST", path)).status).toBe(409);
  });

  it("prefers its own images to those of the dossier", async () => {
    const caller = new Caller();
    const path = await caller.process({ ...order, processType: "document" });
    await caller.send("POST", `/assure/dossiers/${dossierOf(path)}/files`, dataUrls);
    expect((await caller.send("POST", template(path, "setImages"), { front: dataUrls.front })).status).toBe(204);
    await caller.send("POST", path);
    expect((await caller.send("GET", template(path, "getImage", "FRONT"))).bytes).toEqual(specimenImages.png);
    expect((await caller.send("GET", template(path, "getImage", "SELFIE"))).status).toBe(404);
  });

  it.each([
    ["no image", {}, "front"],
    ["no data URL", { front: "hello" }, "front"],
    ["a PDF", { front: "data:application/pdf;base64,AAAA" }, "front"],
    ["a PNG that says JPEG", { back: dataUrls.front.replace("png", "jpeg") }, "back"],
    ["a number", { selfie: 5 }, "selfie"],
    ["an unknown side", { portrait: dataUrls.front }, "portrait"],
    [
      "too much",
      {
        front: `data:image/png;base64,${Buffer.concat([specimenImages.png, Buffer.alloc(4_000_000)]).toString("base64")}`,
      },
      "front",
    ],
  ])("refuses %s", async (_, body, name) => {
    const caller = new Caller();
    const dossierId = await caller.dossier();
    expect(await caller.send("POST", `/assure/dossiers/${dossierId}/files`, body)).toMatchObject({
      status: 400,
      body: { invalidParams: [{ name }] },
    });
  });

  it("is gone when it was deleted", async () => {
    const caller = new Caller();
    const path = await caller.process();
    expect((await caller.send("DELETE", path)).status).toBe(204);
    expect((await caller.send("GET", path)).status).toBe(404);
  });
});

describe("the mobile SDK", () => {
  it("gets a token, brings its own images and needs no location", async () => {
    const caller = new Caller();
    const path = await caller.process({
      ...order,
      processType: "documentVideo",
      processParameters: { mobileAppId: "com.example" },
    });
    expect((await caller.send("POST", path)).status).toBe(204);
    caller.simulator.finish(dossierOf(path));
    const { depictions, providerSpecific } = (await caller.send("GET", path)).body;
    expect(depictions).toEqual(["front"]);
    expect(providerSpecific).toHaveProperty(
      "facialSimilarity.breakdowns.visualAuthenticity.breakdown.livenessDetected.result",
      "clear",
    );
  });
});

describe("the capture flow", () => {
  const body = {
    providers: [{ provider: "onfido", processType: "documentSelfie", documentType: "driversLicense" }],
    sdk: "native",
    redirectUrl: "https://rp.example/return?keep=1",
  };

  it("sends the person to a page, and back when the pictures are taken; a reload changes nothing", async () => {
    const caller = new Caller({ processingReads: 0 });
    const dossierId = await caller.dossier();
    const capture = (await caller.send("POST", `/assure/dossiers/${dossierId}/capture`, body)).body;
    const path = `/assure/dossiers/${dossierId}/processes/${String(capture.processId)}`;
    expect((await caller.send("GET", path)).body.status).toBe("pending");
    caller.authorization = "";
    for (let visit = 0; visit < 2; visit += 1) {
      const back = await caller.send("GET", new URL(String(capture.url)).pathname);
      expect(back.status).toBe(302);
      expect(back.headers.get("location")).toBe(
        `https://rp.example/return?keep=1&dossierId=${dossierId}&processId=${String(capture.processId)}`,
      );
    }
    await caller.token();
    expect((await caller.send("GET", path)).body).toMatchObject({
      status: "accepted",
      depictions: ["front", "back", "selfie"],
    });
  });

  it("has pages at another origin when told to", async () => {
    const captureOrigin = () => "http://127.0.0.1:4711";
    const caller = new Caller({ captureOrigin });
    const dossierId = await caller.dossier();
    const { processId, url } = (await caller.send("POST", `/assure/dossiers/${dossierId}/capture`, body)).body;
    expect(url).toBe(`http://127.0.0.1:4711/capture/${String(processId)}`);
  });

  it("knows no page of a process that was made otherwise, and needs a place to return to", async () => {
    const caller = new Caller();
    const path = await caller.process();
    expect((await caller.send("GET", `/capture/${path.split("/")[5]}`)).status).toBe(404);
    const { redirectUrl: _, ...without } = body;
    expect(await caller.send("POST", `/assure/dossiers/${dossierOf(path)}/capture`, without)).toMatchObject({
      status: 400,
      body: { invalidParams: [{ name: "redirectUrl" }] },
    });
  });
});

describe("the end of a process", () => {
  const statuses = {
    accepted: ["accepted", "clear", "clear"],
    rejected: ["rejected", "rejected", "clear"],
    inconclusive: ["inconclusive", "suspected", "consider"],
    caution: ["accepted", "caution", "clear"],
    faceConsider: ["accepted", "clear", "consider"],
    canceled: ["canceled", undefined, undefined],
    failed: ["failed", undefined, undefined],
  } as const;

  it.each(simulatedOutcomes)("%s has the shape of the vendor's example", async (outcome) => {
    const [status, subResult, face] = statuses[outcome];
    const body = await new Caller().ended(outcome);
    expect(body).toMatchObject({ provider: "onfido", processType: "documentSelfie", status });
    expect("finalResult" in body).toBe(status === "accepted");
    expect("depictions" in body).toBe(subResult !== undefined);
    expect("failReason" in body).toBe(outcome === "failed");
    expect("providerSpecific" in body).toBe(outcome !== "failed");
    if (subResult !== undefined) {
      expect(body).toHaveProperty("providerSpecific.documentVerification.subResult", subResult);
      expect(body).toHaveProperty("providerSpecific.facialSimilarity.result", face);
    }
  });

  it("accepted has the values of the specimen passport", async () => {
    expect(await new Caller().ended("accepted")).toMatchObject({
      finalResult: {
        firstName: "WILLEKE LISELOTTE",
        lastName: "DE BRUIJN",
        dateOfExpiry: "2031-08-30",
        dateOfBirth: "1965-03-10",
        documentType: "passport",
        documentNumber: "SPECI2021",
        issuingCountry: "NLD",
        similarityScore: "medium",
      },
      providerSpecific: {
        documentVerification: {
          dataComparison: "clear",
          policeRecord: "clear",
          breakdowns: { policeRecord: { result: "clear" }, imageIntegrity: { result: "clear" } },
        },
      },
    });
  });

  it("has no face where none was asked for", async () => {
    const body = await new Caller().ended("faceConsider", { ...order, processType: "document" });
    expect(body).not.toHaveProperty("providerSpecific.facialSimilarity");
    expect(body).not.toHaveProperty("finalResult.similarityScore");
  });

  it("shows what a driving licence allows only when that was asked for", async () => {
    const licence = { ...order, documentType: "driversLicense" };
    const vehicles = "providerSpecific.documentVerification.rawVehicleClasses";
    expect(await new Caller().ended("accepted", licence)).not.toHaveProperty(vehicles);
    const extended = await new Caller().ended("accepted", { ...licence, requestExtraDataFromDrivingLicense: true });
    expect(extended).toHaveProperty(vehicles, "A1,A2,A,B1,B");
    expect(extended).toHaveProperty("finalResult.placeOfBirth", "AMSTERDAM");
    expect(extended).toHaveProperty("providerSpecific.documentVerification.breakdowns.policeRecord", {});
  });

  it("is decided for one process, for one dossier, or for all", async () => {
    const caller = new Caller({ processingReads: 0 });
    const status = async (path: string) => (await caller.send("GET", path)).body.status;
    caller.simulator.decide("rejected");
    caller.simulator.decide("failed", "next");
    expect(await status(await caller.started())).toBe("failed");
    const path = await caller.process();
    caller.simulator.decide("canceled", { dossierId: dossierOf(path) });
    await caller.send("POST", `/assure/dossiers/${dossierOf(path)}/files`, dataUrls);
    await caller.send("POST", path);
    expect(await status(path)).toBe("canceled");
    expect(await status(await caller.started())).toBe("rejected");
  });

  it("once reached, is not decided again", async () => {
    const caller = new Caller({ processingReads: 0 });
    const path = await caller.started();
    caller.simulator.decide("rejected");
    caller.simulator.finish(dossierOf(path));
    expect((await caller.send("GET", path)).body.status).toBe("accepted");
  });
});

describe("the full result", () => {
  it("holds the raw reports in the provider's own spelling, and the images", async () => {
    const caller = new Caller();
    caller.simulator.decide("inconclusive");
    const path = await caller.started();
    expect((await caller.send("GET", template(path, "fullResult"))).status).toBe(404);
    caller.simulator.finish(dossierOf(path));
    const result = await readFullResult((await caller.send("GET", template(path, "fullResult"))).bytes);
    if (!result.ok) throw result.error;
    const { documentReport, facialReport, images } = result.value;
    expect(JSON.parse(new TextDecoder().decode(documentReport))).toMatchObject({
      name: "document",
      sub_result: "suspected",
      breakdown: { data_validation: { breakdown: { document_expiration: { result: "consider" } } } },
      properties: { first_name: "WILLEKE LISELOTTE", mrz_line1: expect.stringMatching(/^P<NLD/) },
    });
    expect(JSON.parse(new TextDecoder().decode(facialReport))).toMatchObject({ name: "facial_similarity_photo" });
    expect(Object.keys(images)).toEqual(["front", "selfie"]);
  });

  it("has no facial report without a face, and none at all after a failure", async () => {
    const caller = new Caller({ processingReads: 0 });
    const alone = await caller.started({ ...order, processType: "document" });
    const result = await readFullResult((await caller.send("GET", template(alone, "fullResult"))).bytes);
    expect(result.ok && result.value.facialReport).toBeUndefined();
    caller.simulator.decide("failed");
    expect((await caller.send("GET", template(await caller.started(), "fullResult"))).status).toBe(404);
  });
});

describe("events", () => {
  it("tell that a process is complete, in the envelope of Signicat Events", async () => {
    const caller = new Caller({ now: () => new Date("2026-11-22T10:00:00.123Z") });
    const path = await caller.started();
    const { method, path: suffix, headers, body } = caller.simulator.event(dossierOf(path));
    expect({ method, suffix, headers }).toEqual({
      method: "POST",
      suffix: "/events",
      headers: { "content-type": "application/json" },
    });
    expect(JSON.parse(new TextDecoder().decode(body))).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: "2026-11-22T10:00:00.1230000Z",
      sender: "assure-api",
      eventName: "process.complete",
      eventData: {
        externalReference: dossierOf(path),
        dossierId: dossierOf(path),
        processId: path.split("/")[5],
        provider: "onfido",
      },
      accountId: "a-spge-simulator",
      organizationId: null,
      expiresAt: "2026-11-23T10:00:00.1230000Z",
      tags: ["simulator"],
    });
    expect((await caller.send("GET", path)).body.status).toBe("accepted");
  });

  it("are delivered to a URL, by default those of the newest dossier", async () => {
    const bodies: string[] = [];
    const caller = new Caller();
    server.use(
      http.post("https://rp.example/idv/onfido/events", async ({ request }) => {
        bodies.push(await request.text());
        return HttpResponse.text("thanks", { status: 202 });
      }),
    );
    const older = dossierOf(await caller.started());
    const newer = dossierOf(await caller.started());
    const url = "https://rp.example/idv/onfido/events";
    expect(await caller.simulator.deliver(url)).toBe(202);
    expect(await caller.simulator.deliver(url, older)).toBe(202);
    expect(bodies.map((body) => JSON.parse(body).eventData.dossierId)).toEqual([newer, older]);
  });

  it("need a process that was started", async () => {
    const caller = new Caller();
    const path = await caller.process();
    expect(() => caller.simulator.event(dossierOf(path))).toThrow(RangeError);
    await expect(new Caller().simulator.deliver("https://rp.example/")).rejects.toThrow(RangeError);
  });
});

describe("faults", () => {
  it("meet the next call that fits, so many times, and are written down", async () => {
    const caller = new Caller();
    await caller.token();
    caller.simulator.failNext({
      status: 429,
      times: 2,
      method: "GET",
      path: "/assure/onfido/document-types",
      retryAfterSeconds: 7,
    });
    expect((await caller.send("POST", "/assure/dossiers", {})).status).toBe(201);
    const limited = await caller.send("GET", "/assure/onfido/document-types");
    expect(limited).toMatchObject({ status: 429, body: { type: "base:client-problem" } });
    expect(limited.headers.get("retry-after")).toBe("7");
    await caller.send("GET", "/assure/onfido/document-types");
    expect((await caller.send("GET", "/assure/onfido/document-types")).status).toBe(200);
    expect(caller.simulator.requests.map(({ status }) => status)).toEqual([200, 201, 429, 429, 200]);
  });

  it("can be a broken connection, a page of a proxy, or an answer that got lost", async () => {
    const caller = new Caller();
    await caller.token();
    caller.simulator.failNext({ status: "network" });
    await expect(caller.send("POST", "/assure/dossiers", {})).rejects.toThrow();
    caller.simulator.failNext({ status: 502, body: { content: "<html>", mediaType: "text/html" } });
    const page = await caller.send("POST", "/assure/dossiers", {});
    expect(page.headers.get("content-type")).toBe("text/html");
    const path = await caller.process();
    caller.simulator.failNext({ status: 500, afterEffect: true });
    expect((await caller.send("DELETE", path)).body.type).toBe("base:server-problem");
    expect((await caller.send("DELETE", path)).status).toBe(404);
  });

  it("leave the other requests in the list with their templates, never with ids", async () => {
    const caller = new Caller({ origin: "https://assure.example" });
    const path = await caller.process();
    expect(caller.simulator.requests.at(-1)).toEqual({
      method: "POST",
      template: "/assure/dossiers/{dossierId}/processes",
      status: 201,
    });
    expect(JSON.stringify(caller.simulator.requests)).not.toContain(dossierOf(path));
  });
});

describe("the specimen images", () => {
  it("are a PNG of 8 by 8 pixels in one colour", () => {
    const png = Buffer.from(specimenImages.png);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([8, 8]);
    const at = png.indexOf("IDAT");
    const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect(pixels.byteLength).toBe(8 * (1 + 8 * 3));
    expect(
      new Set(Array.from({ length: 8 }, (_, row) => pixels.subarray(row * 25, row * 25 + 25).toString("hex"))).size,
    ).toBe(1);
  });

  it("and a JPEG whose segments follow each other to the end mark", () => {
    const jpeg = Buffer.from(specimenImages.jpeg);
    const markers: number[] = [];
    let at = 2;
    while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xd9) {
      const marker = jpeg[at + 1] ?? 0;
      markers.push(marker);
      at += 2 + jpeg.readUInt16BE(at + 2);
      if (marker === 0xda) at = jpeg.lastIndexOf(0xff);
    }
    expect(markers).toEqual([0xdb, 0xc0, 0xc4, 0xc4, 0xda]);
    expect([...jpeg.subarray(at)]).toEqual([0xff, 0xd9]);
  });
});
