import type { MappedStatus, PendingOutcome, PersonAction, StepWork } from "@idvkit/core";
import { pollSchedule } from "@idvkit/driver-kit";
import type { ApiSettings } from "../options.ts";
import { returnRef } from "./callback.ts";
import { type ApiState, writeState } from "./state.ts";
import { subjectRef } from "./webhook-event.ts";

/** Phases in which the person has to hand something in before there is anything to ask the provider. */
const waitsForPerson: { readonly [P in ApiState["phase"]]: boolean } = {
  started: true,
  awaitingImages: true,
  awaitingSdk: true,
  awaitingLink: false,
  verifying: false,
  completed: false,
};

export interface Progress {
  settings: ApiSettings;
  work: StepWork;
  state: ApiState;
  rawStatus: string;
  now: Date;
  offers?: PersonAction[] | undefined;
  preliminary?: MappedStatus;
}

/** The outcome of a step that goes on: when to poll, what may be delivered, until when. */
export function pending({ settings, work, state, rawStatus, now, offers, preliminary }: Progress): PendingOutcome {
  const { intervalMs, maxIntervalMs, deadlineMs } = settings.poll;
  const { startedAt, polls } = state;
  const schedule = pollSchedule({ startedAt, now, polls, intervalMs, maxIntervalMs, deadlineMs });
  return {
    kind: "pending",
    driverState: writeState(state),
    rawStatus,
    reference: referenceOf(state),
    ...(offers !== undefined && { offers }),
    callbackRefs: [...refsOf(state), ...(settings.capture.mode === "hostedLink" ? [returnRef(work)] : [])],
    ...(!waitsForPerson[state.phase] && { poll: { at: schedule.at, intervalMs: schedule.intervalMs } }),
    expiresAt: schedule.expiresAt,
    ...(preliminary !== undefined && { preliminary }),
  };
}

/** What the provider calls the verification; nothing before there is one. */
export function referenceOf({ workflowRunId, checkId }: ApiState): string | null {
  return workflowRunId ?? checkId ?? null;
}

function refsOf({ workflowRunId, checkId, reportIds = [] }: ApiState): string[] {
  return [
    ...(workflowRunId === undefined ? [] : [subjectRef("workflowRun", workflowRunId)]),
    ...(checkId === undefined ? [] : [subjectRef("check", checkId)]),
    ...reportIds.map((id) => subjectRef("report", id)),
  ];
}

/** True once the step's time is over. */
export function isExpired(settings: ApiSettings, state: ApiState, now: Date): boolean {
  return now.getTime() >= Date.parse(state.startedAt) + settings.poll.deadlineMs;
}
