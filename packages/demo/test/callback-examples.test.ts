import { createExecutionStore, type ExecutionStore, type StoredExecution, serveHandlers } from "@idvkit/contract-tests";
import type { StepResult } from "@idvkit/core";
import { type CallbackHandler, memoryVault } from "@idvkit/driver-kit";
import { createOnfidoDriver, type OnfidoApiOptions } from "@idvkit/onfido";
import { createOnfidoSimulator, type OnfidoSimulator } from "@idvkit/onfido/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../src/listen.ts";
import { createCallbacks, publicOrigin } from "./examples/callbacks.ts";
import { mount } from "./examples/express.ts";
import { pictures } from "./examples/simulator.ts";
import { bodyParser, createExpressDouble, type ExpressDouble } from "./express-double.ts";

const webhookUrl = "/idv/onfido/webhooks";
const json = bodyParser((bytes) => JSON.parse(bytes.toString("utf8")));

let simulator: OnfidoSimulator;
let api: { url: string; close(): Promise<void> };
beforeAll(async () => {
  simulator = createOnfidoSimulator();
  api = await serveHandlers(simulator);
});
afterAll(() => api.close());

let store: ExecutionStore;
let execution: StoredExecution;
let checkId: string;
let callbacks: CallbackHandler;

/** A check that Onfido works on, and whose webhook is waited for. */
beforeEach(async () => {
  const options: OnfidoApiOptions = {
    channel: "onfido",
    region: "eu",
    apiToken: simulator.apiToken,
    webhookTokens: [simulator.webhookToken],
    product: { kind: "check" },
    processType: "document",
    capture: { mode: "upload" },
    documentType: "passport",
    unnamedApplicant: { firstName: "Not", lastName: "Stated" },
    baseUrl: `${api.url}/v3.6`,
  };
  store = createExecutionStore();
  callbacks = createCallbacks(options, store, () => undefined, memoryVault());
  const driver = createOnfidoDriver(options);
  const context = { now: () => new Date() };
  const inputs = { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NLD" }, consents: [] };
  const work = { executionId: "execution", nodeId: "node", attempt: 1, inputs };
  const offered = pendingOf(await driver.dispatch(work, context));
  const waiting = pendingOf(
    await driver.submit({ ...work, driverState: offered.driverState, input: pictures }, context),
  );
  checkId = waiting.reference ?? "";
  execution = store.add({
    driverId: "onfido",
    work: { ...work, driverState: waiting.driverState },
    refs: waiting.callbackRefs,
  });
});

function pendingOf(result: StepResult) {
  if (result.ok && result.value.kind === "pending") return result.value;
  throw new Error("expected a pending outcome");
}

/** The status of the answer to Onfido's webhook. */
async function deliver(app: ExpressDouble): Promise<number> {
  const { origin, close } = await listen(app.server);
  const status = await simulator.deliver(`${origin}${webhookUrl}`, "check.completed", checkId);
  await close();
  return status;
}

describe("the example of the callback handler", () => {
  function webhook(changeBody: (text: string) => string = (text) => text) {
    const { method, headers, body } = simulator.event("check.completed", checkId);
    const sent = changeBody(new TextDecoder().decode(body));
    return callbacks(new Request(`${publicOrigin}${webhookUrl}`, { method, headers, body: sent }));
  }

  it("takes a signed webhook and saves the outcome", async () => {
    expect((await webhook()).status).toBe(204);
    expect(execution).toMatchObject({ finished: true, outcome: { result: { verdict: "verified" } } });
  });

  it("refuses a body that was parsed and written again", async () => {
    const response = await webhook((text) => JSON.stringify(JSON.parse(text), null, 1));
    expect([response.status, execution.finished]).toEqual([401, false]);
  });

  it("knows no other driver", async () => {
    expect((await callbacks(new Request(`${publicOrigin}/idv/nobody/webhooks`, { method: "POST" }))).status).toBe(404);
  });
});

describe("the example of Express", () => {
  it("gets the bytes as they came", async () => {
    const app = createExpressDouble();
    mount(app, callbacks, json);
    expect(await deliver(app)).toBe(204);
    expect(execution.finished).toBe(true);
  });

  it("leaves the other paths their parsed bodies", async () => {
    const app = createExpressDouble();
    mount(app, callbacks, json);
    app.use("/orders", (request, response) => response.end(JSON.stringify("body" in request && request.body)));
    const { origin, close } = await listen(app.server);
    const response = await fetch(`${origin}/orders/1`, { method: "POST", body: '{"a":1}' });
    expect(await response.json()).toEqual({ a: 1 });
    await close();
  });

  it("answers 500 where the parser came first, and the execution goes on waiting", async () => {
    const app = createExpressDouble();
    app.use("/", json);
    mount(app, callbacks, json);
    expect(await deliver(app)).toBe(500);
    expect(execution.finished).toBe(false);
  });

  it("works behind a parser that leaves the bytes", async () => {
    const app = createExpressDouble();
    app.use(
      "/",
      bodyParser((bytes) => bytes),
    );
    mount(app, callbacks, json);
    expect(await deliver(app)).toBe(204);
  });
});
