import { type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/** What a request says about the process it belongs to. It is a hint: the outcome is always read from Assure. */
export type AssureDelivery =
  | { kind: "event"; eventId: string | null; dossierId: string; processId: string | null }
  | { kind: "otherEvent" }
  | { kind: "return"; dossierId: string; processId: string };

/** The event that says a process has its result. */
const completedEvent = "process.complete";

const id = z.string().min(1).max(100);

/**
 * The envelope of a Signicat event. Where `process.complete` names its dossier is not published beyond a picture that
 * calls it `externalReference`, so each place that it may stand in is read.
 */
const eventSchema = z.looseObject({
  id: id.nullish().catch(null),
  eventName: z.string(),
  externalReference: id.nullish().catch(null),
  eventData: z
    .looseObject({
      dossierId: id.nullish().catch(null),
      externalReference: id.nullish().catch(null),
      processId: id.nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

/** Reads an event's body. Fails with `invalid_input` when it is no event or names no dossier. */
export function readEvent(body: Uint8Array): IdvResult<AssureDelivery> {
  const json = parseJson(body);
  const parsed = json === undefined ? undefined : eventSchema.safeParse(json);
  if (!parsed?.success) return malformed("request.body: not an event");
  const { id: eventId, eventName, eventData, externalReference } = parsed.data;
  if (eventName !== completedEvent) return success({ kind: "otherEvent" });
  const dossierId = eventData?.dossierId ?? eventData?.externalReference ?? externalReference;
  if (!dossierId) return malformed("request.body.eventData: names no dossier");
  return success({ kind: "event", eventId: eventId ?? null, dossierId, processId: eventData?.processId ?? null });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function malformed(message: string): IdvResult<never> {
  return refuse("invalid_input", message);
}
