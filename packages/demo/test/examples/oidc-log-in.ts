import type { DispatchWork, StepOutcome, Vault } from "@idvkit/core";
import { type CallbackStore, createCallbackHandler } from "@idvkit/driver-kit";
import { createOidcDriver, type OidcOptions } from "@idvkit/oidc";

/** Your database. It finds an execution by the `callbackRefs` of its outcome. */
export interface LoginStore extends CallbackStore {
  add(work: DispatchWork, outcome: StepOutcome): Promise<void>;
}

export function createLogins(
  options: OidcOptions,
  store: LoginStore,
  vault: Vault,
  browserSession: (request: Request) => string | undefined, // the same hash as work.browserSession
) {
  const driver = createOidcDriver(options);
  const callbacks = createCallbackHandler({
    drivers: { oidc: driver },
    publicOrigin: "https://rp.example", // what the outside world calls your server
    mountPath: "/idv", // work.callbackBaseUrl is https://rp.example/idv/oidc
    load: (driverId, refs) => store.load(driverId, refs),
    save: (handled) => store.save(handled), // handled.outcome.result: verdict, data blocks, warnings
    browserSession,
    vault,
  });
  async function start(work: DispatchWork): Promise<string> {
    const step = await driver.dispatch(work, { now: () => new Date(), vault });
    if (!step.ok) throw step.error; // the call failed; nothing is said about the person
    await store.add(work, step.value);
    const offer = step.value.kind === "pending" ? step.value.offers?.[0] : undefined;
    return offer?.kind === "redirect" ? offer.url : "/"; // where the person goes now
  }
  return { start, callbacks };
}
