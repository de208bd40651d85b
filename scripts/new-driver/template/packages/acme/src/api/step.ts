import type { DriverContext, StepWork } from "@idvkit/core";
import type { AcmeSettings } from "../options.ts";
import type { AcmeCall, AcmeClient } from "./client.ts";
import type { AcmeState } from "./state.ts";

/** Everything that one call of the driver works with. */
export interface Step<Work extends StepWork = StepWork> {
  settings: AcmeSettings;
  client: AcmeClient;
  work: Work;
  context: DriverContext;
  state: AcmeState;
}

/** What a call of the client takes from the context of the step. */
export function callOf({ signal, log }: DriverContext): AcmeCall {
  return { ...(signal !== undefined && { signal }), ...(log !== undefined && { log }) };
}
