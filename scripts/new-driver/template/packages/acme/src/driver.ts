import type { DriverContext, DriverState, IdvError, IdvMethodDriver, StepWork } from "@idvkit/core";
import { createDriver } from "@idvkit/driver-kit";
import { cancel } from "./api/cancel.ts";
import { createAcmeClient } from "./api/client.ts";
import { handleDelivery } from "./api/deliveries.ts";
import { dispatch } from "./api/dispatch.ts";
import { readOutcome } from "./api/outcome.ts";
import { readState } from "./api/state.ts";
import type { Step } from "./api/step.ts";
import { addressCallback } from "./callback.ts";
import { type AcmeOptions, resolveOptions } from "./options.ts";
import { methodType, profileOf, provider } from "./profile.ts";

/**
 * Verifies a person with Acme, who takes the pictures on its own pages.
 * Throws an `IdvError` (`configuration`) for wrong options; the driver itself never throws.
 */
export function createAcmeDriver(options: AcmeOptions): IdvMethodDriver {
  const settings = resolveOptions(options);
  const client = createAcmeClient(settings);

  /** Reads the state that the call goes on from. */
  async function goOn<Work extends StepWork & { driverState: DriverState }, Result>(
    work: Work,
    context: DriverContext,
    call: (step: Step<Work>) => Promise<Result>,
  ): Promise<Result | { ok: false; error: IdvError }> {
    const state = readState(work.driverState);
    return state.ok ? call({ settings, client, work, context, state: state.value }) : state;
  }

  return createDriver({
    methodType,
    provider,
    profile: profileOf(settings),
    addressCallback: (request) => addressCallback(request, settings.webhookSecrets),
    dispatch: (work, context) => dispatch(settings, client, work, context),
    callback: (work, context) => goOn(work, context, handleDelivery),
    poll: (work, context) => goOn(work, context, readOutcome),
    cancel: (work, context) => goOn(work, context, cancel),
  });
}
