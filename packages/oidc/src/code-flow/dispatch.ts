import {
  type DispatchWork,
  type DriverContext,
  type IdvResult,
  type JsonObject,
  type StepResult,
  success,
} from "@idvkit/core";
import type { OidcSettings } from "../options.ts";
import { subjectBindingOf } from "../order.ts";
import { pending } from "../pending.ts";
import { stateRef } from "../refs.ts";
import { refuse } from "../refusal.ts";
import type { RelyingParty } from "../relying-party/client.ts";
import { claimsParameter } from "../relying-party/verified-claims-request.ts";
import { type OidcState, seal } from "../state.ts";
import { callOf } from "../step.ts";

/** Sends the person to the provider (OpenID Connect Core, section 3.1.2.1). */
export async function dispatchCode(
  settings: OidcSettings,
  relyingParty: RelyingParty,
  work: DispatchWork,
  context: DriverContext,
): Promise<StepResult> {
  const redirectUri = redirectUriOf(settings, work);
  if (!redirectUri.ok) return redirectUri;
  if (settings.sessionBinding === "required" && work.browserSession === undefined) {
    return refuse("invalid_input", "work.browserSession: missing");
  }
  const checked = subjectBindingOf(settings, work);
  if (!checked.ok) return checked;
  const { loginHint } = work.inputs.subject;
  const claims = claimsParameter(settings);
  const maxAge = maxAgeOf(settings);
  const call = callOf(context);
  const started = await relyingParty.authorize(
    {
      redirectUri: redirectUri.value,
      scopes: settings.scopes,
      acrValues: settings.acrValues,
      additionalParameters: settings.additionalParams,
      ...(claims !== undefined && { claims }),
      ...(settings.prompt !== undefined && { prompt: settings.prompt }),
      ...(maxAge !== undefined && { maxAge }),
      ...(loginHint !== undefined && { loginHint }),
      ...(work.locale !== undefined && { uiLocales: work.locale }),
    },
    call,
  );
  if (!started.ok) return started;
  const { url, transaction } = started.value;
  const sealed = await seal(settings.stateKeys, work, transaction as unknown as JsonObject);
  if (!sealed.ok) return sealed;
  const state: OidcState = {
    version: 1,
    flow: "code",
    phase: "awaiting",
    ref: stateRef(transaction.state),
    startedAt: transaction.startedAt,
    expiresAt: new Date(call.now.getTime() + settings.timeToLiveMs).toISOString(),
    ...(work.browserSession !== undefined && { browserSession: work.browserSession }),
    sealed: sealed.value,
  };
  return success(
    pending(state, {
      offers: [{ kind: "redirect", url, presentation: "redirect", after: "wait", expiresAt: state.expiresAt }],
    }),
  );
}

/**
 * A fresh login has to be proven, and a provider owes `auth_time` only to who names a `max_age` (OpenID Connect Core,
 * section 2). The time that the person has changes nothing else: what must not be older is compared with the start.
 */
function maxAgeOf({ maxAge, prompt, timeToLiveMs }: OidcSettings): number | undefined {
  const isFresh = prompt?.split(" ").includes("login") === true;
  return maxAge ?? (isFresh ? Math.ceil(timeToLiveMs / 1000) : undefined);
}

/** From configuration or from the caller's work, never from a request. */
function redirectUriOf({ redirectUri }: OidcSettings, { callbackBaseUrl }: DispatchWork): IdvResult<string> {
  if (redirectUri !== undefined) return success(redirectUri);
  if (callbackBaseUrl === undefined) return refuse("invalid_input", "work.callbackBaseUrl: missing");
  const url = new URL(callbackBaseUrl);
  if (url.search !== "" || url.hash !== "") return refuse("invalid_input", "work.callbackBaseUrl: with a query");
  return success(`${callbackBaseUrl.replace(/\/$/, "")}/return`);
}
