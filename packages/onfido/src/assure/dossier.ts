import { type IdvResult, type JsonObject, success } from "@idvkit/core";
import { refuse } from "../refusal.ts";
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
  if (!Array.isArray(body)) return refuse("invalid_response", "dossiers: expected a list");
  const dossiers: Dossier[] = [];
  for (const [index, entry] of body.entries()) {
    const dossier = readDossier(entry);
    if (!dossier.ok) return refuse("invalid_response", `dossiers[${index}]: no usable id`);
    dossiers.push(dossier.value);
  }
  return success(dossiers);
}
