import { type IdvResult, isIdvError, success } from "@idvkit/core";
import { refuse } from "../refusal.ts";
import type { Network } from "./network.ts";

/**
 * Fetches a document that a provider publishes. Fails like the network; with `<name>_unavailable` for any status but 200,
 * and with `<name>_unreadable` for what is no JSON.
 *
 * @param name Stands in messages and reasons.
 */
export async function fetchJson(
  url: string,
  network: Network,
  { name, redirect = "follow" }: { name: string; redirect?: "follow" | "manual" },
): Promise<IdvResult<unknown>> {
  try {
    const response = await network(url, {
      headers: { accept: "application/json, application/jwk-set+json" },
      redirect,
    });
    return response.status === 200 ? success(await response.json()) : unavailable(response.status, name);
  } catch (thrown) {
    if (isIdvError(thrown)) return { ok: false, error: thrown };
    return refuse("invalid_response", `${name}: no JSON`, { reason: `${name}_unreadable` });
  }
}

function unavailable(httpStatus: number, name: string): IdvResult<never> {
  const more = { reason: `${name}_unavailable`, httpStatus };
  if (httpStatus === 429) return refuse("rate_limited", `${name}: too many requests`, { ...more, retryable: true });
  if (httpStatus >= 500) return refuse("provider_unavailable", `${name}: not to be had`, { ...more, retryable: true });
  return refuse("provider_error", `${name}: unexpected status`, more);
}
