import { setTimeout as wait } from "node:timers/promises";
import type { DispatchWork, DriverContext, IdvError, IdvMethodDriver, StepResult, Vault } from "@idvkit/core";
import { type ExecutionStore, isOver } from "../execution-store.ts";
import type { Job, JobQueue } from "./jobs.ts";

export interface WorkerSettings {
  store: ExecutionStore;
  jobs: JobQueue;
  drivers: Readonly<Record<string, IdvMethodDriver>>;
  vault: Vault;
  now?: () => Date;
  /** The wait after the first failure; each further one is twice as long, up to ten minutes. Default 1000. */
  retryDelayMs?: number;
}

const longestRetryMs = 10 * 60_000;
const idleMs = 50;

/** Puts a verification into the queue. Nothing is sent to the provider here. */
export function enqueue(store: ExecutionStore, jobs: JobQueue, driverId: string, work: DispatchWork, now = Date.now()) {
  store.add(driverId, work);
  jobs.add(work.executionId, now);
}

/** Dispatches and polls what is due. Any number of workers may share a database. */
export function createWorker(settings: WorkerSettings) {
  const { store, jobs, drivers, vault, now = () => new Date(), retryDelayMs = 1_000 } = settings;

  /** The next call of the driver: dispatch before the first outcome, then poll. */
  function advance(executionId: string, context: DriverContext): Promise<StepResult> | undefined {
    const execution = store.find(executionId);
    const driver = execution && drivers[execution.driverId];
    if (execution === undefined || driver === undefined || isOver(execution)) return undefined;
    const { driverState } = execution.work;
    if (execution.outcome === null || driverState === undefined) return driver.dispatch(execution.work, context);
    return driver.poll({ ...execution.work, driverState }, context);
  }

  async function run(job: Job, signal: AbortSignal | undefined): Promise<void> {
    const { executionId } = job;
    const release = await store.hold(executionId);
    try {
      const result = await advance(executionId, { now, vault, ...(signal !== undefined && { signal }) });
      if (result === undefined) return jobs.finish(executionId);
      if (!result.ok) return fail(job, result);
      const outcome = result.value;
      store.report(executionId, { outcome });
      // Without a hint to poll only the person or a delivery brings it on; it is looked at again at its end.
      if (outcome.kind === "pending") jobs.goOn(executionId, timeOf(outcome.poll?.at ?? outcome.expiresAt));
      else jobs.finish(executionId);
    } finally {
      release();
    }
  }

  function fail(job: Job, { error, driverState }: StepResult & { ok: false }): void {
    const progress = driverState === undefined ? {} : { driverState };
    store.report(job.executionId, error.retryable ? progress : { ...progress, error: error.code });
    if (error.retryable) jobs.retry(job, now().getTime() + retryAfterMs(error, job.tries));
    else jobs.finish(job.executionId);
  }

  function retryAfterMs(error: IdvError, tries: number): number {
    const backoffMs = Math.min(retryDelayMs * 2 ** (tries - 1), longestRetryMs);
    return Math.max(backoffMs, error.retryAfterMs ?? 0);
  }

  function timeOf(text: string | undefined): number {
    return text === undefined ? now().getTime() + longestRetryMs : Date.parse(text);
  }

  /** Runs what is due now; gives how many jobs that were. */
  async function runDueJobs(signal?: AbortSignal): Promise<number> {
    let count = 0;
    while (signal?.aborted !== true) {
      const time = now().getTime();
      const job = jobs.take(time, time + store.holdMs);
      if (job === undefined) break;
      await run(job, signal);
      count += 1;
    }
    return count;
  }

  return {
    runDueJobs,
    /** Works until the signal says stop. */
    async work(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await runDueJobs(signal);
        await wait(idleMs);
      }
    },
  };
}
