import type { PendingOutcome, PersonAction } from "@idvkit/core";
import { pollSchedule } from "@idvkit/driver-kit";
import type { OidcSettings } from "../options.ts";
import { pending } from "../pending.ts";
import type { OidcState } from "../state.ts";

/** What a provider that wants fewer questions adds to the interval (CIBA, section 11). */
export const slowDownMs = 5_000;

/** The provider was asked, or the login begins: the next question waits for the interval, or for the login's end. */
export function askLater(state: OidcState, now: Date, intervalMs: number): OidcState {
  const { startedAt, expiresAt } = state;
  const deadlineMs = Date.parse(expiresAt) - Date.parse(startedAt);
  const { at } = pollSchedule({
    startedAt,
    now,
    polls: 0,
    intervalMs,
    maxIntervalMs: intervalMs,
    factor: 1,
    deadlineMs,
  });
  return { ...state, intervalMs: Math.min(intervalMs, deadlineMs), askAgainAt: at };
}

export function isEarly({ askAgainAt }: OidcState, now: Date): boolean {
  return askAgainAt !== undefined && now.getTime() < Date.parse(askAgainAt);
}

export function isOver({ expiresAt }: OidcState, now: Date): boolean {
  return now.getTime() >= Date.parse(expiresAt);
}

/** The outcome of a login that the person has not confirmed yet. */
export function waiting(
  { flow }: Pick<OidcSettings, "flow">,
  state: OidcState,
  now: Date,
  offers?: PersonAction[],
): PendingOutcome {
  const { askAgainAt = state.expiresAt, ref } = state;
  const isPinged = flow.kind === "ciba" && flow.delivery === "ping";
  return pending(state, {
    ...(offers !== undefined && { offers }),
    poll: { at: askAgainAt, intervalMs: Math.max(0, Date.parse(askAgainAt) - now.getTime()) },
    callbackRefs: isPinged ? [ref] : [],
  });
}
