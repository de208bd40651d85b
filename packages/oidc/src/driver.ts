import type { DriverContext, DriverState, IdvMethodDriver, IdvResult, StepWork } from "@idvkit/core";
import { success } from "@idvkit/core";
import { createDriver } from "@idvkit/driver-kit";
import { addressCallback } from "./callback.ts";
import { flowOf } from "./flow.ts";
import { type OidcOptions, resolveOptions } from "./options.ts";
import { methodType, profileOf } from "./profile.ts";
import { refuse } from "./refusal.ts";
import { createRelyingParty, type RelyingParty } from "./relying-party/client.ts";
import { readState } from "./state.ts";
import type { Step } from "./step.ts";

/** A driver that can hand the provider's keys, which it has fetched, to other machines, and take theirs. */
export type OidcDriver = IdvMethodDriver & Pick<RelyingParty, "exportJwks" | "importJwks">;

/**
 * Lets a person log in at an OpenID Provider and proves what it says. Throws an `IdvError` for wrong options; the driver
 * itself never throws.
 */
export function createOidcDriver(options: OidcOptions): OidcDriver {
  const settings = resolveOptions(options);
  const relyingParty = createRelyingParty(settings);
  const flow = flowOf(settings);

  /** Evidence that was asked for and cannot be kept is refused, before anybody logs in. */
  function checkVault({ vault }: DriverContext): IdvResult<undefined> {
    if (settings.evidence === "none" || vault !== undefined) return success(undefined);
    return refuse("configuration", "context.vault: missing; options.evidence asks for it");
  }

  function step<Work extends StepWork & { driverState: DriverState }>(
    work: Work,
    context: DriverContext,
  ): IdvResult<Step<Work>> {
    const kept = checkVault(context);
    if (!kept.ok) return kept;
    const state = readState(work.driverState);
    return state.ok ? success({ settings, relyingParty, work, context, state: state.value }) : state;
  }

  const driver = createDriver({
    methodType,
    provider: settings.provider,
    profile: profileOf(settings),
    addressCallback: (request) => addressCallback(settings, request),
    async dispatch(work, context) {
      const kept = checkVault(context);
      return kept.ok ? flow.dispatch(settings, relyingParty, work, context) : kept;
    },
    async callback(work, context) {
      const ready = step(work, context);
      return ready.ok ? flow.callback(ready.value) : ready;
    },
    async poll(work, context) {
      const ready = step(work, context);
      return ready.ok ? flow.poll(ready.value) : ready;
    },
    async cancel(work, context) {
      const ready = step(work, context);
      return ready.ok ? flow.cancel(ready.value) : ready;
    },
  });
  const { exportJwks, importJwks } = relyingParty;
  return { ...driver, exportJwks, importJwks };
}
