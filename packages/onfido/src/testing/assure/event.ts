import { randomUUID } from "node:crypto";
import type { SimulatedEvent } from "../delivery.ts";
import type { SimulatedProcess } from "./store.ts";

/**
 * The event `process.complete`. Its envelope is Signicat's, with seven digits of a second. Constructed: what stands in
 * `eventData`. Published is only that the event brings the ids of dossier and process, and that `externalReference` is
 * the id of the dossier.
 */
export function processCompleted(process: SimulatedProcess, now: Date): SimulatedEvent {
  const envelope = {
    id: randomUUID(),
    timestamp: sevenDigits(now),
    sender: "assure-api",
    eventName: "process.complete",
    eventData: {
      externalReference: process.dossierId,
      dossierId: process.dossierId,
      processId: process.processId,
      provider: "onfido",
    },
    accountId: "a-spge-simulator",
    organizationId: null,
    expiresAt: sevenDigits(new Date(now.getTime() + 24 * 60 * 60 * 1000)),
    tags: ["simulator"],
  };
  return {
    method: "POST",
    path: "/events",
    headers: { "content-type": "application/json" },
    body: new TextEncoder().encode(JSON.stringify(envelope)),
  };
}

function sevenDigits(time: Date): string {
  return time.toISOString().replace("Z", "0000Z");
}
