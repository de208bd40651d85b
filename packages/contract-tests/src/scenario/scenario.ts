import type { IdvErrorCode, JsonObject, JsonValue, StepWork, SubmitValue } from "@idvkit/core";

/** Where the traffic of a scenario comes from. */
export interface Provenance {
  kind: "published" | "recorded" | "constructed";
  source: string;
}

/** One request that the driver makes, and the provider's answer. */
export interface Exchange {
  method: string;
  /** Absolute. Query parameters are compared in any order. */
  url: string;
  /** What the body of the request must equal: JSON, or the fields of a form. */
  sends?: JsonValue;
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | null;
  /** It may be asked any number of times, also never, and at any moment (a token). */
  repeatable: boolean;
  /** It is not idempotent, yet may be sent again. */
  retry: boolean;
  /** The provider gives this answer only once. */
  oneShot: boolean;
}

/** A request that comes in from the provider or from the person's browser. */
export interface IncomingRequest {
  method: string;
  /** Appended to the callback base URL; `{callbackRef}` stands for the first ref of the last pending outcome. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

interface Timed {
  /** How far the clock moves on before the call, in milliseconds. */
  afterMs: number;
}

export type ScenarioCall = Timed &
  (
    | { call: "dispatch" | "poll" | "cancel" }
    | { call: "submit"; input: Record<string, SubmitValue> }
    | { call: "callback"; request: IncomingRequest; browser: boolean }
  );

export type CallName = ScenarioCall["call"];

/** What the scenario says of the work; `null` leaves a setting of the kit out. */
export interface ScenarioWork {
  tenantId?: string | null;
  locale?: string;
  callbackBaseUrl?: string | null;
  returnUrl?: string | null;
  browserSession?: string | null;
  inputs?: Partial<StepWork["inputs"]>;
}

export interface ExpectedResult {
  /** The last completed outcome takes the place of an earlier one. Absent: it must not say so. */
  revises?: true;
  verdict: string;
  rawStatus?: string;
  reference?: string | null;
  sessionBinding?: string;
  amr?: string[];
  assurance?: JsonObject;
  identifiers?: JsonValue[];
  attributes: JsonObject;
  warnings: { code: string; path: string }[];
  dataBlocks: { type: string; content: JsonObject }[];
}

/** What must come out: of the last completed outcome, or of the last call. */
export type Expected =
  | { kind: "result"; result: ExpectedResult }
  | { kind: "error"; error: { code: IdvErrorCode } }
  | { kind: "pending"; pending: { rawStatus?: string; reference?: string | null } }
  | { kind: "cancel"; cancel: { kind: "canceled" | "tooLate" | "nothingToCancel" } };

/** A piece of provider traffic with the calls that cause it and the outcome that it must have. */
export interface Scenario {
  /** Name of the folder. */
  name: string;
  title: string;
  provenance: Provenance;
  /** Driver options, as JSON. */
  options: JsonObject;
  work: ScenarioWork;
  /** ISO 8601 time at which the clock starts. */
  startsAt: string;
  calls: ScenarioCall[];
  exchanges: Exchange[];
  /** What the provider answers while a pending scenario is canceled. */
  cancelExchanges?: Exchange[];
  /** Further strings that no error, log line or span may show. */
  sensitive: string[];
  expected: Expected;
}
