import type { PendingOutcome, PersonAction } from "@idvkit/core";
import { pollSchedule } from "@idvkit/driver-kit";
import type { AcmeSettings } from "../options.ts";
import { type AcmeState, writeState } from "./state.ts";

interface Waiting {
  settings: AcmeSettings;
  state: AcmeState;
  now: Date;
  rawStatus: string;
  offers?: PersonAction[];
}

/** The outcome of a step that goes on: when to poll, which deliveries may come, until when. */
export function pending({ settings, state, now, rawStatus, offers }: Waiting): PendingOutcome {
  const { startedAt, polls, sessionId } = state;
  const { at, intervalMs, expiresAt } = pollSchedule({ ...settings.poll, startedAt, now, polls });
  return {
    kind: "pending",
    driverState: writeState(state),
    rawStatus,
    reference: sessionId,
    ...(offers !== undefined && { offers }),
    callbackRefs: [sessionId],
    poll: { at, intervalMs },
    expiresAt,
  };
}

/** True once the step's time is over. */
export function isExpired({ poll }: AcmeSettings, { startedAt }: AcmeState, now: Date): boolean {
  return now.getTime() >= Date.parse(startedAt) + poll.deadlineMs;
}
