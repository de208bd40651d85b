import { createHash } from "node:crypto";
import type { WalkStep } from "../run/walk.ts";
import type { CheckSubject } from "./check.ts";

/**
 * Everything that leads to an exchange, its answer included. When two scenarios share it, what happens at this exchange
 * is the same in both, and one of them is enough.
 */
export function historyOf({ scenario }: CheckSubject, { index }: WalkStep, exchange: number): unknown {
  const { options, work, startsAt, calls, exchanges } = scenario;
  const answers = exchanges.slice(0, exchange + 1).map(({ body, ...line }) => [line, body && digestOf(body)]);
  return { options, work, startsAt, calls: calls.slice(0, index + 1), answers };
}

/** A short name of a value. */
export function digestOf(value: unknown): string {
  const text = value instanceof Uint8Array ? value : JSON.stringify(value, withoutBytes);
  return createHash("sha256").update(text).digest("hex");
}

function withoutBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? digestOf(value) : value;
}
