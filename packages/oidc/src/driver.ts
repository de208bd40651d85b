import {
  type CallbackResult,
  checkWork,
  type DriverContext,
  type DriverState,
  failure,
  type IdvError,
  type IdvMethodDriver,
  type IdvResult,
  replyTo,
  type StepWork,
  success,
} from "@idvkit/core";
import { contained } from "@idvkit/driver-kit";
import { addressCallback } from "./callback.ts";
import { flowOf } from "./flow.ts";
import { type OidcOptions, resolveOptions } from "./options.ts";
import { profileOf } from "./profile.ts";
import { methodType, oidcError, provider } from "./refusal.ts";
import { checkAborted } from "./relying-party/abortable.ts";
import { createRelyingParty } from "./relying-party/relying-party.ts";
import { readState } from "./state.ts";
import type { Step } from "./step.ts";

/**
 * Lets a person log in at an OpenID Provider and proves what it says. Throws an `IdvError` for wrong options; the driver
 * itself never throws.
 */
export function createOidcDriver(options: OidcOptions): IdvMethodDriver {
  const settings = resolveOptions(options);
  const profile = profileOf(settings);
  const relyingParty = createRelyingParty(settings);
  const flow = flowOf(settings);

  /** Checks the part of a work that all calls share, then runs. What throws becomes an error. */
  function run<Work extends StepWork, R extends { ok: boolean }>(
    work: Work,
    { signal }: DriverContext,
    call: () => Promise<R>,
  ): Promise<R | { ok: false; error: IdvError }> {
    return contained(provider, async () => {
      const checked = checkWork(work);
      if (!checked.ok) return checked;
      const begun = checkAborted(signal);
      return begun.ok ? call() : begun;
    });
  }

  function step<Work extends StepWork & { driverState: DriverState }>(
    work: Work,
    context: DriverContext,
  ): IdvResult<Step<Work>> {
    const state = readState(work.driverState);
    return state.ok ? success({ settings, relyingParty, work, context, state: state.value }) : state;
  }

  return {
    specificationVersion: "v1",
    methodType,
    provider: settings.provider,
    profile,
    addressCallback: (request) => contained(provider, () => addressCallback(settings, request)),
    dispatch: (work, context) => run(work, context, () => flow.dispatch(settings, relyingParty, work, context)),
    async submit() {
      return failure(oidcError("unsupported", "submit: a login takes no form"));
    },
    async callback(work, context): Promise<CallbackResult> {
      const result = await run(work, context, async () => {
        const ready = step(work, context);
        return ready.ok ? flow.callback(ready.value) : { ...ready, reply: replyTo(ready.error) };
      });
      return "reply" in result ? result : { ...result, reply: replyTo(result.error) };
    },
    poll: (work, context) =>
      run(work, context, async () => {
        const ready = step(work, context);
        return ready.ok ? flow.poll(ready.value) : ready;
      }),
    cancel: (work, context) =>
      run(work, context, async () => {
        const ready = step(work, context);
        return ready.ok ? flow.cancel(ready.value) : ready;
      }),
  };
}
