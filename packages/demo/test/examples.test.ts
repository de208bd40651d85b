import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createExecutionStore, serveHandlers } from "@idvkit/contract-tests";
import { createDataBlock, type IdvError } from "@idvkit/core";
import { type AssureSimulator, createAssureSimulator, specimenImages } from "@idvkit/onfido/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../src/listen.ts";
import { both, enough } from "./examples/assurance.ts";
import { createCallbackServer } from "./examples/callbacks.ts";
import { familyNameOf } from "./examples/data-blocks.ts";
import { driverOf } from "./examples/definition.ts";
import { createOrders } from "./examples/http-client.ts";
import { verdictOf } from "./examples/map-process.ts";
import { driver, pictures, server } from "./examples/simulator.ts";
import { verifyNow } from "./examples/start.ts";
import { verifyPerson } from "./examples/verify-person.ts";
import { checkDelivery } from "./examples/webhook.ts";

const work = {
  executionId: "execution",
  nodeId: "node",
  attempt: 1,
  inputs: { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NLD" }, consents: [] },
};
const selfie = { front: pictures.front, selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" } };
const options = { channel: "assure", clientId: "client", clientSecret: "secret" } as const;

describe("the example that verifies a person", () => {
  let provider: { simulator: AssureSimulator; url: string; close(): Promise<void> };
  beforeAll(async () => {
    const simulator = createAssureSimulator();
    provider = { simulator, ...(await serveHandlers({ handlers: simulator.handlers, origin: simulator.origin })) };
  });
  afterAll(() => provider.close());

  function verify() {
    const { clientId, clientSecret } = provider.simulator;
    return verifyPerson(
      {
        channel: "assure",
        clientId,
        clientSecret,
        processType: "documentSelfie",
        capture: { mode: "upload" },
        baseUrl: provider.url,
        poll: { intervalMs: 5 },
      },
      work,
      selfie,
    );
  }

  it.each([
    ["accepted", "verified"],
    ["rejected", "rejected"],
    ["caution", "inconclusive"],
  ] as const)("gives for %s the verdict %s", async (outcome, verdict) => {
    provider.simulator.decide(outcome);
    expect(await verify()).toMatchObject({ verdict });
  });

  it("throws when a call fails", async () => {
    provider.simulator.failNext({ status: 409, path: "/assure/dossiers" });
    await expect(verify()).rejects.toMatchObject({ code: "conflict" });
  });

  it("asks for nothing without a secret", async () => {
    await expect(verifyNow("execution", selfie)).rejects.toMatchObject({ code: "configuration" });
  });
});

describe("the example of the simulator", () => {
  beforeAll(() => server.listen());
  afterAll(() => server.close());

  it("answers a driver, with a failure that it repeats and an expired passport", async () => {
    const context = { now: () => new Date() };
    let step = await driver.dispatch(work, context);
    if (step.ok) step = await driver.submit({ ...work, driverState: step.value.driverState, input: pictures }, context);
    for (let polls = 0; polls < 3 && step.ok && step.value.kind === "pending"; polls++) {
      step = await driver.poll({ ...work, driverState: step.value.driverState }, context);
    }
    expect(step).toMatchObject({ value: { result: { verdict: "inconclusive", rawStatus: "accepted" } } });
  });
});

describe("the example of the callback server", () => {
  it("answers events that nobody waits for with: try again", async () => {
    const callbacks = createCallbackServer(
      { ...options, processType: "document", capture: { mode: "upload" } },
      createExecutionStore(),
      () => undefined,
    );
    const { origin, close } = await listen(callbacks);
    const body = '{"id":"e","eventName":"process.complete","eventData":{"dossierId":"d"}}';
    const event = await fetch(`${origin}/idv/onfido/events`, { method: "POST", body });
    const other = await fetch(`${origin}/idv/nobody/events`, { method: "POST", body });
    await close();
    expect([event.status, other.status]).toEqual([503, 404]);
  });
});

describe("the example of a method definition", () => {
  const definition = {
    _type: "DocumentMethodDefinition",
    id: "passport",
    provider: "onfido",
    clientIdRef: { key: "client" },
    clientSecretRef: { path: "secret" },
    processType: "document",
    capture: { mode: "upload" },
  };

  it("makes a driver", () => {
    expect(driverOf(definition, { client: "id" }, { secret: "s" }).provider).toBe("onfido");
  });

  it("throws for a setting that is missing", () => {
    expect(() => driverOf(definition, {}, {})).toThrow(expect.objectContaining({ code: "configuration" }));
  });
});

describe("the examples of mapping and data blocks", () => {
  it("gives a verdict", () => {
    expect(verdictOf({ status: "processing" })).toBe("not yet");
    expect(verdictOf({ status: "rejected" })).toBe("rejected");
    expect(() => verdictOf([])).toThrow(expect.objectContaining({ code: "invalid_response" }));
  });

  it("reads a data block, and refuses anything else", () => {
    const content = { givenName: "WILLEKE LISELOTTE", familyName: "DE BRUIJN" };
    const createdAt = "2026-11-22T00:00:00.000Z";
    const block = createDataBlock({ type: "basicIdentity", content, ...work, index: 0, createdAt });
    expect(familyNameOf(block.ok ? block.value : block)).toBe("DE BRUIJN");
    expect(() => familyNameOf({})).toThrow(expect.objectContaining<Partial<IdvError>>({ code: "invalid_input" }));
  });

  it("combines assurance", () => {
    expect([both, enough]).toEqual([{ eidas: "substantial" }, true]);
  });
});

describe("the examples of driver-kit", () => {
  it("calls an API with a token", async () => {
    const api = createServer((request, response) => {
      const body = request.url === "/oauth/token" ? { access_token: "t", expires_in: 60 } : { path: request.url };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    }).listen(0, "127.0.0.1");
    await once(api, "listening");
    const { port } = api.address() as AddressInfo;
    const readOrder = createOrders(`http://127.0.0.1:${port}`, "client", () => "secret");
    expect(await readOrder("a/b")).toEqual({ ok: true, value: { path: "/orders/a%2Fb" } });
    api.close();
  });

  it("checks a signature against each secret", async () => {
    const body = new TextEncoder().encode("{}");
    const signature = createHmac("sha256", "old").update(body).digest("hex");
    expect(await checkDelivery(body, signature, ["new", "old"])).toMatchObject({ ok: true });
    expect(await checkDelivery(body, signature, ["new"])).toMatchObject({ error: { code: "invalid_callback" } });
  });
});
