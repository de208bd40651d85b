import type { DriverContext, StepWork } from "@idvkit/core";
import type { AssureSettings } from "../options.ts";
import type { AssureCall, AssureClient } from "./client.ts";
import type { RunningState } from "./state.ts";

/** Everything that one call of the driver works with. */
export interface Step<Work extends StepWork = StepWork> {
  settings: AssureSettings;
  client: AssureClient;
  work: Work;
  context: DriverContext;
  state: RunningState;
}

/** What a call of the client takes from the context of the step. */
export function callOf(context: DriverContext): AssureCall {
  return {
    ...(context.signal !== undefined && { signal: context.signal }),
    ...(context.log !== undefined && { log: context.log }),
  };
}
