import type { OnfidoOptions } from "@idvkit/onfido";
import type { SimulatorRequest } from "@idvkit/onfido/testing";
import { startApi } from "./api-provider.ts";
import { startAssure } from "./assure-provider.ts";
import type { ApiScenario, AssureScenario, Scenario } from "./scenarios.ts";

/** What one scenario needs of its provider. */
export interface Engagement {
  /** For the driver. */
  options: OnfidoOptions;
  /** What has reached the provider so far. */
  requests: readonly SimulatorRequest[];
  /** The provider's name for the event that tells of the end. */
  eventName: string;
  /** Sends this event; gives the status of the answer. `reference` is the provider's id of the verification. */
  notify(callbackBaseUrl: string, reference: string | null): Promise<number>;
}

/** One of the provider's APIs, simulated on a port of this machine. */
export interface Provider<Played extends Scenario> {
  readonly url: string;
  /** Decides how the next verification ends. */
  engage(scenario: Played): Engagement;
  close(): Promise<void>;
}

/** Both APIs. */
export interface Providers {
  assure: Provider<AssureScenario>;
  api: Provider<ApiScenario>;
}

export async function startProviders(): Promise<Providers> {
  const [assure, api] = await Promise.all([startAssure(), startApi()]);
  return { assure, api };
}

export async function closeProviders({ assure, api }: Providers): Promise<void> {
  await Promise.all([assure.close(), api.close()]);
}

export function engage(scenario: Scenario, { assure, api }: Providers): Engagement {
  return scenario.channel === "assure" ? assure.engage(scenario) : api.engage(scenario);
}
