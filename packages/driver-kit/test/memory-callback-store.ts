import type { DriverState, HttpReply } from "@idvkit/core";
import type { CallbackStore, HandledDelivery, HeldExecution } from "../src/callback-store.ts";

export interface StoredExecution {
  executionId: string;
  refs: string[];
  driverState: DriverState;
  finished: boolean;
  browserSession?: string;
  returnUrl?: string;
  replies: Record<string, HttpReply>;
  saved: HandledDelivery[];
}

/** A store as an orchestrator has one: executions are locked while they are held, state is kept as JSON text. */
export function memoryCallbackStore() {
  const executions = new Map<string, StoredExecution>();
  const locks = new Map<string, Promise<void>>();
  const held = new Set<string>();

  async function lock(executionId: string): Promise<() => void> {
    const before = locks.get(executionId) ?? Promise.resolve();
    let unlock: () => void = () => undefined;
    const mine = new Promise<void>((done) => {
      unlock = done;
    });
    locks.set(
      executionId,
      before.then(() => mine),
    );
    await before;
    held.add(executionId);
    return () => {
      held.delete(executionId);
      unlock();
    };
  }

  const store: CallbackStore = {
    async load(_driverId, refs) {
      const waiting = [...executions.values()].filter((execution) => execution.refs.some((ref) => refs.includes(ref)));
      const result: HeldExecution[] = [];
      for (const { executionId } of waiting.sort((a, b) => (a.executionId < b.executionId ? -1 : 1))) {
        const release = await lock(executionId);
        const execution = executions.get(executionId);
        if (execution !== undefined) result.push({ ...snapshotOf(execution), release });
      }
      return result;
    },
    async save(handled) {
      const execution = executions.get(handled.executionId);
      if (execution === undefined || !held.has(handled.executionId)) throw new Error("saved without a hold");
      execution.saved.push(handled);
      execution.driverState = handled.driverState;
      if (handled.outcome?.kind === "completed") execution.finished = true;
      if (handled.deliveryId !== null) execution.replies[handled.deliveryId] = handled.reply;
    },
  };

  function add(executionId: string, refs: string[], more: Partial<StoredExecution> = {}): StoredExecution {
    const driverState = { version: 1, count: 0 };
    const execution = { executionId, refs, driverState, finished: false, replies: {}, saved: [], ...more };
    executions.set(executionId, execution);
    return execution;
  }

  return { store, add, held };
}

function snapshotOf(execution: StoredExecution): Omit<HeldExecution, "release"> {
  const { executionId, finished, browserSession, returnUrl } = execution;
  const { driverState, replies } = JSON.parse(JSON.stringify(execution)) as StoredExecution;
  const inputs = { dataBlocks: [], attributes: {}, subject: {}, consents: [] };
  const person = {
    ...(browserSession !== undefined && { browserSession }),
    ...(returnUrl !== undefined && { returnUrl }),
  };
  return { work: { executionId, nodeId: "document", attempt: 1, inputs, driverState, ...person }, finished, replies };
}
