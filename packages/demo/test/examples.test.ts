import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveHandlers } from "@idvkit/contract-tests";
import { createDataBlock, type IdvError } from "@idvkit/core";
import { createOnfidoDriver, type OnfidoOptions } from "@idvkit/onfido";
import { createAssureSimulator, createOnfidoSimulator, specimenImages } from "@idvkit/onfido/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as apiSimulation from "./examples/api-simulator.ts";
import { both, enough } from "./examples/assurance.ts";
import { directly, throughAssure } from "./examples/channels.ts";
import { familyNameOf } from "./examples/data-blocks.ts";
import { driverOf } from "./examples/definition.ts";
import { openVault } from "./examples/file-vault.ts";
import { createOrders } from "./examples/http-client.ts";
import { verdictOfCheck } from "./examples/map-check.ts";
import { verdictOf } from "./examples/map-process.ts";
import { http } from "./examples/rate-limit.ts";
import { driversOfOneAccount } from "./examples/shared-limit.ts";
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
const context = { now: () => new Date() };

const identity = createDataBlock({
  type: "basicIdentity",
  content: { givenName: "WILLEKE LISELOTTE", familyName: "DE BRUIJN" },
  ...work,
  index: 0,
  createdAt: "2026-11-22T00:00:00.000Z",
});
const namedWork = { ...work, inputs: { ...work.inputs, dataBlocks: identity.ok ? [identity.value] : [] } };

describe("the example that verifies a person", () => {
  const assure = createAssureSimulator();
  const api = createOnfidoSimulator();
  let urls: { assure: string; api: string };
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    const hosts = [await serveHandlers(assure), await serveHandlers(api)] as const;
    urls = { assure: hosts[0].url, api: hosts[1].url };
    close = () => Promise.all(hosts.map((host) => host.close()));
  });
  afterAll(() => close());

  const quick = { poll: { intervalMs: 5 }, documentType: "passport" };
  const assureOptions = (): OnfidoOptions => {
    const { clientId, clientSecret } = assure;
    return { ...throughAssure, ...quick, clientId, clientSecret, baseUrl: urls.assure };
  };
  const apiOptions = (): OnfidoOptions => {
    return { ...directly, ...quick, apiToken: api.apiToken, baseUrl: `${urls.api}/v3.6` };
  };

  it.each([
    ["accepted", "verified"],
    ["rejected", "rejected"],
    ["caution", "inconclusive"],
  ] as const)("gives for %s the verdict %s", async (outcome, verdict) => {
    assure.decide(outcome);
    expect(await verifyPerson(assureOptions(), namedWork, selfie)).toMatchObject({ verdict });
  });

  it.each([
    ["clear", "verified"],
    ["rejected", "rejected"],
    ["caution", "inconclusive"],
  ] as const)("gives directly for %s the verdict %s, with other options alone", async (subResult, verdict) => {
    api.decide({ subResult });
    expect(await verifyPerson(apiOptions(), namedWork, selfie)).toMatchObject({ verdict });
  });

  it("throws when a call fails", async () => {
    assure.failNext({ status: 409, path: "/assure/dossiers" });
    await expect(verifyPerson(assureOptions(), work, selfie)).rejects.toMatchObject({ code: "conflict" });
  });

  it("asks for nothing without a secret, nor directly without a name", async () => {
    await expect(verifyNow("execution", selfie)).rejects.toMatchObject({ code: "configuration" });
    await expect(verifyPerson(apiOptions(), work, selfie)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe.each([
  ["Assure", { driver, pictures, server }, "accepted"],
  ["Onfido's API", apiSimulation, "complete"],
])("the example of the simulator of %s", (_, simulation, rawStatus) => {
  beforeAll(() => simulation.server.listen());
  afterAll(() => simulation.server.close());

  it("answers a driver, with a failure that it repeats and a passport that is not clear", async () => {
    const { driver, pictures } = simulation;
    let step = await driver.dispatch(work, context);
    if (step.ok) step = await driver.submit({ ...work, driverState: step.value.driverState, input: pictures }, context);
    for (let polls = 0; polls < 3 && step.ok && step.value.kind === "pending"; polls++) {
      step = await driver.poll({ ...work, driverState: step.value.driverState }, context);
    }
    expect(step).toMatchObject({ value: { result: { verdict: "inconclusive", rawStatus } } });
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

  it("gives the verdict of a check", () => {
    expect(verdictOfCheck({ status: "in_progress" }, [])).toBe("not yet");
    expect(verdictOfCheck({ status: "withdrawn" }, [])).toBe("aborted");
    expect(() => verdictOfCheck(null, [])).toThrow(expect.objectContaining({ code: "invalid_response" }));
  });

  it("reads a data block, and refuses anything else", () => {
    expect(familyNameOf(identity.ok ? identity.value : identity)).toBe("DE BRUIJN");
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

  it("makes a client with a limit", () => {
    expect(http).toMatchObject({ json: expect.any(Function) });
  });

  it("opens a vault in a directory", async () => {
    const directory = await mkdtemp(join(tmpdir(), "idvkit-vault-"));
    const vault = await openVault(join(directory, "vault"), { current: "a", keys: { a: new Uint8Array(32).fill(7) } });
    const owner = { tenantId: "tenant", executionId: "execution" };
    const reference = await vault.put(new TextEncoder().encode("text"), { mediaType: "text/plain", owner });
    expect(await vault.get(reference)).toMatchObject({ mediaType: "text/plain", size: 4 });
    await rm(directory, { recursive: true });
  });
});

describe("the examples of the two channels", () => {
  it("make a driver each", () => {
    expect([throughAssure, directly].map((options) => createOnfidoDriver(options).provider)).toEqual([
      "onfido",
      "onfido",
    ]);
  });

  it("share one limit among the drivers of an account", () => {
    const drivers = driversOfOneAccount({ ...directly, unnamedApplicant: { firstName: "Not", lastName: "Stated" } });
    expect(Object.values(drivers).map(({ provider }) => provider)).toEqual(["onfido", "onfido"]);
  });
});
