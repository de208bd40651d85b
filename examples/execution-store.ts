import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import type { DispatchWork, DriverState, HttpReply, IdvErrorCode, StepOutcome } from "@idvkit/core";
import type { CallbackStore, HeldExecution } from "@idvkit/driver-kit";

/** A verification, as it lies in the database. */
export interface Execution {
  driverId: string;
  /** With the state that the driver returned last, once there is one. */
  work: DispatchWork;
  /** The last outcome; null before the first. */
  outcome: StepOutcome | null;
  /** Why it cannot go on. */
  error: IdvErrorCode | null;
}

/** What came out of a call of a driver: an outcome, an error that ends the execution, or progress before an error. */
export type StepReport = Partial<Pick<Execution, "outcome" | "error">> & { driverState?: DriverState };

export type ExecutionStore = ReturnType<typeof openExecutionStore>;

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS executions (
    id TEXT PRIMARY KEY, execution TEXT NOT NULL, holder TEXT, held_until INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS refs (
    driver TEXT, ref TEXT, id TEXT REFERENCES executions, PRIMARY KEY (driver, ref, id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS replies (
    id TEXT REFERENCES executions, delivery TEXT, reply BLOB, PRIMARY KEY (id, delivery)
  ) STRICT;`;

/**
 * Executions in a SQLite file, for any number of processes of one machine.
 *
 * @param holdMs longer than any call of a driver: who holds an execution and dies lets go of it after this time
 */
export function openExecutionStore(file: string, { holdMs = 120_000 } = {}) {
  const database = new DatabaseSync(file);
  database.exec(schema);
  const select = database.prepare("SELECT execution FROM executions WHERE id = ?");
  const insert = database.prepare("INSERT INTO executions (id, execution) VALUES (?, ?)");
  const update = database.prepare("UPDATE executions SET execution = ? WHERE id = ?");
  const take = database.prepare("UPDATE executions SET holder = ?, held_until = ? WHERE id = ? AND held_until < ?");
  const letGo = database.prepare("UPDATE executions SET held_until = 0 WHERE id = ? AND holder = ?");
  const selectWaiting = database.prepare("SELECT id FROM refs WHERE driver = ? AND ref = ? ORDER BY id");
  const insertRef = database.prepare("INSERT OR IGNORE INTO refs VALUES (?, ?, ?)");
  const selectReplies = database.prepare("SELECT delivery, reply FROM replies WHERE id = ?");
  const insertReply = database.prepare("INSERT OR REPLACE INTO replies VALUES (?, ?, ?)");

  function find(id: string): Execution | undefined {
    const row = select.get(id);
    return row === undefined ? undefined : JSON.parse(String(row.execution));
  }

  /** All of it is stored, or nothing. */
  function transaction(run: () => void): void {
    database.exec("BEGIN IMMEDIATE");
    try {
      run();
      database.exec("COMMIT");
    } catch (cause) {
      database.exec("ROLLBACK");
      throw cause;
    }
  }

  function write(id: string, { outcome, driverState, error }: StepReport): void {
    const before = find(id);
    if (before === undefined) throw new Error("execution store: there is no such execution");
    const { work, driverId } = before;
    const state = driverState ?? outcome?.driverState;
    const after: Execution = {
      ...before,
      work: { ...work, ...(state !== undefined && { driverState: state }) },
      ...(outcome != null && { outcome: withOffers(outcome, before.outcome) }),
      ...(error !== undefined && { error }),
    };
    update.run(JSON.stringify(after), id);
    if (outcome?.kind === "pending") for (const ref of outcome.callbackRefs) insertRef.run(driverId, ref, id);
  }

  /** Waits until nobody else works on an execution; gives how to let go of it. */
  async function hold(id: string): Promise<() => void> {
    const holder = randomUUID();
    while (take.run(holder, Date.now() + holdMs, id, Date.now()).changes === 0) await wait(20);
    return () => void letGo.run(id, holder);
  }

  async function held(id: string): Promise<HeldExecution[]> {
    const release = await hold(id);
    const execution = find(id);
    const driverState = execution?.work.driverState;
    if (execution === undefined || driverState === undefined) {
      release();
      return [];
    }
    const replies = selectReplies
      .all(id)
      .map(({ delivery, reply }): [string, HttpReply] => [String(delivery), deserialize(reply as Uint8Array)]);
    return [
      {
        work: { ...execution.work, driverState },
        finished: isOver(execution),
        replies: Object.fromEntries(replies),
        release,
      },
    ];
  }

  const callbacks: CallbackStore = {
    async load(driverId, refs) {
      const ids = new Set(refs.flatMap((ref) => selectWaiting.all(driverId, ref).map(({ id }) => String(id))));
      const loaded: HeldExecution[] = [];
      // One after the other and in one order, so that two loads cannot wait for each other.
      for (const id of [...ids].sort()) loaded.push(...(await held(id)));
      return loaded;
    },
    async save({ executionId, outcome, driverState, deliveryId, reply }) {
      transaction(() => {
        write(executionId, { outcome, driverState });
        if (deliveryId !== null) insertReply.run(executionId, deliveryId, serialize(reply));
      });
    },
  };

  return {
    /** For `createCallbackHandler`. */
    ...callbacks,
    find,
    hold,
    holdMs,
    database,
    /** Stores a new execution, and what its dispatch came to where there was one. */
    add(driverId: string, work: DispatchWork, report: StepReport = {}): void {
      const execution: Execution = { driverId, work, outcome: null, error: null };
      transaction(() => {
        insert.run(work.executionId, JSON.stringify(execution));
        write(work.executionId, report);
      });
    },
    /** Stores what a call of the driver came to. */
    report: (id: string, report: StepReport) => transaction(() => write(id, report)),
    close: () => database.close(),
  };
}

/** Whether nothing more is to be done. */
export function isOver({ outcome, error }: Execution): boolean {
  return error !== null || outcome?.kind === "completed";
}

/** An outcome without offers leaves those standing that were made before. */
function withOffers(outcome: StepOutcome, before: StepOutcome | null): StepOutcome {
  if (outcome.kind === "completed" || outcome.offers !== undefined || before?.kind !== "pending") return outcome;
  return { ...outcome, ...(before.offers !== undefined && { offers: before.offers }) };
}
