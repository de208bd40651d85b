import type { DriverContext, DriverState, IdvResult, StepResult, StepWork } from "@idvkit/core";
import { success } from "@idvkit/core";
import { refuse } from "./refusal.ts";

/** The part of a state that says who started. */
interface StartedIn {
  browserSession?: string;
  sessionConfirmed?: boolean;
}

/** The part of a state that says when the provider was last asked. */
interface ReadAt {
  phase: string;
  readAt?: string;
}

interface Visited<State, Work = unknown> {
  settings: { poll: { intervalMs: number } };
  work: Work;
  context: DriverContext;
  state: State;
}

/** What the channel does with a return. */
interface ReturnRoom<State> {
  /** Reads the outcome from the provider, with this state. */
  read(state: State): Promise<StepResult>;
  /** The outcome without asking the provider. */
  unchanged(): StepResult;
  write(state: State): DriverState;
}

/**
 * The person came back, by an address of this step. In the session of the dispatch that confirms the session, which is
 * kept even when the provider cannot be read; another session is `invalid_callback`. A return that is bound to none
 * could be anybody's, and is a hint at most.
 */
export async function confirmReturn<State extends StartedIn & ReadAt>(
  visited: Visited<State, StepWork>,
  { read, unchanged, write }: ReturnRoom<State>,
): Promise<StepResult> {
  const { work, state } = visited;
  if (state.browserSession === undefined) return readRecently(visited) ? unchanged() : read(state);
  if (work.browserSession !== state.browserSession) {
    return refuse("invalid_callback", "work.browserSession: not the session of the dispatch");
  }
  const confirmed: State = { ...state, sessionConfirmed: true };
  const result = await read(confirmed);
  return result.ok ? result : { ...result, driverState: write(confirmed) };
}

/** A delivery that anybody could have sent causes at most one read per interval. An outcome that was given is no longer pending. */
export function readRecently({ settings, state, context }: Visited<ReadAt>): boolean {
  if (state.phase === "completed" || state.readAt === undefined) return false;
  return context.now().getTime() - Date.parse(state.readAt) < settings.poll.intervalMs;
}

/** A form that another browser session sends belongs to another person: `invalid_input`. */
export function bindSubmission<State extends StartedIn>(work: StepWork, state: State): IdvResult<State> {
  if (state.browserSession === undefined || work.browserSession === undefined) return success(state);
  if (state.browserSession === work.browserSession) return success({ ...state, sessionConfirmed: true });
  const message = "work.browserSession: not the session of the dispatch";
  return refuse("invalid_input", message);
}
