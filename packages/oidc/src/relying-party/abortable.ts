import type { IdvResult } from "@idvkit/core";
import { refuse } from "../refusal.ts";

/** Waits for work that several callers share. Who aborts stops waiting; the work goes on for the others. */
export async function abortable<T>(
  work: Promise<IdvResult<T>>,
  signal: AbortSignal | undefined,
): Promise<IdvResult<T>> {
  if (signal === undefined) return work;
  if (signal.aborted) return interrupted();
  let onAbort = () => {};
  const aborted = new Promise<IdvResult<never>>((resolve) => {
    onAbort = () => resolve(interrupted());
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function interrupted(): IdvResult<never> {
  return refuse("interrupted", "the caller aborted the call");
}
