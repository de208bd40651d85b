import type {
  CallbackResult,
  CallbackWork,
  CancelOutcome,
  CancelWork,
  DispatchWork,
  DriverContext,
  IdvResult,
  PollWork,
  StepResult,
} from "@idvkit/core";
import { cibaFlow } from "./ciba/ciba-flow.ts";
import { codeFlow } from "./code-flow/code-flow.ts";
import type { OidcSettings } from "./options.ts";
import type { RelyingParty } from "./relying-party/client.ts";
import type { Step } from "./step.ts";

/** One of the ways to a login: what differs between them. */
export interface Flow {
  dispatch(
    settings: OidcSettings,
    relyingParty: RelyingParty,
    work: DispatchWork,
    context: DriverContext,
  ): Promise<StepResult>;
  callback(step: Step<CallbackWork>): Promise<CallbackResult>;
  poll(step: Step<PollWork>): Promise<StepResult>;
  cancel(step: Step<CancelWork>): Promise<IdvResult<CancelOutcome>>;
}

const flows: { readonly [K in OidcSettings["flow"]["kind"]]: Flow } = { code: codeFlow, ciba: cibaFlow };

/** The flow that the settings name. */
export function flowOf({ flow }: OidcSettings): Flow {
  return flows[flow.kind];
}
