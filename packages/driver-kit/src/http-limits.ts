import { IdvError } from "@idvkit/core";
import type { HttpLimits } from "./http-call.ts";

const defaults: Required<HttpLimits> = {
  timeoutMs: 30_000,
  retries: 2,
  retryDelayMs: 250,
  maxRetryAfterMs: 10_000,
  maxResponseBytes: 10 * 1024 * 1024,
};

/** Node fires a longer timer at once. */
export const longestTimerMs = 2 ** 31 - 1;

const ranges: { readonly [L in keyof Required<HttpLimits>]: readonly [least: number, most: number] } = {
  timeoutMs: [1, longestTimerMs],
  retries: [0, 100],
  retryDelayMs: [0, longestTimerMs],
  maxRetryAfterMs: [0, longestTimerMs],
  maxResponseBytes: [0, Number.MAX_SAFE_INTEGER],
};

/** Fills in the defaults. Throws `configuration` for a limit that is no whole number of its range. */
export function withDefaults(limits: HttpLimits): Required<HttpLimits> {
  const complete = { ...defaults };
  for (const name of Object.keys(ranges) as (keyof HttpLimits)[]) {
    const value = limits[name] ?? defaults[name];
    const [least, most] = ranges[name];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new IdvError({
        code: "configuration",
        message: `${name}: expected a whole number from ${least} to ${most}`,
      });
    }
    complete[name] = value;
  }
  return complete;
}
