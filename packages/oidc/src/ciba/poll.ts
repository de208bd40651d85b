import { type IdvResult, type StepResult, success } from "@idvkit/core";
import { endByError, finishLogin, recoverLogin } from "../outcome.ts";
import {
  type BackchannelAnswer,
  type BackchannelTransaction,
  readBackchannelTransaction,
} from "../relying-party/backchannel.ts";
import { unseal } from "../state.ts";
import { callOf, type Step } from "../step.ts";
import { hasTokens, tokenStore } from "../token-vault.ts";
import { askLater, isEarly, isOver, slowDownMs, waiting } from "./waiting.ts";

/** Asks the provider once, and not before its interval is over. Tokens that were received before a crash need no asking. */
export async function pollLogin(step: Step): Promise<StepResult> {
  const opened = await openBackchannel(step);
  if (!opened.ok) return opened;
  const { settings, state, work, context } = step;
  const now = context.now();
  if (isEarly(state, now) && !(await hasTokens(context, work))) {
    return success(waiting(settings, state, now));
  }
  return askProvider(step, opened.value);
}

/** What this login started with. Fails with `lifecycle` for one that is over. */
export async function openBackchannel({ settings, work, state }: Step): Promise<IdvResult<BackchannelTransaction>> {
  const secrets = await unseal(settings.stateKeys, work, state);
  return secrets.ok ? readBackchannelTransaction(secrets.value) : secrets;
}

/** Asks the provider now: the person may be done. */
export async function askProvider(step: Step, transaction: BackchannelTransaction): Promise<StepResult> {
  const { relyingParty, work, context, state } = step;
  const recovered = await recoverLogin(step, transaction);
  if (recovered !== undefined) return recovered;
  const answer = await relyingParty.askBackchannel(transaction, tokenStore(context, work), callOf(context));
  if (answer.ok) return judgeAnswer(step, transaction, answer.value);
  // A provider forgets a login some time after its end.
  const isForgotten = answer.error.reason === "auth_req_id_refused" && isOver(state, context.now());
  return isForgotten ? endByError(step, "expired_token", transaction) : finishLogin(step, answer, transaction);
}

function judgeAnswer(
  step: Step,
  transaction: BackchannelTransaction,
  answer: BackchannelAnswer,
): StepResult | Promise<StepResult> {
  if (answer.kind === "login") return finishLogin(step, success(answer.login), transaction);
  if (answer.kind === "ended") return endByError(step, answer.error, transaction);
  const { settings, state, context } = step;
  const now = context.now();
  if (isOver(state, now)) return endByError(step, "expired_token", transaction);
  const intervalMs = (state.intervalMs ?? slowDownMs) + (answer.slowDown ? slowDownMs : 0);
  return success(waiting(settings, askLater(state, now, intervalMs), now));
}
