import { type CallbackResult, type CallbackWork, type StepResult, success } from "@idvkit/core";
import { personReply } from "@idvkit/driver-kit";
import { endByError, finishLogin, recoverLogin } from "../outcome.ts";
import { pending } from "../pending.ts";
import { refuse } from "../refusal.ts";
import { readTransaction, type Transaction } from "../relying-party/transaction.ts";
import { type OidcState, unseal } from "../state.ts";
import { callOf, type Step } from "../step.ts";
import { hasTokens, tokenStore } from "../token-vault.ts";

/** The person is back. Whatever becomes of it, they go on to the caller's page. */
export async function handleReturn(step: Step<CallbackWork>): Promise<CallbackResult> {
  return { ...(await judgeReturn(step)), reply: personReply(step.work) };
}

async function judgeReturn(step: Step<CallbackWork>): Promise<StepResult> {
  const { work, state, context, relyingParty } = step;
  const opened = await openTransaction(step);
  if (!opened.ok) return opened;
  const transaction = opened.value;
  const session = sessionOf(state, work);
  if (session === "another") {
    return refuse("invalid_callback", "work.browserSession: not the session of the dispatch", {
      reason: "session_mismatch",
    });
  }
  const call = callOf(context);
  const isRedeemed = await hasTokens(context, work);
  if (!isRedeemed && call.now.getTime() >= Date.parse(state.expiresAt)) {
    return refuse("expired", "driverState.expiresAt: the login's time is over");
  }
  const response = await relyingParty.readResponse(work.request, transaction, call);
  if (!response.ok) return response;
  const confirmed: Step = { ...step, state: { ...state, ...(session === "same" && { sessionConfirmed: true }) } };
  if (response.value.kind === "error") {
    return isRedeemed
      ? finish(confirmed, transaction, undefined)
      : endByError(confirmed, response.value.error, transaction);
  }
  return finish(confirmed, transaction, response.value.url);
}

/** Goes on with tokens that were received before a crash; the person need not come again. */
export async function resume(step: Step): Promise<StepResult> {
  const opened = await openTransaction(step);
  if (!opened.ok) return opened;
  const { state, context, work } = step;
  if (await hasTokens(context, work)) return finish(confirmedBefore(step), opened.value, undefined);
  if (context.now().getTime() >= Date.parse(state.expiresAt)) {
    return refuse("expired", "driverState.expiresAt: the login's time is over");
  }
  return success(pending(state));
}

/** Tokens are only there when the code came back in the session of the dispatch. */
function confirmedBefore(step: Step): Step {
  const { state } = step;
  return state.browserSession === undefined ? step : { ...step, state: { ...state, sessionConfirmed: true } };
}

async function finish(step: Step, transaction: Transaction, url: URL | undefined): Promise<StepResult> {
  const { relyingParty, context, work, state } = step;
  const recovered = await recoverLogin(step, transaction);
  if (recovered !== undefined) return recovered;
  const login = await relyingParty.redeem(url, transaction, tokenStore(context, work), callOf(context));
  if (!login.ok) return finishLogin(step, login, transaction);
  return login.value === undefined ? success(pending(state)) : finishLogin(step, success(login.value), transaction);
}

async function openTransaction({ settings, work, state }: Step) {
  const secrets = await unseal(settings.stateKeys, work, state);
  return secrets.ok ? readTransaction(secrets.value) : secrets;
}

/** A login that one browser started and another one ends is an attack on the other's owner (RFC 9700, section 4.7). */
function sessionOf(state: OidcState, { browserSession }: CallbackWork): "same" | "another" | "unknown" {
  if (state.browserSession === undefined) return "unknown";
  return state.browserSession === browserSession ? "same" : "another";
}
