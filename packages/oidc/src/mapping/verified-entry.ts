import type { JsonObject, JsonValue } from "@idvkit/core";
import { asObject, own, readText } from "./claim-value.ts";
import { evidenceTypes } from "./evidence-types.ts";
import type { WarningCode } from "./warnings.ts";

/** Evidence of a verification, its type known. */
export interface Evidence {
  path: string;
  type: string;
  members: JsonObject;
}

/** Verified claims that count: well formed, under an accepted framework, and fit for the requirement. */
export interface VerifiedEntry {
  path: string;
  framework: string;
  level: string | undefined;
  verification: JsonObject;
  evidence: readonly Evidence[];
  claims: JsonObject;
}

/** What makes verified claims unusable. */
export interface EntryProblem {
  code: WarningCode;
  path: string;
}

/** The evidence of a verification, or the first thing that is wrong with it or with the assurance process. */
export function readEvidence(verification: JsonObject, path: string): Evidence[] | EntryProblem {
  const list = own(verification, "evidence") ?? [];
  if (!Array.isArray(list)) return malformed(`${path}.evidence`);
  const evidence: Evidence[] = [];
  for (const [index, value] of list.entries()) {
    const read = readOne(value, `${path}.evidence[${index}]`);
    if ("code" in read) return read;
    evidence.push(read);
  }
  return unknownCheck(verification, evidence, path) ?? evidence;
}

/** The checks of an evidence; empty where it names none. */
export function checkDetailsOf({ members }: Evidence): JsonObject[] {
  return objectsOf(own(members, "check_details"));
}

function readOne(value: JsonValue, path: string): Evidence | EntryProblem {
  const members = asObject(value);
  if (members === undefined) return malformed(path);
  const type = readText(own(members, "type"));
  const rule = type === undefined ? undefined : own(evidenceTypes, type);
  if (type === undefined || rule === undefined) return malformed(`${path}.type`);
  const absent = rule.required.find((name) => readText(own(members, name)) === undefined);
  if (absent !== undefined) return malformed(`${path}.${absent}`);
  const untyped = rule.typed.find((name) => isUntyped(own(members, name)));
  if (untyped !== undefined) return malformed(`${path}.${untyped}.type`);
  return checksProblem(own(members, "check_details"), `${path}.check_details`) ?? { path, type, members };
}

function isUntyped(value: JsonValue | undefined): boolean {
  return value !== undefined && readText(own(asObject(value), "type")) === undefined;
}

function checksProblem(value: JsonValue | undefined, path: string): EntryProblem | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return malformed(path);
  const index = value.findIndex((check) => readText(own(asObject(check), "check_method")) === undefined);
  return index < 0 ? undefined : malformed(`${path}[${index}].check_method`);
}

/** Every check that the assurance process refers to must be among the checks; a JSON schema cannot say so. */
function unknownCheck(verification: JsonObject, evidence: readonly Evidence[], path: string): EntryProblem | undefined {
  const known = new Set(evidence.flatMap(checkDetailsOf).map((check) => own(check, "check_id")));
  const process = own(verification, "assurance_process");
  if (process === undefined) return undefined;
  const below = `${path}.assurance_process`;
  const details = listOf(own(asObject(process), "assurance_details"));
  if (asObject(process) === undefined || details === undefined) return malformed(below);
  for (const [index, detail] of details.entries()) {
    const place = `${below}.assurance_details[${index}]`;
    const references = listOf(own(asObject(detail), "evidence_ref"));
    if (asObject(detail) === undefined || references === undefined) return malformed(place);
    for (const [at, reference] of references.entries()) {
      const id = readText(own(asObject(reference), "check_id"));
      const idPath = `${place}.evidence_ref[${at}].check_id`;
      if (id === undefined) return malformed(idPath);
      if (!known.has(id)) return { code: "unknown_check_id", path: idPath };
    }
  }
  return undefined;
}

/** The elements of a list, none when it is absent; undefined for anything else. */
function listOf(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : undefined;
}

function objectsOf(value: JsonValue | undefined): JsonObject[] {
  return (listOf(value) ?? []).flatMap((element): JsonObject[] => {
    const object = asObject(element);
    return object === undefined ? [] : [object];
  });
}

function malformed(path: string): EntryProblem {
  return { code: "malformed_verified_claims", path };
}
