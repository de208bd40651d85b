import { randomUUID } from "node:crypto";
import {
  createDataBlock,
  type DataBlock,
  type DispatchWork,
  type DriverContext,
  type IdvMethodDriver,
  type IdvResult,
  type StepOutcome,
  type StepResult,
} from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import { createOnfidoDriver } from "@idvkit/onfido";
import { Browser } from "./browser.ts";
import type { Narrator, Phase } from "./narrator.ts";
import { type Engagement, engage, type Providers } from "./provider.ts";
import { type RelyingParty, startRelyingParty } from "./relying-party.ts";
import type { Scenario } from "./scenarios.ts";

/** Everything that takes part in one scenario. */
export interface Stage {
  scenario: Scenario;
  provider: Engagement;
  driver: IdvMethodDriver;
  context: DriverContext;
  relyingParty: RelyingParty;
  browser: Browser;
  narrator: Narrator;
}

export async function setStage(scenario: Scenario, providers: Providers, narrator: Narrator): Promise<Stage> {
  const vault = memoryVault();
  const provider = engage(scenario, providers);
  const driver = createOnfidoDriver(provider.options);
  const relyingParty = await startRelyingParty({ driver, vault });
  const context = { now: () => new Date(), vault };
  return { scenario, provider, driver, context, relyingParty, browser: new Browser(), narrator };
}

/** The work of a new step, the same for both channels. An app has no browser session. */
export function newWork({ relyingParty, browser }: Stage): DispatchWork {
  const session = relyingParty.sessionOf(browser.cookiesFor(relyingParty.startUrl));
  const executionId = randomUUID();
  return {
    executionId,
    nodeId: "identity-document",
    attempt: 1,
    callbackBaseUrl: relyingParty.callbackBaseUrl,
    returnUrl: relyingParty.doneUrl,
    ...(session !== undefined && { browserSession: session }),
    inputs: {
      dataBlocks: [statedIdentity(executionId)],
      attributes: {},
      subject: { countryOfResidence: "NLD" },
      consents: [],
    },
  };
}

/** What the person stated in a form before; Onfido wants the names beforehand. */
function statedIdentity(executionId: string): DataBlock {
  const content = { givenName: "WILLEKE LISELOTTE", familyName: "DE BRUIJN" };
  const createdAt = new Date().toISOString();
  return succeeded(
    createDataBlock({ type: "basicIdentity", content, executionId, nodeId: "form", attempt: 1, index: 0, createdAt }),
  );
}

/** Runs one phase and has it told with what it cost. */
export async function during<T>(
  { provider: { requests }, narrator }: Stage,
  run: () => Promise<T>,
  tell: (value: T) => Pick<Phase, "name" | "rawStatus" | "said">,
): Promise<T> {
  const callsBefore = requests.length;
  const startedAt = performance.now();
  const value = await run();
  const milliseconds = performance.now() - startedAt;
  narrator.phase({ ...tell(value), calls: requests.length - callsBefore, milliseconds });
  return value;
}

/** The outcome of a call of the driver. Throws its error. */
export async function outcomeOf(call: Promise<StepResult>): Promise<StepOutcome> {
  return succeeded(await call);
}

function succeeded<T>(result: IdvResult<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}
