import type { DriverState, HttpReply, StepOutcome, StepWork } from "@idvkit/core";
import type { CallbackStore, HandledDelivery, HeldExecution } from "@idvkit/driver-kit";

/** An execution as a test sees it. */
export interface StoredExecution {
  driverId: string;
  work: StepWork & { driverState: DriverState };
  refs: readonly string[];
  finished: boolean;
  /** The last outcome that was saved. */
  outcome: StepOutcome | null;
  replies: Record<string, HttpReply>;
  /** Everything that was saved, in order. */
  saved: HandledDelivery[];
}

/** A store in memory that behaves like a database with row locks: who loads an execution holds it. */
export interface ExecutionStore extends CallbackStore {
  /** Stores an execution, as an orchestrator does after dispatch; one with the same ids is replaced. */
  add(execution: Pick<StoredExecution, "driverId" | "work" | "refs"> & Partial<StoredExecution>): StoredExecution;
}

/** Makes an empty store for `createCallbackHandler`. Everything passes through JSON, as in a database. */
export function createExecutionStore(): ExecutionStore {
  const executions = new Map<string, StoredExecution>();
  const queues = new Map<string, Promise<void>>();

  /** Waits for its turn, and gives back how to end it. */
  async function hold(key: string): Promise<() => void> {
    let release: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => {
      release = resolve;
    });
    const before = queues.get(key);
    queues.set(key, turn);
    await before;
    return release;
  }

  async function held(key: string, execution: StoredExecution): Promise<HeldExecution> {
    const release = await hold(key);
    const { work, finished, replies } = execution;
    return { work: copyOf(work), finished, replies: { ...replies }, release };
  }

  return {
    add(given) {
      const execution = { finished: false, outcome: null, replies: {}, saved: [], ...given };
      executions.set(keyOf(execution.driverId, execution.work), execution);
      return execution;
    },
    async load(driverId, refs) {
      const waiting = [...executions].filter(
        ([, execution]) => execution.driverId === driverId && execution.refs.some((ref) => refs.includes(ref)),
      );
      const loaded: HeldExecution[] = [];
      // One after the other and in one order, so that two loads of the same executions cannot block each other.
      for (const [key, execution] of waiting) loaded.push(await held(key, execution));
      return loaded;
    },
    async save(handled) {
      const execution = executions.get(keyOf(handled.driverId, handled));
      if (execution === undefined) throw new Error("save: the execution was never added");
      execution.saved.push(handled);
      execution.work = { ...execution.work, driverState: copyOf(handled.driverState) };
      if (handled.deliveryId !== null) execution.replies[handled.deliveryId] = handled.reply;
      if (handled.outcome === null) return;
      execution.outcome = handled.outcome;
      execution.finished = handled.outcome.kind === "completed";
      if (handled.outcome.kind === "pending") execution.refs = handled.outcome.callbackRefs;
    },
  };
}

function keyOf(
  driverId: string,
  { executionId, nodeId, attempt }: Pick<StepWork, "executionId" | "nodeId" | "attempt">,
) {
  return JSON.stringify([driverId, executionId, nodeId, attempt]);
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
