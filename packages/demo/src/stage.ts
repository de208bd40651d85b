import { randomUUID } from "node:crypto";
import type { DispatchWork, DriverContext, IdvMethodDriver, StepOutcome, StepResult } from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import { type AssureOptions, createOnfidoDriver } from "@idvkit/onfido";
import { simulatorPaths } from "@idvkit/onfido/testing";
import { Browser } from "./browser.ts";
import type { Narrator, Phase } from "./narrator.ts";
import type { Provider } from "./provider.ts";
import { type RelyingParty, startRelyingParty } from "./relying-party.ts";
import type { Scenario } from "./scenarios.ts";

/** Everything that takes part in one scenario. */
export interface Stage {
  scenario: Scenario;
  provider: Provider;
  driver: IdvMethodDriver;
  context: DriverContext;
  relyingParty: RelyingParty;
  browser: Browser;
  /** The secret last part of the URL that is registered for events. */
  callbackSecret: string;
  narrator: Narrator;
}

/** A provider decides in minutes; the simulated one does so at once. */
const poll = { intervalMs: 40, maxIntervalMs: 40, deadlineMs: 60_000 };

export async function setStage(scenario: Scenario, provider: Provider, narrator: Narrator): Promise<Stage> {
  const vault = memoryVault();
  const callbackSecret = randomUUID();
  const driver = createOnfidoDriver(optionsOf(scenario, provider, callbackSecret));
  const relyingParty = await startRelyingParty({ driver, vault });
  const context = { now: () => new Date(), vault };
  return { scenario, provider, driver, context, relyingParty, browser: new Browser(), callbackSecret, narrator };
}

function optionsOf(scenario: Scenario, { simulator, url }: Provider, callbackSecret: string): AssureOptions {
  const { processType, document } = scenario;
  const { getImage, fullResult } = simulatorPaths;
  return {
    channel: "assure",
    clientId: simulator.clientId,
    clientSecret: () => simulator.clientSecret,
    processType,
    capture: captureOptions[scenario.capture],
    documentType: document,
    ...(document === "driversLicense" && { requestExtraDataFromDrivingLicense: true }),
    artifacts: { images: true, fullResult: true },
    paths: { getImage, fullResult },
    callbackSecret: () => callbackSecret,
    baseUrl: url,
    poll,
  };
}

const captureOptions: { readonly [Mode in Scenario["capture"]]: AssureOptions["capture"] } = {
  upload: { mode: "upload" },
  captureFlow: { mode: "captureFlow" },
  mobileSdk: { mode: "mobileSdk", mobileAppId: "example.rp.app" },
};

/** The work of a new step. An app has no browser session. */
export function newWork({ relyingParty, browser }: Stage): DispatchWork {
  const session = relyingParty.sessionOf(browser.cookiesFor(relyingParty.startUrl));
  return {
    executionId: randomUUID(),
    nodeId: "identity-document",
    attempt: 1,
    callbackBaseUrl: relyingParty.callbackBaseUrl,
    returnUrl: relyingParty.doneUrl,
    ...(session !== undefined && { browserSession: session }),
    inputs: { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NLD" }, consents: [] },
  };
}

/** Runs one phase and has it told with what it cost. */
export async function during<T>(
  { provider, narrator }: Stage,
  run: () => Promise<T>,
  tell: (value: T) => Pick<Phase, "name" | "rawStatus" | "said">,
): Promise<T> {
  const { requests } = provider.simulator;
  const callsBefore = requests.length;
  const startedAt = performance.now();
  const value = await run();
  const milliseconds = performance.now() - startedAt;
  narrator.phase({ ...tell(value), calls: requests.length - callsBefore, milliseconds });
  return value;
}

/** The outcome of a call of the driver. Throws its error. */
export async function outcomeOf(call: Promise<StepResult>): Promise<StepOutcome> {
  const result = await call;
  if (!result.ok) throw result.error;
  return result.value;
}
