import {
  type CallbackResult,
  checkWork,
  type DriverContext,
  type DriverState,
  failure,
  type IdvError,
  type IdvMethodDriver,
  replyTo,
  type StepWork,
} from "@idvkit/core";
import { contained } from "@idvkit/driver-kit";
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
import { acmeError } from "./refusal.ts";

/**
 * Verifies a person with Acme, who takes the pictures on its own pages.
 * Throws an `IdvError` (`configuration`) for wrong options; the driver itself never throws.
 */
export function createAcmeDriver(options: AcmeOptions): IdvMethodDriver {
  const settings = resolveOptions(options);
  const client = createAcmeClient(settings);

  /** Checks what all calls share, then runs. What throws becomes an error. */
  function run<Work extends StepWork, R extends { ok: boolean }>(work: Work, call: () => Promise<R>) {
    return contained(provider, async (): Promise<R | { ok: false; error: IdvError }> => {
      const checked = checkWork(work);
      return checked.ok ? call() : checked;
    });
  }

  /** The same for the calls that go on from a state. */
  function goOn<Work extends StepWork & { driverState: DriverState }, R extends { ok: boolean }>(
    work: Work,
    context: DriverContext,
    call: (step: Step<Work>) => Promise<R>,
  ) {
    return run(work, async (): Promise<R | { ok: false; error: IdvError }> => {
      const state = readState(work.driverState);
      return state.ok ? call({ settings, client, work, context, state: state.value }) : state;
    });
  }

  return {
    specificationVersion: "v1",
    methodType,
    provider,
    profile: profileOf(settings),
    addressCallback: (request) => contained(provider, () => addressCallback(request, settings.webhookSecrets)),
    dispatch: (work, context) => run(work, () => dispatch(settings, client, work, context)),
    submit: async () => failure(acmeError("unsupported", "submit: the person hands everything to Acme")),
    async callback(work, context): Promise<CallbackResult> {
      const result = await goOn(work, context, handleDelivery);
      return "reply" in result ? result : { ...result, reply: replyTo(result.error) };
    },
    poll: (work, context) => goOn(work, context, readOutcome),
    cancel: (work, context) => goOn(work, context, cancel),
  };
}
