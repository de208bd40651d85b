import { setTimeout as wait } from "node:timers/promises";
import type { DispatchWork, IdvNodeResult, Vault } from "@idvkit/core";
import { createOidcDriver, type OidcOptions } from "@idvkit/oidc";

/** The person confirms in an app of the provider. `work.inputs.subject.loginHint` says who they are. */
export async function confirmInApp(
  options: OidcOptions, // with flow: { kind: "ciba", delivery: "poll" }
  work: DispatchWork,
  vault: Vault,
  show: (code: string) => void, // the same code stands in the app: the person compares
): Promise<IdvNodeResult> {
  const driver = createOidcDriver(options);
  const context = { now: () => new Date(), vault };
  let step = await driver.dispatch(work, context);
  const offer = step.ok && step.value.kind === "pending" ? step.value.offers?.[0] : undefined;
  if (offer?.kind === "confirmElsewhere") show(offer.code ?? "");
  for (;;) {
    if (!step.ok) throw step.error;
    if (step.value.kind === "completed") return step.value.result;
    await wait(step.value.poll?.intervalMs ?? 5_000); // the provider's interval, kept in the state
    step = await driver.poll({ ...work, driverState: step.value.driverState }, context);
  }
}
