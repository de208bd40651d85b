import type { RunSubject } from "../run/run.ts";
import type { Walk } from "../run/walk.ts";

/** What a check works on: one scenario, and ways to run it. */
export interface CheckSubject extends RunSubject {
  /** The scenario walked through once, with a fresh driver for every call. Made at the first use. */
  walk(): Promise<Walk>;
  /** False when a check of this name has already met the same history, in this scenario or another. */
  isNew(check: string, history: unknown): boolean;
  /** Notes that the scenario shows something: `suite` checks ask for it. */
  shows(what: string): void;
}

/** One rule of the contract, run on one scenario. It throws an `AssertionError` when the driver breaks the rule. */
export interface ScenarioCheck {
  name: string;
  title: string;
  run(subject: CheckSubject): Promise<void>;
}

/** One rule of the contract, run on all scenarios together, after the scenario checks. */
export interface SuiteCheck {
  name: string;
  title: string;
  run(subjects: readonly CheckSubject[], shown: ReadonlySet<string>): Promise<void>;
}
