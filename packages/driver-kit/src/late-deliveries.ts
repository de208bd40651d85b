import { hash } from "node:crypto";
import type { CallbackAddress, HttpReply } from "@idvkit/core";

export interface LateDeliveriesOptions {
  now: () => Date;
  /** How long an unknown delivery is asked for again. */
  graceMs: number;
  /** How many unknown deliveries are remembered; the oldest is forgotten first. */
  capacity: number;
}

const longestRetryAfterSeconds = 10;

/** What is answered in the end: a delivery is accepted and forgotten, a reader learns that there is nothing. */
const finalStatuses = { delivery: 202, fetch: 404 } as const;

/**
 * Answers deliveries that no execution waits for. The provider can be faster than the store that keeps the dispatch, so
 * for a while the answer is 503 with Retry-After; a provider that still comes after that is told to stop.
 * The memory is this process's own: with several instances the while can last a little longer, never shorter.
 */
export function createLateDeliveries(options: LateDeliveriesOptions) {
  const firstSeenMs = new Map<string, number>();

  return function replyToUnknown(driverId: string, address: Exclude<CallbackAddress, { kind: "ignore" }>): HttpReply {
    const nowMs = options.now().getTime();
    const key = keyOf(driverId, address);
    const firstMs = firstSeenMs.get(key) ?? nowMs;
    if (!firstSeenMs.has(key)) remember(key, nowMs);
    const remainingMs = firstMs + options.graceMs - nowMs;
    return remainingMs > 0 ? tryAgain(remainingMs) : { status: finalStatuses[address.kind], headers: {}, body: null };
  };

  function remember(key: string, nowMs: number): void {
    const oldest = firstSeenMs.keys().next();
    if (firstSeenMs.size >= options.capacity && !oldest.done) firstSeenMs.delete(oldest.value);
    firstSeenMs.set(key, nowMs);
  }
}

function tryAgain(remainingMs: number): HttpReply {
  const seconds = Math.min(Math.ceil(remainingMs / 1000), longestRetryAfterSeconds);
  return { status: 503, headers: { "retry-after": String(seconds) }, body: null };
}

/** Digests keep the memory small: a provider's identifiers may be of any length. */
function keyOf(driverId: string, address: Exclude<CallbackAddress, { kind: "ignore" }>): string {
  const identifiers = address.kind === "delivery" ? [address.deliveryId] : address.refs;
  return hash("sha256", JSON.stringify([driverId, address.kind, ...identifiers]), "base64url");
}
