import { failure, IdvError, type IdvResult, type JsonObject, success } from "@idvkit/core";
import { readDossierId } from "./wire-calls.ts";

/** The dossier of one end user. */
export interface Dossier {
  dossierId: string;
  /** As Assure gives it; only the id is read. */
  raw: JsonObject;
}

/** Reads the answer to "Get dossier". Fails with `invalid_response`. */
export function readDossier(body: unknown): IdvResult<Dossier> {
  const dossierId = readDossierId(body);
  return dossierId.ok ? success({ dossierId: dossierId.value, raw: body as JsonObject }) : dossierId;
}

/**
 * Reads the answer to "List dossiers", an array. Fails with `invalid_response`, also for an entry without an id: left
 * out, its dossier would be overlooked when a person's data is to be erased.
 */
export function readDossiers(body: unknown): IdvResult<Dossier[]> {
  if (!Array.isArray(body)) return refuse("dossiers: expected a list");
  const dossiers: Dossier[] = [];
  for (const [index, entry] of body.entries()) {
    const dossier = readDossier(entry);
    if (!dossier.ok) return refuse(`dossiers[${index}]: no usable id`);
    dossiers.push(dossier.value);
  }
  return success(dossiers);
}

function refuse(message: string): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_response", message, provider: "onfido" }));
}
