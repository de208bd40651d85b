import {
  type FinalStatus,
  type IdvResult,
  type JsonObject,
  type StepResult,
  success,
  toNodeResult,
  type VaultReference,
} from "@idvkit/core";
import { authorizationErrorRow, mapAuthorizationError } from "./mapping/authorization-errors.ts";
import { mapClaims } from "./mapping/map-claims.ts";
import { orderOf } from "./order.ts";
import { methodType, profileOf } from "./profile.ts";
import { refuse } from "./refusal.ts";
import { evidenceOf, type ReverifiedEvidence, reverifyEvidence } from "./relying-party/evidence.ts";
import type { Login } from "./relying-party/login.ts";
import type { StartedLogin } from "./relying-party/transaction.ts";
import { writeState } from "./state.ts";
import { callOf, type Step } from "./step.ts";
import { forgetTokens, keepEvidence, keptEvidence, tokenStore } from "./token-vault.ts";

/** Ends the step with a login that was proven: asks for further claims, keeps the evidence, maps. */
export async function completeLogin(step: Step, login: Login, transaction: StartedLogin): Promise<StepResult> {
  const { settings, work, context } = step;
  const userInfo = await userInfoOf(step, login, transaction);
  if (!userInfo.ok) return userInfo;
  const { evidence, clientId, clockToleranceSeconds } = settings;
  const { vault } = context;
  const answered = userInfo.value !== undefined && { userInfo: userInfo.value };
  const reference =
    evidence === "none" || vault === undefined
      ? undefined
      : await keepEvidence(
          vault,
          work,
          evidenceOf(login, transaction, { clientId, clockToleranceSeconds, keep: evidence, ...answered }),
        );
  const proven = { claims: login.claims, verifiedAt: login.receivedAt, issuer: transaction.server.issuer, ...answered };
  const completed = mapProven(step, proven, reference);
  // Evidence with the ID token is enough to make the outcome again, should a crash come before the caller has stored it.
  if (completed.ok) await forgetTokens(context, work);
  return completed;
}

/**
 * A login that was proven before a crash: it is proven again from its evidence, and the provider is not asked. Undefined
 * when there is none, or only a hash.
 */
export async function recoverLogin(step: Step, transaction: StartedLogin): Promise<StepResult | undefined> {
  const { settings, work, context } = step;
  const kept = await keptEvidence(context, work);
  if (kept === null) return undefined;
  const { issuer } = transaction.server;
  const proven = await reverifyEvidence(kept.evidence, { issuer, clientId: settings.clientId });
  if (!proven.ok) return proven;
  if (transaction.nonce !== undefined && proven.value.claims.nonce !== transaction.nonce) {
    return refuse("invalid_response", "evidence: another login", { reason: "id_token_nonce_mismatch" });
  }
  await forgetTokens(context, work);
  return mapProven(step, proven.value, kept.reference);
}

function mapProven(
  step: Step,
  { claims, userInfo, verifiedAt, issuer }: Omit<ReverifiedEvidence, "clientId">,
  reference: VaultReference | undefined,
): StepResult {
  const order = orderOf(step.settings, step.work, issuer);
  if (!order.ok) return order;
  const mapped = mapClaims(
    { idToken: claims, ...(userInfo !== undefined && { userInfo }) },
    {
      now: new Date(verifiedAt),
      order: order.value,
      ...(reference !== undefined && { artifacts: { idToken: reference } }),
    },
  );
  if (!mapped.ok) return mapped;
  return mapped.value.final ? complete(step, mapped.value) : refuse("invalid_response", "login: not final");
}

/**
 * Ends the step with what came of a login's tokens. They are given only once: where this fails, they wait in the vault,
 * and a poll goes on from there.
 */
export async function finishLogin(step: Step, login: IdvResult<Login>, transaction: StartedLogin): Promise<StepResult> {
  const { context, work, state } = step;
  const result = login.ok ? await completeLogin(step, login.value, transaction) : login;
  if (result.ok) return result;
  const isKept = context.vault !== undefined && (await tokenStore(context, work).load()) !== null;
  return isKept ? { ...result, driverState: writeState({ ...state, phase: "redeemed" }) } : result;
}

/** Ends the step with an error of the provider: an outcome, or, where our request was wrong, an error of the call. */
export function endByError(step: Step, error: string, { server }: Pick<StartedLogin, "server">): StepResult {
  const row = authorizationErrorRow(error);
  if ("code" in row) {
    return refuse(row.code, "response.error: our request was refused", {
      reason: "authorization_request_refused",
      providerCode: error,
    });
  }
  const { settings, work, context } = step;
  const order = orderOf(settings, work, server.issuer);
  if (!order.ok) return order;
  return complete(step, mapAuthorizationError(error, row.verdict, { now: context.now(), order: order.value }));
}

/** Ends the step with a final status. */
export function complete({ settings, work, context, state }: Step, status: FinalStatus): StepResult {
  const result = toNodeResult(status, {
    executionId: work.executionId,
    nodeId: work.nodeId,
    attempt: work.attempt,
    now: context.now(),
    provider: settings.provider,
    methodType,
    maxAssurance: profileOf(settings).maxAssurance,
    sessionBinding: state.sessionConfirmed === true ? "bound" : "none",
  });
  if (!result.ok) return result;
  const { sealed, ...rest } = state;
  return success({
    kind: "completed",
    driverState: writeState({ ...rest, phase: "completed" }),
    result: result.value,
  });
}

async function userInfoOf(
  { settings, relyingParty, context }: Step,
  login: Login,
  transaction: StartedLogin,
): Promise<IdvResult<JsonObject | undefined>> {
  if (settings.userInfo === "none") return success(undefined);
  if (transaction.server.userinfo_endpoint === undefined) {
    return settings.userInfo === "optional"
      ? success(undefined)
      : refuse("configuration", "metadata.userinfo_endpoint: missing", { reason: "user_info_missing" });
  }
  return relyingParty.userInfo(login, transaction, callOf(context));
}
