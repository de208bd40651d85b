import type { PendingOutcome, PersonAction } from "@idvkit/core";
import { pollSchedule } from "@idvkit/driver-kit";
import type { AssureSettings } from "../options.ts";
import { dossierRef, processRef } from "./callback.ts";
import { type RunningState, writeState } from "./state.ts";

/** Phases in which the person has to hand something in before there is anything to ask the provider. */
const waitsForPerson: { readonly [P in RunningState["phase"]]: boolean } = {
  started: true,
  awaitingImages: true,
  awaitingCapture: false,
  awaitingSdk: true,
  verifying: false,
  completed: false,
};

/** The outcome of a step that goes on: when to poll, what may be delivered, until when. */
export function pending(
  settings: AssureSettings,
  state: RunningState,
  rawStatus: string,
  now: Date,
  offers?: PersonAction[],
): PendingOutcome {
  const schedule = pollSchedule({
    startedAt: state.startedAt,
    now,
    polls: state.polls,
    intervalMs: settings.poll.intervalMs,
    maxIntervalMs: settings.poll.maxIntervalMs,
    deadlineMs: settings.poll.deadlineMs,
  });
  return {
    kind: "pending",
    driverState: writeState(state),
    rawStatus,
    reference: state.processId,
    ...(offers !== undefined && { offers }),
    callbackRefs: [processRef(state.dossierId, state.processId), dossierRef(state.dossierId)],
    ...(!waitsForPerson[state.phase] && { poll: { at: schedule.at, intervalMs: schedule.intervalMs } }),
    expiresAt: schedule.expiresAt,
  };
}

/** True once the step's time is over. */
export function isExpired(settings: AssureSettings, state: RunningState, now: Date): boolean {
  return now.getTime() >= Date.parse(state.startedAt) + settings.poll.deadlineMs;
}
