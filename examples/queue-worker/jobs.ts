import type { ExecutionStore } from "../execution-store.ts";

/** There is something to do for an execution. What it is, the execution says, so that a job that runs twice does no harm. */
export interface Job {
  executionId: string;
  /** How often in a row it has been tried, this time included. */
  tries: number;
}

export type JobQueue = ReturnType<typeof openJobQueue>;

const schema = `
  CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY REFERENCES executions, run_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS jobs_run_at ON jobs (run_at);`;

/** A queue in the database of the executions. Times are milliseconds since 1970. */
export function openJobQueue({ database }: ExecutionStore) {
  database.exec(schema);
  const insert = database.prepare("INSERT OR IGNORE INTO jobs (id, run_at) VALUES (?, ?)");
  const take = database.prepare(`
    UPDATE jobs SET run_at = ?, tries = tries + 1
    WHERE id = (SELECT id FROM jobs WHERE run_at <= ? ORDER BY run_at LIMIT 1) RETURNING id, tries`);
  const reschedule = database.prepare("UPDATE jobs SET run_at = ?, tries = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM jobs WHERE id = ?");

  return {
    add: (executionId: string, runAt: number) => void insert.run(executionId, runAt),
    /** The job that is due longest. It is hidden until `hiddenUntil`: when its worker dies, the next one gets it then. */
    take(now: number, hiddenUntil: number): Job | undefined {
      const row = take.get(hiddenUntil, now);
      return row === undefined ? undefined : { executionId: String(row.id), tries: Number(row.tries) };
    },
    /** It went well and goes on later. */
    goOn: (executionId: string, runAt: number) => void reschedule.run(runAt, 0, executionId),
    /** It failed and is tried again later. */
    retry: ({ executionId, tries }: Job, runAt: number) => void reschedule.run(runAt, tries, executionId),
    finish: (executionId: string) => void remove.run(executionId),
  };
}
