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
import type { AssureSettings } from "../options.ts";
import { cancel } from "./cancel.ts";
import { createAssureClient } from "./client.ts";
import { handleDelivery } from "./deliveries.ts";
import { dispatch } from "./dispatch.ts";
import { readOutcome } from "./outcome.ts";
import { readRunningState, readState } from "./state.ts";
import type { Step } from "./step.ts";
import { submit } from "./submit.ts";

/** Onfido through Signicat Assure. Throws an `IdvError` for settings that cannot work. */
export function createAssureChannel(settings: AssureSettings): Channel {
  const client = createAssureClient(settings);

  function step<Work extends StepWork & { driverState: DriverState }>(
    work: Work,
    context: DriverContext,
  ): IdvResult<Step<Work>> {
    const state = readRunningState(work.driverState);
    return state.ok ? success({ settings, client, work, context, state: state.value }) : state;
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
      if (state.ok && state.value.processId === undefined) return success({ kind: "nothingToCancel" });
      const ready = step(work, context);
      return ready.ok ? cancel(ready.value) : ready;
    },
  };
}
