import {
  type CallbackResult,
  type DriverContext,
  type DriverState,
  type IdvResult,
  replyTo,
  type StepWork,
  success,
} from "@idvkit/core";
import type { Channel } from "../channel.ts";
import type { ApiSettings } from "../options.ts";
import { refuse } from "../refusal.ts";
import { cancel } from "./cancel.ts";
import { createApiClient } from "./client.ts";
import { handleDelivery } from "./deliveries.ts";
import { dispatch } from "./dispatch.ts";
import { readOutcome } from "./outcome.ts";
import { readState } from "./state.ts";
import type { Step } from "./step.ts";
import { submit } from "./submit.ts";

/** Onfido through its own API v3.6. Throws an `IdvError` for settings that cannot work. */
export function createApiChannel(settings: ApiSettings): Channel {
  const client = createApiClient(settings);

  /** Reads the state of a step that was dispatched. Fails with `lifecycle` when none was. */
  function step<Work extends StepWork & { driverState: DriverState }>(
    work: Work,
    context: DriverContext,
  ): IdvResult<Step<Work>> {
    const state = readState(work.driverState);
    if (!state.ok) return state;
    if (state.value.phase !== "started") return success({ settings, client, work, context, state: state.value });
    const message = "driverState.phase: nothing to ask for yet";
    return refuse("lifecycle", message);
  }

  return {
    dispatch: (work, context) => dispatch(settings, client, work, context),
    async submit(work, context) {
      const ready = step(work, context);
      return ready.ok ? submit(ready.value) : ready;
    },
    async callback(work, context): Promise<CallbackResult> {
      const ready = step(work, context);
      return ready.ok ? handleDelivery(ready.value) : { ...ready, reply: replyTo(ready.error) };
    },
    async poll(work, context) {
      const ready = step(work, context);
      return ready.ok ? readOutcome(ready.value) : ready;
    },
    async cancel(work, context) {
      const state = readState(work.driverState);
      return state.ok ? cancel({ settings, client, work, context, state: state.value }) : state;
    },
  };
}
