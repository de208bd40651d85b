import type { DriverContext, StepWork } from "@idvkit/core";
import type { ApiSettings } from "../options.ts";
import type { ApiCall, ApiClient } from "./client.ts";
import type { ApiState } from "./state.ts";

/** Everything that one call of the driver works with. */
export interface Step<Work extends StepWork = StepWork> {
  settings: ApiSettings;
  client: ApiClient;
  work: Work;
  context: DriverContext;
  state: ApiState;
}

/** What a call of the client takes from the context of the step. */
export function callOf(context: DriverContext): ApiCall {
  return {
    ...(context.signal !== undefined && { signal: context.signal }),
    ...(context.log !== undefined && { log: context.log }),
  };
}
