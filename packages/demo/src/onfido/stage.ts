import { randomUUID } from "node:crypto";
import { createDataBlock, type DataBlock, type DispatchWork } from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import { createOnfidoDriver } from "@idvkit/onfido";
import { Browser } from "../browser.ts";
import type { Narrator } from "../narrator.ts";
import { startRelyingParty } from "../relying-party.ts";
import { newWork, type Stage, succeeded } from "../stage.ts";
import { type Engagement, engage, type Providers } from "./provider.ts";
import type { Scenario } from "./scenarios.ts";

export interface OnfidoStage extends Stage {
  scenario: Scenario;
  provider: Engagement;
}

export async function setStage(scenario: Scenario, providers: Providers, narrator: Narrator): Promise<OnfidoStage> {
  const vault = memoryVault();
  const provider = engage(scenario, providers);
  const driver = createOnfidoDriver(provider.options);
  const relyingParty = await startRelyingParty({ driverId: "onfido", driver, vault });
  const context = { now: () => new Date(), vault };
  const { requests } = provider;
  return { scenario, provider, driver, context, relyingParty, browser: new Browser(), narrator, requests };
}

/** The work of a new step, the same for both channels. */
export function documentWork(stage: OnfidoStage): DispatchWork {
  const executionId = randomUUID();
  const inputs = { dataBlocks: [statedIdentity(executionId)], subject: { countryOfResidence: "NLD" } };
  return newWork(stage, { executionId, nodeId: "identity-document", inputs });
}

/** What the person stated in a form before; Onfido wants the names beforehand. */
function statedIdentity(executionId: string): DataBlock {
  const content = { givenName: "WILLEKE LISELOTTE", familyName: "DE BRUIJN" };
  const createdAt = new Date().toISOString();
  return succeeded(
    createDataBlock({ type: "basicIdentity", content, executionId, nodeId: "form", attempt: 1, index: 0, createdAt }),
  );
}
