import {
  type CallbackResult,
  checkWork,
  type DispatchWork,
  type DriverContext,
  type DriverState,
  failure,
  IdvError,
  type IdvMethodDriver,
  type IdvResult,
  replyTo,
  type StepWork,
  success,
} from "@idvkit/core";
import { contained } from "@idvkit/driver-kit";
import { cancel } from "./assure/cancel.ts";
import { createAssureClient } from "./assure/client.ts";
import { handleDelivery } from "./assure/deliveries.ts";
import { dispatch } from "./assure/dispatch.ts";
import { readOutcome } from "./assure/outcome.ts";
import { readRunningState, readState } from "./assure/state.ts";
import type { Step } from "./assure/step.ts";
import { submit } from "./assure/submit.ts";
import { addressCallback } from "./callback.ts";
import { type OnfidoOptions, resolveOptions } from "./options.ts";
import { methodType, profileOf, provider } from "./profile.ts";

/**
 * Verifies a person's document, and face where asked, with Onfido through Signicat Assure.
 * Throws an `IdvError` for wrong options; the driver itself never throws.
 */
export function createOnfidoDriver(options: OnfidoOptions): IdvMethodDriver {
  const settings = resolveOptions(options);
  const profile = profileOf(settings);
  const client = createAssureClient(settings);

  function step<Work extends StepWork & { driverState: DriverState }>(
    work: Work,
    context: DriverContext,
  ): IdvResult<Step<Work>> {
    const checked = checkWork(work);
    if (!checked.ok) return checked;
    const state = readRunningState(work.driverState);
    return state.ok ? { ok: true, value: { settings, client, work, context, state: state.value } } : state;
  }

  return {
    specificationVersion: "v1",
    methodType,
    provider,
    profile,

    addressCallback(request) {
      return contained(provider, () => addressCallback(request, settings.callbackSecret));
    },

    dispatch(work: DispatchWork, context) {
      return contained(provider, async () => {
        const checked = checkWork(work);
        return checked.ok ? dispatch(settings, client, work, context) : checked;
      });
    },

    submit(work, context) {
      return contained(provider, async () => {
        if (!profile.methods.submit) return failure(unsupported("submit"));
        const ready = step(work, context);
        return ready.ok ? submit(ready.value) : ready;
      });
    },

    async callback(work, context) {
      const result = await contained(provider, async (): Promise<CallbackResult> => {
        const ready = step(work, context);
        return ready.ok ? handleDelivery(ready.value) : { ...ready, reply: replyTo(ready.error) };
      });
      return "reply" in result ? result : { ...result, reply: replyTo(result.error) };
    },

    poll(work, context) {
      return contained(provider, async () => {
        const ready = step(work, context);
        return ready.ok ? readOutcome(ready.value) : ready;
      });
    },

    cancel(work, context) {
      return contained(provider, async () => {
        const state = readState(work.driverState);
        if (state.ok && state.value.processId === undefined) return success({ kind: "nothingToCancel" });
        const ready = step(work, context);
        return ready.ok ? cancel(ready.value) : ready;
      });
    },
  };
}

function unsupported(method: string): IdvError {
  return new IdvError({ code: "unsupported", message: `${method}: not part of this capture mode`, provider });
}
