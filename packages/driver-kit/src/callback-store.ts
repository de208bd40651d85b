import type { DriverState, HttpReply, StepOutcome, StepWork } from "@idvkit/core";

/** An execution that waits for a delivery and is held for this handler: nobody else changes it until `release`. */
export interface HeldExecution {
  /** The work of the step, with the state that its last outcome returned. */
  work: StepWork & { driverState: DriverState };
  /** The step is over; the driver is called again only for a delivery that may revise the outcome. */
  finished: boolean;
  /** Answers that were given to earlier deliveries, by deliveryId. */
  replies: Readonly<Record<string, HttpReply>>;
  release(): void | Promise<void>;
}

/** What a handled delivery leaves behind. All of it is stored together or not at all. */
export interface HandledDelivery {
  driverId: string;
  executionId: string;
  nodeId: string;
  attempt: number;
  /**
   * Under which `reply` is kept for a repetition. Null: nothing is kept, because somebody only read from us, or because
   * the driver failed and shall be called again.
   */
  deliveryId: string | null;
  /**
   * A completed one with `revises: true` takes the place of the final outcome that is stored. Null: the stored outcome
   * stands, and only `driverState` is new, because the driver failed but made progress, or because it looked at a
   * finished execution again and nothing had changed. A store never has to compare outcomes.
   */
  outcome: StepOutcome | null;
  driverState: DriverState;
  reply: HttpReply;
}

/** Where the executions live: a database, an engine. */
export interface CallbackStore {
  /**
   * All executions of the driver that wait, or waited, for one of the refs, in a stable order. Each is held: a second
   * `load` of it waits until it is released, and then sees what was saved. When it rejects it holds nothing.
   */
  load(driverId: string, refs: readonly [string, ...string[]]): Promise<HeldExecution[]>;
  save(handled: HandledDelivery): Promise<void>;
}
