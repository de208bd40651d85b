import type { IdvError, IdvNodeResult, IdvResult, MappedStatus, NodeResultContext } from "@idvkit/core";
import type { Narrator } from "./narrator.ts";

/** A scenario by what the person types and what the person reads. */
export interface ScenarioTitle {
  name: string;
  title: string;
}

/** How a scenario ended: with a result, or with a call that the driver refused. */
export type Ending = { kind: "result"; result: IdvNodeResult } | { kind: "refused"; error: IdvError };

/** One driver as the demo shows it: a folder of its own, with this as its entry. */
export interface DriverDemo {
  readonly scenarios: readonly ScenarioTitle[];
  /** Names of those that the tour shows. */
  readonly tour: readonly string[];
  readonly answers: AnswerMapping;
  /** Starts the provider that it plays against. Loads it only here: the other commands do not need it. */
  start(): Promise<RunningDemo>;
}

export interface RunningDemo {
  /** Who is there, and where. */
  readonly introduction: string;
  play(scenario: string, narrator: Narrator): Promise<Ending>;
  close(): Promise<void>;
}

/** How a raw answer of the person's own is mapped. */
export interface AnswerMapping {
  /** What the file may hold, for the help text. */
  readonly takes: readonly string[];
  /** What was ordered, where the file does not say so. */
  readonly option: AnswerOption;
  /** `given` is the value of the option. */
  map(raw: unknown, given: string | undefined, now: Date): MappedAnswer;
}

export interface AnswerOption {
  readonly name: string;
  readonly placeholder: string;
  readonly help: readonly string[];
  /** What it stands for, and the only values that it takes. Absent: any. */
  readonly known?: { readonly what: string; readonly values: readonly string[] };
}

export interface MappedAnswer {
  /** What the file was taken for. */
  what: string;
  status: IdvResult<MappedStatus>;
  method: Pick<NodeResultContext, "provider" | "methodType" | "maxAssurance">;
}
