import { type DispatchWork, type DriverContext, type JsonObject, type StepResult, success } from "@idvkit/core";
import type { OidcSettings } from "../options.ts";
import { subjectBindingOf } from "../order.ts";
import { authReqIdRef } from "../refs.ts";
import { refuse } from "../refusal.ts";
import type { RelyingParty } from "../relying-party/client.ts";
import { claimsParameter } from "../relying-party/verified-claims-request.ts";
import { type OidcState, seal } from "../state.ts";
import { callOf } from "../step.ts";
import { bindingMessageOf, confirmElsewhere } from "./binding-message.ts";
import { askLater, waiting } from "./waiting.ts";

/** Has the provider ask the person on a device of theirs (OpenID Connect CIBA Core 1.0, section 7.1). */
export async function dispatchBackchannel(
  settings: OidcSettings,
  relyingParty: RelyingParty,
  work: DispatchWork,
  context: DriverContext,
): Promise<StepResult> {
  const { flow } = settings;
  if (flow.kind !== "ciba") return refuse("unsupported", "options.flow: another flow");
  const claims = claimsParameter(settings);
  const { loginHint } = work.inputs.subject;
  if (loginHint === undefined || loginHint === "") {
    return refuse("invalid_input", "inputs.subject.loginHint: missing; the provider must know whom to ask");
  }
  const checked = subjectBindingOf(settings, work);
  if (!checked.ok) return checked;
  const binding = bindingMessageOf(work, settings.randomBytes);
  const call = callOf(context);
  const started = await relyingParty.startBackchannel(
    {
      scopes: settings.scopes,
      acrValues: settings.acrValues,
      additionalParameters: settings.additionalParams,
      loginHint,
      delivery: flow.delivery,
      bindingMessage: binding.code,
      ...(claims !== undefined && { claims }),
      ...(flow.requestedExpirySeconds !== undefined && { requestedExpirySeconds: flow.requestedExpirySeconds }),
    },
    call,
  );
  if (!started.ok) return started;
  const { transaction, intervalMs, lifetimeMs } = started.value;
  const sealed = await seal(settings.stateKeys, work, transaction as unknown as JsonObject);
  if (!sealed.ok) return sealed;
  const now = context.now();
  const state: OidcState = {
    version: 1,
    flow: "ciba",
    phase: "awaiting",
    ref: authReqIdRef(transaction.authReqId),
    startedAt: transaction.startedAt,
    expiresAt: new Date(now.getTime() + Math.min(lifetimeMs, longestMs(settings))).toISOString(),
    sealed: sealed.value,
  };
  const offers = [confirmElsewhere(binding, state.expiresAt)];
  return success(waiting(settings, askLater(state, now, intervalMs), now, offers));
}

/** A provider that would wait longer than anybody asked for is not waited for. */
function longestMs({ flow, timeToLiveMs }: OidcSettings): number {
  const { requestedExpirySeconds = 0 } = flow.kind === "ciba" ? flow : {};
  return Math.max(timeToLiveMs, requestedExpirySeconds * 1000);
}
