import type { DriverContext, StepWork } from "@idvkit/core";
import type { OidcSettings } from "./options.ts";
import type { RelyingParty } from "./relying-party/client.ts";
import type { RelyingPartyCall } from "./relying-party/settings.ts";
import type { OidcState } from "./state.ts";

/** Everything that one call of the driver works with. */
export interface Step<Work extends StepWork = StepWork> {
  settings: OidcSettings;
  relyingParty: RelyingParty;
  work: Work;
  context: DriverContext;
  state: OidcState;
}

/** What a call of the relying party takes from the context of the step. */
export function callOf(context: DriverContext): RelyingPartyCall {
  return {
    now: context.now(),
    ...(context.signal !== undefined && { signal: context.signal }),
    ...(context.log !== undefined && { log: context.log }),
  };
}
