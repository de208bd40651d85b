import { failure, IdvError, type IdvResult, type StepWork, success } from "@idvkit/core";

/** The part of a state that says who started. */
interface StartedIn {
  browserSession?: string;
  sessionConfirmed?: boolean;
}

/** A form that another browser session sends belongs to another person: `invalid_input`. */
export function bindSubmission<State extends StartedIn>(work: StepWork, state: State): IdvResult<State> {
  if (state.browserSession === undefined || work.browserSession === undefined) return success(state);
  if (state.browserSession === work.browserSession) return success({ ...state, sessionConfirmed: true });
  const message = "work.browserSession: not the session of the dispatch";
  return failure(new IdvError({ code: "invalid_input", message, provider: "onfido" }));
}
