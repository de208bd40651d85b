import { hash } from "node:crypto";
import { type DispatchWork, type DriverContext, type StepResult, success } from "@idvkit/core";
import { returnUrlOf } from "../callback.ts";
import type { AcmeSettings } from "../options.ts";
import { refuse } from "../refusal.ts";
import type { AcmeClient } from "./client.ts";
import { pending } from "./pending.ts";
import type { AcmeState } from "./state.ts";
import { callOf } from "./step.ts";

/** Starts a session and offers its page to the person. */
export async function dispatch(
  settings: AcmeSettings,
  client: AcmeClient,
  work: DispatchWork,
  context: DriverContext,
): Promise<StepResult> {
  const { callbackBaseUrl, browserSession } = work;
  if (callbackBaseUrl === undefined) return refuse("invalid_input", "work.callbackBaseUrl: missing");
  const body = { product: settings.product, returnUrl: returnUrlOf(callbackBaseUrl) };
  const created = await client.createSession(body, attemptKey(work), callOf(context));
  if (!created.ok) return created;
  const now = context.now();
  const state: AcmeState = {
    version: 1,
    sessionId: created.value.id,
    startedAt: now.toISOString(),
    polls: 0,
    ...(browserSession !== undefined && { browserSession }),
  };
  const { url } = created.value;
  const offer = { kind: "redirect", url, presentation: "redirect", after: "wait" } as const;
  return success(pending({ settings, state, now, rawStatus: "open", offers: [offer] }));
}

/** The same attempt has the same key, also when it is dispatched again. */
function attemptKey({ tenantId, executionId, nodeId, attempt }: DispatchWork): string {
  return hash("sha256", JSON.stringify([tenantId ?? null, executionId, nodeId, attempt]), "hex");
}
