import type { IdvError } from "./error.ts";
import type { HttpReply } from "./http.ts";
import type { IdvNodeResult, MappedStatus } from "./node-result.ts";
import type { PersonAction } from "./person-action.ts";
import type { DriverState } from "./work.ts";

/** The step goes on. */
export interface PendingOutcome {
  kind: "pending";
  driverState: DriverState;
  rawStatus: string;
  reference: string | null;
  /** Alternatives for the person. Absent: those given before still stand. */
  offers?: PersonAction[];
  /** Refs of deliveries that may come; the caller finds the execution by them. */
  callbackRefs: string[];
  poll?: PollHint;
  preliminary?: MappedStatus;
  /** ISO 8601. */
  expiresAt?: string;
}

export interface PollHint {
  /** ISO 8601 time of the next poll. */
  at: string;
  intervalMs: number;
}

/** The step is over. */
export interface CompletedOutcome {
  kind: "completed";
  driverState: DriverState;
  result: IdvNodeResult;
  /** The provider changed a final outcome: this one replaces it. Absent: it is the first one, or nothing changed. */
  revises?: true;
}

export type StepOutcome = PendingOutcome | CompletedOutcome;

/** Progress made before an error is kept in `driverState`. */
export type StepResult = { ok: true; value: StepOutcome } | { ok: false; error: IdvError; driverState?: DriverState };

export type CallbackResult = StepResult & { reply: HttpReply };

export type CancelOutcome =
  | { kind: "canceled" }
  | { kind: "tooLate"; outcome: StepOutcome }
  | { kind: "nothingToCancel" };

/** Whom an incoming request is for. */
export type CallbackAddress =
  | {
      kind: "delivery";
      refs: [string, ...string[]];
      /** The same delivery has the same id; it is handled once. */
      deliveryId: string;
      /** The answer once the execution is over. */
      late: HttpReply;
      /** The person's own browser brings it: once the execution is over, the person is sent on to its `returnUrl`. */
      person?: true;
      /** The provider may change a final outcome with it: it goes to the driver also once the execution is over. */
      mayRevise?: true;
    }
  | { kind: "fetch"; refs: [string, ...string[]] }
  | { kind: "ignore"; reply: HttpReply };
