import { randomUUID } from "node:crypto";
import type { DispatchWork, DriverContext, IdvMethodDriver, IdvResult, StepOutcome, StepResult } from "@idvkit/core";
import type { Browser } from "./browser.ts";
import type { Narrator, Phase } from "./narrator.ts";
import type { RelyingParty } from "./relying-party.ts";

/** Everything that takes part in one scenario, whatever the driver. */
export interface Stage {
  driver: IdvMethodDriver;
  context: DriverContext;
  relyingParty: RelyingParty;
  browser: Browser;
  narrator: Narrator;
  /** What has reached the provider so far. */
  requests: readonly unknown[];
}

/** What a phase says. */
export type Told = Pick<Phase, "name" | "rawStatus" | "said" | "details">;

/** The work of a new step. An app has no browser session. */
export function newWork(
  { relyingParty, browser }: Stage,
  {
    executionId = randomUUID(),
    ...step
  }: Pick<DispatchWork, "nodeId"> &
    Partial<Pick<DispatchWork, "executionId">> & { inputs?: Partial<DispatchWork["inputs"]> },
): DispatchWork {
  const session = relyingParty.sessionOf(browser.cookiesFor(relyingParty.startUrl));
  return {
    executionId,
    nodeId: step.nodeId,
    attempt: 1,
    callbackBaseUrl: relyingParty.callbackBaseUrl,
    returnUrl: relyingParty.doneUrl,
    ...(session !== undefined && { browserSession: session }),
    inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [], ...step.inputs },
  };
}

/** Runs one phase and has it told with what it cost. */
export async function during<T>(
  { requests, narrator }: Stage,
  run: () => Promise<T>,
  tell: (value: T) => Told,
): Promise<T> {
  const callsBefore = requests.length;
  const startedAt = performance.now();
  const value = await run();
  const milliseconds = performance.now() - startedAt;
  narrator.phase({ ...tell(value), calls: requests.length - callsBefore, milliseconds });
  return value;
}

/** Has something told that costs the provider nothing. */
export function tell({ narrator }: Pick<Stage, "narrator">, told: Told): void {
  narrator.phase({ ...told, calls: 0, milliseconds: 0 });
}

/** The outcome of a call of the driver. Throws its error. */
export async function outcomeOf(call: Promise<StepResult>): Promise<StepOutcome> {
  return succeeded(await call);
}

export function succeeded<T>(result: IdvResult<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}
